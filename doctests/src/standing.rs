//! How a scenario stands on the released versions that were recorded: computed from records, never declared.

use semver::Version;
use serde::Serialize;

use crate::verdict::Mismatch;

/// What the records say of one scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whether the scenario names released versions at all.
    pub claimed: bool,
    /// Every recorded version, oldest first.
    pub versions: Vec<OnVersion>,
    /// Where the ranges end, between recorded versions, oldest first.
    pub bounds: Vec<Bound>,
    /// The digest of what was seen, as [`shown`](crate::record::shown) says it; none when nothing ran.
    pub shown: Option<String>,
}

/// One recorded version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnVersion {
    /// Which one.
    pub version: Version,
    /// What the scenario claims of it.
    pub claimed: Claimed,
    /// What was seen on it.
    pub seen: SeenThere,
}

/// What a scenario claims of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claimed {
    /// It lies inside a range: every run passes.
    Holds,
    /// It is the recorded version next to a range: it fails, and at this expectation. Between two ranges it is next
    /// to both, and fails at what each of them says.
    DiffersAt(Vec<String>),
    /// It lies further outside: it does not pass.
    Fails,
}

/// What was seen of a scenario on a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeenThere {
    /// Every run passed. They may have gone in several ways: what is expected held in all of them.
    Holds {
        /// In how many ways they went.
        ways: usize,
    },
    /// Some runs passed and some did not: inconclusive.
    Varies {
        /// How many passed.
        passed: u32,
        /// Of how many.
        runs: u32,
        /// What was seen in one that did not pass.
        otherwise: String,
    },
    /// No run passed, and at least one came to no verdict.
    Inconclusive {
        /// What did not come about.
        reason: String,
    },
    /// Every run failed; all expectations that did not come true in some run.
    Fails {
        /// Each of them, once.
        mismatches: Vec<Mismatch>,
    },
    /// The version cannot be given what the scenario asks for.
    NotRun {
        /// Why.
        reason: String,
    },
    /// What was recorded is not what the scenario runs now.
    Stale,
    /// The version's record does not have the scenario.
    Unrecorded,
}

/// Where a range ends: between two recorded versions that lie on its two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The older one.
    pub below: Version,
    /// The newer one.
    pub above: Version,
    /// Whether the scenario holds from `above` on (else it holds up to `below`).
    pub begins: bool,
    /// Whether no version was published between them; else the change came somewhere between.
    pub adjacent: bool,
}

/// What was seen against what is claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction<'a> {
    /// On which version.
    pub version: &'a Version,
    /// What the scenario says of it.
    pub expected: String,
    /// What its record shows.
    pub seen: String,
    /// The expectation that did not come true, when that is the contradiction.
    pub mismatch: Option<&'a Mismatch>,
}

/// The state that the site shows (DESIGN section 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum ReleaseState {
    /// ✓: every recorded version it claims holds, the newest of them included.
    Verified {
        /// The oldest version it was seen to hold on.
        from: Version,
        /// The newest.
        to: Version,
    },
    /// ◐: it holds on some of the versions it claims; on others it varies, or was not run.
    Partly {
        /// The oldest version it was seen to hold on, the newest; none when it held in all runs on none.
        held: Option<(Version, Version)>,
        /// What is missing.
        reason: String,
    },
    /// ✕: at least one version shows otherwise.
    Contradicted {
        /// Which ones.
        versions: Vec<Version>,
    },
    /// ○: no release has shown it.
    NotOnRelease {
        /// Why not.
        reason: String,
    },
}

impl Standing {
    /// A scenario that no record has.
    pub const fn unclaimed() -> Self {
        Self { claimed: false, versions: Vec::new(), bounds: Vec::new(), shown: None }
    }

    /// What was seen against what is claimed, oldest version first.
    pub fn contradictions(&self) -> impl Iterator<Item = Contradiction<'_>> {
        self.versions.iter().flat_map(OnVersion::contradictions)
    }

    /// The versions inside a range.
    pub fn inside(&self) -> impl DoubleEndedIterator<Item = &OnVersion> {
        self.versions.iter().filter(|on| on.claimed == Claimed::Holds)
    }

    /// The versions whose entry is stale.
    pub fn stale(&self) -> Vec<&Version> {
        self.versions.iter().filter(|on| on.seen == SeenThere::Stale).map(|on| &on.version).collect()
    }

    /// What the site shows.
    pub fn state(&self) -> ReleaseState {
        let mut contradicted: Vec<Version> =
            self.contradictions().map(|found| found.version.clone()).collect();
        contradicted.dedup();
        if !contradicted.is_empty() {
            return ReleaseState::Contradicted { versions: contradicted };
        }
        let held: Vec<&Version> = self
            .inside()
            .filter(|on| matches!(on.seen, SeenThere::Holds { .. }))
            .map(|on| &on.version)
            .collect();
        let span = held.first().zip(held.last()).map(|(from, to)| ((*from).clone(), (*to).clone()));
        let unsure =
            self.inside().rev().find_map(|on| on.unsure().map(|why| format!("{}: {why}", on.version)));
        let newest = self.inside().next_back().filter(|on| on.ran().is_none());
        match (span, unsure, newest) {
            (Some((from, to)), None, None) => ReleaseState::Verified { from, to },
            (held, Some(reason), _) => ReleaseState::Partly { held, reason },
            (held @ Some(_), None, Some(newest)) => {
                let reason = format!("{}: {}", newest.version, newest.not_run().unwrap_or("not run"));
                ReleaseState::Partly { held, reason }
            }
            (None, None, newest) => {
                let reason = match newest {
                    _ if !self.claimed => "the scenario says nothing of released versions".to_owned(),
                    None => "no version it speaks of is recorded".to_owned(),
                    Some(newest) => newest.not_run().unwrap_or("not run").to_owned(),
                };
                ReleaseState::NotOnRelease { reason }
            }
        }
    }
}

impl Bound {
    /// Where the newer side begins: its version, or the two that it lies between.
    pub fn words(&self) -> String {
        if self.adjacent {
            self.above.to_string()
        } else {
            format!("after {}, by {}", self.below, self.above)
        }
    }
}

impl SeenThere {
    /// What was seen, in a word or two.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Holds { .. } => "holds",
            Self::Varies { .. } => "varies",
            Self::Inconclusive { .. } => "inconclusive",
            Self::Fails { .. } => "fails",
            Self::NotRun { .. } => "not run",
            Self::Stale => "stale",
            Self::Unrecorded => "not recorded",
        }
    }
}

impl ReleaseState {
    /// The oldest and the newest version on which every run held, when there is one and nothing contradicts.
    pub const fn held(&self) -> Option<(&Version, &Version)> {
        match self {
            Self::Verified { from, to } | Self::Partly { held: Some((from, to)), .. } => Some((from, to)),
            _ => None,
        }
    }
}

impl OnVersion {
    /// What was seen, when the scenario ran as it stands.
    pub const fn ran(&self) -> Option<&SeenThere> {
        match &self.seen {
            SeenThere::NotRun { .. } | SeenThere::Stale | SeenThere::Unrecorded => None,
            seen => Some(seen),
        }
    }

    /// Why it did not run as it stands.
    pub fn not_run(&self) -> Option<&str> {
        match &self.seen {
            SeenThere::NotRun { reason } => Some(reason),
            SeenThere::Stale => Some("the scenario changed since it was recorded"),
            SeenThere::Unrecorded => Some("not recorded yet"),
            _ => None,
        }
    }

    /// Why what was seen is no verdict.
    fn unsure(&self) -> Option<String> {
        match &self.seen {
            SeenThere::Varies { passed, runs, .. } => Some(format!("it held in {passed} of {runs} runs")),
            SeenThere::Inconclusive { reason } => Some(reason.clone()),
            _ => None,
        }
    }

    fn contradictions(&self) -> Vec<Contradiction<'_>> {
        let one = |expected: String, seen: String| {
            vec![Contradiction { version: &self.version, expected, seen, mismatch: None }]
        };
        let passes = || "every run passes".to_owned();
        match (&self.claimed, &self.seen) {
            (Claimed::Holds, SeenThere::Fails { mismatches }) => mismatches
                .iter()
                .map(|mismatch| Contradiction {
                    version: &self.version,
                    expected: mismatch.expected.clone(),
                    seen: mismatch.seen.clone(),
                    mismatch: Some(mismatch),
                })
                .collect(),
            (Claimed::DiffersAt(at), SeenThere::Holds { .. }) => one(differs(&at.join("` and `")), passes()),
            (Claimed::DiffersAt(all), SeenThere::Fails { mismatches }) => {
                let missed = all.iter().find(|at| !mismatches.iter().any(|mismatch| is_at(mismatch, at)));
                let places: Vec<&str> =
                    mismatches.iter().map(|mismatch| mismatch.expectation.as_str()).collect();
                let seen = || format!("it differs at `{}`", places.join("`, `"));
                missed.map_or_else(Vec::new, |at| one(differs(at), seen()))
            }
            (Claimed::Fails, SeenThere::Holds { .. }) => {
                one("it lies outside every range, and fails".to_owned(), passes())
            }
            _ => Vec::new(),
        }
    }
}

fn differs(at: &str) -> String {
    format!("it lies just outside the range, and differs at `{at}`")
}

/// Whether `mismatch` is at the expectation `at`, at a part of it, or at the whole of which it is a part.
fn is_at(mismatch: &Mismatch, at: &str) -> bool {
    let path = mismatch.expectation.strip_prefix("boundary.").unwrap_or(&mismatch.expectation);
    let path = path.strip_prefix("expect.").unwrap_or(path);
    let below = |whole: &str, part: &str| {
        part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    below(at, path) || below(path, at)
}
