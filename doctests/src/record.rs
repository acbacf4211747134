//! A record: what was seen on one released version; it holds transcripts, never verdicts.

mod digest;
mod sameness;
mod shown;
mod text;

use std::collections::BTreeMap;

use semver::Version;
use serde::{Deserialize, Serialize};

pub use digest::digest;
pub use sameness::{gathered, unfit};
pub use shown::shown;

use crate::id::Id;
use crate::transcript::Transcript;

/// The runner's protocol number, part of every digest: raised when the runner plays a scenario in another way,
/// so that what was seen before has to be seen again.
pub const PROTOCOL: u32 = 1;

/// `doctests/records/<client>/<version>.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The client: `claude-code`.
    pub client: String,
    /// Its version.
    pub version: Version,
    /// Where it ran: `linux-x64`.
    pub platform: String,
    /// The runner's protocol number when the file was last written.
    pub protocol: u32,
    /// What was seen, scenario by scenario.
    pub entries: BTreeMap<Id, Entry>,
}

/// What was seen of one scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Entry {
    /// It ran.
    Seen(Seen),
    /// This version, or any release, cannot be given what the scenario asks for; the reason.
    NotRun(String),
}

/// All runs of one scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// What was run, as [`digest()`] says it.
    pub digest: String,
    /// The runs, each distinct one once, the most frequent first.
    pub runs: Vec<SeenRun>,
}

/// One way in which a scenario went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenRun {
    /// How many runs went like this.
    pub count: u32,
    /// What was seen on each side of the scenario; the first is the given one.
    pub cases: Vec<SeenCase>,
}

/// One side of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenCase {
    /// `given`, or `beyond` its boundary.
    pub case: String,
    /// What was seen.
    pub transcript: Transcript,
}

impl Record {
    /// A record without entries.
    pub fn new(client: impl Into<String>, version: Version, platform: impl Into<String>) -> Self {
        Self {
            client: client.into(),
            version,
            platform: platform.into(),
            protocol: PROTOCOL,
            entries: BTreeMap::new(),
        }
    }

    /// The client's name as transcripts and command lines have it: `claude-code@2.1.118`.
    pub fn name(&self) -> String {
        format!("{}@{}", self.client, self.version)
    }

    /// The file's text: one line for what fits on one, the same bytes for the same record.
    pub fn render(&self) -> String {
        text::render(self)
    }
}

impl Seen {
    /// How many runs there were in all.
    pub fn count(&self) -> u32 {
        self.runs.iter().map(|run| run.count).sum()
    }

    /// These runs and the ways in which it went `now` and never before: a client that races with itself is not seen to
    /// stop doing so. What went as it did before leaves every byte as it is.
    #[must_use]
    pub fn beside(mut self, now: Self) -> Self {
        let known: Vec<String> = self.runs.iter().map(sameness::text).collect();
        self.runs.extend(now.runs.into_iter().filter(|run| !known.contains(&sameness::text(run))));
        sameness::sort(&mut self.runs);
        self
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
