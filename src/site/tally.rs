//! Counts the places of a page that are changed, so that none is missed in silence.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::Unfinished;

/// How often each selector was found.
#[derive(Debug, Default)]
pub(super) struct Tally(RefCell<BTreeMap<&'static str, usize>>);

impl Tally {
    /// One more of `selector`.
    pub(super) fn count(&self, selector: &'static str) {
        *self.0.borrow_mut().entry(selector).or_default() += 1;
    }

    /// Whether `selector` was found in `file` as often as it has to be.
    pub(super) fn hold(
        &self,
        file: &str,
        selector: &'static str,
        times: &RangeInclusive<usize>,
    ) -> Result<(), Unfinished> {
        let found = self.0.borrow().get(selector).copied().unwrap_or(0);
        if times.contains(&found) {
            return Ok(());
        }
        let expected = match (*times.start(), *times.end()) {
            (from, to) if from == to => from.to_string(),
            (from, usize::MAX) => format!("{from} or more"),
            (from, to) => format!("{from} to {to}"),
        };
        Err(Unfinished::Selector { file: file.to_owned(), selector, expected, found })
    }
}
