//! A run of a broken client + what a release was seen to do → whether the release has the same fault.

use std::collections::BTreeSet;

use super::agreement::differences;
use super::range::seen_on;
use crate::record::{Entry, Record};
use crate::scenario::{ReferenceClaim, Scenario};
use crate::standing::SeenThere;
use crate::verdict::{Mismatch, ScenarioRun, Verdict};

/// How a release compares with a broken client in a scenario that fails on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// It failed at the same expectations, with the same exchanges, exit codes and stored login.
    Alike,
    /// It failed as well, in another way.
    Otherwise,
    /// It did right.
    Right,
    /// It was not seen, or not always the same.
    Unknown,
}

/// How the release of `record` compares with the broken client that ran as `run`.
pub fn likeness(scenario: &Scenario, run: &ScenarioRun, record: &Record) -> Likeness {
    let Some(Entry::Seen(seen)) = record.entries.get(&scenario.id) else { return Likeness::Unknown };
    match seen_on(scenario, record) {
        SeenThere::Holds { .. } => Likeness::Right,
        SeenThere::Fails { mismatches } => {
            let ours = run.cases.iter().flat_map(|case| match &case.judgement.verdict {
                Verdict::Fail { mismatches } => mismatches.as_slice(),
                _ => &[],
            });
            let same = places(&mismatches) == places(ours) && differences(scenario, run, seen).is_empty();
            if same { Likeness::Alike } else { Likeness::Otherwise }
        }
        _ => Likeness::Unknown,
    }
}

/// Whether `scenario`, which holds on the broken client `variant` and not on the plain one, was seen to hold on the
/// release of `record`.
pub fn holds_as_on(variant: &str, scenario: &Scenario, record: &Record) -> bool {
    let of_variant =
        matches!(&*scenario.document.clients.reference, ReferenceClaim::Variant(name) if name == variant);
    of_variant && matches!(seen_on(scenario, record), SeenThere::Holds { .. })
}

/// Where something was not as expected; how long it took is our own client's affair.
fn places<'a>(mismatches: impl IntoIterator<Item = &'a Mismatch>) -> BTreeSet<&'a str> {
    let places = mismatches.into_iter().map(|mismatch| mismatch.expectation.as_str());
    places.filter(|place| !place.ends_with("elapsed")).collect()
}
