//! What changed from version to version: the bounds of all scenarios' ranges, newest first.

use crate::catalog::Catalog;
use crate::scenario::Scenario;
use crate::standing::Bound;

/// A behaviour that begins or ends with a version.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The scenario that shows it.
    pub scenario: &'a Scenario,
    /// Between which versions.
    pub bound: &'a Bound,
}

impl Change<'_> {
    /// The change in words, without markup: a title, or what is no longer so.
    pub fn words(&self) -> String {
        let before = if self.bound.begins { "" } else { "No longer: " };
        format!("{before}{}", self.scenario.document.title)
    }
}

/// Every change that the records show, newest version first, then by id. The records must have been judged.
pub fn changes(catalog: &Catalog) -> Vec<Change<'_>> {
    let mut changes: Vec<Change<'_>> = catalog
        .scenarios
        .values()
        .filter_map(|scenario| Some((scenario, catalog.standing(&scenario.id)?)))
        .flat_map(|(scenario, standing)| standing.bounds.iter().map(move |bound| Change { scenario, bound }))
        .collect();
    changes.sort_by(|one, other| {
        let newer = other.bound.above.cmp(&one.bound.above);
        newer.then_with(|| one.scenario.id.cmp(&other.scenario.id))
    });
    changes
}
