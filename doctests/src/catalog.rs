//! Everything a page can cite: all scenarios, all sources, and the vocabulary that binds them to words.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::id::Id;
use crate::scenario::Scenario;
use crate::source::Source;
use crate::standing::Bound;
use crate::vocabulary::Vocabulary;

/// All scenarios and sources by id, in order.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The scenarios.
    pub scenarios: BTreeMap<Id, Scenario>,
    /// The sources.
    pub sources: BTreeMap<Id, Source>,
    /// The vocabulary.
    pub vocabulary: Vocabulary,
    /// Where scenarios begin and cease to hold, as the records of releases show it. They are read and judged only
    /// when somebody needs this.
    pub bounds: OnceLock<BTreeMap<Id, Vec<Bound>>>,
}

/// What a citation names.
#[derive(Debug, Clone, Copy)]
pub enum Cited<'a> {
    /// A scenario.
    Scenario(&'a Scenario),
    /// A source.
    Source(&'a Source),
}

impl Catalog {
    /// What `id` names, if anything.
    pub fn get(&self, id: &Id) -> Option<Cited<'_>> {
        if id.is_source() {
            self.sources.get(id).map(Cited::Source)
        } else {
            self.scenarios.get(id).map(Cited::Scenario)
        }
    }

    /// Where the scenario `id` begins and ceases to hold.
    pub fn bounds_of(&self, id: &Id) -> &[Bound] {
        self.bounds.get().and_then(|bounds| bounds.get(id)).map_or(&[], Vec::as_slice)
    }

    /// Every id, sorted, scenarios before sources.
    pub fn ids(&self) -> impl Iterator<Item = &Id> {
        self.scenarios.keys().chain(self.sources.keys())
    }
}
