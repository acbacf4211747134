//! What one cited scenario or source allows a claim to say, fact by fact.

mod printed;
pub(super) mod scenario;
pub(super) mod source;

use std::collections::BTreeSet;

use jiff::SignedDuration;
use semver::Version;

use crate::catalog::{Catalog, Cited};
use crate::exchange::Endpoint;
use crate::fact::System;
use crate::id::Id;

use super::count::Counted;

/// The facts a citation licenses, typed, so that like is held against like.
#[derive(Debug, Default)]
pub(super) struct License {
    /// Statuses, each with who answers it; none for a source, which says it of nobody in particular.
    pub statuses: BTreeSet<(Option<Endpoint>, u16)>,
    /// Whether every exchange is listed: a status that is not among them was not answered.
    pub complete: bool,
    /// Exit codes.
    pub exits: BTreeSet<i32>,
    /// Durations that stand in the citation.
    pub durations: BTreeSet<SignedDuration>,
    /// Durations at which something changes: declared boundaries, and what a source says.
    pub thresholds: BTreeSet<SignedDuration>,
    /// Durations on one side of a boundary, each with the case that runs with it: a sentence that names one is about that
    /// run only.
    pub sides: BTreeSet<(&'static str, SignedDuration)>,
    /// Whether the citation declares a boundary: a threshold can then only be that one.
    pub bounded: bool,
    /// Counts, each with what is counted.
    pub counts: BTreeSet<(Counted, u32)>,
    /// Versions of Claude Code.
    pub versions: BTreeSet<Version>,
    /// Versions that printed something: only what is generated from the records may name one that is no bound.
    pub ran: BTreeSet<Version>,
    /// File modes as octal digits without leading zeros.
    pub modes: BTreeSet<String>,
    /// Operating systems.
    pub systems: BTreeSet<System>,
    /// Names, values and commands: a code span must equal one.
    pub names: BTreeSet<String>,
    /// Commands: a code span may add arguments to one.
    pub commands: BTreeSet<String>,
    /// Printed and quoted texts: a code span must be contained in one at word boundaries.
    pub texts: BTreeSet<String>,
    /// Texts that were printed on older releases only, or where the scenario does not hold: only a sentence about other
    /// releases may quote one.
    pub elsewhere: BTreeSet<String>,
    /// Lines that a release printed and that nobody expects: only what is generated from the records may quote one.
    pub unexpected: BTreeSet<String>,
    /// What a server says with its answers: only a sentence about a server may quote one that no client prints.
    pub messages: BTreeSet<String>,
    /// Error codes that a server answers; none for a source, which does not say what its names are.
    pub errors: BTreeSet<String>,
    /// Whose texts they are.
    pub era: Era,
    /// Texts that are never printed: only a negative sentence may quote one.
    pub never: BTreeSet<String>,
}

/// Of which releases the texts of a licence are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Era {
    /// A source does not date what it quotes.
    #[default]
    Unknown,
    /// The newest release prints what the scenario expects.
    Now,
    /// The scenario does not hold on the newest release any more: all of it is of older ones.
    Over,
}

impl License {
    /// What `id` licenses, if there is such a scenario or source.
    pub(super) fn of(id: &Id, catalog: &Catalog) -> Option<Self> {
        let mut license = match catalog.get(id)? {
            Cited::Scenario(scenario) => {
                let mut license = Self::of_scenario(scenario, &catalog.vocabulary.document);
                let standing = catalog.standing(id);
                license.printed(scenario, id, catalog);
                let bounds = standing.into_iter().flat_map(|standing| &standing.bounds);
                license.versions.extend(bounds.flat_map(|bound| [bound.below.clone(), bound.above.clone()]));
                license
            }
            Cited::Source(source) => Self::of_source(&source.entry),
        };
        license.always(catalog);
        Some(license)
    }

    /// What every claim may name.
    pub(super) fn always(&mut self, catalog: &Catalog) {
        for word in catalog.vocabulary.document.licenses.get(super::keys::ALWAYS).into_iter().flatten() {
            self.word(word);
        }
    }

    /// A word of the vocabulary: a name, and a file mode where it looks like one.
    fn word(&mut self, word: &str) {
        if let Some(mode) = mode(word) {
            self.modes.insert(mode);
        }
        if word.starts_with("claude ") {
            self.commands.insert(word.to_owned());
        }
        self.names.insert(word.to_owned());
    }
}

/// The digits of an octal file mode without leading zeros, if `text` is one.
pub(super) fn mode(text: &str) -> Option<String> {
    let digits = text.strip_prefix("0o").unwrap_or(text).trim_start_matches('0');
    let octal = digits.len() == 3 && digits.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    octal.then(|| digits.to_owned())
}
