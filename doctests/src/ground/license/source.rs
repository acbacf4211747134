//! What a source licenses: its facts as data, and its version.

use crate::fact::FactKind;
use crate::parse::page::facts_in;
use crate::source::SourceEntry;

use super::{License, mode};
use crate::ground::count::Counted;
use crate::ground::duration;

impl License {
    /// What `entry` says, each of its facts as what it looks like.
    pub(in crate::ground) fn of_source(entry: &SourceEntry) -> Self {
        let mut license = Self::default();
        if let Some(version) = entry.version.as_deref().and_then(|version| version.parse().ok()) {
            license.versions.insert(version);
        }
        for fact in &entry.facts {
            license.source_fact(fact.trim());
        }
        for said in entry.says.iter().chain(&entry.undriven).flat_map(|sentence| facts_in(sentence)) {
            license.said(said.kind);
        }
        license
    }

    /// A fact is a name or a text, and says whatever a page with these words would say.
    fn source_fact(&mut self, fact: &str) {
        for said in facts_in(fact) {
            self.said(said.kind);
        }
        // A fact is often nothing but its value, with no word beside it to know it by.
        if let Some(duration) = duration::parse(fact) {
            self.said(FactKind::Duration(duration));
        }
        if let Some(status) = status(fact) {
            self.said(FactKind::Status(status));
        }
        if let Ok(version) = fact.parse() {
            self.said(FactKind::Version(version));
        }
        if fact.starts_with('0') {
            self.said(FactKind::Mode(fact.to_owned()));
        }
        if fact.starts_with("claude ") {
            self.commands.insert(fact.to_owned());
        }
        self.names.insert(fact.to_owned());
        self.texts.insert(fact.to_owned());
    }

    fn said(&mut self, fact: FactKind) {
        match fact {
            FactKind::Status(status) => drop(self.statuses.insert((None, status))),
            FactKind::ExitCode(code) => drop(self.exits.insert(code)),
            FactKind::Duration(duration) => {
                self.durations.insert(duration.abs());
                self.thresholds.insert(duration.abs());
            }
            FactKind::Count { number, noun } => drop(self.counts.insert((Counted::of_noun(&noun), number))),
            FactKind::Version(version) => drop(self.versions.insert(version)),
            FactKind::System(system) => drop(self.systems.insert(system)),
            FactKind::Mode(text) => self.modes.extend(mode(&text)),
            FactKind::Code(name) => drop(self.names.insert(name)),
        }
    }
}

/// The status that the whole of `text` is.
pub(in crate::ground) fn status(text: &str) -> Option<u16> {
    let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|status| digits && (100..600).contains(status))
}
