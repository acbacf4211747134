//! A fact → another value that is at hand: of the cited vocabulary, or of a claim under the same heading.

use std::mem::discriminant;

use super::List;
use crate::fact::Fact;
use crate::mutant::Operator;
use crate::unit::{Unit, UnitKind};

/// The mutant of `fact`, if any other value is at hand: one of those `licensed`, else one from beside it.
pub(super) fn of(unit: &Unit, fact: &Fact, licensed: Vec<String>, list: &mut List<'_>) {
    let mut others = licensed;
    if others.is_empty() {
        others = beside(unit, fact, list);
    }
    // Which of them depends on where the fact stands, so that the mutants of a page are not all alike.
    if let Some(other) = others.get(fact.span.start % others.len().max(1)) {
        list.push(Operator::NearFact, fact.span, other);
    }
}

/// The facts of the same kind that other claims under the same heading have.
fn beside(unit: &Unit, fact: &Fact, list: &List<'_>) -> Vec<String> {
    let claims = list.page.units.iter().filter(|other| {
        other.kind == UnitKind::Claim && other.heading == unit.heading && other.span != unit.span
    });
    claims
        .flat_map(|claim| &claim.facts)
        .filter(|other| discriminant(&other.kind) == discriminant(&fact.kind) && other.kind != fact.kind)
        .map(|other| list.written(other.span).to_owned())
        .collect()
}
