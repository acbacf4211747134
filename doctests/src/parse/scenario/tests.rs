//! Scenarios, right and wrong, and what is said of them.

mod limits;
mod released;

use std::sync::Arc;

use proptest::prelude::*;

use super::scenario;
use crate::diagnostic::Diagnostic;
use crate::report;
use crate::scenario::{Scenario, Step, StoredLoginExpected};
use crate::source_file::SourceFile;

const EARLY_REVOCATION: &str = "\
title: The server revokes an access token before its local expiry
given:
  stored_login: { access: A1, refresh: R1, expires_in: 2h }
  resource_server: { revoked: [A1] }
steps:
  - prompt
expect:
  outcome: recovered
  exit: 0
  exchanges:
    - messages A1 -> 401
    - token R1 -> 200 issues A2 R2
    - messages A2 -> 200
  stored_login: { access: A2, refresh: R2 }
clients:
  reference: holds
  claude-code: { range: \">=2.1.118\", differs_at: exchanges }
";

fn read(text: &str) -> (Option<Scenario>, Vec<Diagnostic>) {
    scenario("refresh.example".parse().unwrap(), &file(text))
}

fn file(text: &str) -> Arc<SourceFile> {
    SourceFile::new("doctests/scenarios/refresh/example.yaml", text)
}

/// What is said about the example with `from` replaced by `to`.
fn said(from: &str, to: &str) -> String {
    assert!(EARLY_REVOCATION.contains(from), "{from}");
    report::human(&read(&EARLY_REVOCATION.replace(from, to)).1, false)
}

/// A scenario with these lines in place of the usual `given`, `steps` and `expect`.
fn with(lines: &str) -> String {
    let text = format!("title: x\n{lines}\nclients: {{ reference: holds }}\n");
    report::human(&read(&text).1, false)
}

#[test]
fn the_scenario_of_the_design_is_read() {
    let (scenario, diagnostics) = read(EARLY_REVOCATION);
    assert_eq!(diagnostics, []);
    let document = scenario.unwrap().document;
    assert_eq!(document.steps[0].value, Step::Prompt);
    let file = file(EARLY_REVOCATION);
    let exchanges = document.expect.exchanges.unwrap();
    assert_eq!(file.slice(exchanges[1].span), "token R1 -> 200 issues A2 R2");
    assert_eq!(file.position(exchanges[1].span.start).to_string(), "12:7");
    let login = document.expect.stored_login.unwrap();
    assert_eq!(file.slice(login.span), "{ access: A2, refresh: R2 }");
    assert!(matches!(login.value, StoredLoginExpected::Holds { .. }));
}

#[test]
fn every_step_and_every_key_can_be_written() {
    let (scenario, diagnostics) = read(include_str!("tests/everything.yaml"));
    assert_eq!(report::human(&diagnostics, false), "");
    let json = serde_json::to_string_pretty(&scenario.unwrap().document).unwrap();
    insta::assert_snapshot!(json);
}

#[test]
fn a_misspelt_key_is_named_with_the_key_that_was_meant() {
    insta::assert_snapshot!(said("outcome:", "outcom:"));
}

#[test]
fn a_misspelt_word_is_named_with_the_word_that_was_meant() {
    insta::assert_snapshot!(said("- prompt", "- promt"));
}

#[test]
fn all_faults_of_a_file_are_named_at_once() {
    insta::assert_snapshot!(with(
        "about: [x]
given:
  stored_login: { acess: A1, refresh: Q1, expires_in: soon }
  authorization_server: { rotation: maybe, answers: { status: 503 } }
steps:
  - prompt
  - advance
  - prompts: many
  - { revoke: [A1], prompt: x }
  - { revoke: [A1, R1, X9] }
expect:
  exit:
  exchanges: [messages A1 -> 4o1, token R1]
  counts: { tokn: 1 }
  stored_login: { access: A1 }"
    ));
}

#[test]
fn a_missing_key_is_named_where_it_belongs() {
    insta::assert_snapshot!(said("clients:\n  reference: holds\n  claude-code:", "other:"));
}

#[test]
fn a_key_that_is_there_twice_hides_no_other_fault() {
    insta::assert_snapshot!(said("  exit: 0\n", "  exit: 0\n  exit: 1\n  zebra: 1\n"));
}

#[test]
fn an_unknown_symbol_is_an_error_wherever_it_stands() {
    insta::assert_snapshot!(with(
        "given:
  stored_login: { access: A1, refresh: R1, expires_in: 2h }
  resource_server: { revoked: [A7] }
steps:
  - prompt
  - revoke: [A8]
expect:
  exchanges:
    - messages A2 -> 401
    - token R1 -> 200 issues A2 R2 A1
    - messages A2 -> 200
  never: [messages A9, token R3 twice]
  stored_login: { access: A5, refresh: blank }"
    ));
}

#[test]
fn a_server_may_issue_the_next_tokens_unsaid() {
    let said = with(
        "given:
  stored_login: { access: A1, refresh: R1, expires_in: -1h }
steps: [{ prompts: 3 }]
expect:
  counts: { token: 1 }
  never: [token R1 twice]
  stored_login: { access: A2, refresh: R2 }",
    );
    assert_eq!(said, "");
    let uneven = "given: { stored_login: { access: A1, refresh: R3, expires_in: 2h } }\nsteps: [prompt]\n\
                  expect: { stored_login: { access: A2, refresh: R4 } }";
    assert_eq!(with(uneven), "", "each kind of token has numbers of its own");
    assert!(with(&uneven.replace("A2", "A4")).contains("nothing gives or issues A4"));
}

#[test]
fn counts_say_what_the_list_of_exchanges_says() {
    assert_eq!(said("  exchanges:", "  counts: { messages: 2, token: 1 }\n  exchanges:"), "");
    let other = said("  exchanges:", "  counts: { messages: 1 }\n  exchanges:");
    assert!(other.contains("2, as `exchanges` has it"), "{other}");
}

#[test]
fn a_symbol_of_the_wrong_kind_is_an_error() {
    insta::assert_snapshot!(with(
        "given:
  env: { ANTHROPIC_API_KEY: R1, CLAUDE_CODE_OAUTH_TOKEN: K1, API_TIMEOUT_MS: A1, CLAUDE_CODE_OAUTH_SCOPES: user }
  settings: { apiKeyHelper: [key: R1] }
  stored_login: { access: R1, refresh: A1, expires_in: 2h }
  authorization_server: { revoked: [A1] }
steps: [prompt]
expect:
  exchanges: [messages R1 -> 401, token A1 -> 200 issues K7, revoke K1 -> 200]"
    ));
}

#[test]
fn only_the_documented_variables_may_be_set() {
    insta::assert_snapshot!(with(
        "given:
  env:
    HOME: /root
    HTTPS_PROXY: http://example.com
    LD_PRELOAD: x.so
    ANTHROPIC_BASE_URL: http://example.com
    CLAUDE_CODE_OAUTH_TOKN: E1
    CLAUDE_CONFIG_DIR: /etc
steps: [prompt]
expect: { exit: 0 }"
    ));
}

#[test]
fn the_env_block_of_the_settings_is_held_to_the_same_list() {
    insta::assert_snapshot!(with(
        "given:
  env: { ANTHROPIC_API_KEY: K1 }
  settings:
    env:
      ANTHROPIC_API_KEY: R1
      HTTPS_PROXY: http://example.com
      PATH: /tmp
steps: [prompt]
expect: { exit: 0 }"
    ));
    insta::assert_snapshot!(
        "settings_set_nothing",
        with("given: { settings: { env: {} } }\nsteps: [prompt]\nexpect: { exit: 0 }")
    );
}

#[test]
fn what_cannot_fail_is_no_expectation() {
    insta::assert_snapshot!("expects_nothing", with("steps: [prompt]\nexpect: {}"));
    insta::assert_snapshot!(
        "expects_empty_lists",
        with("steps: [prompt]\nexpect: { prints: [], never: [], counts: {}, never_prints: ['  '] }")
    );
    insta::assert_snapshot!(
        "expects_other_exit_codes",
        with("steps: [{ prompts: 3 }, typed_prompt]\nexpect: { exit: 300, exits: [0, 0, 0, 0] }")
    );
    insta::assert_snapshot!(
        "expects_an_exit_that_never_comes",
        with("steps: [typed_prompt]\nexpect: { exit: 0 }")
    );
}

#[test]
fn steps_run_something_and_end_with_it() {
    insta::assert_snapshot!("steps_none", with("steps: []\nexpect: { exchanges: [] }"));
    insta::assert_snapshot!(
        "steps_idle",
        with(
            "steps: [prompt, { prompts: 1 }, { prompts: 17 }, { revoke: [] }, { advance: -5m }]\nexpect: { exit: 0 }"
        )
    );
    let many = format!("steps: [{}]\nexpect: {{ exit: 0 }}", "prompt, ".repeat(51));
    assert!(with(&many).contains("51 steps are too many: at most 50"));
    assert_eq!(with(&many.replacen("prompt, ", "", 1)), "");
    let idle = "given: { stored_login: { access: A1 } }\nsteps: [revoke: [A1]]\nexpect: { exit: 0 }";
    assert!(with(idle).contains("no step runs a command"));
}

#[test]
fn values_out_of_range_are_refused() {
    insta::assert_snapshot!(with(
        "given:
  clock_skew: 300000h
  stored_login:
    { access: A1, text: '{', expires_in: 5m, expires_at: null, mode: 0o600, fault: read-only }
  authorization_server:
    access_lifetime: 0s
    grace: -1s
    answers: [{ status: 99 }, { times: 0 }, { delay: -1m }, { status: 503, without: [refresh_token] }, { error: x }]
    revoke_answers: [{ status: 200, fault: stalled }]
  resource_server:
    answers: [{ status: 429, retry_after: 1500ms }]
steps: [prompt, rewrite_store: { access: A2, mode: 0600 }]
expect:
  exit: 0
  elapsed: -3s
  exchanges: [token R1 -> 400 invalid_grant issues A3, messages A1 -> 200 issues A4]
  counts: { messages: 2 }"
    ));
}

#[test]
fn managed_settings_set_something() {
    let managed = |keys: &str| {
        with(&format!("given: {{ managed_settings: {{ {keys} }} }}\nsteps: [prompt]\nexpect: {{ exit: 1 }}"))
    };
    assert_eq!(managed("forceLoginMethod: claudeai"), "");
    assert!(managed("").contains("the managed settings set nothing"));
    insta::assert_snapshot!(managed("forceLoginMethod: consol"));
}

#[test]
fn a_project_names_no_folder_but_an_empty_one() {
    let project = |keys: &str| {
        with(&format!("given: {{ project_settings: {{ {keys} }} }}\nsteps: [prompt]\nexpect: {{ exit: 1 }}"))
    };
    assert_eq!(project("env: { CLAUDE_CONFIG_DIR: empty }"), "");
    assert!(project("").contains("the settings of the project set nothing"));
    assert!(project("env: { CLAUDE_CONFIG_DIR: /etc }").contains("one of `empty`"));
}

#[test]
fn what_the_first_start_asks_is_answered_after_it_was_asked() {
    let run = |given: &str, steps: &str| {
        with(&format!("given: {{ {given} }}\nsteps: [{steps}]\nexpect: {{ exchanges: [] }}"))
    };
    assert_eq!(run("onboarding: pending", "first_start, chosen: Yes"), "");
    assert!(run("", "first_start").contains("every question of the first start is answered"));
    assert!(run("onboarding: pending", "chosen: Yes, first_start").contains("nothing is asked yet"));
    assert!(run("onboarding: done", "first_start").contains("one of `pending`, `marked`"));
}

#[test]
fn a_refusal_has_a_status_that_refuses() {
    let refused = |status: u16| {
        let given = format!("given: {{ resource_server: {{ settings_refused: [{status}] }} }}");
        with(&format!("{given}\nsteps: [prompt]\nexpect: {{ exit: 1 }}"))
    };
    assert_eq!(refused(401), "");
    assert!(refused(200).contains("200 refuses nothing"));
}

#[test]
fn durations_are_written_as_people_write_them() {
    for good in ["2h", "290s", "5m", "-1h", "5 minutes", "1h 30m", "PT5M", "0s"] {
        assert_eq!(said("expires_in: 2h", &format!("expires_in: {good}")), "", "{good}");
    }
    insta::assert_snapshot!(said("expires_in: 2h", "expires_in: 5 minits"));
}

#[test]
fn a_boundary_lies_between_two_near_sides_that_differ() {
    let boundary = |far: &str| {
        with(&format!(
            "given: {{ stored_login: {{ access: A1, refresh: R1, expires_in: 310s }} }}
steps: [prompt]
expect: {{ exchanges: [messages A1 -> 200] }}
{far}"
        ))
    };
    let good =
        "boundary: { of: stored_login.expires_in, at: 5m, beyond: 290s, expect: { outcome: recovered } }";
    assert_eq!(boundary(good), "");
    insta::assert_snapshot!("boundary_outside", boundary(&good.replace("5m", "6m")));
    insta::assert_snapshot!("boundary_wide", boundary(&good.replace("290s", "200s")));
    insta::assert_snapshot!("boundary_none", boundary(&good.replace("290s", "310s")));
    insta::assert_snapshot!("boundary_absent", boundary(&good.replace("stored_login.expires_in", "advance")));
    let same = good.replace("outcome: recovered", "exchanges: [messages A1 -> 200]");
    insta::assert_snapshot!("boundary_same", boundary(&same));
}

#[test]
fn clients_say_enough() {
    insta::assert_snapshot!(
        "clients_variant",
        said("reference: holds", "reference: { variant: 'No Refresh' }")
    );
    insta::assert_snapshot!("clients_reason", said("reference: holds", "reference: { not-modelled: ' ' }"));
    insta::assert_snapshot!("clients_differs", said("differs_at: exchanges", "differs_at: prints"));
    insta::assert_snapshot!("clients_range", said("\">=2.1.118\"", "\"2.1.x.118\""));
    insta::assert_snapshot!("clients_ranges", said("{ range: \">=2.1.118\", differs_at: exchanges }", "[]"));
}

#[test]
fn a_title_is_one_line_without_a_full_stop() {
    insta::assert_snapshot!(said(
        "title: The server revokes an access token before its local expiry",
        "title: \"\\e[31mThe\\u202e server\""
    ));
    assert!(said("local expiry", "local expiry.").contains("the title ends in a full stop"));
    assert!(with("").contains("`steps` is missing"));
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn no_damage_makes_the_parser_panic(at in 0usize..1_000, cut in 0usize..30, put in "[ a-zA-Z0-9:,\\[\\]{}\"'#&*!|>\n-]{0,6}") {
        let text = include_str!("tests/everything.yaml");
        let floor = |mut at: usize| { while !text.is_char_boundary(at) { at -= 1; } at };
        let (start, end) = (floor(at), floor(at + cut));
        let (scenario, diagnostics) = read(&format!("{}{put}{}", &text[..start], &text[end..]));
        prop_assert!(scenario.is_some() || !diagnostics.is_empty(), "nothing is said about nothing");
        report::human(&diagnostics, false);
    }
}

#[test]
fn of_very_many_faults_the_first_are_listed_and_their_number_is_said() {
    let many =
        with(&format!("steps: [prompt]\nexpect:\n  exchanges: [{}]", "messages A9 -> 401, ".repeat(90)));
    assert_eq!(many.matches("error[").count(), 50);
    assert!(many.contains("40 more faults of this file are not listed: mend these first"));
    let unknown: Vec<_> = (0..400).map(|number| format!("key{number}: x")).collect();
    let many = with(&unknown.join("\n"));
    assert_eq!(many.matches("error[").count(), 50);
    assert!(many.contains("more faults of this file are not listed"));
}
