//! What comes before what: both sides of "before" and "after" must stand in this order in one run.

use crate::clause::{Clause, Part, PartKind};
use crate::id::Id;
use crate::understanding::{Held, HeldClause};

use super::fit::Witness;
use super::wording::denies;

/// Words that put the clause they open before the one they follow, or after it.
fn later_first(joint: &str) -> Option<bool> {
    match joint {
        "before" | "then" | "and then" => Some(false),
        "after" | "once" => Some(true),
        _ => None,
    }
}

/// Two clauses of which one comes first, and the one that its joint opens.
struct Pair<'a> {
    first: &'a Clause,
    second: &'a Clause,
    opened: &'a Clause,
}

/// The pair that ends with the clause `at`: "A before B", or "before B, A".
fn pair(clauses: &[Clause], at: usize) -> Option<Pair<'_>> {
    let (left, right) = (&clauses[at - 1], &clauses[at]);
    if left.cell != right.cell {
        return None;
    }
    if let Some(swapped) = later_first(&right.joint) {
        let (first, second) = if swapped { (right, left) } else { (left, right) };
        return left.has_verb().then_some(Pair { first, second, opened: right });
    }
    let opens = at < 2 || clauses[at - 2].cell != left.cell;
    let in_front = opens && right.joint == "," && right.has_verb();
    match left.joint.as_str() {
        "before" if in_front => Some(Pair { first: right, second: left, opened: left }),
        "after" if in_front => Some(Pair { first: left, second: right, opened: left }),
        _ => None,
    }
}

/// Contradicts clauses whose events are all there, but in no run in this order, and what is denied of the time before
/// something although it does not happen after that either.
pub(super) fn hold(clauses: &[Clause], witnesses: &[(&Id, Witness<'_>)], held: &mut Vec<HeldClause>) {
    for at in 1..clauses.len() {
        let Some(pair) = pair(clauses, at) else { continue };
        let (one, other) = (pair.first, pair.second);
        if one.is_modal() || other.is_modal() || one.unknown().chain(other.unknown()).next().is_some() {
            continue;
        }
        let Some(span) = pair.opened.span() else { continue };
        let seen = if pair.opened.joint == "before" && denies(&one.parts) {
            never(one, witnesses)
        } else {
            other_way(one, other, witnesses)
        };
        let Some(seen) = seen else { continue };
        held.retain(|other| other.span != span);
        let expected = format!("this order, by “{}”", pair.opened.joint);
        held.push(HeldClause { span, held: Held::Contradicted { expected, seen } });
    }
}

/// What is seen instead, when nothing cited shows at any time what `clause` denies.
fn never(clause: &Clause, witnesses: &[(&Id, Witness<'_>)]) -> Option<String> {
    let plain = |part: &&Part| part.kind != PartKind::Negates;
    let is = |witness: &Witness<'_>| {
        let mut events = witness.account.events.iter();
        events.any(|event| clause.parts.iter().filter(plain).all(|part| witness.is_itself(event, part)))
    };
    let silent = witnesses.iter().all(|(id, witness)| !id.is_source() && !is(witness));
    (silent && !witnesses.is_empty()).then(|| "it does not happen after that either".to_owned())
}

/// What is seen instead, when `first` and `second` are both there and nowhere in this order.
fn other_way(first: &Clause, second: &Clause, witnesses: &[(&Id, Witness<'_>)]) -> Option<String> {
    let mut last = None;
    for (_, witness) in witnesses {
        let places = |clause: &Clause| -> Vec<(usize, &str)> {
            let fits = witness
                .account
                .events
                .iter()
                .filter(|event| clause.parts.iter().all(|part| witness.is_itself(event, part)));
            fits.filter_map(|event| Some((event.at?, event.shown.as_str()))).collect()
        };
        let (one, other) = (places(first), places(second));
        if in_order(&one, &other) {
            return None;
        }
        if let (Some(a), Some(b)) = (one.first(), other.first()) {
            last = Some(format!("“{}” comes first, then “{}”", b.1, a.1));
        }
    }
    last
}

/// Whether some of `first` comes before some of `second`. A request and its own answer tell of an order only where
/// nothing else does.
fn in_order(first: &[(usize, &str)], second: &[(usize, &str)]) -> bool {
    let exchange = |place: usize| place / 2;
    let pairs = || first.iter().flat_map(|(a, _)| second.iter().map(move |(b, _)| (*a, *b)));
    let before = pairs().any(|(a, b)| exchange(a) < exchange(b));
    let after = pairs().any(|(a, b)| exchange(a) > exchange(b));
    before || !after && pairs().any(|(a, b)| a < b)
}
