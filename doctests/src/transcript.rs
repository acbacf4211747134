//! All of one run: exchanges in order, what was printed, exit codes, the stored login after, the probe.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::exchange::{Endpoint, Exchange};
use crate::symbol::Symbol;

/// What a command printed and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandSeen {
    /// The step it belongs to, from 0; commands run at once share theirs.
    #[serde(default)]
    pub step: usize,
    /// The step as a person would type it, e.g. `claude -p`.
    pub command: String,
    /// Whether the person got what was asked for.
    pub ok: bool,
    /// Exit code; none when the process was killed, or goes on as an interactive session does.
    pub exit: Option<i32>,
    /// Standard output, tokens already named.
    #[serde(default)]
    pub stdout: String,
    /// Standard error, tokens already named.
    #[serde(default)]
    pub stderr: String,
}

/// One field of the stored login, tokens already named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenSeen {
    /// The field is not there.
    Missing,
    /// The field is there and empty.
    Blank,
    /// The token a symbol stands for.
    Known(Symbol),
    /// Something no symbol stands for.
    Foreign,
}

/// The stored login after the last step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoredLoginSeen {
    /// There is no file.
    None,
    /// There is a file that does not parse.
    Unreadable {
        /// Whether it is byte for byte what it was before the first step.
        unchanged: bool,
    },
    /// There is a file.
    Login {
        /// `accessToken`.
        access: TokenSeen,
        /// `refreshToken`.
        refresh: TokenSeen,
        /// `expiresAt` as it stands: `future`, `past`, `0`, `missing`, `invalid`.
        expires_at: String,
        /// File mode as octal digits, e.g. `600`.
        mode: String,
        /// Names of the other members that are kept, sorted.
        #[serde(default)]
        others: Vec<String>,
        /// Whether the file is byte for byte what it was before the first step.
        unchanged: bool,
    },
}

impl fmt::Display for TokenSeen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("missing"),
            Self::Blank => f.write_str("blank"),
            Self::Known(symbol) => write!(f, "{symbol}"),
            Self::Foreign => f.write_str("unknown"),
        }
    }
}

impl fmt::Display for StoredLoginSeen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let as_before = |unchanged: &bool| if *unchanged { ", unchanged" } else { "" };
        match self {
            Self::None => f.write_str("none"),
            Self::Unreadable { unchanged } => {
                write!(f, "a file that does not parse{}", as_before(unchanged))
            }
            Self::Login { access, refresh, expires_at, mode, unchanged, .. } => {
                write!(f, "access {access}, refresh {refresh}, expiresAt {expires_at}, mode {mode}")?;
                f.write_str(as_before(unchanged))
            }
        }
    }
}

/// What the runner asked once more after a failure, with the servers made healthy (revocations stay).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Probe {
    /// Whether the same prompt worked with the store as it was left; none when no probe was needed.
    pub same_store: Option<bool>,
    /// Whether it worked with a fresh stored login; none when the first probe had worked.
    pub fresh_login: Option<bool>,
}

/// All of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// The client that was run: `reference`, `reference/<variant>` or `claude-code@VERSION`.
    #[serde(default)]
    pub client: String,
    /// Credential-bearing exchanges, in the order the servers saw them.
    #[serde(default)]
    pub exchanges: Vec<Exchange>,
    /// Requests for nothing but the state of the account's quota: one token, asked for with the one word `quota`.
    /// Releases up to 2.1.36 send one with a login, ahead of a prompt's own. In which step is not told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quota: Vec<Exchange>,
    /// The commands, in the order of the steps.
    #[serde(default)]
    pub commands: Vec<CommandSeen>,
    /// The stored login at the end.
    pub stored_login: StoredLoginSeen,
    /// How often `apiKeyHelper` ran.
    #[serde(default)]
    pub helper_calls: u32,
    /// Virtual time from the first step to the last, in seconds.
    #[serde(default)]
    pub elapsed_seconds: i64,
    /// The outcome's probe.
    #[serde(default)]
    pub probe: Probe,
    /// Why a step or precondition did not come about, when that happened: the verdict is then inconclusive.
    pub unreached: Option<String>,
}

impl Transcript {
    /// The exchanges of one endpoint.
    pub fn at(&self, endpoint: Endpoint) -> impl Iterator<Item = &Exchange> {
        self.exchanges.iter().filter(move |exchange| exchange.endpoint == endpoint)
    }

    /// Whether every command of the last step that ran one worked.
    pub fn succeeded(&self) -> bool {
        self.commands.last().is_some_and(|last| {
            self.commands.iter().filter(|command| command.step == last.step).all(|command| command.ok)
        })
    }

    /// Everything printed, standard output before standard error, command by command.
    pub fn printed(&self) -> String {
        let mut printed = String::new();
        for command in &self.commands {
            printed.push_str(&command.stdout);
            printed.push_str(&command.stderr);
        }
        printed
    }
}
