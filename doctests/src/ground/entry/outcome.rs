//! That something does not heal by itself is said of the entry's own symptom, and not of any other.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::page::Page;
use crate::source_file::Place;
use crate::span::Span;
use crate::unit::{Unit, UnitKind};

use super::LABELS;
use crate::ground::rerun;
use crate::ground::section::Section;

/// Each claim of **Fix** that something does not heal although it cites nothing that **You see** or **Why** cites:
/// what does not heal in another scenario says nothing of this one. What a source says is said in words.
pub(super) fn foreign(section: Section<'_>, labels: &[(&str, Span)]) -> Vec<Diagnostic> {
    let page = section.page;
    let under = |wanted: &str| {
        let from = labels.iter().find(|(label, _)| *label == wanted).map(|(_, span)| span.end);
        let until = |from| labels.iter().map(|(_, span)| span.start).find(|start| *start > from);
        from.map(|from| Span::new(from, until(from).unwrap_or(section.span.end)))
    };
    let Some(fix) = under(LABELS[3]) else { return Vec::new() };
    let symptom: BTreeSet<&Id> = [LABELS[0], LABELS[1]]
        .into_iter()
        .filter_map(under)
        .flat_map(|part| claims(page, part))
        .flat_map(|unit| unit.binding.iter().map(|citation| &citation.id))
        .collect();
    let foreign = |unit: &&Unit| {
        let denies = page.file.slice(unit.span).contains("not heal");
        let fits = |id: &Id| id.is_source() || symptom.contains(id);
        denies && !unit.binding.iter().any(|citation| fits(&citation.id))
    };
    let diagnose = |unit: &Unit| {
        let cited: Vec<String> = symptom.iter().map(|id| format!("`[^{id}]`")).collect();
        let first = unit.own.first().map_or(unit.span, |citation| citation.span);
        Diagnostic::new(Code::EntryForm, Place::new(&page.file, first), "this is about another symptom")
            .label("nothing under **You see** or **Why** cites it")
            .expected(format!("one of {}", cited.join(", ")))
            .help("cite the run that prints the entry's text, or cite this one under **Why** too")
            .rerun(rerun(page))
    };
    claims(page, fix).filter(foreign).map(diagnose).collect()
}

fn claims(page: &Page, part: Span) -> impl Iterator<Item = &Unit> {
    page.units.iter().filter(move |unit| {
        unit.kind == UnitKind::Claim && !unit.binding.is_empty() && part.contains(unit.span)
    })
}
