//! Clauses are held to single events of what their claim cites: matched, not understood, or contradicted.

mod clauses;
mod fit;
mod help;
mod header;
mod order;
mod side;
mod source;
mod version;
mod words;

use crate::account::Account;
use crate::clause::{Clause, Part, PartKind};
use crate::diagnostic::Diagnostic;
use crate::id::Id;
use crate::page::Page;
use crate::span::Span;
use crate::understanding::{Held, HeldClause, Understanding};
use crate::unit::{Unit, UnitKind};

use super::checker::Checker;
use super::fact::said;
use fit::{Fit, Witness};

pub(super) use source::of_source;

/// What every clause of the claim `unit` comes to; none when it is no claim, or cites what is not there.
pub(super) fn understand(page: &Page, unit: &Unit, checker: &Checker<'_>) -> Option<Understanding> {
    if unit.kind != UnitKind::Claim || unit.binding.is_empty() {
        return None;
    }
    let mut ids: Vec<&Id> = Vec::new();
    for citation in &unit.binding {
        if !ids.contains(&&citation.id) {
            ids.push(&citation.id);
        }
    }
    let text = page.file.slice(unit.span);
    let columns = header::of_row(page, unit, checker.lexicon());
    let clauses = clauses::clauses(text, unit.span.start, &unit.facts, checker.lexicon());
    let clauses = header::numbers(clauses, &columns);
    let mut saids = Vec::new();
    for id in &ids {
        saids.push(said(page, unit, checker.license(id)?));
    }
    let side = side::of(text);
    let mut witnesses: Vec<(&Id, Witness<'_>)> = Vec::new();
    for (id, said) in ids.iter().zip(&saids) {
        let accounts = checker.accounts(id)?;
        for account in accounts.iter().filter(|account| side::admits(side, accounts, account)) {
            witnesses.push((id, Witness { account, said, facts: &unit.facts }));
        }
    }
    let mut held: Vec<HeldClause> = Vec::new();
    for at in 0..clauses.len() {
        held.push(hold(&clauses, at, &columns, &witnesses));
    }
    order::hold(&clauses, &columns, &witnesses, &mut held);
    version::hold(unit, text, &ids, checker, &mut held);
    Some(Understanding { clauses: held })
}

/// What is wrong with the claim `unit`.
pub(super) fn of_unit(page: &Page, unit: &Unit, checker: &Checker<'_>) -> Vec<Diagnostic> {
    let Some(understanding) = understand(page, unit, checker) else { return Vec::new() };
    let contradicted = understanding.clauses.iter().filter(|clause| matches!(clause.held, Held::Contradicted { .. }));
    contradicted.map(|clause| help::diagnose(page, unit, clause, checker)).collect()
}

/// Whether some clause of `unit` is contradicted.
pub(super) fn refuses(page: &Page, unit: &Unit, checker: &Checker<'_>) -> bool {
    understand(page, unit, checker).is_some_and(|found| {
        found.clauses.iter().any(|clause| matches!(clause.held, Held::Contradicted { .. }))
    })
}

/// The clause `at`, held to all witnesses.
fn hold(clauses: &[Clause], at: usize, columns: &[Vec<Part>], witnesses: &[(&Id, Witness<'_>)]) -> HeldClause {
    let clause = &clauses[at];
    let span = clause.span().unwrap_or(Span::at(0));
    let own = Candidate { parts: clause.parts.clone(), binding: clause.has_verb() };
    let mut candidates = vec![own];
    if !clause.has_verb() {
        candidates.extend(inherited(clauses, at, columns));
    }
    let mut otherwise = None;
    for candidate in &candidates {
        let fits: Vec<Fit> = witnesses.iter().map(|(_, witness)| witness.fits(&candidate.parts)).collect();
        if let Some(found) = fits.iter().position(|fit| *fit == Fit::Shown) {
            let by = witnesses[found].0.clone();
            return HeldClause { span, held: Held::Matched { by } };
        }
        let understood = !clause.is_modal() && candidate.parts.iter().all(|part| part.kind != PartKind::Unknown);
        if candidate.binding && understood && !fits.is_empty() && fits.iter().all(|fit| *fit == Fit::Otherwise) {
            otherwise = Some(candidate);
        }
    }
    if let Some(candidate) = otherwise {
        let (place, expected, seen) = help::why(candidate.parts.as_slice(), span, witnesses);
        return HeldClause { span: place, held: Held::Contradicted { expected, seen } };
    }
    HeldClause { span, held: Held::NotUnderstood { why: help::not_understood(clause) } }
}

/// A way to read a clause.
struct Candidate {
    parts: Vec<Part>,
    /// Whether it may be contradicted when it is read so.
    binding: bool,
}

/// A clause without a verb takes that of its column, else that of the clause before it, else that of the next one.
fn inherited(clauses: &[Clause], at: usize, columns: &[Vec<Part>]) -> Vec<Candidate> {
    let clause = &clauses[at];
    let mut found = Vec::new();
    let bare = clause.parts.iter().all(|part| part.kind == PartKind::Negates);
    if let Some(column) = columns.get(clause.cell).filter(|column| column.iter().any(Part::is_verb)) {
        let parts = column.iter().chain(&clause.parts).cloned().collect();
        found.push(Candidate { parts, binding: true });
        if bare {
            return found;
        }
    }
    let coordinate = |joint: &str| matches!(joint, "and" | "or" | "nor" | "," | "but" | ":" | "(" | "as well as");
    let verbs = |clause: &Clause| -> Vec<Part> {
        clause.parts.iter().filter(|part| part.is_verb() || matches!(part.kind, PartKind::Negates | PartKind::Modal)).cloned().collect()
    };
    let before = clauses[..at].iter().rev().take_while(|other| other.cell == clause.cell).find(|other| other.has_verb());
    if let Some(before) = before.filter(|_| coordinate(&clause.joint)) {
        let parts = verbs(before).into_iter().chain(clause.parts.iter().cloned()).collect();
        found.push(Candidate { parts, binding: clause.joint == "nor" });
    }
    let after = clauses[at + 1..].iter().take_while(|other| other.cell == clause.cell).find(|other| other.has_verb());
    if let Some(after) = after.filter(|after| coordinate(&after.joint)) {
        let parts = clause.parts.iter().cloned().chain(verbs(after)).collect();
        found.push(Candidate { parts, binding: false });
    }
    found
}

/// The accounts that `id` gives.
pub(super) fn accounts(id: &Id, checker: &Checker<'_>) -> Option<Vec<Account>> {
    use crate::catalog::Cited;
    Some(match checker.catalog.get(id)? {
        Cited::Scenario(scenario) => super::account::of_scenario(scenario),
        Cited::Source(source) => vec![of_source(&source.entry, checker.lexicon())],
    })
}
