//! The gallery of broken clients: what each does wrong, what notices, which claims break, which releases did the same.

use std::collections::BTreeSet;

use crate::claim::claims_of;
use crate::gallery::Exhibit;
use crate::id::Id;

use super::Scope;
use crate::ground::{cell, link};

/// So many scenarios are named in a row: up to eighty fail, and a row of them all is read by nobody.
const NAMED: usize = 3;

/// One row a broken client, in the order of the gallery.
pub(super) fn write(scope: Scope<'_>) -> String {
    let pages = scope.checker.pages.iter().filter(|page| page.prose.is_none());
    let cited: Vec<BTreeSet<&Id>> =
        pages.flat_map(claims_of).map(|claim| claim.cites.into_iter().collect()).collect();
    let row = |exhibit: &Exhibit| {
        let broken = cited.iter().filter(|cites| exhibit.fails.iter().any(|id| cites.contains(id))).count();
        vec![
            cell::code(&exhibit.variant),
            cell::plain(&exhibit.does_wrong),
            scenarios(exhibit, scope),
            broken.to_string(),
            releases(exhibit),
        ]
    };
    let rows: Vec<Vec<String>> = scope.checker.catalog.gallery.iter().map(row).collect();
    cell::table(&["Name", "A client that …", "Fails", "Claims broken", "Releases like it"], &rows)
}

/// How many scenarios fail on it, and the first of them, each a link to its file.
fn scenarios(exhibit: &Exhibit, scope: Scope<'_>) -> String {
    let link = |id: &Id| match scope.checker.catalog.scenarios.get(id) {
        Some(scenario) => {
            let target = link::relative(&scope.page.file.path, &scenario.file.path);
            format!("[{}]({})", cell::code(id.as_str()), cell::destination(&target))
        }
        None => cell::code(id.as_str()),
    };
    let first = exhibit.fails.iter().take(NAMED).map(link).collect::<Vec<_>>().join(", ");
    let more = if exhibit.fails.len() > NAMED { ", …" } else { "" };
    format!("{}: {first}{more}", exhibit.fails.len())
}

fn releases(exhibit: &Exhibit) -> String {
    let versions: Vec<String> = exhibit.seen_on.iter().map(|seen| seen.version.to_string()).collect();
    if versions.is_empty() { "–".to_owned() } else { versions.join(", ") }
}
