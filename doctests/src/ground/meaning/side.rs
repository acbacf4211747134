//! On which side of a boundary a claim stands: "within 5 minutes" is about one run of its scenario only.

use crate::account::Account;
use crate::fact::{Fact, FactKind};
use crate::ground::license::License;

/// A side of a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Up to the threshold.
    Within,
    /// Past it.
    Beyond,
}

/// The side that the words of `text` name; none for neither or both.
pub(super) fn of(text: &str) -> Option<Side> {
    let lower = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let within = says(&["within ", "or less", "less than", "at most", "up to "]);
    let beyond =
        says(&["more than", "or more", "longer than", "with more time", "at least", "then ", "until "]);
    match (within, beyond) {
        (true, false) => Some(Side::Within),
        (false, true) => Some(Side::Beyond),
        _ => None,
    }
}

/// Whether `account` is of a run that `facts` name by how long it waits, or was given; true where they name none.
pub(super) fn runs(facts: &[Fact], license: &License, account: &Account) -> bool {
    let durations = facts.iter().filter_map(|fact| match fact.kind {
        FactKind::Duration(duration) => Some(duration.abs()),
        _ => None,
    });
    let named = durations.flat_map(|named| license.sides.iter().filter(move |(_, side)| *side == named));
    let cases: Vec<&str> = named.map(|(case, _)| *case).collect();
    cases.is_empty() || cases.contains(&account.case)
}

/// Whether `account` is of the `side` that was named, if one was and the scenario has two.
pub(super) fn admits(side: Option<Side>, all: &[Account], account: &Account) -> bool {
    if all.len() < 2 || account.case.is_empty() {
        return true;
    }
    match side {
        Some(Side::Within) => account.case == "given",
        // What happens past the threshold is often told after what happens before it.
        Some(Side::Beyond) | None => true,
    }
}
