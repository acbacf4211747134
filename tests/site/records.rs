//! What a reader and a maintainer see of records.

use doctests::parse;
use doctests::record::{Entry, Record, Seen, digest, gathered};
use doctests::scenario::Scenario;
use doctests::source_file::SourceFile;
use doctests::transcript::Transcript;

use crate::support::{PAGE, PROGRAM, SCENARIO, SiteTest};

const ID: &str = "refresh.early-revocation";

/// The small book, whose scenario is claimed of releases from 2.1.118 on.
fn claimed(range: &str) -> SiteTest {
    let site = SiteTest::new();
    let claim = format!("reference: holds\n  claude-code: {range}\n");
    site.edit(SCENARIO, "reference: holds\n", &claim);
    site
}

fn scenario(site: &SiteTest) -> Scenario {
    parse::scenario(ID.parse().unwrap(), &SourceFile::new(SCENARIO, site.read(SCENARIO))).0.unwrap()
}

/// What the reference client does, as a release would be seen to do it.
fn refreshed(site: &SiteTest) -> Transcript {
    let json: serde_json::Value =
        serde_json::from_str(&site.run(&["verify", "--format", "json"]).stdout).unwrap();
    serde_json::from_value(json["scenarios"][0]["cases"][0]["transcript"].clone()).unwrap()
}

/// What a release without the fix does.
fn repeated(site: &SiteTest) -> Transcript {
    let mut seen = refreshed(site);
    seen.exchanges.truncate(1);
    seen.exchanges.push(seen.exchanges[0].clone());
    seen.commands[0].exit = Some(1);
    seen.commands[0].ok = false;
    seen
}

/// Puts three runs of `version` on record.
fn record(site: &SiteTest, version: &str, seen: &Transcript) {
    let scenario = scenario(site);
    let mut record = Record::new("claude-code", version.parse().unwrap(), "linux-x64");
    let runs = gathered(&scenario, vec![vec![seen.clone()]; 3]);
    record.entries.insert(scenario.id.clone(), Entry::Seen(Seen { digest: digest(&scenario), runs }));
    site.write(&format!("doctests/records/claude-code/{version}.json"), record.render());
}

/// A book with three recorded versions, of which the last two hold.
pub(crate) fn recorded(range: &str) -> SiteTest {
    let site = claimed(range);
    let (fixed, broken) = (refreshed(&site), repeated(&site));
    record(&site, "2.1.117", &broken);
    record(&site, "2.1.118", &fixed);
    record(&site, "2.1.330", &fixed);
    site
}

pub(crate) const RANGE: &str = "{ range: '>=2.1.118', differs_at: exchanges }";

#[test]
fn a_verified_claim_shows_its_versions() {
    let site = recorded(RANGE);
    assert_eq!(site.run(&["swear", "--all"]).code, Some(0));
    let ended = site.run(&["build"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let main = site.main("book/refresh.html");
    insta::assert_snapshot!(main);
    assert!(!main.contains("<script"));
}

#[test]
fn a_range_that_ends_is_not_said_to_hold_since() {
    let site = recorded("{ range: '>=2.1.118, <2.1.400', differs_at: exchanges }");
    assert_eq!(site.run(&["build", "--no-oaths"]).code, Some(0));
    let main = site.main("book/refresh.html");
    assert!(!main.contains("since 2.1.118"), "{main}");
    assert!(main.contains("✓ verified 2.1.118–2.1.330"), "{main}");
}

#[test]
fn a_sentence_about_older_releases_is_marked_with_the_versions_that_showed_it() {
    let site = recorded(RANGE);
    let older = "Releases before 2.1.118 give up.[^refresh.early-revocation]";
    site.edit(PAGE, "The API may answer", &format!("{older}\n\nThe API may answer"));
    let ended = site.run(&["build", "--no-oaths"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let main = site.main("book/refresh.html");
    assert!(main.contains("✓ since 2.1.118"), "{main}");
    assert!(main.contains("✓ seen on 2.1.117<"), "{main}");
    assert!(main.contains("Verified 2.1.118–2.1.330; 2.1.117 differs"), "{main}");
}

#[test]
fn versions_that_nobody_recorded_are_one_line_between_those_that_ran() {
    let site = recorded(RANGE);
    let rest = "      checked: 2026-11-22\n      integrity: sha512-t6aNIvNa1T+ZR5IkJARqjTy+U5LH59FuWok4QoXa/RpT4C0njeeE/SdUzvvhwmH3ji/Rh6EX4zgbx/v5yGtG8Q==\n      reason: Nobody ran it.\n";
    for (version, next) in
        [("2.1.116", "    2.1.117:\n"), ("2.1.200", "    2.1.330:\n"), ("2.1.201", "    2.1.330:\n")]
    {
        let record = Record::new("claude-code", version.parse().unwrap(), "linux-x64");
        site.write(&format!("doctests/records/claude-code/{version}.json"), record.render());
        let listed = format!("    {version}:\n      released: 2026-05-01\n{rest}");
        site.edit("doctests/clients.yaml", next, &format!("{listed}{next}"));
    }
    let ended = site.run(&["build", "--no-oaths"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let main = site.main("book/refresh.html");
    let lines =
        ["2 versions between 2.1.118 and 2.1.330: not recorded", "1 version before 2.1.117: not recorded"];
    for line in lines {
        assert!(
            main.contains(&format!("<tr class=\"unseen\"><td colspan=\"3\">{line}</td></tr>")),
            "{line}: {main}"
        );
    }
    assert!(!main.contains("○ not recorded"), "{main}");
}

#[test]
fn a_range_moved_by_one_version_fails_at_the_claim_and_at_the_range() {
    let site = recorded("{ range: '>=2.1.117', differs_at: exchanges }");
    let ended = site.run(&["check", "--no-oaths"]);
    assert_eq!(ended.code, Some(1));
    insta::assert_snapshot!(ended.stderr);
    assert!(ended.stderr.contains(&format!("--> {PAGE}:3:1")), "{}", ended.stderr);
    assert_eq!(site.run(&["build", "--no-oaths"]).code, Some(1));
    site.edit(SCENARIO, ">=2.1.117", ">=2.1.119");
    assert_eq!(site.run(&["check", "--no-oaths"]).code, Some(1));
}

#[test]
fn what_varies_may_be_said_only_as_what_varies() {
    let site = recorded("any");
    let scenario = scenario(&site);
    for version in ["2.1.117", "2.1.118"] {
        std::fs::remove_file(site.path(&format!("doctests/records/claude-code/{version}.json"))).unwrap();
    }
    let (fixed, broken) = (refreshed(&site), repeated(&site));
    let mut record = Record::new("claude-code", "2.1.330".parse().unwrap(), "linux-x64");
    let runs = gathered(&scenario, vec![vec![fixed.clone()], vec![broken], vec![fixed]]);
    record.entries.insert(scenario.id.clone(), Entry::Seen(Seen { digest: digest(&scenario), runs }));
    site.write("doctests/records/claude-code/2.1.330.json", record.render());
    let ended = site.run(&["check", "--no-oaths"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("record::varies"), "{}", ended.stderr);
    site.edit(PAGE, "the client refreshes", "the client usually refreshes");
    let ended = site.run(&["check", "--no-oaths"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(site.run(&["build", "--no-oaths"]).code, Some(0));
    assert!(site.read("book/refresh.html").contains("◐ Partly"), "{}", site.read("book/refresh.html"));
}

#[test]
fn a_listed_release_that_has_not_run_takes_the_tick_away_by_itself() {
    let site = recorded(RANGE);
    std::fs::remove_file(site.path("doctests/records/claude-code/2.1.330.json")).unwrap();
    assert_eq!(site.run(&["build", "--no-oaths"]).code, Some(0));
    let html = site.read("book/refresh.html");
    for said in [
        "data-state=\"partly\" href=\"#evidence-refresh.early-revocation\"",
        "◐ verified up to 2.1.118",
        "◐ Verified 2.1.118, 2.1.330 not checked yet",
        "2.1.330 is out and was not checked yet.",
        "○ not checked yet",
        "◐ 1 is verified in part",
    ] {
        assert!(html.contains(said), "{said} is not in {html}");
    }
    site.edit(SCENARIO, ">=2.1.118", ">=2.1.118, <2.1.200");
    assert_eq!(site.run(&["build", "--no-oaths"]).code, Some(0));
    assert!(
        site.read("book/refresh.html").contains("✓ verified 2.1.118<"),
        "the scenario does not speak of it"
    );
}

#[test]
fn a_changed_scenario_makes_its_records_stale() {
    let site = recorded(RANGE);
    site.edit(SCENARIO, "expires_in: 2h", "expires_in: 3h");
    let ended = site.run(&["check", "--no-oaths"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("record::stale"), "{}", ended.stderr);
}

#[test]
fn one_changed_entry_voids_exactly_the_claims_that_rest_on_it() {
    let site = recorded(RANGE);
    assert_eq!(site.run(&["swear", "--all"]).code, Some(0));
    let mut seen = refreshed(&site);
    record(&site, "2.1.331", &seen);
    let ended = site.run(&["check"]);
    assert!(!ended.stderr.contains("oath::"), "one more release that does the same: {}", ended.stderr);
    std::fs::remove_file(site.path("doctests/records/claude-code/2.1.331.json")).unwrap();
    seen.commands[0].stdout.push_str("and something new\n");
    record(&site, "2.1.330", &seen);
    let ended = site.run(&["check"]);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert_eq!(ended.stderr.matches("error[").count(), 1, "{}", ended.stderr);
    assert!(ended.stderr.contains("error[oath::broken]: what `refresh/refresh.early-revocation` rests on"));
    assert!(ended.stderr.contains(&format!("--> {PAGE}:4:15")), "{}", ended.stderr);
}

#[test]
fn a_record_that_does_not_parse_breaks_no_oath() {
    let site = recorded(RANGE);
    assert_eq!(site.run(&["swear", "--all"]).code, Some(0));
    site.write("doctests/records/claude-code/2.1.330.json", "{");
    let ended = site.run(&["check"]);
    assert!(ended.stderr.contains("error[record::syntax]"), "{}", ended.stderr);
    assert!(!ended.stderr.contains("oath::"), "{}", ended.stderr);
}

#[test]
fn drift_is_shown_for_people_and_for_machines() {
    let site = recorded(RANGE);
    insta::assert_snapshot!("drift", site.run(&["drift", "2.1.117", "2.1.118"]).shown());
    insta::assert_snapshot!("drift_none", site.run(&["drift", "2.1.118", "latest"]).shown());
    insta::assert_snapshot!("drift_unknown", site.run(&["drift", "2.1.118", "2.1.119"]).shown());
    let json = site.run(&["drift", "2.1.117", "2.1.118", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["changed"][0]["id"], ID);
}

#[test]
fn the_table_of_behaviour_changes_is_written_from_the_records() {
    let site = recorded(RANGE);
    let foot = site.read(PAGE).find("[^refresh.early-revocation]:").unwrap();
    let text = site.read(PAGE);
    site.write(
        PAGE,
        format!(
            "{}<!-- generated: behavior-changes -->\n\n<!-- /generated -->\n\n{}",
            &text[..foot],
            &text[foot..]
        ),
    );
    let ended = site.run(&["check", "--fix", "--no-oaths"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let page = site.read(PAGE);
    let row = "| 2.1.118 | The server revokes an access token before its local expiry[^refresh.early-revocation] | – |";
    assert!(page.contains(row), "{page}");
}

#[test]
fn only_listed_versions_can_be_asked_for() {
    let site = recorded(RANGE);
    for (client, said) in [
        ("claude-code@2.1.119", "the nearest is 2.1.330"),
        ("claude-code", "which version?"),
        ("codex@1.0.0", "no released client is called `codex`"),
        ("2.1.118", "names no version"),
    ] {
        let ended = site.run(&["verify", "--client", client]);
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert!(ended.stderr.contains(said), "{}", ended.stderr);
    }
    assert_eq!(site.run(&["verify", "--record"]).code, Some(2));
    std::fs::remove_file(site.path("doctests/clients.yaml")).unwrap();
    let ended = site.run(&["check", "--no-oaths"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stderr.contains("clients.yaml does not list it"), "{}", ended.stderr);
    let ended = site.run(&["verify", "--client", "claude-code@2.1.118", "--runs", "2"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
}

#[test]
fn without_a_sandbox_nothing_is_run_and_the_error_says_what_to_install() {
    let site = claimed("any");
    let ended = std::process::Command::new(PROGRAM)
        .args(["verify", "--client", "claude-code@2.1.118", ID])
        .current_dir(site.root())
        .env("PATH", "")
        .output()
        .unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(3), "{said}");
    assert!(said.contains("bubblewrap"), "{said}");
}
