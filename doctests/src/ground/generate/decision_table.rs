//! The table that opens troubleshooting: what happened, what you get, where to read.

use std::collections::BTreeMap;

use crate::id::Id;
use crate::outcome::Outcome;
use crate::page::Heading;

use super::Scope;
use crate::ground::cell;
use crate::ground::section::{heading_codes, sections};

/// One row for every scenario with an outcome that an entry of this page cites, sorted by outcome, then by id.
pub(super) fn write(scope: Scope<'_>) -> String {
    let mut rows: BTreeMap<(Outcome, &Id), &Heading> = BTreeMap::new();
    for section in sections(scope.page) {
        let Some(heading) = section.heading.filter(|heading| !heading_codes(scope.page, heading).is_empty())
        else {
            continue;
        };
        for citation in section.citations() {
            let scenario = scope.catalog.scenarios.get(&citation.id);
            let outcome = scenario.and_then(|scenario| scenario.document.expect.outcome.as_ref());
            if let Some(outcome) = outcome {
                rows.entry((outcome.value, &citation.id)).or_insert(heading);
            }
        }
    }
    let row = |((outcome, id), heading): (&(Outcome, &Id), &&Heading)| {
        let title = scope.catalog.scenarios.get(*id).map(|scenario| scenario.document.title.as_str());
        vec![
            cell::plain(title.unwrap_or_default()),
            format!("{}[^{id}]", sentence(outcome.advice())),
            cell::link(&heading.text, &format!("#{}", heading.anchor)),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    cell::table(&["What happened", "What you get", "Where to read"], &rows)
}

/// With a capital first letter.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
