//! Judging, as a reader of verdicts sees it.

use jiff::SignedDuration;

use super::{judge, judge_release};
use crate::exchange::{Answer, Carrier, Endpoint, Exchange};
use crate::outcome::Outcome;
use crate::scenario::{Case, Document, Scenario};
use crate::source_file::SourceFile;
use crate::transcript::{CommandSeen, Probe, StoredLoginSeen, TokenSeen, Transcript};
use crate::verdict::Verdict;

fn case(expect: &str) -> Case {
    of_steps("prompt", expect)
}

fn of_steps(steps: &str, expect: &str) -> Case {
    let text = format!("title: t\nsteps: [{steps}]\nexpect: {expect}\nclients: {{ reference: holds }}\n");
    let document: Document = serde_yaml::from_str(&text).unwrap();
    let file = SourceFile::new("doctests/scenarios/a/b.yaml", text);
    Scenario { id: "a.b".parse().unwrap(), file, document }.cases().remove(0)
}

fn exchange(endpoint: Endpoint, credential: &str, status: u16) -> Exchange {
    Exchange {
        step: 0,
        at: SignedDuration::ZERO,
        endpoint,
        credential: Some(credential.parse().unwrap()),
        beside: None,
        carrier: Carrier::Bearer,
        answer: Answer::Status { status, error: None, spoiled: None },
        issued: Vec::new(),
        details: Vec::new(),
    }
}

fn transcript(exchanges: Vec<Exchange>, exit: i32) -> Transcript {
    Transcript {
        client: "reference".to_owned(),
        exchanges,
        quota: Vec::new(),
        commands: vec![CommandSeen {
            step: 0,
            command: "claude -p".to_owned(),
            ok: exit == 0,
            exit: Some(exit),
            stdout: "pong\n".to_owned(),
            stderr: String::new(),
        }],
        stored_login: StoredLoginSeen::Login {
            access: TokenSeen::Known("A1".parse().unwrap()),
            refresh: TokenSeen::Blank,
            expires_at: "future".to_owned(),
            mode: "600".to_owned(),
            others: vec!["mcpOAuth".to_owned()],
            unchanged: true,
        },
        helper_calls: 0,
        elapsed_seconds: 0,
        probe: Probe::default(),
        unreached: None,
    }
}

/// Each mismatch as `path: expected <> seen`, or `pass`.
fn verdict(expect: &str, transcript: &Transcript) -> String {
    match judge(&case(expect), transcript).verdict {
        Verdict::Pass => "pass".to_owned(),
        Verdict::Inconclusive { reason } => format!("inconclusive: {reason}"),
        Verdict::Fail { mismatches } => mismatches
            .iter()
            .map(|m| format!("{}: {} <> {}", m.expectation, m.expected, m.seen))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

#[test]
fn a_run_that_does_as_expected_passes() {
    let seen = transcript(vec![exchange(Endpoint::Messages, "A1", 200)], 0);
    let expect = "{ outcome: unaffected, exit: 0, prints: [pong], exchanges: [messages A1 -> 200], \
                  counts: { token: 0 }, never: [token], stored_login: unchanged }";
    assert_eq!(verdict(expect, &seen), "pass");
}

#[test]
fn every_expectation_that_fails_is_named_with_what_was_seen() {
    let seen =
        transcript(vec![exchange(Endpoint::Messages, "A1", 401), exchange(Endpoint::Messages, "A1", 401)], 1);
    let expect = "{ outcome: recovered, exit: 0, prints: [done], never_prints: [pong], \
                  exchanges: [messages A1 -> 401, token R1 -> 200], counts: { messages: 1 }, \
                  never: [messages A1 twice], stored_login: { access: A2, refresh: R2, keeps: [x] }, \
                  helper_calls: 2 }";
    insta::assert_snapshot!(verdict(expect, &seen), @r"
    expect.outcome: recovered <> misconfigured
    expect.exit: 0 <> 1 from `claude -p`
    expect.prints[0]: `done` <> `pong`
    expect.never_prints[0]: `pong` never printed <> `pong`
    expect.exchanges[1]: `token R1 -> 200` <> `messages A1 -> 401`
    expect.counts.messages: 1 <> 2
    expect.never[0]: never `messages A1 twice` <> `messages A1 -> 401`
    expect.stored_login.access: A2 <> A1
    expect.stored_login.refresh: R2 <> blank
    expect.stored_login.keeps: x <> only mcpOAuth
    expect.helper_calls: 2 <> 0
    ");
}

#[test]
fn an_exchange_too_many_and_one_too_few_both_fail() {
    let two =
        transcript(vec![exchange(Endpoint::Messages, "A1", 200), exchange(Endpoint::Messages, "A1", 200)], 0);
    assert_eq!(
        verdict("{ exchanges: [messages A1 -> 200] }", &two),
        "expect.exchanges: 1 exchanges in all <> 1 more, the first `messages A1 -> 200`"
    );
    let none = transcript(Vec::new(), 0);
    assert_eq!(
        verdict("{ exchanges: [messages A1 -> 200] }", &none),
        "expect.exchanges[0]: `messages A1 -> 200` <> no further exchange"
    );
    assert_eq!(verdict("{ exchanges: [] }", &none), "pass");
}

#[test]
fn a_request_for_the_quota_is_passed_over_only_where_a_prompt_asks_alike() {
    let mut seen = transcript(vec![exchange(Endpoint::Messages, "A1", 200)], 0);
    seen.quota = vec![exchange(Endpoint::Messages, "A1", 200)];
    assert_eq!(verdict("{ exchanges: [messages A1 -> 200], counts: { messages: 1 } }", &seen), "pass");
    assert_eq!(verdict("{ never: [messages A1 twice] }", &seen), "pass");
    assert_eq!(
        verdict("{ never: [messages A1] }", &seen),
        "expect.never[0]: never `messages A1` <> `messages A1 -> 200`"
    );
    seen.quota = vec![exchange(Endpoint::Messages, "A2", 200)];
    assert_eq!(
        verdict("{ exchanges: [messages A2 -> 200, messages A1 -> 200] }", &seen),
        "pass",
        "both are listed"
    );
    assert_ne!(verdict("{ exchanges: [messages A1 -> 200, messages A2 -> 200] }", &seen), "pass", "in order");
    assert_eq!(
        verdict("{ exchanges: [messages A1 -> 200] }", &seen),
        "expect.exchanges: no request for the quota but one that goes as a prompt's does <> \
         `messages A2 -> 200` for the quota"
    );
    seen.exchanges.clear();
    assert_eq!(
        verdict("{ never: [messages A2] }", &seen),
        "expect.never[0]: never `messages A2` <> `messages A2 -> 200`"
    );
    assert!(verdict("{ exchanges: [] }", &seen).contains("for the quota"), "nothing was to be sent");
    assert!(
        verdict("{ counts: { messages: 0 } }", &seen).contains("for the quota"),
        "nothing was to be sent"
    );
}

#[test]
fn an_answer_is_held_to_its_error_when_one_is_expected_and_to_none_when_none_came() {
    let refused = |code: &str| {
        let mut seen = exchange(Endpoint::Token, "R1", 400);
        seen.answer = Answer::Status { status: 400, error: Some(code.to_owned()), spoiled: None };
        seen
    };
    let mut lost = exchange(Endpoint::Token, "R1", 200);
    lost.answer = Answer::None { fault: "reset".to_owned() };
    let judged = |expected: &str, seen: Exchange| {
        verdict(&format!("{{ exchanges: [token R1 -> {expected}] }}"), &transcript(vec![seen], 0))
    };
    assert_eq!(judged("400", refused("invalid_grant")), "pass");
    assert_eq!(judged("400 invalid_grant", refused("invalid_grant")), "pass");
    assert_eq!(
        judged("400 invalid_grant", refused("invalid_client")),
        "expect.exchanges[0]: `token R1 -> 400 invalid_grant` <> `token R1 -> 400 invalid_client`"
    );
    assert_eq!(judged("no answer", lost.clone()), "pass");
    assert_eq!(
        judged("200", lost),
        "expect.exchanges[0]: `token R1 -> 200` <> `token R1 -> no answer (reset)`"
    );
}

#[test]
fn a_command_that_was_to_end_and_did_not_fails_its_exit_code() {
    let mut seen = transcript(Vec::new(), 0);
    seen.commands[0].exit = None;
    assert_eq!(verdict("{ exit: 0 }", &seen), "expect.exit: 0 <> `claude -p` did not end");
    assert_eq!(verdict("{ exits: [0] }", &seen), "expect.exits: [0] <> []");
}

#[test]
fn a_turn_of_a_session_has_no_exit_code_and_fails_none() {
    let mut seen = transcript(Vec::new(), 0);
    let ended = CommandSeen { step: 1, ..seen.commands[0].clone() };
    seen.commands[0].exit = None;
    seen.commands.push(ended);
    assert_eq!(judge(&of_steps("typed_prompt, prompt", "{ exit: 0 }"), &seen).verdict, Verdict::Pass);
}

#[test]
fn a_text_is_looked_for_when_none_is_forbidden_and_the_other_way_round() {
    let seen = transcript(Vec::new(), 0);
    assert_eq!(verdict("{ prints: [done] }", &seen), "expect.prints[0]: `done` <> `pong`");
    assert_eq!(
        verdict("{ never_prints: [pong] }", &seen),
        "expect.never_prints[0]: `pong` never printed <> `pong`"
    );
}

#[test]
fn the_mode_of_the_stored_login_is_held_to_when_one_is_expected() {
    let seen = transcript(Vec::new(), 0);
    let expect = |mode: &str| format!("{{ stored_login: {{ access: A1, refresh: blank{mode} }} }}");
    assert_eq!(verdict(&expect(""), &seen), "pass");
    assert_eq!(verdict(&expect(", mode: '600'"), &seen), "pass");
    assert_eq!(verdict(&expect(", mode: '644'"), &seen), "expect.stored_login.mode: 644 <> 600");
}

#[test]
fn a_stored_login_of_another_kind_is_told_as_it_was_found() {
    let of = |stored_login: StoredLoginSeen| Transcript { stored_login, ..transcript(Vec::new(), 0) };
    let login = |access: TokenSeen, refresh: TokenSeen| {
        let expires_at = "past".to_owned();
        let (mode, others) = ("600".to_owned(), Vec::new());
        of(StoredLoginSeen::Login { access, refresh, expires_at, mode, others, unchanged: false })
    };
    let foreign = login(TokenSeen::Foreign, TokenSeen::Missing);
    let broken = |unchanged: bool| of(StoredLoginSeen::Unreadable { unchanged });
    let said = [
        verdict("{ stored_login: none }", &foreign),
        verdict("{ stored_login: unchanged }", &foreign),
        verdict("{ stored_login: { access: A1, refresh: R1 } }", &foreign),
        verdict("{ stored_login: { access: A1, refresh: R1 } }", &of(StoredLoginSeen::None)),
        verdict("{ stored_login: unchanged }", &broken(false)),
    ];
    insta::assert_snapshot!(said.join("\n"), @r"
    expect.stored_login: no file <> access a token of nobody's, refresh missing, expiresAt past
    expect.stored_login: byte for byte what it was <> access a token of nobody's, refresh missing, expiresAt past
    expect.stored_login.access: A1 <> a token of nobody's
    expect.stored_login.refresh: R1 <> missing
    expect.stored_login: access A1, refresh R1 <> no file
    expect.stored_login: byte for byte what it was <> a file that does not parse
    ");
    assert_eq!(verdict("{ stored_login: unchanged }", &broken(true)), "pass");
    assert_eq!(verdict("{ stored_login: none }", &of(StoredLoginSeen::None)), "pass");
}

#[test]
fn a_step_that_did_not_come_about_is_inconclusive_and_never_a_pass() {
    let mut seen = transcript(Vec::new(), 0);
    seen.unreached = Some("the second process never reached the lock".to_owned());
    assert_eq!(verdict("{ exit: 0 }", &seen), "inconclusive: the second process never reached the lock");
}

#[test]
fn the_outcome_follows_from_the_run_and_the_probe() {
    let outcome = |exchanges, exit, same_store, fresh_login| {
        let mut seen = transcript(exchanges, exit);
        seen.probe = Probe { same_store, fresh_login };
        judge(&case("{ exit: 0 }"), &seen).outcome
    };
    let ok = || vec![exchange(Endpoint::Messages, "A1", 200)];
    let refreshed = || vec![exchange(Endpoint::Token, "R1", 200), exchange(Endpoint::Messages, "A2", 200)];
    let refused = || vec![exchange(Endpoint::Messages, "A1", 401)];
    assert_eq!(outcome(ok(), 0, None, None), Outcome::Unaffected);
    assert_eq!(outcome(refreshed(), 0, None, None), Outcome::Recovered);
    assert_eq!(outcome(refused(), 0, None, None), Outcome::Recovered);
    assert_eq!(outcome(refused(), 1, Some(true), None), Outcome::RetryLater);
    assert_eq!(outcome(refused(), 1, Some(false), Some(true)), Outcome::LoginRequired);
    assert_eq!(outcome(refused(), 1, Some(false), Some(false)), Outcome::Misconfigured);
}

#[test]
fn what_releases_print_is_judged_on_releases_and_by_their_versions() {
    let seen = transcript(Vec::new(), 0);
    let on = |expect: &str, version: &str| {
        let expect = format!("{{ exit: 0, elapsed: 5s, releases_print: [{expect}] }}");
        judge_release(&case(&expect), &seen, &version.parse().unwrap()).verdict.is_pass()
    };
    assert!(on("{ text: pong }", "2.1.118"));
    assert!(!on("{ text: ping }", "2.1.118"));
    assert!(on("{ text: pong, on: '>=2.1.118' }", "2.1.118"));
    assert!(!on("{ text: pong, on: '>2.1.118' }", "2.1.118"), "it is printed too early");
    assert!(on("{ text: ping, on: '>2.1.118' }", "2.1.118"));
    assert_eq!(verdict("{ exit: 0, releases_print: [{ text: ping }] }", &seen), "pass");
}
