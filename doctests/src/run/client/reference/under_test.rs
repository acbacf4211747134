//! The reference client as the runner drives it: sessions in this process, or processes of their own.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use super::behaviour::{Behaviour, Fault};
use super::{BoxFuture, Browser, Connections, Machine, NoBrowser, NoCheckpoints, Session};
use crate::run::client::{ClientUnderTest, Command, Killed, Output};
use crate::run::clock::ClientClock;
use crate::run::error::RunError;
use crate::run::processes;
use crate::run::runner::ReferenceProgram;
use crate::run::server::World;
use crate::scenario::step;

/// Real time after which a client that does not come back is our own fault.
const REAL_TIME_LIMIT: Duration = Duration::from_secs(20);

/// The reference client in one run.
pub(crate) struct UnderTest {
    machine: Machine,
    clock: ClientClock,
    program: ReferenceProgram,
    world: Arc<World>,
    connections: Connections,
    /// The interactive session, once something was typed into it.
    typed: Option<Session>,
}

impl UnderTest {
    pub(crate) fn new(
        machine: Machine,
        clock: ClientClock,
        program: ReferenceProgram,
        world: Arc<World>,
        connections: Connections,
    ) -> Self {
        Self { machine, clock, program, world, connections, typed: None }
    }

    fn session(&self, browser: Arc<dyn Browser>) -> Result<Session, RunError> {
        let (machine, clock) = (self.machine.clone(), self.clock.clone());
        Session::over(self.connections.clone(), machine, clock, Arc::new(NoCheckpoints), browser)
    }

    fn browser(&self, manner: step::Browser) -> Arc<dyn Browser> {
        match manner {
            step::Browser::Unused => Arc::new(NoBrowser),
            _ => Arc::new(PlayedBrowser { world: Arc::clone(&self.world), manner }),
        }
    }
}

impl ClientUnderTest for UnderTest {
    fn name(&self) -> String {
        self.machine
            .variant
            .as_ref()
            .map_or_else(|| "reference".to_owned(), |variant| format!("reference/{variant}"))
    }

    async fn command(&mut self, command: Command, browser: step::Browser) -> Result<Output, RunError> {
        let session = self.session(self.browser(browser))?;
        within_real_time(command.as_typed(), session.run(command)).await
    }

    async fn typed_prompt(&mut self) -> Result<Output, RunError> {
        let session = match self.typed.take() {
            Some(session) => session,
            None => self.session(Arc::new(NoBrowser))?,
        };
        let output = within_real_time("claude", session.typed_prompt()).await;
        self.typed = Some(session);
        output
    }

    async fn typed(&mut self, command: step::SlashCommand) -> Result<Output, RunError> {
        Err(no_screen(command.as_typed()))
    }

    async fn typed_login(&mut self, _: step::Browser) -> Result<Output, RunError> {
        Err(no_screen("/login"))
    }

    async fn first_start(&mut self) -> Result<Output, RunError> {
        Err(no_screen("claude"))
    }

    async fn chosen(&mut self, choice: &str) -> Result<Output, RunError> {
        Err(no_screen(choice))
    }

    async fn agents_typed(&mut self, command: step::SlashCommand) -> Result<Output, RunError> {
        Err(no_screen(command.as_typed()))
    }

    /// It shares the runner's clock.
    async fn waits(&mut self, _: SignedDuration) -> Result<bool, RunError> {
        Ok(false)
    }

    async fn at_once(&mut self, number: u8) -> Result<Vec<Output>, RunError> {
        let without_lock = Behaviour::of(self.machine.variant.as_deref())?.has(Fault::NoLock);
        processes::at_once(number, &self.program, &self.machine, &self.clock, without_lock).await
    }

    async fn killed_at(&mut self, point: step::KillPoint) -> Result<Killed, RunError> {
        processes::killed_at(point, &self.program, &self.machine, &self.clock).await
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

fn no_screen(command: &str) -> RunError {
    RunError::Unsupported(format!(
        "the reference client has no screen to type `{command}` on: write `reference: {{ not-modelled: … }}`"
    ))
}

async fn within_real_time(command: &str, work: impl Future<Output = Output>) -> Result<Output, RunError> {
    tokio::time::timeout(REAL_TIME_LIMIT, work)
        .await
        .map_err(|_| RunError::TimeLimit { command: command.to_owned(), seconds: REAL_TIME_LIMIT.as_secs() })
}
