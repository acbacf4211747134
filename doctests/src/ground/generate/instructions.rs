//! The openings that make a sentence an instruction, as contributors read them.

use super::Scope;
use crate::ground::cell;

/// The openings in one paragraph, sorted.
pub(super) fn write(scope: Scope<'_>) -> String {
    let mut openings: Vec<&str> =
        scope.checker.catalog.vocabulary.document.instructions.iter().map(String::as_str).collect();
    openings.sort_unstable();
    openings.dedup();
    openings.into_iter().map(cell::plain).collect::<Vec<_>>().join(" · ")
}
