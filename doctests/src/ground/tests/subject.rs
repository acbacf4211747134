//! A citation is about what its sentence says, and instructions that cite nothing may not grow in number.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::diagnostic::Code;
use crate::gate::Ratchet;
use crate::ground::Checker;
use crate::ground::sample::{carets, catalog, page, render};
use crate::lexicon::Lexicon;
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

/// The sample's catalog with some words that say nothing of a scenario.
pub(super) fn with_subjects() -> Catalog {
    let mut catalog = catalog();
    let mut document = catalog.lexicon.document.clone();
    document.everywhere =
        ["the", "a", "an", "is", "it", "token", "server", "before"].map(str::to_owned).to_vec();
    catalog.lexicon = Arc::new(Lexicon::new(Arc::clone(&catalog.lexicon.file), document));
    catalog
}

/// What stands under the caret of each citation in `text` that is about something else.
fn elsewhere(text: &str) -> Vec<String> {
    let (catalog, page) = (with_subjects(), page("troubleshooting", text));
    let mut found = Checker::new(&catalog, &[]).page(&page);
    found.retain(|fault| fault.code == Code::CitationElsewhere);
    carets(&found).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_citation_shares_a_word_with_its_sentence_or_with_its_headings() {
    assert_eq!(elsewhere("The server revoked it early.[^refresh.early-revocation]\n"), [""; 0]);
    assert_eq!(elsewhere("It recovers.[^refresh.early-revocation]\n"), ["[^refresh.early-revocation]"]);
    assert_eq!(elsewhere("# Access tokens\n\nIt recovers.[^refresh.early-revocation]\n"), [""; 0]);
    assert_eq!(elsewhere("## Other\n\n# Top\n\nIt recovers.[^refresh.early-revocation]\n").len(), 1);
}

#[test]
fn a_citation_is_about_the_header_of_its_table_and_the_text_it_prints() {
    let table = |header: &str| {
        format!("| {header} | b |\n|---|---|\n| this | recovers[^refresh.early-revocation] |\n")
    };
    assert_eq!(elsewhere(&table("when")).len(), 1);
    assert_eq!(elsewhere(&table("local expiry")), [""; 0]);
    let printed = "`Failed to authenticate: OAuth session expired and could not be refreshed`";
    assert_eq!(elsewhere(&format!("Somebody reads {printed}.[^refresh.refused]\n")), [""; 0]);
}

#[test]
fn a_sentence_of_an_entry_is_about_what_the_entry_is_about() {
    let entry = |seen: &str| {
        format!(
            "## `x`\n\n**You see** {seen}.[^source.setup-token]\n\n**Check** Look.\n\n**Fix** It recovers.[^refresh.early-revocation]\n"
        )
    };
    assert_eq!(elsewhere(&entry("one year of revoked logins")), [""; 0]);
    assert_eq!(elsewhere(&entry("one year of work")), ["[^refresh.early-revocation]"]);
}

#[test]
fn a_sentence_that_points_back_is_about_what_stands_before_it() {
    let with = |second: &str| {
        elsewhere(&format!(
            "It was revoked.[^refresh.early-revocation] {second}[^refresh.early-revocation]\n"
        ))
    };
    assert_eq!(with("That recovers."), [""; 0]);
    assert_eq!(with("Claude recovers."), ["[^refresh.early-revocation]"]);
}

#[test]
fn a_source_is_about_its_facts_and_a_sentence_that_takes_a_citation_is_held_to_it() {
    assert_eq!(elsewhere("It lasts one year.[^source.setup-token]\n"), [""; 0]);
    assert_eq!(elsewhere("It lasts.[^source.setup-token]\n"), ["[^source.setup-token]"]);
    assert_eq!(elsewhere("It lasts. It is good for one year.[^source.setup-token]\n"), ["It lasts."]);
}

#[test]
fn who_cites_something_else_is_told_what_it_is_about() {
    let (catalog, page) =
        (with_subjects(), page("authentication", "It recovers.[^refresh.early-revocation]\n"));
    let mut found = Checker::new(&catalog, &[]).page(&page);
    found.retain(|fault| fault.code == Code::CitationElsewhere);
    insta::assert_snapshot!(render(&found));
}

#[test]
fn a_claim_that_loses_its_citation_and_reads_like_an_instruction_is_noticed() {
    let mut catalog = catalog();
    let figures =
        SourceFile::new("doctests/gates.yaml", "uncited-instructions/authentication: { at-most: 1 }\n");
    let at = figures.text.find('1').unwrap();
    let place = Place::new(&figures, Span::new(at, at + 1));
    let ratchet = Ratchet { most: 1, place };
    catalog.gates.uncited_instructions = BTreeMap::from([("authentication".to_owned(), ratchet)]);
    let of = |text: &str| {
        super::super::uncited_instructions(&Checker::new(&catalog, &[page("authentication", text)]))
    };
    assert_eq!(of("Run it.\n\nSet it.[^refresh.early-revocation]\n"), []);
    assert_eq!(of("Run it.\n\nSee [the other](b.md).\n"), []);
    insta::assert_snapshot!(render(&of("Run it.\n\nSet it.\n")));
}
