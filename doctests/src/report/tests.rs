//! Reports, as people, GitHub and machines get them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use proptest::prelude::*;

use super::json::Report;
use super::{claim_diagnostics, github, human, mismatch_diagnostics, scenario};
use crate::catalog::Catalog;
use crate::citation::Citation;
use crate::claim::claims_of;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::Gates;
use crate::id::Id;
use crate::page::Page;
use crate::parse;
use crate::scenario::Scenario;
use crate::source_file::{Place, SourceFile};
use crate::span::Span;
use crate::unit::{Unit, UnitKind};
use crate::verdict::{CaseRun, Judgement, Mismatch, ScenarioRun, Verdict};
use crate::vocabulary::{Vocabulary, VocabularyDocument};

const YAML: &str = "\
title: The server revokes an access token early
given: { stored_login: { access: A1, refresh: R1, expires_in: 2h } }
steps: [prompt]
expect:
  exit: 0
  exchanges: [messages A1 -> 401]
clients: { reference: holds }
";

const PAGE: &str = "# Refresh\n\n**Now:** é, when the API answers `401`,\nit refreshes.[^refresh.early]\n\nNobody ran this.[^a.b]\n";

fn at(file: &Arc<SourceFile>, what: &str) -> Place {
    let start = file.text.find(what).expect("the text has it");
    Place::new(file, Span::new(start, start + what.len()))
}

fn page() -> Page {
    let file = SourceFile::new("docs/authentication.md", PAGE);
    let unit = |text: &str, id: &str| Unit {
        span: at(&file, text).span,
        text: text.replace('\n', " "),
        kind: UnitKind::Claim,
        own: Vec::new(),
        binding: vec![Citation { id: id.parse().unwrap(), span: Span::at(0) }],
        facts: Vec::new(),
        heading: None,
    };
    let units = vec![
        unit("**Now:** é, when the API answers `401`,\nit refreshes.", "refresh.early"),
        unit("Nobody ran this.", "a.b"),
    ];
    Page {
        file,
        name: "authentication".to_owned(),
        prose: None,
        units,
        citations: Vec::new(),
        definitions: Vec::new(),
        headings: Vec::new(),
        links: Vec::new(),
        generated: Vec::new(),
        diagrams: Vec::new(),
        tables: Vec::new(),
    }
}

fn early() -> Scenario {
    let file = SourceFile::new("doctests/scenarios/refresh/early.yaml", YAML);
    let (scenario, diagnostics) = parse::scenario("refresh.early".parse().unwrap(), &file);
    assert_eq!(diagnostics, []);
    scenario.unwrap()
}

fn run(scenario: &Scenario, verdict: Verdict) -> ScenarioRun {
    let transcript = serde_json::from_value(serde_json::json!({
        "client": "reference/no-reactive-refresh",
        "exchanges": [{
            "at": 3, "endpoint": "messages", "credential": "A1", "carrier": "bearer",
            "answer": { "status": { "status": 401, "error": "authentication_error", "spoiled": null } },
            "issued": [], "details": []
        }],
        "commands": [{
            "command": "claude -p", "step": 0, "ok": false, "exit": 1,
            "stdout": "", "stderr": "\u{1b}[31mAPI Error: 401\n::error::x\n"
        }],
        "stored_login": { "login": {
            "access": { "known": "A1" }, "refresh": "blank", "expires_at": "past",
            "mode": "600", "others": [], "unchanged": true
        } },
        "helper_calls": 2, "elapsed_seconds": 3, "probe": { "same_store": null, "fresh_login": null }, "unreached": null
    }))
    .unwrap();
    let outcome = crate::outcome::Outcome::LoginRequired;
    assert_eq!(scenario.cases().len(), 1);
    ScenarioRun {
        cases: vec![CaseRun { case: "given", transcript, judgement: Judgement { verdict, outcome } }],
    }
}

fn failed(scenario: &Scenario) -> ScenarioRun {
    let mismatch = |expectation: &str, what: &str, expected: &str, seen: &str| Mismatch {
        expectation: expectation.to_owned(),
        span: at(&scenario.file, what).span,
        expected: expected.to_owned(),
        seen: seen.to_owned(),
    };
    let mismatches = vec![
        mismatch("expect.exit", "exit: 0", "exit code 0", "exit code 1"),
        mismatch(
            "expect.exchanges[0]",
            "messages A1 -> 401",
            "messages A1 -> 401",
            "messages A1 -> 200\n\u{1b}[2J",
        ),
    ];
    run(scenario, Verdict::Fail { mismatches })
}

#[test]
fn a_diagnostic_reads_as_rustc_s_do() {
    let page = SourceFile::new("docs/x.md", "# Title\n\n\té\u{1f511}: the token `A1` is refused.\n");
    let yaml = SourceFile::new("doctests/scenarios/a/b.yaml", YAML);
    let diagnostics = [
        Diagnostic::new(Code::FactUngrounded, at(&page, "A1"), "`A1` is in nothing that is cited")
            .label("not in a.b")
            .expected("one of `A2`")
            .seen("`A1`")
            .info("the nearest is\n`c.d`")
            .help("cite `c.d`")
            .related(at(&yaml, "exit: 0"), "this is what a.b says")
            .related(at(&page, "Title"), "under this heading")
            .rerun("cargo run -- check"),
        Diagnostic::new(
            Code::FileUnreadable,
            Place::new(&SourceFile::new("docs/y.md", ""), Span::at(0)),
            "no text",
        ),
    ];
    insta::assert_snapshot!(human(&diagnostics, false));
    assert_eq!(at(&page, "A1").position().to_string(), "3:17", "columns count characters");
    let colored = human(&diagnostics, true);
    assert!(colored.contains("\u{1b}[") && !human(&diagnostics, false).contains('\u{1b}'));
}

#[test]
fn a_very_long_line_is_cut_or_left_out() {
    for (length, most) in [(10_000, 1_000), (3_000_000, 400)] {
        let text = format!("{}401{}", "é".repeat(length / 2), "x".repeat(length / 2));
        let file = SourceFile::new("docs/x.md", text);
        let said = human(&[Diagnostic::new(Code::FactUngrounded, at(&file, "401"), "no")], false);
        assert!(said.contains(&format!("docs/x.md:1:{}", length / 2 + 1)), "{said}");
        assert!(said.len() < most, "{} bytes", said.len());
    }
}

#[test]
fn hostile_text_moves_no_cursor_and_gives_no_command() {
    let file = SourceFile::new("docs/a,b:\u{1b}.md", "a \u{1b}[31m \u{9b}2J \u{202e}x\r\n::error::y\n");
    let hostile = "\u{1b}]0;x\u{7}\n::set-output name=x::y%0A\r";
    let diagnostics = [Diagnostic::new(Code::PageMarkup, at(&file, "x"), hostile)
        .label(hostile)
        .seen(hostile)
        .related(at(&file, "y"), hostile)
        .rerun(hostile)];
    let (human, github) = (human(&diagnostics, false), github(&diagnostics));
    let hidden = |text: &str| text.contains(|c| crate::source_file::is_invisible(c) && c != '\n');
    assert!(!hidden(&human) && !hidden(&github));
    assert_eq!(github.lines().count(), 1);
    insta::assert_snapshot!(format!("{human}\n{github}"));
}

#[test]
fn github_gets_line_and_column() {
    let page = page();
    let scenario = early();
    let claims = claims_of(&page);
    let mut diagnostics = claim_diagnostics(&claims[0], &scenario, &failed(&scenario));
    diagnostics.extend(mismatch_diagnostics(&scenario, &failed(&scenario)));
    insta::assert_snapshot!(github(&diagnostics));
}

#[test]
fn a_failed_scenario_shows_what_was_expected_and_all_that_was_seen() {
    let failing = early();
    insta::assert_snapshot!("scenario_failed", scenario(&failing, &failed(&failing), false));
    let passed = run(&failing, Verdict::Pass);
    insta::assert_snapshot!("scenario_passed", scenario(&failing, &passed, false));
    let unclear = run(&failing, Verdict::Inconclusive { reason: "the helper never ran".to_owned() });
    insta::assert_snapshot!("scenario_inconclusive", scenario(&failing, &unclear, false));
}

#[test]
fn a_claim_fails_at_its_place_with_the_expectation_beside_it() {
    let (page, scenario) = (page(), early());
    let claims = claims_of(&page);
    insta::assert_snapshot!(
        "claim_failed",
        human(&claim_diagnostics(&claims[0], &scenario, &failed(&scenario)), false)
    );
    let unclear = run(&scenario, Verdict::Inconclusive { reason: "the helper never ran".to_owned() });
    insta::assert_snapshot!(
        "claim_inconclusive",
        human(&claim_diagnostics(&claims[0], &scenario, &unclear), false)
    );
}

#[test]
fn the_json_report_has_a_verdict_for_every_claim_and_scenario() {
    let (pages, scenario) = ([page()], early());
    let id: Id = scenario.id.clone();
    let runs = BTreeMap::from([(id.clone(), failed(&scenario))]);
    let diagnostics = mismatch_diagnostics(&scenario, &runs[&id]);
    let vocabulary = Vocabulary { file: SourceFile::new("v", ""), document: VocabularyDocument::default() };
    let mut unrun = scenario.clone();
    unrun.id = "refresh.never".parse().unwrap();
    let scenarios = BTreeMap::from([(id, scenario), (unrun.id.clone(), unrun)]);
    let catalog = Catalog {
        scenarios,
        sources: BTreeMap::new(),
        vocabulary,
        gallery: Vec::new(),
        gates: Gates::default(),
        lexicon: Arc::new(crate::lexicon::Lexicon::new(
            SourceFile::new("doctests/lexicon.yaml", ""),
            crate::lexicon::LexiconDocument::default(),
        )),
        no_errors: Vec::new(),
        standings: OnceLock::new(),
        printed: OnceLock::new(),
    };
    let standings = BTreeMap::new();
    let report = Report::new(&pages, &catalog, &runs, &standings, &diagnostics);
    let text = report.text();
    assert!(!text.contains(|c| crate::source_file::is_invisible(c) && c != '\n'));
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&text).unwrap(),
        serde_json::to_value(&report).unwrap()
    );
    insta::assert_snapshot!(text);
}

proptest! {
    #[test]
    fn no_span_however_wrong_makes_a_report_panic(text in "[a\u{e9}\u{1f511}\r\n\t\u{1b}]{0,40}", start in 0usize..60, end in 0usize..60) {
        let file = SourceFile::new("x.md", text);
        let wrong = Place::new(&file, Span::new(start, end));
        let diagnostic = Diagnostic::new(Code::PageMarkup, wrong.clone(), "x").related(wrong, "y");
        prop_assert!(human(std::slice::from_ref(&diagnostic), false).contains("x.md"));
        prop_assert!(github(&[diagnostic]).starts_with("::error file=x.md,line="));
    }
}
