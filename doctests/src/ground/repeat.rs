//! What a list, a sentence, a cell or a table names twice, and a range from a value to itself: one of the two is wrong.

mod row;

use crate::diagnostic::{Code, Diagnostic};
use crate::fact::{Fact, FactKind};
use crate::page::Page;
use crate::source_file::Place;
use crate::span::Span;
use crate::unit::{Unit, UnitKind};

use super::alternative::is_slash_command;
use super::rerun;

/// What stands between two items of a list, or the ends of a range.
const BETWEEN: [&str; 9] = [",", "and", "or", ", and", ", or", "to", "nor", "beats", "instead of"];

/// What `unit` names a second time.
pub(super) fn of_unit(page: &Page, unit: &Unit) -> Vec<Diagnostic> {
    let facts = repeated(page, unit).map(|fact| diagnose(page, fact));
    facts.chain(row::alike(page, unit).map(|row| row.diagnose(page))).collect()
}

/// Whether `unit` names something twice.
pub(super) fn refuses(page: &Page, unit: &Unit) -> bool {
    repeated(page, unit).next().is_some() || row::alike(page, unit).is_some()
}

fn repeated<'a>(page: &'a Page, unit: &'a Unit) -> impl Iterator<Item = &'a Fact> {
    let facts = if unit.kind == UnitKind::Claim { unit.facts.as_slice() } else { &[] };
    let mut list = 0;
    facts.iter().enumerate().filter_map(move |(at, fact)| {
        let before = at.checked_sub(1).map(|before| &facts[before]);
        if !before.is_some_and(|before| listed(page, before, fact)) {
            list = at;
        }
        let listed = facts[list..at].iter().any(|other| other.kind == fact.kind);
        (listed || is_named_before(page, unit, at)).then_some(fact)
    })
}

/// Whether the version, the text or the name `at` of `unit` stands before it in the same cell, whatever is between them.
/// One may well say twice what is answered, how long and how often, and what is typed.
fn is_named_before(page: &Page, unit: &Unit, at: usize) -> bool {
    let fact = &unit.facts[at];
    let counts = match &fact.kind {
        FactKind::Version(_) => true,
        FactKind::Code(code) => !is_slash_command(code) && code.split(' ').next() != Some("claude"),
        _ => false,
    };
    let same = |other: &Fact| {
        let between = || page.file.slice(Span::new(other.span.end, fact.span.start));
        other.kind == fact.kind && other.span.end <= fact.span.start && !between().contains('|')
    };
    counts && unit.facts[..at].iter().any(same)
}

/// Whether `second` is the next item of the list that `first` stands in.
fn listed(page: &Page, first: &Fact, second: &Fact) -> bool {
    if second.span.start < first.span.end {
        return false;
    }
    let between = page.file.slice(Span::new(first.span.end, second.span.start));
    BETWEEN.contains(&between.trim_matches(['`', ' ', '\n', '\r']))
}

fn diagnose(page: &Page, fact: &Fact) -> Diagnostic {
    let written = page.file.slice(fact.span);
    let place = Place::new(&page.file, fact.span);
    Diagnostic::new(Code::MeaningRepeats, place, format!("`{written}` stands in this list twice"))
        .label("a second time")
        .expected("each item of a list, and each end of a range, once")
        .help("name what was meant, or take it away")
        .rerun(rerun(page))
}
