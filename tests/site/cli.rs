//! What the program prints and ends with.

use std::path::Path;

use crate::support::{PAGE, SCENARIO, SiteTest};

#[test]
fn a_book_that_holds_ends_in_0() {
    let site = SiteTest::sworn();
    insta::assert_snapshot!("check_holds", site.run(&["check"]).shown());
    insta::assert_snapshot!("verify_holds", site.run(&["verify"]).shown());
}

#[test]
fn a_scenario_asked_for_by_name_shows_its_transcript() {
    let site = SiteTest::sworn();
    insta::assert_snapshot!(site.run(&["verify", "refresh.early-revocation"]).shown());
}

#[test]
fn a_claim_whose_scenario_fails_ends_in_1_at_the_claim() {
    let site = SiteTest::sworn();
    site.edit(SCENARIO, "exit: 0", "exit: 1");
    insta::assert_snapshot!("fails_human", site.run(&["verify"]).shown());
    insta::assert_snapshot!("fails_github", site.run(&["verify", "--format", "github"]).shown());
    insta::assert_snapshot!("fails_json", site.run(&["verify", "--format", "json"]).shown());
}

#[test]
fn a_wrong_fact_ends_in_1_even_without_oaths() {
    let site = SiteTest::sworn();
    site.edit(PAGE, "answers `401`", "answers `403`");
    let ended = site.run(&["check", "--no-oaths"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("docs/refresh.md:3:23"), "{}", ended.stderr);
}

#[test]
fn a_word_that_was_not_sworn_ends_in_1() {
    let site = SiteTest::sworn();
    site.edit(PAGE, "sends the", "repeats the");
    insta::assert_snapshot!(site.run(&["check"]).shown());
    assert_eq!(site.run(&["check", "--no-oaths"]).code, Some(0));
}

#[test]
fn a_scenario_that_does_not_parse_ends_in_2() {
    let site = SiteTest::sworn();
    site.edit(SCENARIO, "outcome: recovered", "outcom: recovered");
    insta::assert_snapshot!(site.run(&["check"]).shown());
}

#[test]
fn an_unknown_citation_ends_in_2_with_the_nearest_as_help() {
    let site = SiteTest::sworn();
    site.edit(PAGE, "refresh.early-revocation]", "refresh.early-revocatoin]");
    let ended = site.run(&["check"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr.contains("refresh.early-revocation"), "{}", ended.stderr);
}

#[test]
fn every_file_that_cannot_be_read_is_named() {
    let site = SiteTest::sworn();
    site.write("docs/latin.md", b"caf\xe9")
        .write("doctests/scenarios/stray.yaml", "title: stray")
        .write("docs/huge.md", "x".repeat(2_000_000));
    std::os::unix::fs::symlink("/etc/hostname", site.path("docs/link.md")).unwrap();
    let ended = site.run(&["check"]);
    assert_eq!(ended.code, Some(2));
    for named in [
        "latin.md is not UTF-8",
        "outside a topic's folder",
        "huge.md is larger than 1024 KiB",
        "link.md is a symbolic link",
    ] {
        assert!(ended.stderr.contains(named), "{named} is not in {}", ended.stderr);
    }
}

#[test]
fn the_book_is_found_from_a_folder_below_it() {
    let site = SiteTest::sworn();
    assert_eq!(site.run_from(Path::new("docs"), &["check"]).code, Some(0));
    let elsewhere = tempfile::tempdir().unwrap();
    let root = elsewhere.path().to_str().unwrap();
    assert_eq!(site.run(&["check", "--root", root]).code, Some(2));
}

#[test]
fn a_scenario_that_is_not_there_is_a_wrong_question() {
    let site = SiteTest::sworn();
    insta::assert_snapshot!(site.run(&["verify", "refresh.early-revocatoin"]).shown());
}

#[test]
fn a_new_scenario_parses_and_holds() {
    let site = SiteTest::sworn();
    let ended = site.run(&["new", "scenario", "refresh.mine"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let ended = site.run(&["verify", "refresh.mine"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(site.run(&["new", "scenario", "refresh.mine"]).code, Some(2), "it is there already");
    assert_eq!(site.run(&["new", "scenario", "../../etc/passwd"]).code, Some(2), "no id");
}

#[test]
fn fix_writes_the_definitions() {
    let site = SiteTest::sworn();
    let written = site.read(PAGE);
    let foot = written.find("[^refresh.early-revocation]:").unwrap();
    site.write(PAGE, &written[..foot]);
    assert_eq!(site.run(&["check"]).code, Some(2));
    assert_eq!(site.run(&["check", "--fix"]).code, Some(0));
    assert_eq!(site.read(PAGE), written);
}

#[test]
fn completions_and_help_are_printed() {
    let site = SiteTest::new();
    for arguments in [&["completions", "bash"][..], &["--help"], &["--version"], &["schema"]] {
        let ended = site.run(arguments);
        assert_eq!(ended.code, Some(0), "{arguments:?}");
        assert!(!ended.stdout.is_empty(), "{arguments:?}");
    }
    assert_eq!(site.run(&["no-such-command"]).code, Some(2));
}
