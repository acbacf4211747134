//! An equivalent: a change of a scenario that can make no difference, with the reason.

use crate::id::Id;
use crate::source_file::Place;

/// One entry of `doctests/equivalents.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equivalent {
    /// Of which scenario.
    pub id: Id,
    /// What is changed: `given.stored_login.refresh`.
    pub path: String,
    /// Why nobody can notice.
    pub reason: String,
    /// Where it is listed.
    pub place: Place,
}
