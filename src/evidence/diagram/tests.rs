//! Pictures and lists of runs that are written out here.

use std::fmt::Write as _;

use doctests::parse;
use doctests::scenario::Scenario;
use doctests::source_file::SourceFile;
use doctests::transcript::Transcript;

use super::{Diagram, list};

const PATH: &str = "doctests/scenarios/a/b.yaml";

fn scenario(given: &str, steps: &str) -> Scenario {
    let text = format!(
        "title: What <happens>\ngiven:\n  {given}\nsteps: {steps}\nexpect: {{ exit: 0 }}\nclients:\n  reference: holds\n"
    );
    let (scenario, faults) = parse::scenario("a.b".parse().unwrap(), &SourceFile::new(PATH, text));
    assert_eq!(faults, []);
    scenario.unwrap()
}

fn transcript(json: serde_json::Value) -> Transcript {
    serde_json::from_value(json).unwrap()
}

fn exchange(step: usize, endpoint: &str, credential: &str, answer: serde_json::Value) -> serde_json::Value {
    let carrier = if endpoint == "messages" { "bearer" } else { "refresh-grant" };
    let issued =
        if !answer.to_string().contains("40") && endpoint == "token" { &["A2", "R2"][..] } else { &[] };
    serde_json::json!({
        "step": step, "endpoint": endpoint, "credential": credential, "carrier": carrier, "answer": answer,
        "issued": issued,
    })
}

fn status(status: u16, error: Option<&str>) -> serde_json::Value {
    serde_json::json!({ "status": { "status": status, "error": error } })
}

fn command(step: usize, exit: Option<i32>) -> serde_json::Value {
    serde_json::json!({ "step": step, "command": "claude -p", "ok": exit == Some(0), "exit": exit })
}

fn stored(access: &str, refresh: &str) -> serde_json::Value {
    let token =
        |name: &str| if name == "blank" { "blank".into() } else { serde_json::json!({ "known": name }) };
    serde_json::json!({ "login": {
        "access": token(access), "refresh": token(refresh), "expires_at": "future", "mode": "600", "unchanged": false
    } })
}

/// A refresh after an early revocation.
fn refreshed() -> (Scenario, Transcript) {
    let scenario = scenario(
        "stored_login: { access: A1, refresh: R1, expires_in: 2h }\n  resource_server: { revoked: [A1] }",
        "[prompt]",
    );
    let seen = transcript(serde_json::json!({
        "exchanges": [
            exchange(0, "messages", "A1", status(401, Some("authentication_error"))),
            exchange(0, "token", "R1", status(200, None)),
            exchange(0, "messages", "A2", status(200, None)),
        ],
        "commands": [command(0, Some(0))],
        "stored_login": stored("A2", "R2"),
    }));
    (scenario, seen)
}

/// Three at once, then a lost answer.
fn lost() -> (Scenario, Transcript) {
    let scenario = scenario(
        "stored_login: { access: A1, refresh: R1, expires_in: 2h }",
        "[prompts: 3, advance: 3h, revoke: [A1], prompt]",
    );
    let seen = transcript(serde_json::json!({
        "exchanges": [
            exchange(0, "messages", "A1", status(200, None)),
            exchange(3, "token", "R1", serde_json::json!({ "none": { "fault": "reset after the grant was made" } })),
        ],
        "commands": [command(0, Some(0)), command(0, Some(0)), command(0, Some(1)), command(3, Some(1))],
        "stored_login": stored("blank", "R1"),
        "helper_calls": 2,
        "unreached": "the lock <never> came free",
    }));
    (scenario, seen)
}

/// One element a line.
fn lines(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

#[test]
fn a_run_is_drawn_and_told_from_the_given_login_to_the_stored_one() {
    let mut shown = String::new();
    for (scenario, transcript) in [refreshed(), lost()] {
        let (title, case) = (scenario.document.title.as_str(), &scenario.cases()[0]);
        let svg = Diagram { title, case, transcript: &transcript }.svg().unwrap();
        writeln!(shown, "{}\n{}\n", lines(&svg), lines(&list(case, &transcript))).unwrap();
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_list_has_every_request_that_the_picture_has() {
    for (scenario, transcript) in [refreshed(), lost()] {
        let (title, case) = (scenario.document.title.as_str(), &scenario.cases()[0]);
        let svg = Diagram { title, case, transcript: &transcript }.svg().unwrap();
        assert_eq!(svg.matches("class=\"solid\"").count(), transcript.exchanges.len(), "{svg}");
        assert_eq!(list(case, &transcript).matches("client → ").count(), transcript.exchanges.len());
    }
}

#[test]
fn a_picture_needs_no_script_no_style_and_stays_within_its_width() {
    let (scenario, mut transcript) = lost();
    let long = "a".repeat(200);
    transcript.commands[3].command = format!("claude {long} & <b>");
    let svg = Diagram { title: "T", case: &scenario.cases()[0], transcript: &transcript }.svg().unwrap();
    for forbidden in ["style=", "<script", "foreignObject", "\n", "{{", "<b>"] {
        assert!(!svg.contains(forbidden), "{forbidden:?} in {svg}");
    }
    let attributes = svg.split("=\"").filter_map(|before| before.rsplit(' ').next());
    assert_eq!(attributes.filter(|name| name.starts_with("on")).count(), 0, "no handler: {svg}");
    for x in svg.split(" x=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse::<usize>().unwrap())
    {
        assert!(x <= super::lifeline::WIDTH, "{x}");
    }
}

#[test]
fn without_a_request_nothing_is_drawn_and_the_list_says_so() {
    let (scenario, mut transcript) = refreshed();
    transcript.exchanges.clear();
    let case = &scenario.cases()[0];
    assert_eq!(Diagram { title: "T", case, transcript: &transcript }.svg(), None);
    assert!(list(case, &transcript).contains("no request carried a credential"));
}
