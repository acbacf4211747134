//! The run itself broke: our own fault or the machine's, never the client's.

use super::package::PackageError;
use super::sandbox::SandboxError;

/// Why a run gave no transcript.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A file or a process of the runner's own.
    #[error("{what}: {source}")]
    Io {
        /// What the runner was doing.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The client did not come back within the runner's own (real) time limit.
    #[error("{command} did not end within {seconds} s of real time")]
    TimeLimit {
        /// The command that hung.
        command: String,
        /// The limit.
        seconds: u64,
    },
    /// The interactive client did not come to show what the runner waited for.
    #[error("the interactive client did not {what} within {seconds} s; its screen shows:\n{screen}")]
    Screen {
        /// What was waited for.
        what: String,
        /// The limit.
        seconds: u64,
        /// The screen.
        screen: String,
    },
    /// There is no sandbox, or what ran in it gave no transcript.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// There is no released binary to run.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A scenario asks for something this client cannot be given.
    #[error("{0}")]
    Unsupported(String),
    /// A broken invariant of the runner.
    #[error("internal error: {0}")]
    Internal(String),
}

impl RunError {
    /// An input or output error, with what the runner was doing.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}
