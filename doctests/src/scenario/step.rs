//! What a person does, and what happens elsewhere in the meantime.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::given::StoredLogin;
use super::written::DurationText;
use crate::symbol::Symbol;

/// One step of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// One headless request: `claude -p`.
    Prompt,
    /// The same with `--bare`.
    BarePrompt,
    /// The same typed into the interactive client; a scenario's typed prompts share one session.
    TypedPrompt,
    /// One of its own commands typed into the interactive client; what the screen then says of authentication is printed.
    Typed(SlashCommand),
    /// `/login` typed into the interactive client, its first choice taken, with the browser played as told.
    TypedLogin(Browser),
    /// The interactive client is started, and what each of its screens proposes is taken: as far as its prompt, or a
    /// question about a credential.
    FirstStart,
    /// That choice of such a question is taken, then again what each screen proposes.
    Chosen(String),
    /// One of its own commands typed into the view of agents, `claude agents`, which is left then.
    AgentsTyped(SlashCommand),
    /// That many prompts at once, as separate processes that share the store.
    Prompts(u8),
    /// A prompt whose process is killed at this point.
    KilledPrompt(KillPoint),
    /// `claude auth status`.
    AuthStatus,
    /// `claude auth status --text`.
    AuthStatusText,
    /// `claude auth logout`.
    AuthLogout,
    /// `claude auth login`, with the browser played as told.
    AuthLogin(Browser),
    /// `claude setup-token`, with the browser played as told.
    SetupToken(Browser),
    /// The same with an argument that the command does not know.
    SetupTokenWithArgument(Browser),
    /// The client's session goes on after this much time (reference client only).
    #[schemars(with = "DurationText")]
    Advance(SignedDuration),
    /// The server revokes these credentials, whatever their expiry says.
    Revoke(Vec<Symbol>),
    /// Another process rewrites the stored login, as a sign-in elsewhere would.
    RewriteStore(Box<StoredLogin>),
}

impl Step {
    /// How many commands the step runs.
    pub const fn commands(&self) -> usize {
        match self {
            Self::Advance(_) | Self::Revoke(_) | Self::RewriteStore(_) => 0,
            Self::Prompts(number) => *number as usize,
            _ => 1,
        }
    }

    /// How many of its commands come to an exit code: a killed one and a turn of a session do not.
    pub const fn exits(&self) -> usize {
        match self {
            Self::TypedPrompt
            | Self::Typed(_)
            | Self::TypedLogin(_)
            | Self::FirstStart
            | Self::Chosen(_)
            | Self::AgentsTyped(_)
            | Self::KilledPrompt(_) => 0,
            _ => self.commands(),
        }
    }

    /// How the browser is played, of a step that signs in.
    pub const fn browser(&self) -> Option<Browser> {
        match self {
            Self::AuthLogin(browser)
            | Self::SetupToken(browser)
            | Self::SetupTokenWithArgument(browser)
            | Self::TypedLogin(browser) => Some(*browser),
            _ => None,
        }
    }
}

/// A command of the interactive client's own. There is a list of them since what else is typed there may run programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum SlashCommand {
    /// `/status`.
    #[serde(rename = "/status")]
    Status,
    /// `/login`, as far as its menu.
    #[serde(rename = "/login")]
    Login,
    /// `/logout`.
    #[serde(rename = "/logout")]
    Logout,
}

impl SlashCommand {
    /// As it is typed.
    pub const fn as_typed(self) -> &'static str {
        match self {
            Self::Status => "/status",
            Self::Login => "/login",
            Self::Logout => "/logout",
        }
    }
}

/// How the browser of a sign-in behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Browser {
    /// No browser is needed: the sign-in exchanges `CLAUDE_CODE_OAUTH_REFRESH_TOKEN`.
    Unused,
    /// The person approves.
    Approve,
    /// The person declines: `error=access_denied` (RFC 6749 §4.1.2.1).
    Deny,
    /// The callback carries another `state`.
    WrongState,
    /// The callback never comes; the person approves elsewhere and pastes the code that is shown there.
    Paste,
    /// The callback never comes.
    Never,
}

impl Browser {
    /// Whether it comes to a token in the end.
    pub const fn signs_in(self) -> bool {
        matches!(self, Self::Unused | Self::Approve | Self::Paste)
    }
}

/// Where a process is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KillPoint {
    /// The refresh token is spent at the server, the new pair not yet saved.
    BeforeSave,
    /// The lock is held, the token request not yet sent.
    HoldingLock,
}

impl Step {
    /// Whether the step asks the model something.
    pub const fn is_prompt(&self) -> bool {
        matches!(
            self,
            Self::Prompt | Self::BarePrompt | Self::TypedPrompt | Self::Prompts(_) | Self::KilledPrompt(_)
        )
    }
}
