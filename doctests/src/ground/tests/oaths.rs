//! The oath.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{Catalog, Cited};
use crate::diagnostic::Diagnostic;
use crate::ground::sample::{carets, catalog, page, render};
use crate::ground::{digest, oaths, render_lock, swear};
use crate::oath::Lock;
use crate::page::Page;
use crate::source_file::SourceFile;
use crate::standing::Standing;

const SWORN: &str = "\
When the API answers `401`, it refreshes and sends it again, once.[^refresh.early-revocation]
It also refreshes ahead.[^refresh.early-revocation][^refresh.ahead-of-expiry]
A token lives one year.[^source.setup-token]
";

fn book(text: &str) -> [Page; 1] {
    [page("authentication", text)]
}

/// What is found when `SWORN` was sworn and the book says `text` now.
fn after(text: &str, now: &Catalog) -> Vec<Diagnostic> {
    between(SWORN, text, now)
}

/// What is found when `sworn` was sworn and the book says `text` now.
fn between(sworn: &str, text: &str, now: &Catalog) -> Vec<Diagnostic> {
    let lock = swear(&book(sworn), &catalog());
    let file = SourceFile::new("claims.lock", render_lock(&lock));
    oaths(&book(text), now, &lock, &file)
}

#[test]
fn what_was_sworn_holds_until_something_changes() {
    assert_eq!(after(SWORN, &catalog()), Vec::new());
}

#[test]
fn the_lock_reads_back_and_is_readable() {
    let lock = swear(&book(&SWORN.replace("one year", "\"one\\ year\u{7}")), &catalog());
    let text = render_lock(&lock);
    assert_eq!(toml::from_str::<Lock>(&text).as_ref(), Ok(&lock));
    insta::assert_snapshot!(text);
}

#[test]
fn any_changed_word_is_a_broken_oath_at_that_word() {
    let found = after(&SWORN.replace("again", "anew"), &catalog());
    assert_eq!(carets(&found), ["anew,"]);
    insta::assert_snapshot!(render(&found));
}

#[test]
fn every_single_word_is_held() {
    for line in SWORN.lines() {
        let words = line.split("[^").next().unwrap_or_default();
        for word in words.split(' ') {
            let changed = SWORN.replace(line, &line.replacen(word, &format!("x{word}"), 1));
            assert!(!after(&changed, &catalog()).is_empty(), "{word}");
        }
    }
}

#[test]
fn a_dropped_last_word_is_a_broken_oath_too() {
    let found = between(
        "- it refreshes the token once[^refresh.refused]\n",
        "- it refreshes the token[^refresh.refused]\n",
        &catalog(),
    );
    assert_eq!(carets(&found), ["token"]);
    let text = render(&found);
    assert!(text.contains("the token »once«") && text.contains("the token »«"), "{text}");
}

#[test]
fn changed_evidence_is_a_broken_oath_at_the_citation() {
    let mut now = catalog();
    let scenario = now.scenarios.get_mut(&"refresh.ahead-of-expiry".parse().expect("an id")).expect("there");
    scenario.document.expect.exit = None;
    let found = after(SWORN, &now);
    assert_eq!(carets(&found), ["[^refresh.ahead-of-expiry]"]);
    insta::assert_snapshot!(render(&found));
}

#[test]
fn titles_and_prose_are_no_evidence_but_every_value_is() {
    let catalog = catalog();
    let mut scenario = catalog.scenarios[&"refresh.refused".parse().expect("an id")].clone();
    let before = digest(Cited::Scenario(&scenario), None);
    assert_eq!(before.len(), 16);
    scenario.document.title = "Another".to_owned();
    scenario.document.about = Some("Another".to_owned());
    assert_eq!(digest(Cited::Scenario(&scenario), None), before);
    scenario.document.steps.clear();
    assert_ne!(digest(Cited::Scenario(&scenario), None), before);
    let mut source = catalog.sources[&"source.setup-token".parse().expect("an id")].clone();
    let before = digest(Cited::Source(&source), None);
    source.entry.title = "Another".to_owned();
    assert_eq!(digest(Cited::Source(&source), None), before);
    source.entry.date = "2026-08-23".to_owned();
    assert_ne!(digest(Cited::Source(&source), None), before);
}

#[test]
fn what_records_show_is_evidence_of_its_scenario_alone() {
    let shown = |what: &str| {
        let catalog = catalog();
        let standing = Standing { shown: Some(what.to_owned()), ..Standing::unclaimed() };
        let standings = BTreeMap::from([("refresh.ahead-of-expiry".parse().expect("an id"), standing)]);
        catalog.standings.set(Arc::new(standings)).expect("nothing is known yet");
        catalog
    };
    let lock = swear(&book(SWORN), &shown("one thing"));
    let file = SourceFile::new("claims.lock", render_lock(&lock));
    assert_eq!(oaths(&book(SWORN), &shown("one thing"), &lock, &file), Vec::new());
    let found = oaths(&book(SWORN), &shown("another thing"), &lock, &file);
    assert_eq!(carets(&found), ["[^refresh.ahead-of-expiry]"]);
}

#[test]
fn other_citations_are_other_evidence() {
    let found = after(
        &SWORN.replace("[^refresh.early-revocation][^refresh.ahead-of-expiry]", "[^refresh.refused]"),
        &catalog(),
    );
    insta::assert_snapshot!(render(&found));
}

#[test]
fn new_and_gone_claims_are_named_on_both_sides() {
    let text = SWORN.replace("A token lives one year.[^source.setup-token]", "It stops.[^refresh.refused]");
    insta::assert_snapshot!(render(&after(&text, &catalog())));
}

#[test]
fn a_reordering_asks_for_no_second_reading() {
    let mut lines: Vec<&str> = SWORN.lines().collect();
    lines.swap(0, 1);
    let found = after(&lines.join("\n"), &catalog());
    insta::assert_snapshot!(render(&found));
}

#[test]
fn no_oath_is_wanted_for_prose_or_for_what_names_nothing() {
    let prose = [page("contributing", "<!-- prose: about -->\nIt is so.[^refresh.refused]\n")];
    assert_eq!(swear(&prose, &catalog()), Lock::default());
    let found = after(&SWORN.replace("[^refresh.ahead-of-expiry]", "[^refresh.ahead]"), &catalog());
    assert_eq!(found, Vec::new());
}

#[test]
fn a_stale_oath_is_found_in_a_lock_that_someone_edited() {
    let lock = swear(&book(SWORN), &catalog());
    let file: Arc<SourceFile> = SourceFile::new("claims.lock", "");
    assert_eq!(oaths(&book(""), &catalog(), &lock, &file).len(), 3);
}
