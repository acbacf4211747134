//! Ranges held to records, as those who wrote the ranges see it.

use semver::Version;

use super::{seen_on, standing};
use crate::record::sample::{record, refreshed, repeated, run, scenario};
use crate::record::{Entry, Record, Seen, digest, gathered};
use crate::report;
use crate::scenario::Scenario;
use crate::standing::{ReleaseState, SeenThere, Standing};
use crate::transcript::Transcript;

const RANGE: &str = "{ range: '>=2.1.118', differs_at: exchanges }";

fn versions(all: &[&str]) -> Vec<Version> {
    all.iter().map(|version| version.parse().unwrap()).collect()
}

/// How `scenario` stands when each version went as its runs say.
fn stands(scenario: &Scenario, seen: &[(&str, Vec<Transcript>)]) -> Standing {
    let records: Vec<Record> =
        seen.iter().map(|(version, runs)| record(version, scenario, runs.clone())).collect();
    standing(scenario, &records, &versions(&["2.1.120"]))
}

fn said(scenario: &Scenario, standing: &Standing) -> String {
    report::human(&report::standing_diagnostics(scenario, standing), false)
}

fn verified(from: &str, to: &str) -> ReleaseState {
    ReleaseState::Verified { from: from.parse().unwrap(), to: to.parse().unwrap() }
}

#[test]
fn a_range_with_both_sides_is_verified() {
    let scenario = scenario(RANGE);
    let standing = stands(
        &scenario,
        &[("2.1.119", vec![refreshed()]), ("2.1.117", vec![repeated()]), ("2.1.118", vec![refreshed()])],
    );
    assert_eq!(said(&scenario, &standing), "");
    assert_eq!(standing.state(), verified("2.1.118", "2.1.119"));
    let [bound] = &standing.bounds[..] else { panic!("{standing:?}") };
    assert!(bound.adjacent && bound.begins);
    assert_eq!(bound.above.to_string(), "2.1.118");
}

#[test]
fn moving_a_range_by_one_version_is_a_contradiction_either_way() {
    let seen =
        [("2.1.117", vec![repeated()]), ("2.1.118", vec![refreshed()]), ("2.1.119", vec![refreshed()])];
    let early = scenario("{ range: '>=2.1.117', differs_at: exchanges }");
    let late = scenario("{ range: '>=2.1.119', differs_at: exchanges }");
    let never = scenario("{ range: '>=2.1.122', differs_at: exchanges }");
    let all = [&early, &late, &never].map(|scenario| said(scenario, &stands(scenario, &seen)));
    insta::assert_snapshot!(all.join("\n"));
    assert_eq!(
        stands(&early, &seen).state(),
        ReleaseState::Contradicted { versions: versions(&["2.1.117"]) }
    );
}

#[test]
fn just_outside_it_must_fail_at_the_expectation_that_is_named() {
    let scenario = scenario("{ range: '>=2.1.118', differs_at: exit }");
    let other = run(&["messages A1 401"], 0);
    let standing = stands(&scenario, &[("2.1.117", vec![other]), ("2.1.118", vec![refreshed()])]);
    insta::assert_snapshot!(said(&scenario, &standing));
}

#[test]
fn between_two_ranges_it_must_fail_at_what_each_of_them_names() {
    let with = |first: &str, second: &str| {
        scenario(&format!(
            "[{{ range: '<=2.1.117', differs_at: {first} }}, {{ range: '>=2.1.119', differs_at: {second} }}]"
        ))
    };
    let seen = [
        ("2.1.117", vec![refreshed()]),
        ("2.1.118", vec![run(&["messages A1 401", "messages A1 401"], 0)]),
        ("2.1.119", vec![refreshed()]),
    ];
    let contradicted = |scenario: &Scenario| stands(scenario, &seen).contradictions().count();
    assert_eq!(contradicted(&with("exchanges", "exchanges")), 0);
    assert_eq!(contradicted(&with("exit", "exchanges")), 1);
    assert_eq!(contradicted(&with("exchanges", "exit")), 1);
}

#[test]
fn what_two_ranges_name_alike_is_said_once() {
    let scenario =
        scenario("[{ range: '<=2.1.117', differs_at: exit }, { range: '>=2.1.119', differs_at: exit }]");
    let standing = stands(
        &scenario,
        &[("2.1.117", vec![refreshed()]), ("2.1.118", vec![refreshed()]), ("2.1.119", vec![refreshed()])],
    );
    let said: Vec<String> = standing.contradictions().map(|found| found.expected).collect();
    assert_eq!(said, ["it lies just outside the range, and differs at `exit`"]);
}

#[test]
fn what_fails_on_both_sides_of_a_boundary_is_named_on_both() {
    let boundary =
        "boundary: { of: stored_login.expires_in, at: 2h, beyond: 119m 30s, expect: { exit: 0 } }\nclients:";
    let scenario = crate::record::sample::with(&scenario("any").file.text.replace("clients:", boundary));
    let mut record = record("2.1.118", &scenario, Vec::new());
    let runs = gathered(&scenario, vec![vec![repeated(), repeated()]]);
    record.entries.insert(scenario.id.clone(), Entry::Seen(Seen { digest: digest(&scenario), runs }));
    let SeenThere::Fails { mismatches } = seen_on(&scenario, &record) else { panic!("{record:?}") };
    let places: Vec<&str> = mismatches.iter().map(|mismatch| mismatch.expectation.as_str()).collect();
    assert_eq!(places, ["expect.exit", "expect.exchanges[1]", "boundary.expect.exit"]);
}

#[test]
fn a_bound_between_versions_that_are_not_neighbours_lies_somewhere_between() {
    let range = scenario(RANGE);
    let standing = stands(&range, &[("2.1.116", vec![repeated()]), ("2.1.121", vec![refreshed()])]);
    assert_eq!(said(&range, &standing), "");
    assert!(!standing.bounds[0].adjacent);
    // 2.1.120 was never published.
    let unpublished = scenario("{ range: '>=2.1.120', differs_at: exchanges }");
    let standing = stands(&unpublished, &[("2.1.119", vec![repeated()]), ("2.1.121", vec![refreshed()])]);
    assert!(standing.bounds[0].adjacent);
}

#[test]
fn bugs_come_and_go() {
    let scenario = scenario(
        "[{ range: '<=2.1.116', differs_at: exchanges }, { range: '>=2.1.119', differs_at: exchanges }]",
    );
    let standing = stands(
        &scenario,
        &[
            ("2.1.116", vec![refreshed()]),
            ("2.1.117", vec![repeated()]),
            ("2.1.118", vec![repeated()]),
            ("2.1.119", vec![refreshed()]),
        ],
    );
    assert_eq!(said(&scenario, &standing), "");
    assert_eq!(
        standing.bounds.iter().map(|bound| (bound.begins, bound.adjacent)).collect::<Vec<_>>(),
        [(false, true), (true, true)]
    );
    assert_eq!(standing.state(), verified("2.1.116", "2.1.119"));
}

#[test]
fn runs_that_differ_and_all_pass_hold_in_all_and_others_are_inconclusive() {
    let scenario = scenario("any");
    let mut otherwise = refreshed();
    otherwise.commands[0].stderr = "a warning".to_owned();
    let holds = stands(&scenario, &[("2.1.118", vec![refreshed(), refreshed(), otherwise])]);
    assert_eq!(holds.state(), verified("2.1.118", "2.1.118"));
    let varies = stands(&scenario, &[("2.1.118", vec![refreshed(), refreshed(), repeated()])]);
    assert_eq!(said(&scenario, &varies), "");
    let ReleaseState::Partly { held: None, reason } = varies.state() else { panic!("{varies:?}") };
    assert_eq!(reason, "2.1.118: it held in 2 of 3 runs");
    let SeenThere::Varies { otherwise, .. } = &varies.versions[0].seen else { panic!("{varies:?}") };
    assert_eq!(otherwise, "`expect.exit` was 1 from `claude -p`");
}

#[test]
fn what_did_not_come_about_is_never_verified() {
    let scenario = scenario("any");
    let mut unreached = refreshed();
    unreached.unreached = Some("the prompt never appeared".to_owned());
    let standing = stands(&scenario, &[("2.1.118", vec![unreached])]);
    let reason = "2.1.118: the prompt never appeared".to_owned();
    assert_eq!(standing.state(), ReleaseState::Partly { held: None, reason });
}

#[test]
fn a_stale_entry_is_named_with_the_command_that_records_it_again() {
    let before = scenario(RANGE);
    let records: Vec<Record> = ["2.1.117", "2.1.118", "2.1.119"]
        .iter()
        .map(|version| record(version, &before, vec![refreshed()]))
        .collect();
    let now = crate::record::sample::with(&before.file.text.replace("2h", "3h"));
    let standing = standing(&now, &records, &[]);
    insta::assert_snapshot!(said(&now, &standing));
    assert!(matches!(standing.state(), ReleaseState::NotOnRelease { .. }));
}

#[test]
fn a_scenario_that_is_not_recorded_is_no_fault() {
    let scenario = scenario("any");
    let mut records = [Record::new("claude-code", "2.1.118".parse().unwrap(), "linux-x64")];
    let reason = |standing: &Standing| match standing.state() {
        ReleaseState::NotOnRelease { reason } => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(&standing(&scenario, &[], &[])), "no version it speaks of is recorded");
    assert_eq!(reason(&standing(&scenario, &records, &[])), "not recorded yet");
    records[0].entries.insert(scenario.id.clone(), Entry::NotRun("needs a person".to_owned()));
    assert_eq!(reason(&standing(&scenario, &records, &[])), "needs a person");
    assert_eq!(said(&scenario, &standing(&scenario, &records, &[])), "");
}

#[test]
fn an_older_record_is_not_enough_when_the_newest_has_not_run_it() {
    let scenario = scenario("any");
    let records = [
        record("2.1.118", &scenario, vec![refreshed()]),
        Record::new("claude-code", "2.1.330".parse().unwrap(), "linux-x64"),
    ];
    let state = standing(&scenario, &records, &[]).state();
    assert!(matches!(state, ReleaseState::Partly { held: Some(_), .. }), "{state:?}");
}

#[test]
fn virtual_time_is_expected_of_the_reference_client_alone() {
    let text = scenario("any").file.text.replace("exit: 0\n", "exit: 0\n  elapsed: 0s\n");
    let scenario = crate::record::sample::with(&text);
    assert_eq!(stands(&scenario, &[("2.1.118", vec![refreshed()])]).state(), verified("2.1.118", "2.1.118"));
}

#[test]
fn only_what_was_seen_decides_what_records_show() {
    let scenario = scenario(RANGE);
    let shown = |seen: &[(&str, Vec<Transcript>)]| stands(&scenario, seen).shown;
    let before =
        [("2.1.116", vec![repeated()]), ("2.1.117", vec![repeated()]), ("2.1.118", vec![refreshed(); 3])];
    let with = |more: (&'static str, Vec<Transcript>)| {
        let mut seen = before.to_vec();
        seen.retain(|(version, _)| *version != more.0);
        seen.push(more);
        shown(&seen)
    };
    let mut other = refreshed();
    other.commands[0].stdout = "something else\n".to_owned();
    let same = shown(&before);
    assert!(same.is_some());
    assert_eq!(with(("2.1.119", vec![refreshed()])), same, "one more release that does the same");
    assert_eq!(with(("2.1.118", vec![refreshed()])), same, "fewer runs that go alike");
    assert_eq!(with(("2.1.116", vec![run(&[], 1)])), same, "a release far outside the range");
    assert_ne!(with(("2.1.119", vec![other.clone()])), same, "a release that prints something else");
    assert_ne!(with(("2.1.118", vec![refreshed(), other])), same, "a second way to go");
    assert_ne!(with(("2.1.117", vec![run(&[], 1)])), same, "the release next to the range");
    assert_eq!(shown(&[("2.1.117", vec![repeated()])]), None, "outside alone shows nothing");
}
