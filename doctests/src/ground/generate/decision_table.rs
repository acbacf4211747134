//! The table that opens troubleshooting: what happened, what you get, where to read.

use std::collections::BTreeMap;

use crate::id::Id;
use crate::outcome::Outcome;
use crate::page::{Heading, Page};
use crate::standing::{Bound, SeenThere, Standing};

use super::Scope;
use crate::ground::cell;
use crate::ground::link::relative;
use crate::ground::section::{heading_codes, is_troubleshooting, sections};

/// One row for every scenario with an outcome that an entry cites, on this page or on one that it was split into,
/// sorted by outcome, then by id. Where nothing happened there is nothing to decide. Read the entry of a text that is
/// printed, else the first that cites the scenario.
pub(super) fn write(scope: Scope<'_>) -> String {
    let mut rows: BTreeMap<(Outcome, &Id), Entry<'_>> = BTreeMap::new();
    let pages = scope.checker.pages.iter().filter(|page| is_troubleshooting(page));
    for (page, section) in
        pages.flat_map(|page| sections(page).into_iter().map(move |section| (page, section)))
    {
        let Some(heading) = section.heading else { continue };
        let texts = heading_codes(page, heading);
        if texts.is_empty() {
            continue;
        }
        for citation in section.citations() {
            let Some(scenario) = scope.checker.catalog.scenarios.get(&citation.id) else { continue };
            let expect = &scenario.document.expect;
            let Some(outcome) =
                expect.outcome.as_ref().filter(|outcome| outcome.value != Outcome::Unaffected)
            else {
                continue;
            };
            let printed =
                expect.printed().any(|text| texts.iter().any(|(code, _)| code.starts_with(&**text)));
            let entry = Entry { page, heading, printed };
            let row = rows.entry((outcome.value, &citation.id)).or_insert(entry);
            if printed && !row.printed {
                *row = entry;
            }
        }
    }
    let row = |((outcome, id), Entry { page, heading, .. }): (&(Outcome, &Id), &Entry<'_>)| {
        let title = scope.checker.catalog.scenarios.get(*id).map(|scenario| scenario.document.title.as_str());
        vec![
            cell::plain(title.unwrap_or_default()),
            format!("{}{}[^{id}]", sentence(outcome.advice()), versions(scope, *outcome, id)),
            cell::link(&heading.text, &address(scope.page, page, heading)),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    cell::table(&["What happened", "What you get", "Where to read"], &rows)
}

/// Where to read.
#[derive(Clone, Copy)]
struct Entry<'a> {
    page: &'a Page,
    heading: &'a Heading,
    /// Whether its heading is a text that the scenario prints.
    printed: bool,
}

/// From which version on, or up to which, it heals or passes: where a person got something else of the release just
/// outside.
fn versions(scope: Scope<'_>, outcome: Outcome, id: &Id) -> String {
    let is_over_by_itself = matches!(outcome, Outcome::Recovered | Outcome::RetryLater);
    let Some(standing) = scope.checker.catalog.standing(id).filter(|_| is_over_by_itself) else {
        return String::new();
    };
    let words = standing.bounds.iter().filter(|bound| ended_otherwise(standing, bound)).map(|bound| {
        match (bound.begins, bound.adjacent) {
            (true, true) => format!(", since {}", bound.above),
            (true, false) => format!(", since {} or before", bound.above),
            (false, _) => format!(", up to {}", bound.below),
        }
    });
    words.collect()
}

/// Whether the release just outside `bound` was seen to end otherwise, and not only to print or to ask something else.
fn ended_otherwise(standing: &Standing, bound: &Bound) -> bool {
    let outside = if bound.begins { &bound.below } else { &bound.above };
    standing.versions.iter().filter(|on| on.version == *outside).any(|on| match &on.seen {
        SeenThere::Fails { mismatches } => {
            mismatches.iter().any(|mismatch| mismatch.expectation.ends_with("outcome"))
        }
        _ => false,
    })
}

/// What a link on the page `from` to a heading of the page `to` leads to.
pub(super) fn address(from: &Page, to: &Page, heading: &Heading) -> String {
    let path = if from.name == to.name { String::new() } else { relative(&from.file.path, &to.file.path) };
    format!("{path}#{}", heading.anchor)
}

/// With a capital first letter.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ground::Checker;
    use crate::ground::sample::{EARLY, catalog, page, scenario};
    use crate::judge::range::standing;
    use crate::record::sample::{record, refreshed, repeated, run};
    use crate::transcript::Transcript;

    const ENTRY: &str = "# Troubleshooting\n\n## `Failed to authenticate. API Error: 401`\n\n\
                         **You see** it.[^refresh.early-revocation]\n";

    /// The table, where 2.1.118 heals and 2.1.117 went as `before`.
    fn table(before: Transcript) -> String {
        let early = scenario("refresh.early-revocation", EARLY);
        let records = [("2.1.117", before), ("2.1.118", refreshed())]
            .map(|(version, run)| record(version, &early, vec![run]));
        let mut catalog = catalog();
        let standings = BTreeMap::from([(early.id.clone(), standing(&early, &records, &[]))]);
        catalog.scenarios.insert(early.id.clone(), early);
        catalog.standings.set(Arc::new(standings)).unwrap();
        let page = page("troubleshooting", ENTRY);
        write(Scope { page: &page, checker: &Checker::new(&catalog, std::slice::from_ref(&page)) })
    }

    #[test]
    fn a_row_says_from_which_version_on_it_heals() {
        insta::assert_snapshot!(table(repeated()));
    }

    #[test]
    fn a_row_leads_to_the_entry_of_what_is_printed_not_to_one_that_only_cites_it() {
        for printed in ["prints: [\"Login expired\"]", "releases_print: [{ text: \"Login expired\" }]"] {
            let mut catalog = catalog();
            let printing =
                EARLY.replace("  outcome: recovered\n", &format!("  outcome: recovered\n  {printed}\n"));
            catalog.scenarios.insert("a.b".parse().unwrap(), scenario("a.b", &printing));
            let text = "# Troubleshooting\n\n## `Another text`\n\nIt heals.[^a.b]\n\n\
                        ## `Login expired · Please run /login`\n\n**You see** it.[^a.b]\n";
            let page = page("troubleshooting", text);
            let table =
                write(Scope { page: &page, checker: &Checker::new(&catalog, std::slice::from_ref(&page)) });
            assert!(table.contains("(#login-expired--please-run-login)"), "{printed}: {table}");
        }
    }

    #[test]
    fn a_release_that_only_asked_otherwise_and_healed_too_is_no_beginning() {
        let healed_otherwise =
            run(&["messages A1 401", "messages A1 401", "token R1 200 A2 R2", "messages A2 200"], 0);
        let table = table(healed_otherwise);
        assert!(table.contains("| Heals by itself[^refresh.early-revocation] |"), "{table}");
    }
}
