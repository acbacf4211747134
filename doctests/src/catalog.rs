//! Everything a page can cite: all scenarios, all sources, and the vocabulary that binds them to words.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::gallery::Exhibit;
use crate::gate::Gates;
use crate::id::Id;
use crate::lexicon::Lexicon;
use crate::printed::{NoError, Printed};
use crate::scenario::Scenario;
use crate::source::Source;
use crate::standing::Standing;
use crate::vocabulary::Vocabulary;

/// All scenarios and sources by id, in order, and how they are to be cited.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The scenarios.
    pub scenarios: BTreeMap<Id, Scenario>,
    /// The sources.
    pub sources: BTreeMap<Id, Source>,
    /// The vocabulary.
    pub vocabulary: Vocabulary,
    /// What share of the book has to cite what.
    pub gates: Gates,
    /// The words of claims and what they mean.
    pub lexicon: Arc<Lexicon>,
    /// The broken clients that scenarios fail on, as the gallery's file has them.
    pub gallery: Vec<Exhibit>,
    /// What a release prints that is no error text.
    pub no_errors: Vec<NoError>,
    /// How scenarios stand on released versions. Records are read and judged only when somebody needs this.
    pub standings: OnceLock<Arc<BTreeMap<Id, Standing>>>,
    /// What released versions print, read from the same records at the same time.
    pub printed: OnceLock<Arc<Printed>>,
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

    /// How the scenario `id` stands on released versions, when that is known.
    pub fn standing(&self, id: &Id) -> Option<&Standing> {
        self.standings.get()?.get(id)
    }

    /// Every id, sorted, scenarios before sources.
    pub fn ids(&self) -> impl Iterator<Item = &Id> {
        self.scenarios.keys().chain(self.sources.keys())
    }
}
