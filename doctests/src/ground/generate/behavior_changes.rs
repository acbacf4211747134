//! What changed from version to version, as the records show it: newest first.

use std::collections::{BTreeMap, BTreeSet};

use crate::claim::claims_of;
use crate::id::Id;
use crate::page::Page;
use crate::source::SourceKind;
use crate::standing::Bound;

use super::Scope;
use crate::ground::cell;
use crate::ground::change::{Change, changes};

/// One row for every bound of a scenario's ranges that lies between two adjacent versions.
pub(super) fn write(scope: Scope<'_>) -> String {
    rows(scope, |bound| bound.adjacent)
}

/// The same for the bounds that are known only to lie somewhere between two versions.
pub(super) fn write_between(scope: Scope<'_>) -> String {
    rows(scope, |bound| !bound.adjacent)
}

fn rows(scope: Scope<'_>, shown: impl Fn(&Bound) -> bool) -> String {
    let together = cited_together(scope.checker.pages);
    let row = |change: Change<'_>| {
        let Change { scenario, bound } = change;
        let id = &scenario.id;
        let change = format!("{}[^{id}]", cell::plain(&change.words()));
        vec![bound.words(), change, changelog(scope, id, bound, &together)]
    };
    let rows: Vec<Vec<String>> =
        changes(scope.checker.catalog).into_iter().filter(|change| shown(change.bound)).map(row).collect();
    cell::table(&["Version", "What changed", "Changelog"], &rows)
}

/// The changelog's line on that version, when a claim of the book cites it beside the scenario.
fn changelog(scope: Scope<'_>, id: &Id, bound: &Bound, together: &Together<'_>) -> String {
    let version = bound.above.to_string();
    let lines = scope.checker.catalog.sources.values().filter(|source| {
        source.entry.kind == SourceKind::Changelog && source.entry.version.as_ref() == Some(&version)
    });
    let lines: Vec<String> = lines
        .filter(|source| together.get(id).is_some_and(|sources| sources.contains(&source.id)))
        .map(|source| format!("{}[^{}]", cell::plain(&source.entry.title), source.id))
        .collect();
    if lines.is_empty() { "–".to_owned() } else { lines.join(", ") }
}

/// For each scenario the sources that some claim cites beside it.
type Together<'a> = BTreeMap<&'a Id, BTreeSet<&'a Id>>;

/// What the claims of `pages` cite together; what is generated would be a reason for itself.
fn cited_together(pages: &[Page]) -> Together<'_> {
    let mut together = Together::new();
    for page in pages {
        for claim in claims_of(page).into_iter().filter(|claim| !page.is_generated(claim.unit.span)) {
            let (sources, scenarios): (Vec<&Id>, Vec<&Id>) =
                claim.cites.into_iter().partition(|id| id.is_source());
            for scenario in scenarios {
                together.entry(scenario).or_default().extend(&sources);
            }
        }
    }
    together
}
