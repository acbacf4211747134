//! What is said of one case must be shown by one run: a row by what is in its first cell, a result by its condition.

use crate::clause::{Clause, Part};
use crate::understanding::{Held, HeldClause};

use super::Showing;

/// Words that open a condition.
const CONDITIONS: [&str; 10] =
    ["when", "if", "whenever", "while", "until", "as soon as", "as long as", "after", "before", "once"];

/// Words that open what has to be there before anything happens.
const GIVEN: [&str; 3] = ["when", "if", "whenever"];

/// Whether `clause` says under which condition the rest holds: it is opened so, or stands in the first cell of a row.
pub(super) fn is_condition(clause: &Clause, columns: &[Vec<Part>]) -> bool {
    GIVEN.contains(&clause.joint.as_str()) || clause.cell == 0 && !columns.is_empty() && !clause.has_verb()
}

/// Takes back what was matched of clauses that belong to a condition which no run shows with them. `places` are the
/// places of what is held among `clauses`.
pub(super) fn hold(clauses: &[Clause], places: &[usize], showing: &[Showing], held: &mut [HeldClause]) {
    for at in 0..places.len() {
        if showing[at].by.is_empty() {
            continue;
        }
        let of_row = clauses[places[at]].cell > 0;
        let conditions = (0..places.len()).filter(|other| {
            let shown = !showing[*other].by.is_empty();
            shown
                && (of_row && clauses[places[*other]].cell == 0
                    || conditions(clauses, places[at], places[*other]))
        });
        let mut both = showing[at].by.clone();
        for condition in conditions {
            both.retain(|witness| showing[condition].by.contains(witness));
        }
        if both.is_empty() {
            let why = "no single run that is cited shows this together with its condition".to_owned();
            held[at].held = Held::NotUnderstood { why };
        }
    }
}

/// Whether the clause `other` is the condition of the clause `at`, which stands beside it.
fn conditions(clauses: &[Clause], at: usize, other: usize) -> bool {
    let opens = CONDITIONS.contains(&clauses[other].joint.as_str());
    let same_cell = clauses[at].cell == clauses[other].cell;
    let leads = other == 0 || clauses[other - 1].cell != clauses[other].cell;
    opens && same_cell && (other == at + 1 || leads && at == other + 1)
}
