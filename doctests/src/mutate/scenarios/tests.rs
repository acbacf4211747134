//! Which mutants a scenario has, and what notices them.

use super::*;
use crate::mutant::Fate;
use crate::record::sample::{record, refreshed, repeated, run, scenario as sample, with};

fn scenario(text: &str) -> Scenario {
    let file = SourceFile::new("doctests/scenarios/a/b.yaml", text);
    let (scenario, faults) = parse::scenario("a.b".parse().unwrap(), &file);
    assert_eq!(faults, Vec::new());
    scenario.unwrap()
}

/// Every mutant as `path: before > after`, and what becomes of it without a run.
fn tried(scenario: &Scenario, known: Known<'_>) -> String {
    let mut lines = Vec::new();
    for change in mutants(scenario, known) {
        let ScenarioMutant { mutant, path, .. } = &change;
        let fate = match fate(scenario, &change, known) {
            Some(Fate::Caught(by)) => by.as_str().to_owned(),
            Some(other) => format!("{other:?}").to_lowercase(),
            None => "to be run".to_owned(),
        };
        lines.push(format!("{path}: `{}` > `{}`: {fate}", mutant.before, mutant.after));
    }
    lines.join("\n")
}

#[test]
fn every_value_of_a_scenario_is_changed_and_judged_afresh() {
    let scenario = sample("{ range: '>=2.1.118', differs_at: exchanges }");
    let records =
        [record("2.1.117", &scenario, vec![repeated()]), record("2.1.118", &scenario, vec![refreshed()])];
    let own = [refreshed()];
    let known = Known { own: &own, plain: &[], records: &records, skipped: &[] };
    insta::assert_snapshot!(tried(&scenario, known));
}

#[test]
fn where_nothing_of_ours_ran_only_the_records_notice_and_what_is_given_is_left_alone() {
    let scenario = sample("any");
    let records = [record("2.1.118", &scenario, vec![refreshed()])];
    let known = Known { own: &[], plain: &[], records: &records, skipped: &[] };
    let tried = tried(&scenario, known);
    assert!(tried.contains("the records") && !tried.contains("the reference client"), "{tried}");
    assert!(!tried.contains("given."), "{tried}");
}

#[test]
fn what_is_given_is_negated_or_taken_away() {
    let scenario = scenario(
        "\
title: A title
given:
  env: { ANTHROPIC_API_KEY: '' }
  stored_login: { access: A1, refresh: R1, expires_in: 290s, mode: '644' }
  authorization_server: { rotation: false }
steps: [prompt]
expect: { exit: 0 }
boundary: { of: stored_login.expires_in, at: 5m, beyond: 310s, expect: { exit: 1 } }
clients: { reference: holds }
",
    );
    let own = [refreshed(), refreshed()];
    let known = Known { own: &own, plain: &[], records: &[], skipped: &[] };
    let given = tried(&scenario, known);
    let given: Vec<&str> = given.lines().filter(|line| line.starts_with("given.")).collect();
    insta::assert_snapshot!(given.join("\n"), @r"
    given.env.ANTHROPIC_API_KEY: `''` > `K9`: to be run
    given.stored_login: `{ access: A1, refresh: R1, expires_in: 290s, mode: '644' }` > ``: to be run
    given.stored_login.access: `A1` > `blank`: to be run
    given.stored_login.refresh: `R1` > `blank`: to be run
    given.stored_login.expires_in: `290s` > `-290s`: to be run
    given.stored_login.expires_in: `290s` > `310s`: to be run
    given.stored_login.mode: `'644'` > ``: to be run
    given.authorization_server.rotation: `false` > `true`: to be run
    ");
}

#[test]
fn what_releases_print_is_changed_and_so_are_its_versions() {
    let scenario = with(
        "title: A run\ngiven: {}\nsteps: [prompt]\n\
         expect: { counts: { revoke: 0 }, releases_print: [{ text: pong, on: '>=2.1.118' }] }\n\
         clients: { reference: { not-modelled: texts }, claude-code: any }\n",
    );
    let versions = [("2.1.117", 1), ("2.1.118", 0), ("2.1.119", 0)];
    let records = versions.map(|(version, exit)| record(version, &scenario, vec![run(&[], exit)]));
    let known = Known { own: &[], plain: &[], records: &records, skipped: &[] };
    let tried = tried(&scenario, known);
    let of_texts: Vec<&str> = tried.lines().filter(|line| line.contains("releases_print")).collect();
    assert_eq!(of_texts.len(), 3, "{tried}");
    assert!(of_texts.iter().all(|line| line.ends_with("the records")), "{tried}");
}
