//! One client from start to end: a headless command, or the turns of an interactive session.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::behaviour::{Behaviour, Fault};
use super::helper::Helper;
use super::store::{Store, StoredLogin};
use super::wire::{Connections, Wire};
use super::{Browser, Checkpoints, Command, Machine, Output};
use crate::oauth::Secret;
use crate::run::RunError;
use crate::run::clock::ClientClock;

/// A running client. What it learned lives as long as it does: the helper's cached output, and a login it could not save.
pub struct Session {
    pub(super) machine: Machine,
    pub(super) behaviour: Behaviour,
    pub(super) clock: ClientClock,
    pub(super) checkpoints: Arc<dyn Checkpoints>,
    pub(super) browser: Arc<dyn Browser>,
    pub(super) wire: Wire,
    pub(super) store: Store,
    pub(super) helper: Option<Helper>,
    /// A login that could not be saved, and the refresh token that the file still holds.
    unsaved: Mutex<Option<(Secret, StoredLogin)>>,
    complaints: Mutex<String>,
}

impl Session {
    /// Starts a client on `machine` with connections of its own. An unknown variant is an error.
    pub fn new(
        machine: Machine,
        clock: ClientClock,
        checkpoints: Arc<dyn Checkpoints>,
        browser: Arc<dyn Browser>,
    ) -> Result<Self, RunError> {
        Self::over(Connections::default(), machine, clock, checkpoints, browser)
    }

    /// Starts a client on `machine` that uses `connections`. An unknown variant is an error.
    pub fn over(
        connections: Connections,
        machine: Machine,
        clock: ClientClock,
        checkpoints: Arc<dyn Checkpoints>,
        browser: Arc<dyn Browser>,
    ) -> Result<Self, RunError> {
        let behaviour = Behaviour::of(machine.variant.as_deref())?;
        Ok(Self {
            behaviour,
            wire: Wire::new(&machine.base_url, clock.clone(), connections),
            store: Store::new(&machine.config_directory(), machine.store_fault, behaviour),
            helper: Helper::of(
                &machine.home,
                machine.variable("CLAUDE_CODE_API_KEY_HELPER_TTL_MS"),
                behaviour,
            ),
            machine,
            clock,
            checkpoints,
            browser,
            unsaved: Mutex::default(),
            complaints: Mutex::default(),
        })
    }

    /// Runs one headless command.
    pub async fn run(&self, command: Command) -> Output {
        let output = match command {
            Command::Prompt => self.headless_prompt(false).await,
            Command::BarePrompt => self.headless_prompt(true).await,
            Command::AuthStatus => self.status().await,
            Command::AuthStatusText => self.status_text().await,
            Command::AuthLogout => self.log_out().await,
            Command::AuthLogin => self.sign_in().await,
            Command::SetupToken => self.setup_token().await,
            Command::SetupTokenWithArgument if self.behaviour.has(Fault::SetupTokenIgnoresArgument) => {
                self.setup_token().await
            }
            Command::SetupTokenWithArgument => {
                Output::failed("error: too many arguments for 'setup-token'. Expected 0 arguments but got 1.")
            }
        };
        self.with_complaints(output)
    }

    /// One turn of the interactive session: the same request, other words, and the session goes on.
    pub async fn typed_prompt(&self) -> Output {
        let (ok, line) = match self.ask(false).await {
            Ok(answer) => (true, answer),
            Err(trouble) => (false, trouble.interactive()),
        };
        // The screen shows what failed; the helper's own words are behind `/status`.
        self.complaints().clear();
        Output { exit: None, ..Output::exited(ok, &line) }
    }

    async fn headless_prompt(&self, bare: bool) -> Output {
        match self.ask(bare).await {
            Ok(answer) => Output::done(&answer),
            Err(trouble) => Output::exited(false, &trouble.headless()),
        }
    }

    /// Adds a line to the command's standard error.
    pub(super) fn complain(&self, line: &str) {
        let mut complaints = self.complaints();
        complaints.push_str(line);
        complaints.push('\n');
    }

    pub(super) fn unsaved(&self) -> MutexGuard<'_, Option<(Secret, StoredLogin)>> {
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn complaints(&self) -> MutexGuard<'_, String> {
        self.complaints.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with_complaints(&self, mut output: Output) -> Output {
        output.stderr.insert_str(0, &std::mem::take(&mut *self.complaints()));
        output
    }
}

impl Output {
    /// A command that did what it was asked to, with its last line.
    pub(super) fn done(line: &str) -> Self {
        Self::exited(true, line)
    }

    /// A command that says on standard output how it went.
    pub(super) fn exited(ok: bool, line: &str) -> Self {
        Self { ok, exit: Some(i32::from(!ok)), stdout: format!("{line}\n"), stderr: String::new() }
    }

    /// A command that failed, with the reason on standard error.
    pub(super) fn failed(why: &str) -> Self {
        Self { ok: false, exit: Some(1), stdout: String::new(), stderr: format!("{why}\n") }
    }
}
