//! The ways to read a clause: with the verb of its column or its neighbour, with the subject of the clause before it.

use crate::clause::{Clause, Part, PartKind};
use crate::lexicon::Sense;
use crate::span::Span;

/// A way to read a clause.
pub(super) struct Reading {
    pub parts: Vec<Part>,
    /// Whether it may be contradicted when it is read so.
    pub binding: bool,
    /// Whether no later reading could still agree.
    pub last: bool,
}

/// The ways to read the clause `at`, the likeliest first. Without a verb it takes that of its column, of the clause
/// before it, or of the next one; without a subject that of the clause before it, or what its column is about.
pub(super) fn readings(clauses: &[Clause], at: usize, columns: &[Vec<Part>]) -> Vec<Reading> {
    let column = columns.get(clauses[at].cell).filter(|column| !column.is_empty());
    let before = clauses[..at]
        .iter()
        .rev()
        .take_while(|other| other.cell == clauses[at].cell)
        .find(|other| other.has_verb());
    if clauses[at].has_verb() {
        with_verb(clauses, at, column, before)
    } else {
        without_verb(clauses, at, column, before)
    }
}

/// The clause as it stands.
fn own(clause: &Clause) -> Reading {
    let mut own = Reading { parts: clause.parts.clone(), binding: clause.has_verb(), last: true };
    if !clause.has_verb() && clause.parts.iter().any(|part| part.kind == PartKind::Negates) {
        // "is not empty" denies a state, "no file" that there is one.
        let denies = |part: &Part| {
            part.kind == PartKind::Negates
                && matches!(part.word.as_str(), "not" | "never" | "isn't" | "aren't")
        };
        let states = clause.is_state
            && clause.parts.iter().any(denies)
            && clause.parts.last().is_some_and(|part| part.kind != PartKind::Negates);
        own.binding = states;
        if !states {
            own.parts.push(existence(clause));
        }
    } else if clause.is_state {
        own.binding = true;
    } else if clause.joint == "with"
        && !clause.parts.is_empty()
        && clause.parts.iter().all(is_login_or_variable)
    {
        // "with a stored login" says that there is one.
        own.parts.push(existence(clause));
        own.binding = true;
    }
    own
}

fn with_verb(
    clauses: &[Clause],
    at: usize,
    column: Option<&Vec<Part>>,
    before: Option<&Clause>,
) -> Vec<Reading> {
    let clause = &clauses[at];
    let mut own = own(clause);
    let mut found = Vec::new();
    let no_verb = |part: &&Part| !part.is_verb();
    let bare = clause.parts.iter().take_while(no_verb).all(|part| part.kind == PartKind::Negates);
    let continues = coordinate(&clause.joint) || matches!(clause.joint.as_str(), "then" | "|" | "");
    let subject: Vec<Part> = match before {
        Some(before) => before.parts.iter().take_while(no_verb).cloned().collect(),
        None if at > 0 && clauses[at - 1].cell == clause.cell => clauses[at - 1].parts.clone(),
        None => column.into_iter().flatten().filter(no_verb).cloned().collect(),
    };
    let mut subject: Vec<Part> =
        subject.into_iter().filter(|part| matches!(part.kind, PartKind::Means(_))).collect();
    // "cannot be used or refreshed": what is denied of the one, or can only happen, so it is of the other.
    let carried =
        |kind: &PartKind| before.into_iter().flat_map(|before| &before.parts).find(|part| part.kind == *kind);
    if matches!(clause.joint.as_str(), "or" | "nor") {
        let modal = carried(&PartKind::Modal);
        own.binding &= modal.is_none();
        subject.extend(modal.cloned());
    }
    if clause.joint == "or" {
        subject.extend(carried(&PartKind::Negates).cloned());
    }
    if bare && continues && !subject.is_empty() {
        let parts = subject.into_iter().chain(clause.parts.iter().cloned()).collect();
        let last = matches!(clause.joint.as_str(), "and" | "or" | "nor" | "but");
        found.push(Reading { parts, binding: true, last });
    }
    found.extend(after_aside(clause));
    found.push(own);
    found
}

/// "A response without X does Y", "with X it does Y": what comes after the first words may stand by itself.
fn after_aside(clause: &Clause) -> Option<Reading> {
    let skipped = match clause.joint.as_str() {
        // What is denied in the rest stays denied.
        "with" => {
            let aside = |part: &&Part| !part.is_verb() && part.kind != PartKind::Negates;
            clause.parts.iter().take_while(aside).count()
        }
        "without" => {
            // At least one word, even where it is also a verb: "without rotation".
            let object = |part: &&Part| !part.is_verb() && part.kind != PartKind::Negates;
            1 + clause.parts.iter().skip(1).take_while(object).count().max(1)
        }
        _ => 0,
    };
    let rest = clause.parts.get(skipped..).filter(|rest| skipped > 0 && !rest.is_empty())?;
    Some(Reading { parts: rest.to_vec(), binding: true, last: clause.joint == "without" })
}

fn without_verb(
    clauses: &[Clause],
    at: usize,
    column: Option<&Vec<Part>>,
    before: Option<&Clause>,
) -> Vec<Reading> {
    let clause = &clauses[at];
    let mut found = Vec::new();
    // Only what opens the cell: what comes later in it has a verb of its own, or is an aside.
    let opens = at == 0 || clauses[at - 1].cell != clause.cell;
    if let Some(column) = column.filter(|column| opens && column.iter().any(Part::is_verb)) {
        let parts = column.iter().chain(&clause.parts).cloned().collect();
        found.push(Reading { parts, binding: true, last: true });
    }
    found.push(own(clause));
    if let Some(before) = before.filter(|_| coordinate(&clause.joint)) {
        let parts = verbs(before).into_iter().chain(clause.parts.iter().cloned()).collect();
        found.push(Reading { parts, binding: clause.joint == "nor", last: true });
    }
    let after =
        clauses[at + 1..].iter().take_while(|other| other.cell == clause.cell).find(|other| other.has_verb());
    if let Some(after) = after.filter(|after| coordinate(&after.joint)) {
        let parts = clause.parts.iter().cloned().chain(verbs(after)).collect();
        found.push(Reading { parts, binding: false, last: true });
    }
    found
}

fn is_login_or_variable(part: &Part) -> bool {
    const THERE: [&str; 6] = ["login", "access", "refresh-token", "api-key", "auth-token", "env-token"];
    // "With `/login`" is how, and not that there is one.
    let command = part.word.starts_with("`/");
    !command && THERE.iter().any(|mark| part.means(mark)) || part.means("yes")
}

/// "No file" denies that there is one.
fn existence(clause: &Clause) -> Part {
    let span = clause.span().unwrap_or(Span::at(0));
    // A source denies without a verb as well, and then with this mark.
    let sense = |mark: &str| Sense {
        marks: std::iter::once(mark.to_owned()).collect(),
        verb: true,
        denies: false,
        describes: false,
    };
    Part {
        word: String::new(),
        span,
        fact: None,
        kind: PartKind::Means(vec![sense("exist"), sense("denied")]),
    }
}

fn coordinate(joint: &str) -> bool {
    matches!(joint, "and" | "or" | "nor" | "," | "but" | "yet" | ";")
}

fn verbs(clause: &Clause) -> Vec<Part> {
    let carried = |part: &&Part| part.is_verb() || matches!(part.kind, PartKind::Negates | PartKind::Modal);
    clause.parts.iter().filter(carried).cloned().collect()
}
