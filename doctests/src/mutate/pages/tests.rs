//! Which mutants a page has, and what notices them.

use std::sync::OnceLock;

use super::*;
use crate::ground;
use crate::mutant::Fate;
use crate::parse;
use crate::source_file::SourceFile;
use crate::vocabulary::{Vocabulary, VocabularyDocument};

const EARLY: &str = "\
title: The server revokes an access token before its local expiry
given:
  stored_login: { access: A1, refresh: R1, expires_in: 2h }
  resource_server: { revoked: [A1] }
steps: [prompt]
expect:
  exit: 0
  exchanges: ['messages A1 -> 401', 'token R1 -> 200 issues A2 R2', 'messages A2 -> 200']
clients: { reference: holds }
";

fn catalog() -> Catalog {
    let id: crate::id::Id = "refresh.early".parse().unwrap();
    let file = SourceFile::new("doctests/scenarios/refresh/early.yaml", EARLY);
    let scenario = parse::scenario(id.clone(), &file).0.unwrap();
    Catalog {
        scenarios: [(id, scenario)].into(),
        sources: std::collections::BTreeMap::new(),
        vocabulary: Vocabulary {
            file: SourceFile::new("doctests/vocabulary.yaml", ""),
            document: VocabularyDocument::default(),
        },
        gallery: Vec::new(),
        gates: crate::gate::Gates::default(),
        lexicon: std::sync::Arc::new(crate::lexicon::Lexicon::new(
            SourceFile::new("doctests/lexicon.yaml", ""),
            crate::lexicon::LexiconDocument::default(),
        )),
        no_errors: Vec::new(),
        standings: OnceLock::new(),
        printed: OnceLock::new(),
    }
}

fn page(text: &str) -> Page {
    parse::page(&SourceFile::new("docs/a.md", text), &VocabularyDocument::default()).0
}

/// Every mutant as `operator: before > after`, and what becomes of it.
fn tried(text: &str, sworn: bool) -> String {
    let (page, catalog) = (page(text), catalog());
    let pages = std::slice::from_ref(&page);
    let lock = ground::swear(pages, &catalog);
    let lock_file = SourceFile::new("claims.lock", ground::render_lock(&lock));
    let cited = times_cited(pages);
    let checker = Checker::new(&catalog, &[]);
    let trial = PageTrial::new(&page, &catalog, &checker, &cited, sworn.then_some((&lock, &lock_file)));
    let mut digests = ground::Digests::default();
    let mut lines = Vec::new();
    for mutant in mutants(&page, &catalog, &checker) {
        let fate = match trial.fate(&mutant, &mut digests) {
            Fate::Caught(by) => by.as_str().to_owned(),
            other => format!("{other:?}").to_lowercase(),
        };
        lines.push(format!("{}: `{}` > `{}`: {fate}", mutant.operator, mutant.before, mutant.after));
    }
    lines.join("\n")
}

#[test]
fn everything_of_a_claim_is_changed_once_and_the_score_says_what_noticed() {
    let text =
        "After a `401` the client does not wait; it refreshes once and exits with 0.[^refresh.early]\n";
    insta::assert_snapshot!(tried(text, false));
}

#[test]
fn with_oaths_nothing_survives() {
    let text = "\
The access token is sent again before the refresh.[^refresh.early]

| The API | What happens |
|---|---|
| answers `401` | a refresh, then it works[^refresh.early] |
| answers `200` | nothing[^refresh.early] |
";
    let tried = tried(text, true);
    assert!(!tried.contains("survived"), "{tried}");
    insta::assert_snapshot!(tried);
}

#[test]
fn prose_and_generated_blocks_have_no_mutants() {
    let text = "It answers `401`.[^refresh.early]";
    assert_eq!(tried(&format!("<!-- prose: about -->\n{text}\n"), false), "");
    let generated = format!("<!-- generated: decision-table -->\n\n{text}\n\n<!-- /generated -->\n");
    assert_eq!(tried(&generated, false), "");
}
