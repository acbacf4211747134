//! What a source licenses: its facts as data, and its version.

use crate::source::SourceEntry;

use super::License;
use crate::ground::count::{self, Counted};
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
        license
    }

    fn source_fact(&mut self, fact: &str) {
        if let Some(duration) = duration::parse(fact) {
            self.durations.insert(duration);
            self.thresholds.insert(duration);
        } else if let Some(status) = status(fact) {
            self.statuses.insert((None, status));
        } else if let Ok(version) = fact.parse() {
            self.versions.insert(version);
        } else if let Some(code) = exit_code(fact) {
            self.exits.insert(code);
        } else if let Some((number, noun)) = count::parse(fact) {
            self.counts.insert((Counted::of_noun(noun), number));
        } else if let Some(mode) = super::mode(fact).filter(|_| fact.len() > 3) {
            self.modes.insert(mode);
        }
        if fact.starts_with("claude ") {
            self.commands.insert(fact.to_owned());
        }
        self.names.insert(fact.to_owned());
        self.texts.insert(fact.to_owned());
    }
}

/// The status that the whole of `text` is.
pub(in crate::ground) fn status(text: &str) -> Option<u16> {
    let digits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|status| digits && (100..600).contains(status))
}

fn exit_code(text: &str) -> Option<i32> {
    let number = text.strip_prefix("exit code ").or_else(|| text.strip_prefix("exit "))?;
    number.trim().parse().ok()
}
