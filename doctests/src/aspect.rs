//! What of a run can differ from another run, as text that can be compared and shown.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One side of what was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// What the person got in the end.
    Outcome,
    /// The credential-bearing exchanges.
    Exchanges,
    /// The exit codes.
    Exit,
    /// What was printed.
    Printed,
    /// The stored login afterwards.
    StoredLogin,
    /// How often the helper ran.
    HelperCalls,
    /// What did not come about.
    Unreached,
}

impl Aspect {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Outcome,
        Self::Exchanges,
        Self::Exit,
        Self::Printed,
        Self::StoredLogin,
        Self::HelperCalls,
        Self::Unreached,
    ];

    /// The word as data files write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Exchanges => "exchanges",
            Self::Exit => "exit",
            Self::Printed => "printed",
            Self::StoredLogin => "stored_login",
            Self::HelperCalls => "helper_calls",
            Self::Unreached => "unreached",
        }
    }

    /// What people call it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Exchanges => "exchanges",
            Self::Exit => "exit",
            Self::Printed => "printed",
            Self::StoredLogin => "stored login",
            Self::HelperCalls => "helper calls",
            Self::Unreached => "not reached",
        }
    }
}

impl fmt::Display for Aspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
