//! Scenarios on released versions: which ones, how they are run, what is kept of it.

pub mod bisect;
mod campaign;
mod machine;
mod matrix;
mod progress;
mod recorder;
mod selection;
#[cfg(test)]
mod tests;

use doctests::run::RunError;
use doctests::scenario::Case;
use doctests::transcript::Transcript;
use semver::Version;

pub use self::campaign::{Became, Campaign, Recording, Report, Watcher};
pub use self::machine::Machine;
pub use self::matrix::{Event, Failed, Matrix, Ran, Task};
pub use self::progress::Progress;
pub use self::recorder::Recorder;
pub use self::selection::{Selection, Unknown};

/// The released client that scenarios name.
pub const CLIENT: &str = "claude-code";

/// What can run cases on released versions.
pub trait Released: Sync {
    /// A version that is ready to run; dropped after its last run.
    type Binary: Send + Sync;

    /// Every version that was published, oldest first.
    fn published(&self) -> Result<Vec<Version>, RunError>;

    /// Fetches and checks a version.
    fn fetch(&self, version: &Version) -> Result<Self::Binary, RunError>;

    /// Runs `case` once. `subject` names version and scenario in every error.
    fn play(&self, binary: &Self::Binary, subject: &Subject<'_>, case: &Case)
    -> Result<Transcript, RunError>;
}

/// What is run on what.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// On which version.
    pub version: &'a Version,
    /// Which scenario.
    pub scenario: &'a doctests::id::Id,
}

impl std::fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} on {CLIENT}@{}", self.scenario, self.version)
    }
}
