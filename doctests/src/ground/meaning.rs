//! Clauses are held to single events of what their claim cites: matched, not understood, or contradicted.

mod clauses;
mod fit;
mod header;
mod help;
mod order;
mod reading;
mod side;
mod source;
mod version;
mod words;

use std::collections::BTreeSet;

use crate::account::Account;
use crate::clause::{Clause, Part, PartKind};
use crate::diagnostic::Diagnostic;
use crate::id::Id;
use crate::lexicon::Lexicon;
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
    let skipped = header::about_the_book(page, unit, checker.lexicon());
    let instructions = &checker.catalog.vocabulary.document.instructions;
    let clauses = clauses::clauses(text, unit.span.start, &unit.facts, checker.lexicon(), instructions);
    let clauses = header::numbers(clauses, &columns);
    let mut saids = Vec::new();
    for id in &ids {
        saids.push(said(page, unit, checker.license(id)?));
    }
    let reported = is_reported(text);
    let side = side::of(text);
    let mut witnesses: Vec<(&Id, Witness<'_>)> = Vec::new();
    for (id, said) in ids.iter().zip(&saids) {
        let accounts = checker.accounts(id)?;
        for account in accounts.iter().filter(|account| side::admits(side, accounts, account)) {
            witnesses.push((id, Witness { account, said, facts: &unit.facts }));
        }
    }
    let mut showing: BTreeSet<&Id> = BTreeSet::new();
    let mut held: Vec<HeldClause> = Vec::new();
    for at in 0..clauses.len() {
        // What stands after "whether" asserts nothing.
        let idle = clauses[at].parts.iter().all(|part| part.kind == PartKind::Negates)
            && !columns.get(clauses[at].cell).is_some_and(|column| column.iter().any(Part::is_verb));
        let book = skipped.get(clauses[at].cell).copied().unwrap_or_default();
        if book || clauses[at].joint == "whether" || clauses[at].advice || idle {
            continue;
        }
        held.push(hold(&clauses, at, &columns, reported, checker.lexicon(), &witnesses, &mut showing));
    }
    order::hold(&clauses, &columns, &witnesses, &mut held);
    version::hold(unit, text, &ids, checker, &mut held);
    // A citation that binds the sentence before too may be there for that one.
    let shared = unit.binding.iter().any(|citation| {
        page.units.iter().any(|other| {
            other.span != unit.span && other.binding.iter().any(|bound| bound.span == citation.span)
        })
    });
    let idle = if shared { Vec::new() } else { idle(&ids, &saids, &showing) };
    Some(Understanding { clauses: held, idle })
}

/// The scenarios among `ids` that show no clause, and say no fact that the others do not.
fn idle(ids: &[&Id], saids: &[Vec<bool>], showing: &BTreeSet<&Id>) -> Vec<Id> {
    // Beside a source a run may show what its sentence only hints at.
    if showing.is_empty() || ids.len() < 2 || ids.iter().any(|id| id.is_source()) {
        return Vec::new();
    }
    let says_more = |at: usize| {
        (0..saids[at].len()).any(|fact| {
            saids[at][fact] && saids.iter().enumerate().all(|(other, said)| other == at || !said[fact])
        })
    };
    let places =
        (0..ids.len()).filter(|at| !ids[*at].is_source() && !showing.contains(ids[*at]) && !says_more(*at));
    places.map(|at| ids[at].clone()).collect()
}

/// What is wrong with the claim `unit`.
pub(super) fn of_unit(page: &Page, unit: &Unit, checker: &Checker<'_>) -> Vec<Diagnostic> {
    let Some(understanding) = understand(page, unit, checker) else { return Vec::new() };
    let contradicted =
        understanding.clauses.iter().filter(|clause| matches!(clause.held, Held::Contradicted { .. }));
    let mut found: Vec<Diagnostic> =
        contradicted.map(|clause| help::diagnose(page, unit, clause, checker)).collect();
    found.extend(help::idle(page, unit, &understanding));
    found
}

/// Whether some clause of `unit` is contradicted.
pub(super) fn refuses(page: &Page, unit: &Unit, checker: &Checker<'_>) -> bool {
    understand(page, unit, checker).is_some_and(|found| found.is_contradicted() || !found.idle.is_empty())
}

/// The clause `at`, held to all witnesses.
fn hold<'a>(
    clauses: &[Clause],
    at: usize,
    columns: &[Vec<Part>],
    reported: bool,
    lexicon: &Lexicon,
    witnesses: &[(&'a Id, Witness<'_>)],
    showing: &mut BTreeSet<&'a Id>,
) -> HeldClause {
    let clause = &clauses[at];
    let span = clause.span().unwrap_or(Span::at(0));
    let candidates = reading::readings(clauses, at, columns);
    if let Some(part) = presumed(clause, witnesses) {
        let word = part.word.trim_matches('`').to_owned();
        let seen = "nothing cited has one".to_owned();
        return HeldClause {
            span: part.span,
            held: Held::Contradicted { expected: format!("that there is “{word}”"), seen },
        };
    }
    for candidate in &candidates {
        let fits: Vec<Fit> = witnesses.iter().map(|(_, witness)| witness.fits(&candidate.parts)).collect();
        showing.extend(
            witnesses.iter().zip(&fits).filter(|(_, fit)| **fit == Fit::Shown).map(|((id, _), _)| *id),
        );
        if let Some(found) = fits.iter().position(|fit| *fit == Fit::Shown) {
            let by = witnesses[found].0.clone();
            return HeldClause { span, held: Held::Matched { by } };
        }
        // A source is silent on most things: where a run shows otherwise, it takes a source's word to say it all the same.
        let runs = witnesses.iter().any(|(id, _)| !id.is_source());
        let mut heard = witnesses
            .iter()
            .zip(&fits)
            .filter(|((id, _), _)| !runs || reported || !id.is_source())
            .peekable();
        let last = candidate.last && candidate.binding;
        let otherwise = last && heard.peek().is_some() && heard.all(|(_, fit)| *fit == Fit::Otherwise);
        if otherwise && asserts(clause, &candidate.parts, !runs) {
            let (place, expected, seen) = help::why(candidate.parts.as_slice(), span, witnesses);
            return HeldClause { span: place, held: Held::Contradicted { expected, seen } };
        }
    }
    HeldClause { span, held: Held::NotUnderstood { why: help::not_understood(clause, witnesses, lexicon) } }
}

/// The credential that a clause speaks of although nothing cited has one: what is said of it is shown by nothing.
fn presumed<'a>(clause: &'a Clause, witnesses: &[(&Id, Witness<'_>)]) -> Option<&'a Part> {
    const CREDENTIALS: [&str; 6] =
        ["api-key", "auth-token", "env-token", "helper", "access", "refresh-token"];
    if witnesses.is_empty()
        || witnesses.iter().any(|(id, _)| id.is_source())
        || clause.unknown().next().is_some()
        || clause.is_modal()
    {
        return None;
    }
    let there = |mark: &str| {
        witnesses.iter().any(|(_, witness)| witness.account.events.iter().any(|event| event.has(mark)))
    };
    let absent = |part: &Part| CREDENTIALS.iter().any(|mark| part.means(mark) && !there(mark));
    // "with no helper" is true just because there is none.
    let denied = |at: usize| at > 0 && clause.parts[at - 1].kind == PartKind::Negates;
    (0..clause.parts.len()).find(|at| absent(&clause.parts[*at]) && !denied(*at)).map(|at| &clause.parts[at])
}

/// Whether a clause says plainly what happens, in words that all have a meaning, or are `said` by a source.
fn asserts(clause: &Clause, parts: &[Part], said: bool) -> bool {
    let understood = said || parts.iter().all(|part| part.kind != PartKind::Unknown);
    let modal = parts.iter().any(|part| part.kind == PartKind::Modal);
    // Of two denials in one clause one is often of an aside.
    let denials: Vec<&Part> = parts.iter().filter(|part| part.kind == PartKind::Negates).collect();
    let apart = |pair: &[&Part]| {
        let adjacent = pair[1].span.start.saturating_sub(pair[0].span.end) < 3;
        !adjacent && !matches!(pair[1].word.as_str(), "nothing" | "no" | "none")
    };
    let twice = denials.windows(2).any(apart);
    let open = matches!(clause.joint.as_str(), "until" | "before" | "after");
    let prints = parts.iter().any(|part| part.means("print"))
        && !parts.iter().any(|part| matches!(part.kind, PartKind::Fact(_)));
    understood && !open && !prints && !modal && !twice
}

/// Whether a unit tells what somebody says.
fn is_reported(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["documentation", "changelog", "official", "support site", "reports", "user ", "rfc "]
        .iter()
        .any(|word| lower.contains(word))
}

/// The accounts that `id` gives.
pub(super) fn accounts(id: &Id, checker: &Checker<'_>) -> Option<Vec<Account>> {
    use crate::catalog::Cited;
    Some(match checker.catalog.get(id)? {
        Cited::Scenario(scenario) => super::account::of_scenario(scenario),
        Cited::Source(source) => vec![of_source(&source.entry, checker.lexicon())],
    })
}
