//! Plays the steps of one case against the reference client and writes down what was seen.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::client::reference::{
    BoxFuture, Browser, Command, Machine, NoBrowser, NoCheckpoints, Output, Session,
};
use super::clock::{ClientClock, VirtualClock};
use super::error::RunError;
use super::home::Home;
use super::processes;
use super::server::{Servers, World};
use super::token::TokenBook;
use crate::scenario::{Case, Step, step};
use crate::transcript::{CommandSeen, Probe, Transcript};

/// Real time after which a client that does not come back is our own fault.
const REAL_TIME_LIMIT: Duration = Duration::from_secs(20);

/// How to start the reference client as a process of its own.
#[derive(Debug, Clone)]
pub struct ReferenceProgram {
    /// The program.
    pub path: PathBuf,
    /// Arguments before the client's own.
    pub first_arguments: Vec<OsString>,
}

/// The first argument that makes a program of ours act as the reference client.
pub const REFERENCE_CLIENT: &str = "reference-client";

impl ReferenceProgram {
    /// This very program: its `main` hands everything after [`REFERENCE_CLIENT`] to the client.
    pub fn this_program() -> Result<Self, RunError> {
        let path = std::env::current_exe().map_err(RunError::io("looking for this program's own file"))?;
        Ok(Self { path, first_arguments: vec![REFERENCE_CLIENT.into()] })
    }
}

/// The servers, ready for any number of scenarios at once.
pub struct Runner {
    servers: Servers,
    program: ReferenceProgram,
}

impl Runner {
    /// Starts the servers on loopback.
    pub async fn start(program: ReferenceProgram) -> Result<Self, RunError> {
        Ok(Self { servers: Servers::start().await?, program })
    }

    /// Runs `case` on the reference client, or on the named broken variant of it.
    pub async fn run(&self, case: &Case, variant: Option<&str>) -> Result<Transcript, RunError> {
        let tokens = TokenBook::default();
        let clock = VirtualClock::default();
        let world = Arc::new(self.servers.open(&case.given, &tokens, &clock));
        let home = Home::lay_out(&case.given, &tokens, &clock)?;
        let machine = Machine {
            base_url: world.base_url(),
            home: home.path().to_owned(),
            env: home.environment(&case.given, &tokens),
            store_fault: case.given.stored_login.as_ref().and_then(|login| login.fault),
            variant: variant.map(str::to_owned),
        };
        let run = Run {
            case,
            tokens,
            client_clock: ClientClock::new(clock.clone(), case.given.clock_skew.unwrap_or_default()),
            clock,
            world,
            home,
            machine,
            program: &self.program,
            typed: None,
            commands: Vec::new(),
            unreached: None,
        };
        run.play().await
    }
}

/// One run on its way.
struct Run<'a> {
    case: &'a Case,
    tokens: TokenBook,
    clock: VirtualClock,
    client_clock: ClientClock,
    world: Arc<World>,
    home: Home,
    machine: Machine,
    program: &'a ReferenceProgram,
    /// The interactive session, once something was typed into it.
    typed: Option<Session>,
    commands: Vec<CommandSeen>,
    unreached: Option<String>,
}

impl Run<'_> {
    async fn play(mut self) -> Result<Transcript, RunError> {
        for (index, step) in self.case.steps.iter().enumerate() {
            self.step(index, &step.value).await?;
        }
        // What the probe asks afterwards is no part of the transcript.
        let mut transcript = Transcript {
            client: self
                .machine
                .variant
                .as_ref()
                .map_or_else(|| "reference".to_owned(), |v| format!("reference/{v}")),
            exchanges: self.world.journal(),
            commands: std::mem::take(&mut self.commands),
            stored_login: self.home.stored_login(&self.tokens, self.clock.now())?,
            helper_calls: self.home.helper_calls()?,
            elapsed_seconds: self.clock.elapsed().as_secs(),
            probe: Probe::default(),
            unreached: self.unreached.take(),
        };
        if let Some(unexpected) = self.world.unexpected().into_iter().next() {
            transcript.unreached.get_or_insert(format!(
                "the client asked for something the servers do not have: {unexpected}"
            ));
        }
        if !transcript.succeeded() {
            transcript.probe = self.probe().await?;
        }
        Ok(transcript)
    }

    async fn step(&mut self, index: usize, step: &Step) -> Result<(), RunError> {
        match step {
            Step::Prompt => self.command(index, Command::Prompt, Arc::new(NoBrowser)).await,
            Step::BarePrompt => self.command(index, Command::BarePrompt, Arc::new(NoBrowser)).await,
            Step::AuthStatus => self.command(index, Command::AuthStatus, Arc::new(NoBrowser)).await,
            Step::AuthStatusText => self.command(index, Command::AuthStatusText, Arc::new(NoBrowser)).await,
            Step::AuthLogout => self.command(index, Command::AuthLogout, Arc::new(NoBrowser)).await,
            Step::AuthLogin(manner) => self.command(index, Command::AuthLogin, self.browser(*manner)).await,
            Step::SetupToken(manner) => self.command(index, Command::SetupToken, self.browser(*manner)).await,
            Step::TypedPrompt => {
                let output = self.type_prompt().await?;
                self.see(index, "claude", output);
                Ok(())
            }
            Step::Prompts(number) => {
                let outputs =
                    processes::at_once(*number, self.program, &self.machine, &self.client_clock).await?;
                for output in outputs {
                    self.see(index, as_typed(Command::Prompt), output);
                }
                Ok(())
            }
            Step::KilledPrompt(point) => {
                let killed =
                    processes::killed_at(*point, self.program, &self.machine, &self.client_clock).await?;
                if !killed.reached {
                    self.unreached =
                        Some(format!("the client ended before the point it was to be killed at: {point:?}"));
                }
                self.see(index, as_typed(Command::Prompt), killed.output);
                Ok(())
            }
            Step::Advance(by) => {
                self.clock.advance(*by);
                Ok(())
            }
            Step::Revoke(symbols) => {
                self.world.revoke(symbols);
                Ok(())
            }
            Step::RewriteStore(login) => {
                self.world.sign_in(login);
                self.home.write_stored_login(login, &self.tokens, &self.clock)
            }
        }
    }

    fn browser(&self, manner: step::Browser) -> Arc<dyn Browser> {
        match manner {
            step::Browser::Unused => Arc::new(NoBrowser),
            _ => Arc::new(PlayedBrowser { world: Arc::clone(&self.world), manner }),
        }
    }

    /// A command is a process of its own: nothing of an earlier one is left but the store.
    async fn command(
        &mut self,
        index: usize,
        command: Command,
        browser: Arc<dyn Browser>,
    ) -> Result<(), RunError> {
        let output = self.ask(command, browser).await?;
        self.see(index, as_typed(command), output);
        Ok(())
    }

    async fn ask(&self, command: Command, browser: Arc<dyn Browser>) -> Result<Output, RunError> {
        let clock = self.client_clock.clone();
        let session = Session::new(self.machine.clone(), clock, Arc::new(NoCheckpoints), browser)?;
        within_real_time(as_typed(command), session.run(command)).await
    }

    async fn type_prompt(&mut self) -> Result<Output, RunError> {
        let session = match self.typed.take() {
            Some(session) => session,
            None => {
                let clock = self.client_clock.clone();
                Session::new(self.machine.clone(), clock, Arc::new(NoCheckpoints), Arc::new(NoBrowser))?
            }
        };
        let output = within_real_time("claude", session.typed_prompt()).await;
        self.typed = Some(session);
        output
    }

    fn see(&mut self, step: usize, command: &str, output: Output) {
        self.commands.push(CommandSeen {
            step,
            command: command.to_owned(),
            ok: output.ok,
            exit: output.exit,
            stdout: self.tokens.redact(&output.stdout),
            stderr: self.tokens.redact(&output.stderr),
        });
    }

    /// Asks once more with healthy servers, then with a fresh stored login: the outcome follows from the answers.
    async fn probe(&mut self) -> Result<Probe, RunError> {
        self.world.make_healthy();
        let mut probe = Probe { same_store: Some(self.probe_prompt().await?), fresh_login: None };
        if probe.same_store == Some(false) {
            let (access, refresh) = self.world.fresh_login();
            self.home.write_fresh_login(access, refresh, &self.tokens, &self.clock)?;
            probe.fresh_login = Some(self.probe_prompt().await?);
        }
        Ok(probe)
    }

    async fn probe_prompt(&mut self) -> Result<bool, RunError> {
        let output = match self.case.steps.iter().rev().find(|step| step.is_prompt()).map(|step| &step.value)
        {
            Some(Step::TypedPrompt) => self.type_prompt().await?,
            Some(Step::BarePrompt) => self.ask(Command::BarePrompt, Arc::new(NoBrowser)).await?,
            _ => self.ask(Command::Prompt, Arc::new(NoBrowser)).await?,
        };
        Ok(output.ok)
    }
}

/// The person in front of the browser, played as the scenario says.
struct PlayedBrowser {
    world: Arc<World>,
    manner: step::Browser,
}

impl Browser for PlayedBrowser {
    fn open<'a>(&'a self, authorize_url: &'a str) -> BoxFuture<'a, Option<String>> {
        // A client whose authorization request is refused gets no redirect: it sees that nobody comes back.
        Box::pin(async move { self.world.browse(authorize_url, self.manner).ok().flatten() })
    }
}

async fn within_real_time(command: &str, work: impl Future<Output = Output>) -> Result<Output, RunError> {
    tokio::time::timeout(REAL_TIME_LIMIT, work)
        .await
        .map_err(|_| RunError::TimeLimit { command: command.to_owned(), seconds: REAL_TIME_LIMIT.as_secs() })
}

/// The command as a person types it.
const fn as_typed(command: Command) -> &'static str {
    match command {
        Command::Prompt => "claude -p",
        Command::BarePrompt => "claude --bare -p",
        Command::AuthStatus => "claude auth status",
        Command::AuthStatusText => "claude auth status --text",
        Command::AuthLogout => "claude auth logout",
        Command::AuthLogin => "claude auth login",
        Command::SetupToken => "claude setup-token",
    }
}
