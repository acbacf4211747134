//! Plays the steps of one case on a client under test, and writes down what was seen.

use std::sync::Arc;

use jiff::SignedDuration;

use super::client::{ClientUnderTest, Command, Output};
use super::clock::VirtualClock;
use super::error::RunError;
use super::home::Home;
use super::server::World;
use super::token::TokenBook;
use crate::scenario::step::{Browser, SlashCommand};
use crate::scenario::{Case, Step};
use crate::transcript::{CommandSeen, Probe, Transcript};

/// How long a person waits before asking once more: long enough for the lock of a dead process to be taken over.
const PAUSE: SignedDuration = SignedDuration::from_secs(65);

/// Where a case is played: the world around the client.
pub(super) struct Stage {
    /// The servers' state.
    pub(super) world: Arc<World>,
    /// The throw-away home.
    pub(super) home: Home,
    /// The invented tokens.
    pub(super) tokens: TokenBook,
    /// The servers' clock.
    pub(super) clock: VirtualClock,
}

/// Plays `case` on `client`: the steps, then the probe of the outcome.
pub(super) async fn play(
    case: &Case,
    stage: &Stage,
    client: &mut impl ClientUnderTest,
) -> Result<Transcript, RunError> {
    let mut play = Play { case, stage, client, commands: Vec::new(), ends: Vec::new(), unreached: None };
    for (index, step) in case.steps.iter().enumerate() {
        play.step(index, &step.value).await?;
        play.ends.push(stage.world.exchanges());
    }
    let mut transcript = play.transcript()?;
    // What the probe asks afterwards is no part of the transcript.
    if !transcript.succeeded() {
        transcript.probe = play.probe().await?;
    }
    Ok(transcript)
}

/// One run on its way.
struct Play<'a, C> {
    case: &'a Case,
    stage: &'a Stage,
    client: &'a mut C,
    commands: Vec<CommandSeen>,
    /// How many exchanges had been seen at the end of each step.
    ends: Vec<usize>,
    unreached: Option<String>,
}

impl<C: ClientUnderTest> Play<'_, C> {
    async fn step(&mut self, index: usize, step: &Step) -> Result<(), RunError> {
        match step {
            Step::Prompt => self.command(index, Command::Prompt, Browser::Unused).await?,
            Step::BarePrompt => self.command(index, Command::BarePrompt, Browser::Unused).await?,
            Step::AuthStatus => self.command(index, Command::AuthStatus, Browser::Unused).await?,
            Step::AuthStatusText => self.command(index, Command::AuthStatusText, Browser::Unused).await?,
            Step::AuthLogout => self.command(index, Command::AuthLogout, Browser::Unused).await?,
            Step::AuthLogin(browser) => self.command(index, Command::AuthLogin, *browser).await?,
            Step::SetupToken(browser) => self.command(index, Command::SetupToken, *browser).await?,
            Step::SetupTokenWithArgument(browser) => {
                self.command(index, Command::SetupTokenWithArgument, *browser).await?;
            }
            Step::TypedPrompt => {
                let output = self.client.typed_prompt().await?;
                self.see(index, "claude", &output);
            }
            Step::Typed(command) => {
                let output = self.client.typed(*command).await?;
                self.see(index, command.as_typed(), &output);
            }
            Step::TypedLogin(browser) => {
                let output = self.client.typed_login(*browser).await?;
                self.see(index, SlashCommand::Login.as_typed(), &output);
            }
            Step::FirstStart => {
                let output = self.client.first_start().await?;
                self.see(index, "claude", &output);
            }
            Step::Chosen(choice) => {
                let output = self.client.chosen(choice).await?;
                self.see(index, choice, &output);
            }
            Step::AgentsTyped(command) => {
                let output = self.client.agents_typed(*command).await?;
                self.see(index, &format!("claude agents {}", command.as_typed()), &output);
            }
            Step::Prompts(number) => {
                for output in self.client.at_once(*number).await? {
                    self.see(index, Command::Prompt.as_typed(), &output);
                }
            }
            Step::KilledPrompt(point) => {
                let killed = self.client.killed_at(*point).await?;
                if !killed.reached {
                    self.unreached =
                        Some(format!("the client ended before the point it was to be killed at: {point:?}"));
                }
                self.see(index, Command::Prompt.as_typed(), &killed.output);
            }
            Step::Advance(by) => {
                self.stage.clock.advance(*by);
                if !self.client.waits(*by).await? {
                    self.stage.home.grow_older(*by)?;
                }
            }
            Step::Revoke(symbols) => self.stage.world.revoke(symbols),
            Step::RewriteStore(login) => {
                self.stage.world.sign_in(login);
                self.stage.home.write_stored_login(login, &self.stage.tokens, &self.stage.clock)?;
            }
        }
        Ok(())
    }

    async fn command(&mut self, index: usize, command: Command, browser: Browser) -> Result<(), RunError> {
        let output = self.client.command(command, browser).await?;
        self.see(index, command.as_typed(), &output);
        Ok(())
    }

    fn see(&mut self, step: usize, command: &str, output: &Output) {
        let tokens = &self.stage.tokens;
        self.commands.push(CommandSeen {
            step,
            command: command.to_owned(),
            ok: output.ok,
            exit: output.exit,
            stdout: tokens.redact(&output.stdout),
            stderr: tokens.redact(&output.stderr),
        });
    }

    fn transcript(&mut self) -> Result<Transcript, RunError> {
        let Stage { world, home, tokens, clock } = self.stage;
        let unexpected = world.unexpected().into_iter().next();
        let mut exchanges = world.journal();
        for (number, exchange) in exchanges.iter_mut().enumerate() {
            let ended = self.ends.partition_point(|end| *end <= number);
            exchange.step = ended.min(self.case.steps.len().saturating_sub(1));
        }
        Ok(Transcript {
            client: self.client.name(),
            exchanges,
            quota: world.quota(),
            commands: std::mem::take(&mut self.commands),
            stored_login: home.stored_login(tokens, clock.now())?,
            helper_calls: home.helper_calls()?,
            elapsed_seconds: clock.elapsed().as_secs(),
            probe: Probe::default(),
            unreached: self.unreached.take().or_else(|| {
                unexpected
                    .map(|what| format!("the client asked for something the servers do not have: {what}"))
            }),
        })
    }

    /// Asks once more with healthy servers, then with a fresh stored login: the outcome follows from the answers.
    async fn probe(&mut self) -> Result<Probe, RunError> {
        let Stage { world, home, tokens, clock } = self.stage;
        world.make_healthy();
        clock.advance(PAUSE);
        let mut probe = Probe { same_store: Some(self.probe_prompt().await?), fresh_login: None };
        if probe.same_store == Some(false) {
            let (access, refresh) = world.fresh_login();
            home.write_fresh_login(access, refresh, tokens, clock)?;
            probe.fresh_login = Some(self.probe_prompt().await?);
        }
        Ok(probe)
    }

    async fn probe_prompt(&mut self) -> Result<bool, RunError> {
        let output = match self.case.steps.iter().rev().find(|step| step.is_prompt()).map(|step| &step.value)
        {
            Some(Step::TypedPrompt) => self.client.typed_prompt().await?,
            Some(Step::BarePrompt) => self.client.command(Command::BarePrompt, Browser::Unused).await?,
            _ => self.client.command(Command::Prompt, Browser::Unused).await?,
        };
        Ok(output.ok)
    }
}
