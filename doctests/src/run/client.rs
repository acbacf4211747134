//! The clients under test, and what the runner asks of each of them.

#[cfg(unix)]
pub mod claude_code;
pub mod reference;

use std::future::Future;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::error::RunError;
use crate::scenario::step::{Browser, KillPoint, SlashCommand};

/// A client under test, as the runner drives it.
pub(super) trait ClientUnderTest: Send {
    /// Its name in transcripts: `reference`, `claude-code@2.1.118`.
    fn name(&self) -> String;

    /// Runs one command as a process of its own (in spirit, for the reference client), the browser played as told.
    fn command(
        &mut self,
        command: Command,
        browser: Browser,
    ) -> impl Future<Output = Result<Output, RunError>> + Send;

    /// Types one prompt into the interactive client; the first one opens the session.
    fn typed_prompt(&mut self) -> impl Future<Output = Result<Output, RunError>> + Send;

    /// Types one of the interactive client's own commands.
    fn typed(&mut self, command: SlashCommand) -> impl Future<Output = Result<Output, RunError>> + Send;

    /// Types `/login`, takes its first choice and plays the browser.
    fn typed_login(&mut self, browser: Browser) -> impl Future<Output = Result<Output, RunError>> + Send;

    /// Opens the interactive client, and takes what its screens propose as far as the prompt or a question about a
    /// credential.
    fn first_start(&mut self) -> impl Future<Output = Result<Output, RunError>> + Send;

    /// Takes that choice of such a question, and goes on like that.
    fn chosen(&mut self, choice: &str) -> impl Future<Output = Result<Output, RunError>> + Send;

    /// Types one of its own commands into the view of agents.
    fn agents_typed(
        &mut self,
        command: SlashCommand,
    ) -> impl Future<Output = Result<Output, RunError>> + Send;

    /// Whether the client itself lets that time pass, since nobody else can move its clock.
    fn waits(&mut self, by: SignedDuration) -> impl Future<Output = Result<bool, RunError>> + Send;

    /// Runs that many prompts at once.
    fn at_once(&mut self, number: u8) -> impl Future<Output = Result<Vec<Output>, RunError>> + Send;

    /// Runs one prompt and kills it at `point`.
    fn killed_at(&mut self, point: KillPoint) -> impl Future<Output = Result<Killed, RunError>> + Send;
}

/// A killed process, or one that ended before the point it was to be killed at.
pub(super) struct Killed {
    /// Whether it came to the point.
    pub(super) reached: bool,
    /// What it had printed.
    pub(super) output: Output,
}

/// What a person asks the client to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// `claude -p`.
    Prompt,
    /// `claude --bare -p`.
    BarePrompt,
    /// `claude auth status`.
    AuthStatus,
    /// `claude auth status --text`.
    AuthStatusText,
    /// `claude auth logout`.
    AuthLogout,
    /// `claude auth login`.
    AuthLogin,
    /// `claude setup-token`.
    SetupToken,
    /// The same with an argument that it does not know.
    SetupTokenWithArgument,
}

/// What the person sees of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Whether the person got what was asked for.
    pub ok: bool,
    /// Exit code; none for a turn of an interactive session, which goes on.
    pub exit: Option<i32>,
    /// Standard output, or the screen's lines about authentication.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Command {
    /// The command as a person types it.
    pub const fn as_typed(self) -> &'static str {
        match self {
            Self::Prompt => "claude -p",
            Self::BarePrompt => "claude --bare -p",
            Self::AuthStatus => "claude auth status",
            Self::AuthStatusText => "claude auth status --text",
            Self::AuthLogout => "claude auth logout",
            Self::AuthLogin => "claude auth login",
            Self::SetupToken => "claude setup-token",
            Self::SetupTokenWithArgument => "claude setup-token extra",
        }
    }
}
