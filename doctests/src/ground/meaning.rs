//! Clauses are held to single events of what their claim cites: matched, not understood, or contradicted.

mod clauses;
mod english;
mod figure;
mod fit;
mod header;
mod help;
mod idle;
mod kind;
mod order;
mod pointer;
mod precedence;
mod presumed;
mod reading;
mod side;
mod slot;
mod source;
mod strong;
mod telling;
mod together;
mod told;
mod twice;
mod version;
mod wording;
mod words;

use std::collections::{BTreeMap, BTreeSet};

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
use wording::{Wording, denies};

pub(super) use english::rules as english_rules;
pub(super) use header::{cells, header_of, rows_of};
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
    let mut saids = Vec::new();
    for id in &ids {
        saids.push(said(page, unit, checker.license(id)?));
    }
    let reported = is_reported(text);
    let side = side::of(text);
    let mut witnesses: Vec<(&Id, Witness<'_>)> = Vec::new();
    for (id, said) in ids.iter().zip(&saids) {
        let accounts = checker.accounts(id)?;
        let license = checker.license(id)?;
        let admits = |account: &&Account| {
            side::admits(side, accounts, account) && side::runs(&unit.facts, license, account)
        };
        for account in accounts.iter().filter(admits) {
            witnesses.push((id, Witness { account, said, facts: &unit.facts }));
        }
    }
    let mut held: Vec<HeldClause> = Vec::new();
    let mut showing: Vec<Showing> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    let mut advice: Vec<&Clause> = Vec::new();
    for at in 0..clauses.len() {
        // What stands after "whether" asserts nothing.
        let idle = clauses[at].parts.iter().all(|part| part.kind == PartKind::Negates)
            && !columns.get(clauses[at].cell).is_some_and(|column| column.iter().any(Part::is_verb));
        let book = skipped.get(clauses[at].cell).copied().unwrap_or_default();
        let denies = denies_a_state(&clauses[at]);
        if book || idle && !denies {
            continue;
        }
        if !idle && (clauses[at].advice || clauses[at].joint == "whether") {
            advice.push(&clauses[at]);
            continue;
        }
        let (clause, by) = if idle {
            (denied_in_other_words(&clauses[at]), BTreeSet::new())
        } else {
            hold(&clauses, at, &columns, reported, checker.lexicon(), &witnesses)
        };
        held.push(clause);
        showing.push(Showing { cell: clauses[at].cell, by });
        places.push(at);
    }
    together::hold(&clauses, &places, &showing, &mut held);
    held.extend(header::unanswered(page, unit, &clauses));
    // Advice asserts nothing: where it is all there is, its names have to be those of one thing that is cited.
    if held.is_empty() {
        held.extend(advice.iter().filter_map(|clause| named(clause, &witnesses)));
    }
    order::hold(&clauses, &witnesses, &mut held);
    told::hold(unit, text, &witnesses, &mut held);
    slot::hold(unit, text, &witnesses, checker, &mut held);
    kind::hold(page, unit, text, checker, &mut held);
    figure::hold(unit, text, &columns, checker, &mut held);
    telling::hold(unit, text, checker, &mut held);
    strong::hold(unit, text, &witnesses, &mut held);
    english::hold(unit, text, &mut held);
    twice::hold(unit, text, &witnesses, &mut held);
    // What is generated dates both sides of what was seen, leads from each text of an entry to it, and is compared
    // letter by letter.
    if !page.is_generated(unit.span) {
        pointer::hold(unit, text, &mut held);
        version::hold(unit, text, &ids, checker, &mut held);
    }
    // A citation that binds the sentence before too may be there for that one.
    let shared = unit.binding.iter().any(|citation| {
        page.units.iter().any(|other| {
            other.span != unit.span && other.binding.iter().any(|bound| bound.span == citation.span)
        })
    });
    let evidence =
        idle::Evidence { text, unit, ids: &ids, saids: &saids, showing: &showing, witnesses: &witnesses };
    let (idle, spare) = if shared { Default::default() } else { evidence.without_use() };
    Some(Understanding { clauses: held, idle, spare })
}

/// By which of the witnesses a clause is shown.
struct Showing {
    /// The cell of the clause.
    cell: usize,
    /// Places of witnesses.
    by: BTreeSet<usize>,
}

/// What is wrong with the claim `unit`.
pub(super) fn of_unit(page: &Page, unit: &Unit, checker: &Checker<'_>) -> Vec<Diagnostic> {
    let Some(understanding) = checker.understand(page, unit) else { return Vec::new() };
    let contradicted =
        understanding.clauses.iter().filter(|clause| matches!(clause.held, Held::Contradicted { .. }));
    let mut found: Vec<Diagnostic> =
        contradicted.map(|clause| help::diagnose(page, unit, clause, checker)).collect();
    found.extend(help::idle(page, unit, &understanding));
    found
}

/// Whether some clause of `unit` is contradicted.
pub(super) fn refuses(page: &Page, unit: &Unit, checker: &Checker<'_>) -> bool {
    checker.understand(page, unit).is_some_and(|found| found.is_contradicted() || !found.idle.is_empty())
}

/// The clause `at`, held to all witnesses, and which of them show it.
fn hold(
    clauses: &[Clause],
    at: usize,
    columns: &[Vec<Part>],
    reported: bool,
    lexicon: &Lexicon,
    witnesses: &[(&Id, Witness<'_>)],
) -> (HeldClause, BTreeSet<usize>) {
    let clause = &clauses[at];
    let span = clause.span().unwrap_or(Span::at(0));
    let candidates = reading::readings(clauses, at, columns);
    if let Some(part) = presumed::of(clause, witnesses) {
        let word = part.word.trim_matches('`').to_owned();
        let seen = "nothing cited has one".to_owned();
        let held = Held::Contradicted { expected: format!("that there is “{word}”"), seen };
        return (HeldClause { span: part.span, held }, BTreeSet::new());
    }
    let weights = &clause.weights;
    let is_condition = together::is_condition(clause, columns);
    let fits = |witness: &Witness<'_>, parts: &[Part]| witness.fits(Wording { parts, weights, is_condition });
    for (number, candidate) in candidates.iter().enumerate() {
        let held: Vec<Fit> = witnesses.iter().map(|(_, witness)| fits(witness, &candidate.parts)).collect();
        let found = held.iter().position(|fit| *fit == Fit::Shown);
        if found.is_some() && denied_elsewhere(&candidate.parts, witnesses, &held) {
            let why = "something that is cited shows the opposite".to_owned();
            return (HeldClause { span, held: Held::NotUnderstood { why } }, BTreeSet::new());
        }
        if let Some(found) = found {
            let by = witnesses[found].0.clone();
            // Another witness may show it as it is read otherwise.
            let later = &candidates[number + 1..];
            let shows = |at: &usize| {
                held[*at] == Fit::Shown
                    || later.iter().any(|other| fits(&witnesses[*at].1, &other.parts) == Fit::Shown)
            };
            return (
                HeldClause { span, held: Held::Matched { by } },
                (0..witnesses.len()).filter(shows).collect(),
            );
        }
        // A source is silent on most things: where a run shows otherwise, it takes a source's word to say it all the
        // same. What one sentence of a source denies the others need not deny.
        let runs = witnesses.iter().any(|(id, _)| !id.is_source());
        let mut heard: BTreeMap<&Id, bool> = BTreeMap::new();
        for ((id, _), fit) in
            witnesses.iter().zip(&held).filter(|((id, _), _)| !runs || reported || !id.is_source())
        {
            let shown = *fit == Fit::Otherwise;
            let so_far = heard.entry(id).or_insert(shown);
            *so_far = if id.is_source() { *so_far || shown } else { *so_far && shown };
        }
        let last = candidate.last && candidate.binding;
        let otherwise = last && !heard.is_empty() && heard.values().all(|otherwise| *otherwise);
        if otherwise && asserts(clause, &candidate.parts, !runs) {
            let (place, expected, seen) = help::why(candidate.parts.as_slice(), span, witnesses);
            return (
                HeldClause { span: place, held: Held::Contradicted { expected, seen } },
                BTreeSet::new(),
            );
        }
    }
    let why = help::not_understood(clause, witnesses, lexicon);
    (HeldClause { span, held: Held::NotUnderstood { why } }, BTreeSet::new())
}

/// What becomes of the advice `clause`, which names something.
fn named(clause: &Clause, witnesses: &[(&Id, Witness<'_>)]) -> Option<HeldClause> {
    let facts: Vec<usize> = clause.facts().collect();
    let span = clause.span().filter(|_| !facts.is_empty())?;
    let has_all = |(_, witness): &&(&Id, Witness<'_>)| facts.iter().all(|fact| witness.mentions(*fact));
    let held = match witnesses.iter().find(has_all) {
        Some((id, _)) => Held::Matched { by: (*id).clone() },
        None => Held::NotUnderstood { why: "nothing cited has all these names".to_owned() },
    };
    Some(HeldClause { span, held })
}

/// Whether `parts` deny what some scenario among the witnesses shows in each of its runs.
fn denied_elsewhere(parts: &[Part], witnesses: &[(&Id, Witness<'_>)], fits: &[Fit]) -> bool {
    if !denies(parts) {
        return false;
    }
    let mut shown: BTreeMap<&Id, bool> = BTreeMap::new();
    for ((id, _), fit) in witnesses.iter().zip(fits).filter(|((id, _), _)| !id.is_source()) {
        *shown.entry(id).or_insert(true) &= *fit == Fit::Otherwise;
    }
    shown.values().any(|shown| *shown)
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

/// Whether all that `clause` says is that something is not so.
fn denies_a_state(clause: &Clause) -> bool {
    let describes = ["that", "which", "who", "whose"].contains(&clause.joint.as_str());
    clause.is_state && !describes && clause.parts.iter().any(|part| part.word == "not")
}

/// "The network was not away": `clause` denies something, in words that mean nothing here.
fn denied_in_other_words(clause: &Clause) -> HeldClause {
    let why = "nothing that means something is denied here".to_owned();
    HeldClause { span: clause.span().unwrap_or(Span::at(0)), held: Held::NotUnderstood { why } }
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
        Cited::Scenario(scenario) => {
            let mut accounts = super::account::of_scenario(scenario, &checker.catalog.vocabulary.document);
            let texts = checker.license(id).into_iter().flat_map(|license| {
                [&license.texts, &license.elsewhere, &license.unexpected, &license.messages]
                    .into_iter()
                    .flatten()
            });
            let texts: Vec<String> = texts.cloned().collect();
            let document = &scenario.document;
            let about = source::marks(&document.title, checker.lexicon())
                .chain(document.about.iter().flat_map(|about| source::marks(about, checker.lexicon())))
                .collect::<BTreeSet<_>>();
            for account in &mut accounts {
                account.about.clone_from(&about);
                super::account::recorded(account, &texts);
            }
            accounts
        }
        Cited::Source(source) => of_source(&source.entry, checker.lexicon()),
    })
}
