//! What the book has to reach, and what is said when it does not.

use crate::support::{PAGE, SiteTest};

const GATES: &str = "doctests/gates.yaml";

#[test]
fn a_missed_gate_ends_in_1_and_says_what_keeps_it_shut_and_what_to_do() {
    let site = SiteTest::sworn();
    site.edit(GATES, "on-release: { at-least: 0 }", "on-release: { at-least: 80 }");
    insta::assert_snapshot!(site.run(&["check"]).shown());
    assert_eq!(site.run(&["build"]).code, Some(1));
}

#[test]
fn a_claim_that_cites_nothing_is_an_error_at_its_place() {
    let site = SiteTest::sworn();
    site.edit(PAGE, "again.[^refresh.early-revocation]", "again.");
    insta::assert_snapshot!(site.run(&["check"]).shown());
}

#[test]
fn too_many_exemptions_are_an_error_and_each_is_listed_with_its_reason() {
    let site = SiteTest::new();
    site.edit(
        PAGE,
        "`invalid_token`.[^source.rfc6750-invalid-token]",
        "`invalid_token`. <!-- no-claim: a trial -->",
    )
    .edit(
        PAGE,
        "again.[^refresh.early-revocation]",
        "again.[^refresh.early-revocation][^source.rfc6750-invalid-token]",
    );
    let ended = site.run(&["check", "--fix", "--no-oaths", "--format", "json"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let report: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&report["coverage"]).unwrap());
    let codes: Vec<_> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["coverage::gate"]);
}

#[test]
fn a_book_without_figures_does_not_pass_for_one_that_reaches_them() {
    let site = SiteTest::sworn();
    std::fs::remove_file(site.path(GATES)).unwrap();
    let ended = site.run(&["check"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("doctests/gates.yaml is missing"), "{}", ended.stderr);
}
