//! What a contradiction says: the word that does not fit, what is shown instead, and who would agree.

use crate::citation::Citation;
use crate::clause::{Clause, Part, PartKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::lexicon::Lexicon;
use crate::page::Page;
use crate::source_file::Place;
use crate::span::Span;
use crate::understanding::{Held, HeldClause, Understanding};
use crate::unit::Unit;

use super::fit::{Fit, Witness};
use crate::ground::checker::Checker;
use crate::ground::nearest::likeness;
use crate::ground::rerun;

/// The word of `parts` that does not fit, what the clause says, and what is shown instead.
pub(super) fn why(parts: &[Part], span: Span, witnesses: &[(&Id, Witness<'_>)]) -> (Span, String, String) {
    let said = parts.iter().map(|part| part.word.trim_matches('`')).collect::<Vec<_>>().join(" ");
    let expected = format!("an event that is “{said}”");
    let negator = parts.iter().find(|part| part.kind == PartKind::Negates);
    let mut nearest: Option<(usize, Span, String)> = None;
    for (id, witness) in witnesses {
        for event in &witness.account.events {
            let misfits: Vec<&Part> =
                parts.iter().filter(|part| witness.part_fits(event, part, None) == Fit::Otherwise).collect();
            if nearest.as_ref().is_none_or(|(fewest, ..)| misfits.len() < *fewest) {
                let place = misfits.first().or(negator.as_ref()).map_or(span, |part| part.span);
                let place = if span.contains(place) { place } else { span };
                nearest = Some((misfits.len(), place, format!("`{id}` shows: {}", event.shown)));
            }
        }
    }
    match nearest {
        Some((_, place, seen)) => (place, expected, seen),
        None => (span, expected, "nothing of the kind".to_owned()),
    }
}

/// Why a clause could not be compared, with words that would have been understood.
pub(super) fn not_understood(clause: &Clause, witnesses: &[(&Id, Witness<'_>)], lexicon: &Lexicon) -> String {
    let words: Vec<&str> = clause.parts.iter().map(|part| part.word.trim_matches('`')).collect();
    let Some(unknown) = clause.unknown().next() else {
        return format!("nothing cited tells of “{}”", words.join(" "));
    };
    let known = wordings(clause, witnesses, lexicon);
    match known.as_slice() {
        [] => format!("`{}` has no meaning here", unknown.word),
        known => format!("`{}` has no meaning here: `{}`?", unknown.word, known.join("`, `")),
    }
}

/// Verbs for what an event shows that has everything else the clause speaks of.
fn wordings<'a>(clause: &Clause, witnesses: &[(&Id, Witness<'_>)], lexicon: &'a Lexicon) -> Vec<&'a str> {
    const SHOWN: usize = 3;
    let rest: Vec<&Part> = clause.parts.iter().filter(|part| part.kind != PartKind::Unknown).collect();
    let mut found: Vec<&str> = Vec::new();
    let events = witnesses
        .iter()
        .flat_map(|(_, witness)| witness.account.events.iter().map(move |event| (witness, event)));
    for (witness, event) in events {
        if found.len() < SHOWN && rest.iter().all(|part| witness.part_fits(event, part, None) == Fit::Shown) {
            let verbs = lexicon.document.verbs.iter().filter(|(mark, _)| event.has(mark));
            for word in verbs.filter_map(|(_, words)| words.first()) {
                if found.len() < SHOWN && !found.contains(&word.as_str()) {
                    found.push(word);
                }
            }
        }
    }
    found
}

/// The errors for citations of `unit` that show nothing of what it says.
pub(super) fn idle(page: &Page, unit: &Unit, understanding: &Understanding) -> Vec<Diagnostic> {
    let idle = unit.own.iter().filter(|citation| understanding.idle.contains(&citation.id));
    let fault = |citation: &Citation| {
        let place = Place::new(&page.file, citation.span);
        Diagnostic::new(
            Code::MeaningIdle,
            place,
            format!("`{}` shows nothing of what the claim says", citation.id),
        )
        .label("this citation proves nothing here")
        .expected("each of several citations shows something, or says a fact that the others do not")
        .help("cite what shows it, or remove the citation")
        .rerun(rerun(page))
    };
    idle.map(fault).collect()
}

/// The error for a contradicted clause of `unit`.
pub(super) fn diagnose(page: &Page, unit: &Unit, clause: &HeldClause, checker: &Checker<'_>) -> Diagnostic {
    let place = Place::new(&page.file, clause.span);
    let Held::Contradicted { expected, seen } = &clause.held else {
        return Diagnostic::new(Code::MeaningContradicted, place, "nothing is contradicted");
    };
    let diagnostic = Diagnostic::new(
        Code::MeaningContradicted,
        place,
        format!("what the claim cites shows otherwise than `{}`", page.file.slice(clause.span)),
    )
    .label("this is contradicted")
    .expected(expected.clone())
    .seen(seen.clone());
    let help = match agreeing(page, unit, clause, checker) {
        Some(id) => format!("`{id}` would agree: cite that, or say what this citation shows"),
        None => "say what the citation shows, or write the scenario that shows this".to_owned(),
    };
    diagnostic.help(help).rerun(rerun(page))
}

/// The scenario nearest to the cited ones that contradicts nothing of the claim and matches this clause.
fn agreeing<'a>(page: &Page, unit: &Unit, clause: &HeldClause, checker: &'a Checker<'_>) -> Option<&'a Id> {
    let cited: Vec<&Id> = unit.binding.iter().map(|citation| &citation.id).collect();
    let near = |id: &Id| cited.iter().map(|cited| likeness(cited.as_str(), id.as_str())).fold(0.0, f64::max);
    let mut ids: Vec<(f64, &Id)> = checker
        .catalog
        .scenarios
        .keys()
        .filter(|id| !cited.contains(id))
        .filter(|id| {
            let mut other = unit.clone();
            other.binding.truncate(1);
            for citation in &mut other.binding {
                citation.id = (*id).clone();
            }
            let found = super::understand(page, &other, checker);
            found.is_some_and(|found| {
                !found.is_contradicted()
                    && found.clauses.iter().any(|held| {
                        (held.span.contains(clause.span) || clause.span.contains(held.span))
                            && matches!(held.held, Held::Matched { .. })
                    })
            })
        })
        .map(|id| (near(id), id))
        .collect();
    ids.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.cmp(b)));
    ids.first().map(|(_, id)| *id)
}
