//! What comes before what: both sides of "before" and "after" must stand so in one run.

use crate::clause::{Clause, Part};
use crate::id::Id;
use crate::understanding::{Held, HeldClause};

use super::fit::Witness;

/// Words that put the clause they open before the one they follow, or after it.
fn later_first(joint: &str) -> Option<bool> {
    match joint {
        "before" | "then" | "and then" => Some(false),
        "after" | "once" => Some(true),
        _ => None,
    }
}

/// Contradicts clauses whose events are all there, but in no run in this order.
pub(super) fn hold(
    clauses: &[Clause],
    _columns: &[Vec<Part>],
    witnesses: &[(&Id, Witness<'_>)],
    held: &mut Vec<HeldClause>,
) {
    for at in 1..clauses.len() {
        let (left, right) = (&clauses[at - 1], &clauses[at]);
        let Some(swapped) = later_first(&right.joint) else { continue };
        if !left.has_verb()
            || left.cell != right.cell
            || left.is_modal()
            || left.unknown().chain(right.unknown()).next().is_some()
        {
            continue;
        }
        let (first, second) = if swapped { (right, left) } else { (left, right) };
        let mut both = false;
        let mut ordered = false;
        let mut last = String::new();
        for (_, witness) in witnesses {
            let places = |clause: &Clause| -> Vec<(usize, &str)> {
                let events = witness
                    .account
                    .events
                    .iter()
                    .filter(|event| clause.parts.iter().all(|part| witness.is_itself(event, part)));
                events.filter_map(|event| Some((event.at?, event.shown.as_str()))).collect()
            };
            let (one, other) = (places(first), places(second));
            if let (Some(a), Some(b)) = (one.first(), other.first()) {
                both = true;
                last = format!("“{}” comes first, then “{}”", b.1, a.1);
            }
            ordered |= one.iter().any(|(a, _)| other.iter().any(|(b, _)| a < b));
        }
        if both && !ordered {
            let Some(span) = right.span() else { continue };
            held.retain(|other| other.span != span);
            held.push(HeldClause {
                span,
                held: Held::Contradicted {
                    expected: format!("this order, by “{}”", right.joint),
                    seen: last,
                },
            });
        }
    }
}
