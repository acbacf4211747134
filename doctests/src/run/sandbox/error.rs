//! Why there is no sandbox, or why what ran in it gave no transcript.

use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

use super::MOST_OUTPUT;
use crate::run::said::quoted;

/// No sandbox, no run; and a run that ends badly says which client and scenario it was.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Bubblewrap is not installed.
    #[error(
        "a released client runs only inside bubblewrap, and there is no `bwrap` on PATH: on Linux, install it \
         (Debian, Ubuntu: `sudo apt-get install bubblewrap`); elsewhere released clients cannot be run"
    )]
    NoBubblewrap,
    /// Bubblewrap is there, but cannot make a sandbox.
    #[error(
        "a released client runs only inside bubblewrap, and it cannot make a sandbox here: {obstacle}{}",
        quoted(said)
    )]
    NoNamespaces {
        /// What bubblewrap said.
        said: String,
        /// What stands in the way, and what to type.
        obstacle: String,
    },
    /// The client or our own program is not there any more.
    #[error(
        "{subject}: there is no file {}: it was removed or replaced while this program ran; start again", .file.display()
    )]
    NoProgram {
        /// Client and scenario.
        subject: String,
        /// The file.
        file: PathBuf,
    },
    /// It did not end in time.
    #[error(
        "{subject}: did not end within {} s of real time, and was killed with all it had started{}",
        .limit.as_secs_f64(),
        quoted(said)
    )]
    TimeLimit {
        /// Client and scenario.
        subject: String,
        /// The limit.
        limit: Duration,
        /// What it had said.
        said: String,
    },
    /// It ended without a result.
    #[error("{subject}: the run inside the sandbox ended with {status}{}", quoted(said))]
    Crashed {
        /// Client and scenario.
        subject: String,
        /// How it ended.
        status: String,
        /// What it had said.
        said: String,
    },
    /// It printed without end.
    #[error(
        "{subject}: the run inside the sandbox wrote more than {} KiB to {stream}, and was killed{}",
        MOST_OUTPUT / 1024,
        quoted(said)
    )]
    TooMuchOutput {
        /// Client and scenario.
        subject: String,
        /// Which stream.
        stream: &'static str,
        /// What it had said on standard error.
        said: String,
    },
    /// Its pipes broke.
    #[error("{subject}: reading from the sandbox: {source}")]
    Io {
        /// Client and scenario.
        subject: String,
        /// What the system said.
        source: std::io::Error,
    },
}

/// How a process ended; bubblewrap passes the signal of the program inside on as 128 and its number.
pub(super) fn ending(status: ExitStatus) -> String {
    match status.code() {
        Some(code @ 129..=192) => format!("signal {}", code - 128),
        Some(code) => format!("exit code {code}"),
        None => status.to_string(),
    }
}
