//! A difference: where the reference client and the newest release part on purpose, with the reason.

use crate::aspect::Aspect;
use crate::id::Id;
use crate::source_file::Place;

/// One entry of `doctests/differences.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDifference {
    /// In which scenario.
    pub id: Id,
    /// In which aspects.
    pub aspects: Vec<Aspect>,
    /// Why the reference client does not do as the release does.
    pub reason: String,
    /// The entry's key.
    pub place: Place,
}

/// A difference that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenDifference {
    /// `given`, or `beyond` the scenario's boundary.
    pub case: String,
    /// In which aspect.
    pub aspect: Aspect,
    /// What the reference client does.
    pub reference: String,
    /// What the release does: each way it goes, once.
    pub release: Vec<String>,
}
