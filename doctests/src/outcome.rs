//! What the person at the keyboard gets; computed from a run and its probe, never declared.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The five endings of a run, as DESIGN section 5 computes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It worked, no 401 or 403 was seen and no token was requested.
    Unaffected,
    /// It worked in the end, by itself.
    Recovered,
    /// It failed; with healthy servers the same store works again.
    RetryLater,
    /// It failed; only a fresh stored login works.
    LoginRequired,
    /// It failed, and a fresh stored login does not help either.
    Misconfigured,
}

impl Outcome {
    /// All outcomes, from the best for a person to the worst.
    pub const ALL: [Self; 5] =
        [Self::Unaffected, Self::Recovered, Self::RetryLater, Self::LoginRequired, Self::Misconfigured];

    /// The word as scenarios write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unaffected => "unaffected",
            Self::Recovered => "recovered",
            Self::RetryLater => "retry-later",
            Self::LoginRequired => "login-required",
            Self::Misconfigured => "misconfigured",
        }
    }

    /// What a reader has to do, in a few words.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Unaffected => "nothing happens",
            Self::Recovered => "heals by itself",
            Self::RetryLater => "wait and retry",
            Self::LoginRequired => "log in again",
            Self::Misconfigured => "fix your configuration",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
