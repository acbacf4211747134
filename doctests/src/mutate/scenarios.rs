//! Scenario → mutants: what it expects, what it claims of clients, and what is given, one value at a time.
//!
//! A change into something that is true as well is no mutant: a `never` about something else that was not seen, a
//! `differs_at` where the version outside differs too. Prose (`title`, `about`, reasons) has none either.

mod client;
mod expectation;
mod given;
#[cfg(test)]
mod tests;
mod trial;

use std::sync::Arc;

use semver::Version;
use serde_json::Value;

use crate::mutant::{Mutant, Operator};
use crate::parse;
use crate::record::Record;
use crate::scenario::Scenario;
use crate::source_file::{Place, SourceFile};
use crate::span::Span;
use crate::transcript::Transcript;
use crate::written::{Written, path};

pub use trial::fate;

/// What was seen of a scenario as it stands.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// On the client that its `clients.reference` names, side by side; none when it is not modelled.
    pub own: &'a [Transcript],
    /// On the plain client, where that is another.
    pub plain: &'a [Transcript],
    /// On releases.
    pub records: &'a [Record],
    /// The version numbers that were never published.
    pub skipped: &'a [Version],
}

/// One change of a scenario.
#[derive(Debug, Clone)]
pub struct ScenarioMutant {
    /// The change.
    pub mutant: Mutant,
    /// What was changed, as a path: `given.stored_login.refresh`.
    pub path: String,
    /// The whole document with the change made, as JSON, which is YAML.
    pub file: Arc<SourceFile>,
}

/// The mutants of `scenario`, in the order of its text.
pub fn mutants(scenario: &Scenario, known: Known<'_>) -> Vec<ScenarioMutant> {
    let Some(written) = parse::written(&scenario.file) else { return Vec::new() };
    let mut list = List { scenario, written: &written, found: Vec::new() };
    expectation::of("/expect", known.own.first(), &mut list);
    expectation::of("/boundary/expect", known.own.get(1), &mut list);
    client::of(known, &mut list);
    // Nothing can be seen of another world where our own client has no part in it.
    if !known.own.is_empty() {
        given::of(&mut list);
    }
    let mut found = list.found;
    found.sort_by_key(|change| (change.mutant.place.span.start, change.mutant.operator));
    found
}

/// Mutants on their way.
struct List<'a> {
    scenario: &'a Scenario,
    written: &'a Written,
    found: Vec<ScenarioMutant>,
}

impl<'a> List<'a> {
    /// What stands at `pointer`.
    fn at(&self, pointer: &str) -> Option<&'a Value> {
        self.written.value.pointer(pointer)
    }

    /// The pointers of the items at `pointer`.
    fn items(&self, pointer: &str) -> Vec<String> {
        let items = self.at(pointer).and_then(Value::as_array).map_or(0, Vec::len);
        (0..items).map(|at| format!("{pointer}/{at}")).collect()
    }

    /// A mutant with `value` at `pointer`, unless that is what stands there.
    fn change(&mut self, operator: Operator, pointer: &str, value: impl Into<Value>) {
        let value = value.into();
        if self.at(pointer).is_some_and(|now| *now != value) {
            let after = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            let document = self.written.with(pointer, value);
            self.push(operator, pointer, after, document);
        }
    }

    /// A mutant without what stands at `pointer`.
    fn remove(&mut self, operator: Operator, pointer: &str) {
        let document = self.written.without(pointer);
        self.push(operator, pointer, String::new(), document);
    }

    fn push(&mut self, operator: Operator, pointer: &str, after: String, document: Option<Value>) {
        let (Some(document), Some(span)) = (document, self.written.places.get(pointer)) else { return };
        let file = &self.scenario.file;
        // A list over many lines is shown by its first.
        let first = file.slice(*span).split('\n').next().unwrap_or_default().trim_end();
        let place = Place::new(file, Span::new(span.start, span.start + first.len()));
        self.found.push(ScenarioMutant {
            mutant: Mutant::new(operator, place, after),
            path: path(pointer),
            file: SourceFile::new(file.path.as_str(), document.to_string()),
        });
    }
}
