//! The roles a program of ours plays as a process of its own, each named by a hidden first argument.
//!
//! The program starts itself again, so that no second binary can be missing or stale.

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use super::client::reference;
use super::helper;
#[cfg(unix)]
use super::inside;
use super::sandbox::SANDBOXED_RUN;

/// What a program of ours is when its first argument says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The reference client.
    ReferenceClient,
    /// The program that `apiKeyHelper` runs.
    Helper,
    /// The inside of the sandbox.
    SandboxedRun,
}

impl Role {
    const ALL: [Self; 3] = [Self::ReferenceClient, Self::Helper, Self::SandboxedRun];

    /// The first argument that asks for it.
    pub const fn argument(self) -> &'static str {
        match self {
            Self::ReferenceClient => "reference-client",
            Self::Helper => "play-helper",
            Self::SandboxedRun => SANDBOXED_RUN,
        }
    }

    /// The role that a first argument asks for, if it is not one of a person's.
    pub fn of(first_argument: &OsStr) -> Option<Self> {
        Self::ALL.into_iter().find(|role| first_argument == role.argument())
    }

    /// Plays it; `rest` are the arguments after the first.
    pub fn play(self, rest: impl IntoIterator<Item = OsString>) -> ExitCode {
        match self {
            Self::ReferenceClient => reference::program::main(rest),
            Self::Helper => helper::main(rest),
            #[cfg(unix)]
            Self::SandboxedRun => inside::main(),
            // There is no sandbox to be inside of.
            #[cfg(not(unix))]
            Self::SandboxedRun => ExitCode::from(3),
        }
    }
}
