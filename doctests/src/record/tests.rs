//! Records, as those who read their diffs see them.

use super::sample::{command, record, refreshed, repeated, run, scenario, with};
use super::{Entry, Record, digest, gathered, unfit};
use crate::diagnostic::Diagnostic;
use crate::parse;
use crate::report;
use crate::source_file::SourceFile;

fn read(text: &str) -> (Option<Record>, Vec<Diagnostic>) {
    parse::record(&SourceFile::new("doctests/records/claude-code/2.1.118.json", text))
}

#[test]
fn a_record_reads_back_and_gives_the_same_bytes() {
    let mut record = record("2.1.118", &scenario("any"), vec![refreshed(), refreshed(), refreshed()]);
    record.entries.insert("interactive.login".parse().unwrap(), Entry::NotRun("needs a person".to_owned()));
    let text = record.render();
    insta::assert_snapshot!(text);
    let (back, faults) = read(&text);
    assert_eq!(faults, []);
    let back = back.unwrap();
    assert_eq!(back.render(), text);
    let Entry::Seen(seen) = &back.entries[&"refresh.early-revocation".parse().unwrap()] else { panic!() };
    assert_eq!(seen.runs[0].cases[0].transcript.client, "claude-code@2.1.118");
    assert_eq!(seen.count(), 3);
}

#[test]
fn the_order_and_the_times_of_runs_are_no_part_of_a_record() {
    let scenario = scenario("any");
    let mut late = repeated();
    late.elapsed_seconds = 90;
    late.exchanges[1].at = jiff::SignedDuration::from_secs(80);
    let one = record("2.1.118", &scenario, vec![refreshed(), repeated(), refreshed()]);
    let other = record("2.1.118", &scenario, vec![late, refreshed(), refreshed()]);
    assert_eq!(one.render(), other.render());
    let Entry::Seen(seen) = &one.entries[&scenario.id] else { panic!() };
    assert_eq!(seen.runs.iter().map(|run| run.count).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn what_runs_at_once_is_an_unordered_group() {
    let scenario = with(
        "title: Two at once\ngiven:\n  stored_login: { access: A1, refresh: R1, expires_in: 2h }\n\
         steps: [{ prompts: 2 }]\nexpect: { exit: 0 }\nclients: { reference: holds, claude-code: any }\n",
    );
    let ways = [
        ["messages A1 401", "token R1 200 A2 R2", "messages A1 401", "messages A2 200", "messages A2 200"],
        ["messages A1 401", "messages A1 401", "token R1 200 A2 R2", "messages A2 200", "messages A2 200"],
    ];
    let runs = [(ways[0], [0, 1]), (ways[1], [1, 0])].map(|(way, exits)| {
        let mut seen = run(&way, 0);
        seen.commands = exits.map(command).to_vec();
        vec![seen]
    });
    let gathered = gathered(&scenario, runs.to_vec());
    assert_eq!(gathered.len(), 1, "{gathered:#?}");
    let order: Vec<String> =
        gathered[0].cases[0].transcript.exchanges.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(order.join("\n"), @r"
    messages A1 -> 401 authentication_error
    messages A1 -> 401 authentication_error
    token R1 -> 200 issues A2 R2
    messages A2 -> 200
    messages A2 -> 200
    ");
}

#[test]
fn steps_one_after_another_keep_their_order() {
    let scenario = scenario("any");
    let swapped = run(&["token R1 200 A2 R2", "messages A1 401", "messages A2 200"], 0);
    assert_eq!(gathered(&scenario, vec![vec![refreshed()], vec![swapped]]).len(), 2);
}

#[test]
fn the_digest_is_of_what_is_run_and_of_nothing_else() {
    let now = scenario("any");
    let other = |from: &str, to: &str| {
        assert!(now.file.text.contains(from), "{from}");
        digest(&with(&now.file.text.replace(from, to)))
    };
    assert_eq!(digest(&now), other("title: The server", "title: A server"));
    assert_eq!(digest(&now), other("exit: 0", "exit: 1"));
    assert_eq!(
        digest(&now),
        other("claude-code: any", "claude-code: { range: '>=2.1.118', differs_at: exit }")
    );
    assert_eq!(
        digest(&now),
        other("resource_server:", "authorization_server: { rotation: true }\n  resource_server:")
    );
    assert_ne!(digest(&now), other("expires_in: 2h", "expires_in: 3h"));
    assert_ne!(digest(&now), other("steps: [prompt]", "steps: [prompt, prompt]"));
    let boundary =
        "boundary: { of: stored_login.expires_in, at: 2h, beyond: 119m 30s, expect: { exit: 1 } }\nclients:";
    let near = other("clients:", boundary);
    assert_ne!(digest(&now), near);
    assert_ne!(near, other("clients:", &boundary.replace("beyond: 119m 30s", "beyond: 119m 40s")));
    assert_eq!(near, other("clients:", &boundary.replace("at: 2h", "at: 119m 50s")));
}

#[test]
fn what_would_differ_elsewhere_is_not_recorded() {
    let printed = |line: &str| {
        let mut seen = refreshed();
        seen.commands[0].stderr = format!("first\n{line}\n");
        unfit(&seen)
    };
    assert_eq!(
        printed("Proxy: http://127.0.0.1:40123").as_deref(),
        Some("a port in `Proxy: http://127.0.0.1:40123`")
    );
    for line in ["/tmp/x/y", "sk-ant-oat01-x", "ends 2026-11-28T21:32:31.869Z", "/home/somebody/.claude"] {
        assert!(printed(line).is_some(), "{line}");
    }
    for line in ["Proxy: http://127.0.0.1:PORT", "exit 1", "A2 at 12:30"] {
        assert_eq!(printed(line), None);
    }
}

#[test]
fn a_broken_record_is_named_at_its_place() {
    let text = record("2.1.118", &scenario("any"), vec![refreshed()]).render();
    let broken = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        report::human(&read(&text.replace(from, to)).1, false)
    };
    let all = [
        broken("\"platform\"", "\"platfrom\""),
        broken("\"2.1.118\"", "\"2.1.119\""),
        broken("\"protocol\": 1", "\"protocol\": 99"),
        broken("\"count\": 1", "\"count\": 0"),
        broken("pong", "at http://127.0.0.1:40123 pong"),
        report::human(&read("").1, false),
        report::human(&read(&text[..text.len() / 2]).1, false),
    ];
    insta::assert_snapshot!(all.join("\n"));
}
