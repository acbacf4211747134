//! What changed from version to version, as the records show it: newest first.

use crate::catalog::Catalog;
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
    let row = |change: Change<'_>| {
        let Change { scenario, bound } = change;
        let id = &scenario.id;
        vec![bound.words(), format!("{}[^{id}]", cell::plain(&change.words())), changelog(scope, id, bound)]
    };
    let rows: Vec<Vec<String>> =
        changes(scope.checker.catalog).into_iter().filter(|change| shown(change.bound)).map(row).collect();
    cell::table(&["Version", "What changed", "Changelog"], &rows)
}

/// The changelog's line on that version, when a claim of the book cites it beside the scenario.
fn changelog(scope: Scope<'_>, id: &Id, bound: &Bound) -> String {
    let version = bound.above.to_string();
    let lines = scope.checker.catalog.sources.values().filter(|source| {
        source.entry.kind == SourceKind::Changelog && source.entry.version.as_ref() == Some(&version)
    });
    let lines: Vec<String> = lines
        .filter(|source| cited_together(scope.checker.pages, scope.checker.catalog, id, &source.id))
        .map(|source| format!("{}[^{}]", cell::plain(&source.entry.title), source.id))
        .collect();
    if lines.is_empty() { "–".to_owned() } else { lines.join(", ") }
}

fn cited_together(pages: &[Page], catalog: &Catalog, scenario: &Id, source: &Id) -> bool {
    let outside = |page: &Page, offset: usize| {
        // What is generated would be a reason for itself.
        !page.generated.iter().any(|block| block.span.range().contains(&offset))
    };
    catalog.sources.contains_key(source)
        && pages.iter().any(|page| {
            claims_of(page).iter().any(|claim| {
                outside(page, claim.unit.span.start)
                    && claim.cites.contains(&scenario)
                    && claim.cites.contains(&source)
            })
        })
}
