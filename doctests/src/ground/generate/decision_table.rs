//! The table that opens troubleshooting: what happened, what you get, where to read.

use std::collections::BTreeMap;

use crate::id::Id;
use crate::outcome::Outcome;
use crate::page::{Heading, Page};

use super::Scope;
use crate::ground::cell;
use crate::ground::link::relative;
use crate::ground::section::{heading_codes, is_troubleshooting, sections};

/// One row for every scenario with an outcome that an entry cites, on this page or on one that it was split into,
/// sorted by outcome, then by id. Where nothing happened there is nothing to decide.
pub(super) fn write(scope: Scope<'_>) -> String {
    let mut rows: BTreeMap<(Outcome, &Id), (&Page, &Heading)> = BTreeMap::new();
    let pages = scope.checker.pages.iter().filter(|page| is_troubleshooting(page));
    for (page, section) in
        pages.flat_map(|page| sections(page).into_iter().map(move |section| (page, section)))
    {
        let Some(heading) = section.heading.filter(|heading| !heading_codes(page, heading).is_empty()) else {
            continue;
        };
        for citation in section.citations() {
            let scenario = scope.checker.catalog.scenarios.get(&citation.id);
            let outcome = scenario.and_then(|scenario| scenario.document.expect.outcome.as_ref());
            if let Some(outcome) = outcome.filter(|outcome| outcome.value != Outcome::Unaffected) {
                rows.entry((outcome.value, &citation.id)).or_insert((page, heading));
            }
        }
    }
    let row = |((outcome, id), (page, heading)): (&(Outcome, &Id), &(&Page, &Heading))| {
        let title = scope.checker.catalog.scenarios.get(*id).map(|scenario| scenario.document.title.as_str());
        vec![
            cell::plain(title.unwrap_or_default()),
            format!("{}[^{id}]", sentence(outcome.advice())),
            cell::link(&heading.text, &address(scope.page, page, heading)),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    cell::table(&["What happened", "What you get", "Where to read"], &rows)
}

/// What a link on the page `from` to a heading of the page `to` leads to.
fn address(from: &Page, to: &Page, heading: &Heading) -> String {
    let path = if from.name == to.name { String::new() } else { relative(&from.file.path, &to.file.path) };
    format!("{path}#{}", heading.anchor)
}

/// With a capital first letter.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
