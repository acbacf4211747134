//! How many clauses of a page are held by facts and oath alone, and how many of its instructions by nothing: never more
//! than its figures in `gates.yaml`.

use crate::claim::claims_of;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::Ratchet;
use crate::oath::Lock;
use crate::page::Page;
use crate::source_file::Place;
use crate::span::Span;
use crate::understanding::Held;
use crate::unit::{Unit, UnitKind};

use super::checker::Checker;
use super::rerun;

/// A clause that cannot be compared with what its claim cites, and why.
type Open<'a> = (&'a Unit, Span, String);

/// Every clause that is not understood on a page that has more of them than its figure. Those of claims that are
/// sworn as they stand are left out, unless there is no other one. A book without a lexicon compares nothing, and has
/// nothing to count.
pub fn not_understood(checker: &Checker<'_>, lock: &Lock) -> Vec<Diagnostic> {
    if checker.lexicon().document.verbs.is_empty() {
        return Vec::new();
    }
    let verified = checker.pages.iter().filter(|page| page.prose.is_none());
    verified.flat_map(|page| of_page(page, checker, lock)).collect()
}

fn of_page(page: &Page, checker: &Checker<'_>, lock: &Lock) -> Vec<Diagnostic> {
    let most = checker.catalog.gates.not_understood(&page.name);
    let open = open(page, checker);
    if open.len() <= most {
        return Vec::new();
    }
    let sworn = sworn(page, lock);
    let (old, new): (Vec<_>, Vec<_>) = open.iter().partition(|(unit, ..)| sworn.contains(&unit.span));
    let named = if new.is_empty() { old } else { new };
    named.into_iter().map(|clause| diagnose(page, clause, open.len(), most, checker)).collect()
}

/// The clauses of `page` that are not understood. What is generated is compared letter by letter, and does not count.
fn open<'a>(page: &'a Page, checker: &Checker<'_>) -> Vec<Open<'a>> {
    let mut found = Vec::new();
    let written = |unit: &&Unit| !page.is_generated(unit.span);
    for unit in page.units.iter().filter(written) {
        let Some(understanding) = checker.understand(page, unit) else { continue };
        if understanding.clauses.is_empty() {
            found.push((unit, unit.span, "no word in it has a meaning here".to_owned()));
        }
        for clause in &understanding.clauses {
            if let Held::NotUnderstood { why } = &clause.held {
                // A clause without a word of its own is named by its claim.
                let span = if clause.span.start == clause.span.end { unit.span } else { clause.span };
                found.push((unit, span, why.clone()));
            }
        }
        for citation in unit.own.iter().filter(|citation| understanding.spare.contains(&citation.id)) {
            let why = "shows neither what the others do not, nor all of the claim, nor all of its cell";
            found.push((unit, citation.span, why.to_owned()));
        }
    }
    found
}

/// Where the claims of `page` stand that are sworn with these words and these citations.
fn sworn(page: &Page, lock: &Lock) -> Vec<Span> {
    let claims = claims_of(page).into_iter().filter(|claim| {
        lock.claims.iter().any(|oath| {
            let cited = oath.cites.iter().map(|cite| cite.split(' ').next().unwrap_or_default());
            oath.text == claim.unit.text && cited.eq(claim.cites.iter().map(|id| id.as_str()))
        })
    });
    claims.map(|claim| claim.unit.span).collect()
}

fn diagnose(
    page: &Page,
    (_, span, why): &Open<'_>,
    seen: usize,
    most: usize,
    checker: &Checker<'_>,
) -> Diagnostic {
    let message = format!("`{}` cannot be compared with what the claim cites", page.file.slice(*span).trim());
    let fault = Diagnostic::new(Code::MeaningNotUnderstood, Place::new(&page.file, *span), message)
        .label(why.clone())
        .expected(format!("at most {most} such clauses on this page"))
        .seen(format!("{seen}"))
        .help(format!(
            "say it in words of `doctests/lexicon.yaml`, add a word there, or raise `{}{}` in `doctests/gates.yaml` in the same pull request",
            Ratchet::NOT_UNDERSTOOD,
            page.name,
        ))
        .rerun(rerun(page));
    beside(fault, checker.catalog.gates.not_understood.get(&page.name))
}

/// `fault` with the place of the figure that it passes, if there is one.
fn beside(fault: Diagnostic, ratchet: Option<&Ratchet>) -> Diagnostic {
    match ratchet {
        Some(ratchet) => fault.related(ratchet.place.clone(), "the figure"),
        None => fault,
    }
}

/// Every page on which more instructions cite nothing than its figure: a claim that opens like an instruction becomes
/// one when its citation is taken away.
pub fn uncited_instructions(checker: &Checker<'_>) -> Vec<Diagnostic> {
    let verified = checker.pages.iter().filter(|page| page.prose.is_none());
    verified.filter_map(|page| too_many(page, checker)).collect()
}

fn too_many(page: &Page, checker: &Checker<'_>) -> Option<Diagnostic> {
    let gates = &checker.catalog.gates;
    let most = gates.uncited_instructions(&page.name);
    let bare: Vec<&Unit> = bare(page).collect();
    let last = bare.last().filter(|_| bare.len() > most)?;
    let line = |unit: &&Unit| Place::new(&page.file, unit.span).position().line.to_string();
    let message = format!("{} instructions of this page cite nothing", bare.len());
    let fault = Diagnostic::new(Code::InstructionUncited, Place::new(&page.file, last.span), message)
        .label("the last of them")
        .info(format!("they stand on the lines {}", bare.iter().map(line).collect::<Vec<_>>().join(", ")))
        .expected(format!("at most {most}"))
        .help(format!(
            "cite what shows the new one, or raise `{}{}` in `doctests/gates.yaml` in the same pull request",
            Ratchet::UNCITED_INSTRUCTIONS,
            page.name,
        ))
        .rerun(rerun(page));
    Some(beside(fault, gates.uncited_instructions.get(&page.name)))
}

/// The instructions of `page` that cite nothing; one that only points to another place has nothing to cite.
pub(crate) fn bare(page: &Page) -> impl Iterator<Item = &Unit> {
    let points = |unit: &&Unit| page.file.slice(unit.span).starts_with("See [");
    let instructions = page.units.iter().filter(|unit| unit.kind == UnitKind::Instruction);
    instructions.filter(move |unit| unit.binding.is_empty() && !points(unit))
}

/// `doctests/gates.yaml` with the figures that are better now: `text` with smaller numbers.
pub fn lowered(text: &str, checker: &Checker<'_>) -> String {
    let gates = &checker.catalog.gates;
    let page = |name: &str| checker.pages.iter().find(|page| page.name == *name && page.prose.is_none());
    let open = gates
        .not_understood
        .iter()
        .map(|(name, ratchet)| (ratchet, page(name).map_or(0, |page| open(page, checker).len())));
    let bare = gates
        .uncited_instructions
        .iter()
        .map(|(name, ratchet)| (ratchet, page(name).map_or(0, |page| bare(page).count())));
    let better = open.chain(bare).filter(|(ratchet, now)| *now < ratchet.most as usize);
    let mut figures: Vec<(Span, usize)> = better.map(|(ratchet, now)| (ratchet.place.span, now)).collect();
    figures.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for (span, now) in figures {
        text.replace_range(span.range(), &now.to_string());
    }
    text
}
