//! Citations that name nothing, claims that cite nothing, and scenarios or sources that nothing cites.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::page::Page;
use crate::scenario::Scenario;
use crate::source::Source;
use crate::source_file::Place;
use crate::span::Span;
use crate::unit::{Unit, UnitKind};

use super::nearest::nearest;
use super::rerun;

/// Every citation of `page` that names nothing.
pub(super) fn unknown(page: &Page, catalog: &Catalog) -> Vec<Diagnostic> {
    let unknown = page.citations.iter().filter(|citation| catalog.get(&citation.id).is_none());
    let diagnose = |citation: &crate::citation::Citation| {
        let id = &citation.id;
        let what = if id.is_source() { "source" } else { "scenario" };
        let place = Place::new(&page.file, citation.span);
        let diagnostic = Diagnostic::new(Code::CitationUnknown, place, format!("no {what} is called `{id}`"))
            .label(format!("no such {what}"))
            .rerun(rerun(page));
        match nearest(id.as_str(), catalog.ids().map(Id::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `[^{near}]`? Else {}", create(id))),
            None => diagnostic.help(create(id)),
        }
    };
    unknown.map(diagnose).collect()
}

/// Every claim of `page` that cites nothing.
pub(super) fn missing(page: &Page) -> Vec<Diagnostic> {
    let claims = page.units.iter().filter(|unit| unit.kind == UnitKind::Claim && page.prose.is_none());
    let uncited = claims.filter(|unit| unit.binding.is_empty());
    let diagnose = |unit: &Unit| {
        let place = Place::new(&page.file, unit.span);
        let diagnostic = Diagnostic::new(Code::ClaimUncited, place, "this claim cites nothing")
            .label("says how the client behaves")
            .expected("`[^<topic>.<name>]` right after its full stop, or after a later one of its paragraph")
            .help("cite what shows it, or say right after it why it needs no proof: `<!-- no-claim: reason -->`")
            .rerun(rerun(page));
        match unit.facts.first() {
            Some(fact) => {
                diagnostic.info(format!("it names the {} `{}`", fact.kind.noun(), page.file.slice(fact.span)))
            }
            None => diagnostic,
        }
    };
    uncited.map(diagnose).collect()
}

/// The line of a scenario's file that says what happens in it.
pub(super) fn title_place(scenario: &Scenario) -> Place {
    let text = scenario.file.text.as_str();
    let start =
        if text.starts_with("title:") { Some(0) } else { text.find("\ntitle:").map(|newline| newline + 1) };
    let start = start.unwrap_or_default();
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    Place::new(&scenario.file, Span::new(start, end))
}

/// The first line of a source's entry.
pub(super) fn entry_place(source: &Source) -> Place {
    let Span { start, end } = source.span;
    let line = source.file.slice(source.span).find('\n').map_or(end, |length| start + length);
    Place::new(&source.file, Span::new(start, line))
}

fn create(id: &Id) -> String {
    if id.is_source() {
        format!("add the entry `{}` to doctests/sources.yaml", id.name())
    } else {
        format!("write doctests/scenarios/{}/{}.yaml", id.topic(), id.name())
    }
}

/// Every scenario and every source that no page cites.
pub fn uncited(pages: &[Page], catalog: &Catalog) -> Vec<Diagnostic> {
    let cited: BTreeSet<&Id> =
        pages.iter().flat_map(|page| &page.citations).map(|citation| &citation.id).collect();
    let scenarios =
        catalog.scenarios.values().filter(|scenario| !cited.contains(&scenario.id)).map(|scenario| {
            let id = &scenario.id;
            Diagnostic::new(Code::ScenarioUncited, title_place(scenario), format!("no page cites `{id}`"))
                .help(format!(
                    "cite it as `[^{id}]` right after the full stop of what it proves, or delete the file"
                ))
        });
    let sources = catalog.sources.values().filter(|source| !cited.contains(&source.id)).map(|source| {
        let id = &source.id;
        Diagnostic::new(Code::SourceUncited, entry_place(source), format!("no page cites `{id}`")).help(
            format!("cite it as `[^{id}]` right after the full stop of what it says, or delete the entry"),
        )
    });
    scenarios.chain(sources).map(|diagnostic| diagnostic.rerun("cargo run -- check")).collect()
}
