//! Released Claude Code as the runner drives it: the only place that knows the product, with data beside it.
//!
//! It is started nowhere but in the sandbox, where [`crate::run::inside`] plays its case.

mod browser;
mod layout;
mod menu;
mod product;
mod session;
mod support;
mod text;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use tokio::task::JoinSet;
use tokio::time::timeout;

pub use self::support::unsupported;

use self::layout::Layout;
use self::product::{Product, Typed};
use self::session::{Session, Turn};
use self::text::{kept_lines, masked};
use super::{ClientUnderTest, Command, Killed, Output};
use crate::run::child::{Ended, Running, Start, tick};
use crate::run::error::RunError;
use crate::run::home::Home;
use crate::run::proxy::Proxy;
use crate::run::server::{Surroundings, World};
use crate::run::terminal::Terminal;
use crate::run::token::TokenBook;
use crate::scenario::managed::CertificateFault;
use crate::scenario::step::{self, KillPoint, SlashCommand};
use crate::scenario::{Given, Step};

/// Real time after which a command that goes on is ended: a run error, since it was to come back by itself.
const LIMIT: Duration = Duration::from_secs(100);

/// The same where nobody comes back to it, or where it asks a person what to do next.
const WAITS_FOR_A_PERSON: Duration = Duration::from_secs(5);

/// How long after the end of a process its last request may be on its way.
const SETTLING: Duration = Duration::from_secs(2);

/// A screen that did not change for this long is waiting for the person.
const IDLE: Duration = Duration::from_millis(1500);

/// A released client in one run.
pub(crate) struct ClaudeCode {
    name: String,
    program: PathBuf,
    product: Product,
    layout: Layout,
    environment: BTreeMap<String, String>,
    proxy: Proxy,
    world: Arc<World>,
    /// The interactive session, once something was typed into it. In a mutex only since a terminal is not `Sync`.
    typed: Mutex<Option<Session>>,
}

/// What the client finds around the servers, for a case with these steps.
pub(crate) fn surroundings<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Result<Surroundings, RunError> {
    let signs_in = steps.into_iter().filter_map(Step::browser).any(step::Browser::signs_in);
    Ok(Product::read()?.surroundings(signs_in))
}

/// Where a released client is played.
pub(crate) struct Place<'a> {
    pub(crate) program: PathBuf,
    pub(crate) work: PathBuf,
    pub(crate) home: &'a Home,
    pub(crate) tokens: &'a TokenBook,
    pub(crate) proxy: Proxy,
    pub(crate) world: Arc<World>,
}

impl ClaudeCode {
    /// Lays out what `given` asks for; `variables` are its variables with tokens in place of symbols.
    pub(crate) fn new(
        name: &str,
        given: &Given,
        variables: BTreeMap<String, String>,
        place: Place<'_>,
    ) -> Result<Self, RunError> {
        let Place { program, work, home, tokens, proxy, world } = place;
        let product = Product::read()?;
        let layout = Layout::make(home, work, proxy.certificate(), &variables, given)?;
        if let Some(settings) = &given.settings {
            layout::settings(home, settings, tokens)?;
        }
        if let Some(settings) = &given.managed_settings {
            layout::manage(&product.managed_settings, settings)?;
        }
        if let Some(settings) = &given.project_settings {
            layout.set_up_project(settings)?;
        }
        let mut environment = layout.variables();
        if given.certificate == Some(CertificateFault::UnknownAuthority) {
            environment.remove(layout::AUTHORITY);
        }
        environment.insert("HTTPS_PROXY".to_owned(), proxy.url());
        environment.extend(product.environment.clone());
        environment.extend(variables);
        Ok(Self {
            name: name.to_owned(),
            program,
            product,
            layout,
            environment,
            proxy,
            world,
            typed: Mutex::default(),
        })
    }

    fn session(&self) -> MutexGuard<'_, Option<Session>> {
        self.typed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The open session, or a new one.
    async fn opened(&self) -> Result<Session, RunError> {
        let open = self.session().take();
        match open {
            Some(session) => Ok(session),
            None => Session::open(self.start_on_terminal(&[])?, &self.product).await,
        }
    }

    fn after_turn(&self, session: Session, turn: &Turn) -> Output {
        *self.session() = Some(session).filter(|_| !turn.ended);
        let stdout = self.masked(&turn.lines);
        Output { ok: turn.ok, exit: None, stdout, stderr: String::new() }
    }

    fn masked(&self, text: &str) -> String {
        masked(text, &self.proxy.url(), &self.layout.home)
    }

    fn start(&self, arguments: &[String]) -> Result<Running, RunError> {
        let mut environment = self.environment.clone();
        environment.insert("TERM".to_owned(), "dumb".to_owned());
        Running::start(&Start {
            program: &self.program,
            arguments,
            environment: &environment,
            folder: &self.layout.work,
        })
    }

    fn start_on_terminal(&self, arguments: &[String]) -> Result<Terminal, RunError> {
        let mut environment = self.environment.clone();
        environment.insert("TERM".to_owned(), "xterm-256color".to_owned());
        Terminal::start(&self.program, arguments, &environment, &self.layout.work)
    }

    /// Comes back once the requests of a process that has ended have all arrived.
    async fn settle(&self) {
        // An interactive session keeps its connections; whatever stays open longer is cut by the sandbox's end.
        if self.session().is_none() {
            let _ = timeout(SETTLING, self.proxy.settled()).await;
        }
    }

    fn output(&self, command: Command, ended: &Ended) -> Output {
        let answered = match command {
            Command::Prompt | Command::BarePrompt => ended.stdout.contains(&self.product.answer),
            _ => true,
        };
        Output {
            ok: ended.exit == Some(0) && answered,
            exit: ended.exit,
            stdout: self.masked(&ended.stdout),
            stderr: self.masked(&ended.stderr),
        }
    }

    /// Plays the browser once the client opens it; `false` when the client was gone before.
    async fn browse(&self, running: &mut Running, manner: step::Browser) -> Result<bool, RunError> {
        let opened = async {
            loop {
                if let Some(address) = self.layout.browsed() {
                    return Ok::<_, RunError>(Some(address));
                }
                if running.has_ended()? {
                    return Ok(self.layout.browsed());
                }
                tick().await;
            }
        };
        let address: Option<String> =
            timeout(LIMIT, opened).await.map_err(|_| time_limit("auth login"))??;
        match address {
            Some(address) => browser::play(&self.world, &address, manner).await.map(|()| true),
            None => Ok(false),
        }
    }

    async fn on_terminal(&self, typed: &Typed, manner: step::Browser) -> Result<Output, RunError> {
        let mut terminal = self.start_on_terminal(&typed.arguments)?;
        let mut address = None;
        terminal
            .watch(LIMIT, |_, _| {
                address = address.take().or_else(|| self.layout.browsed());
                address.is_some()
            })
            .await?;
        let mut pasted = None;
        match &address {
            Some(address) if manner == step::Browser::Paste => {
                pasted = browser::shown_code(&self.world, address)?;
                terminal.watch(LIMIT, |_, quiet| quiet >= IDLE).await?;
                terminal.type_text(pasted.as_deref().unwrap_or_default())?;
                terminal.watch(IDLE, |_, _| false).await?;
                terminal.type_text("\r")?;
            }
            Some(address) => browser::play(&self.world, address, manner).await?,
            None => {}
        }
        let comes_back = matches!(manner, step::Browser::Approve | step::Browser::Paste);
        // A client that has its answer and says nothing is exchanging it.
        let (patience, idle) =
            if comes_back { (LIMIT, WAITS_FOR_A_PERSON) } else { (WAITS_FOR_A_PERSON, IDLE) };
        let mut exit = terminal.end(Duration::ZERO).await?;
        if exit.is_none() {
            // It goes on until it has ended, or until it asks the person what to do next.
            terminal.watch(patience, |_, quiet| quiet >= idle).await?;
            exit = terminal.end(Duration::ZERO).await?;
        }
        let mut text = self.masked(&terminal.text());
        if let Some(pasted) = pasted {
            text = text.replace(&pasted, "CODE");
        }
        let mut stdout = kept_lines(&self.product, &text);
        for address in terminal.links() {
            let _ = writeln!(stdout, "[link] {}", self.masked(address));
        }
        Ok(Output { ok: exit == Some(0), exit, stdout, stderr: String::new() })
    }
}

impl ClientUnderTest for ClaudeCode {
    fn name(&self) -> String {
        self.name.clone()
    }

    async fn command(&mut self, command: Command, browser: step::Browser) -> Result<Output, RunError> {
        let typed = self.product.typed(command)?;
        if typed.terminal || browser == step::Browser::Paste {
            let output = self.on_terminal(typed, browser).await;
            self.settle().await;
            return output;
        }
        let mut running = self.start(&typed.arguments)?;
        let opens = browser != step::Browser::Unused;
        let came = !opens || self.browse(&mut running, browser).await?;
        let waits = browser == step::Browser::Never && came;
        let ended = running.end(if waits { WAITS_FOR_A_PERSON } else { LIMIT }).await?;
        if ended.at_limit && !waits {
            return Err(time_limit(command.as_typed()));
        }
        self.settle().await;
        Ok(self.output(command, &ended))
    }

    async fn typed_prompt(&mut self) -> Result<Output, RunError> {
        let mut session = self.opened().await?;
        let turn = session.prompt(&self.product).await?;
        Ok(self.after_turn(session, &turn))
    }

    async fn typed(&mut self, command: SlashCommand) -> Result<Output, RunError> {
        let mut session = self.opened().await?;
        let turn = session.command(command.as_typed(), &self.product).await?;
        Ok(self.after_turn(session, &turn))
    }

    async fn typed_login(&mut self, browser: step::Browser) -> Result<Output, RunError> {
        let mut session = self.opened().await?;
        session.open_menu(SlashCommand::Login.as_typed(), &self.product).await?;
        let mut address = None;
        // A menu that is still being drawn may lose the key: nothing has happened then.
        for _ in 0..3 {
            session.choose()?;
            address = session.until(WAITS_FOR_A_PERSON, || self.layout.browsed()).await?;
            if address.is_some() {
                break;
            }
        }
        if let Some(address) = &address {
            browser::play(&self.world, address, browser).await?;
        }
        let turn = session.outcome(&self.product).await?;
        Ok(self.after_turn(session, &turn))
    }

    async fn first_start(&mut self) -> Result<Output, RunError> {
        let mut session = Session::open_first(self.start_on_terminal(&[])?);
        let turn = session.go_through(&self.product).await?;
        Ok(self.after_turn(session, &turn))
    }

    async fn chosen(&mut self, choice: &str) -> Result<Output, RunError> {
        let mut session = self.opened().await?;
        let turn = session.choose_of_menu(choice, &self.product).await?;
        Ok(self.after_turn(session, &turn))
    }

    async fn agents_typed(&mut self, command: SlashCommand) -> Result<Output, RunError> {
        let terminal = self.start_on_terminal(&self.product.agents)?;
        let mut view = Session::open(terminal, &self.product).await?;
        let turn = view.command(command.as_typed(), &self.product).await?;
        let stdout = self.masked(&turn.lines);
        Ok(Output { ok: turn.ok, exit: None, stdout, stderr: String::new() })
    }

    async fn waits(&mut self, by: SignedDuration) -> Result<bool, RunError> {
        let open = self.session().take();
        let Some(mut session) = open else { return Ok(false) };
        session.idle(by.unsigned_abs()).await?;
        *self.session() = Some(session);
        Ok(true)
    }

    async fn at_once(&mut self, number: u8) -> Result<Vec<Output>, RunError> {
        let typed = self.product.typed(Command::Prompt)?;
        let mut running = JoinSet::new();
        for _ in 0..number {
            running.spawn(self.start(&typed.arguments)?.end(LIMIT));
        }
        let mut outputs = Vec::new();
        while let Some(ended) = running.join_next().await {
            let ended = ended.map_err(|error| RunError::Internal(error.to_string()))??;
            if ended.at_limit {
                return Err(time_limit(&format!("{number} prompts at once")));
            }
            outputs.push(self.output(Command::Prompt, &ended));
        }
        self.settle().await;
        // They end in any order: what is kept does not depend on it.
        outputs.sort_by(|a, b| (a.exit, &a.stdout, &a.stderr).cmp(&(b.exit, &b.stdout, &b.stderr)));
        Ok(outputs)
    }

    async fn killed_at(&mut self, point: KillPoint) -> Result<Killed, RunError> {
        let arrival = match point {
            KillPoint::BeforeSave => self.world.ambush(),
            // It takes the lock before it asks the way to the token endpoint.
            KillPoint::HoldingLock => self.proxy.ambush(&self.product.token_host),
        };
        let mut running = self.start(&self.product.typed(Command::Prompt)?.arguments)?;
        let ended = async {
            while !running.has_ended()? {
                tick().await;
            }
            Ok::<(), RunError>(())
        };
        let came = async {
            tokio::select! {
                arrived = arrival => Ok(arrived.is_ok()),
                ended = ended => ended.map(|()| false),
            }
        };
        let reached = timeout(LIMIT, came).await.unwrap_or(Ok(false))?;
        let ended = running.kill().await?;
        self.settle().await;
        Ok(Killed { reached, output: self.output(Command::Prompt, &ended) })
    }
}

fn time_limit(command: &str) -> RunError {
    RunError::TimeLimit { command: command.to_owned(), seconds: LIMIT.as_secs() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_signs_in_is_told_whose_account_it_is() {
        let profile = |step: Step| {
            let side = surroundings([&step]).unwrap().side;
            let asked = side.into_iter().find(|side| side.path == "/api/oauth/profile").unwrap();
            !asked.body.is_null()
        };
        let browser = step::Browser::Approve;
        assert!(
            [Step::AuthLogin(browser), Step::SetupToken(browser), Step::TypedLogin(browser)].map(profile)
                == [true; 3]
        );
        assert!(!profile(Step::TypedPrompt) && !profile(Step::TypedLogin(step::Browser::Deny)));
    }
}
