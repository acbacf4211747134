//! What a scenario tells is told of whom it belongs to, and in no other sense.

use std::sync::Arc;

use super::understanding::matched;
use crate::catalog::Catalog;
use crate::ground::sample::{catalog, scenario};
use crate::source_file::SourceFile;

/// The catalog of the other tests, with the words of the book.
fn book() -> Catalog {
    let file = SourceFile::new("doctests/lexicon.yaml", include_str!("../../../lexicon.yaml"));
    let lexicon = crate::parse::lexicon(&file).0.expect("a lexicon");
    Catalog { lexicon: Arc::new(lexicon), ..catalog() }
}

/// The same with one more scenario, `made.up`, of this text.
fn with(text: &str) -> Catalog {
    let mut catalog = book();
    let scenario = scenario("made.up", text);
    catalog.scenarios.insert(scenario.id.clone(), scenario);
    catalog
}

/// Asserts that of `made.up` the first sentences are shown and the others are not.
fn shows(scenario: &str, shown: &[&str], other: &[&str]) {
    let catalog = with(scenario);
    for text in shown {
        assert!(matched(&format!("{text}[^made.up]"), &catalog), "{text}");
    }
    for text in other {
        assert!(!matched(&format!("{text}[^made.up]"), &catalog), "{text}");
    }
}

#[test]
fn a_sign_in_that_is_waited_for_heals_nothing() {
    let waits = "\
title: A browser that never comes back
given: {}
steps: [{ auth_login: never }]
expect: { prints: ['Paste code here'], exchanges: [], stored_login: none }
clients: { reference: holds }
";
    shows(waits, &["It does not heal by itself."], &["It heals by itself."]);
    let twice = "\
title: The second sign-in is refused
given: { env: { CLAUDE_CODE_OAUTH_REFRESH_TOKEN: R1 } }
steps: [{ auth_login: unused }, { auth_login: unused }]
expect: { exits: [0, 1], exchanges: ['token R1 -> 200 issues A1 R2', 'token R1 -> 400'] }
clients: { reference: holds }
";
    shows(twice, &["It does not heal by itself."], &["It heals by itself."]);
}

#[test]
fn a_session_sends_what_is_typed_into_it_and_a_process_what_it_was_started_with() {
    let run = |step: &str| {
        format!(
            "\
title: A token is sent
given: {{ env: {{ CLAUDE_CODE_OAUTH_TOKEN: E1 }} }}
steps: [{step}]
expect: {{ exchanges: ['messages E1 -> 200'] }}
clients: {{ reference: holds }}
"
        )
    };
    let of_session = "The session sends the variable.";
    let of_process = "The process reads the variable.";
    shows(&run("typed_prompt"), &[of_session], &[of_process]);
    shows(&run("prompt"), &[of_process], &[of_session]);
}

const STARTS: &str = "\
title: A first start
given: { onboarding: pending, env: { CLAUDE_CODE_OAUTH_TOKEN: E1 } }
steps: [first_start, typed_prompt]
";

#[test]
fn the_first_start_asks_what_is_printed_and_not_what_is_never_printed() {
    let rest = "clients: { reference: { not-modelled: no screen } }\n";
    let (asks, does_not) = ("The first start asks for a login.", "The first start asks for no login.");
    let never =
        format!("{STARTS}expect: {{ prints: [pong], never_prints: ['Select login method:'] }}\n{rest}");
    shows(&never, &[does_not], &[asks]);
    let menu = format!("{STARTS}expect: {{ prints: ['Select login method:'] }}\n{rest}");
    shows(&menu, &[asks], &[does_not]);
}

#[test]
fn what_a_text_names_is_shown_only_where_it_is_said_to_be_printed() {
    let status = "\
title: A status
given: { stored_login: { access: A1, refresh: R1, expires_in: 2h } }
steps: [auth_status]
expect: { exit: 0, prints: ['\"loggedIn\": true'], exchanges: [] }
clients: { reference: holds }
";
    shows(
        status,
        &[
            "The command reports a login.",
            "It shows a sign-in.",
            "It asks no server.",
            "It checks no server.",
        ],
        &["The command logs in.", "It asks the server.", "The command reports a key."],
    );
}

#[test]
fn what_is_never_sent_is_denied_of_the_credential_that_is_named() {
    let never = "\
title: An expired token is not sent
given:
  stored_login: { access: A1, refresh: R1, expires_in: -1h }
  authorization_server: { revoked: [R1] }
steps: [prompt]
expect: { exit: 1, counts: { token: 1 }, never: [messages A1] }
clients: { reference: holds }
";
    shows(
        never,
        &["The expired access token is never sent."],
        &["The expired access token is sent.", "The API is never asked.", "Nothing is sent."],
    );
}

#[test]
fn who_gives_no_answer_does_not_answer() {
    let silent = "\
title: The API is silent
given:
  stored_login: { access: A1, refresh: R1, expires_in: 2h }
  resource_server: { answers: [{ times: 9, fault: stalled }] }
steps: [prompt]
expect: { exit: 1, exchanges: ['messages A1 -> no answer'] }
clients: { reference: holds }
";
    shows(silent, &["The API does not answer."], &["The API answers."]);
}

#[test]
fn what_a_sign_in_asks_for_and_brings_is_told() {
    let sign_in = "\
title: A sign-in with one scope
given: { authorization_server: { scopes: ['user:inference'] } }
steps: [{ typed_login: approve }, typed_prompt]
expect: { exchanges: ['token -> 200 issues A1 R1', 'messages A1 -> 200'] }
clients: { reference: holds }
";
    shows(
        sign_in,
        &["The sign-in asks for a scope.", "The session sends the new token.", "A person signs in."],
        &["The session sends the old token.", "Nobody signs in."],
    );
    let early = book();
    assert!(matched("Nobody signs in.[^refresh.early-revocation]", &early));
    assert!(!matched("The client asks for a scope.[^refresh.early-revocation]", &early));
}

#[test]
fn a_login_command_stands_for_the_login_that_it_leaves_behind() {
    let catalog = book();
    assert!(matched("Claude Code renews a `/login` by itself.[^refresh.early-revocation]", &catalog));
    assert!(!matched("Claude Code does not renew a `/login`.[^refresh.early-revocation]", &catalog));
}

#[test]
fn no_token_request_is_no_refresh() {
    let kept = "\
title: A token that is good
given: { stored_login: { access: A1, refresh: R1, expires_in: 2h } }
steps: [prompt]
expect: { exit: 0, exchanges: ['messages A1 -> 200'] }
clients: { reference: holds }
";
    shows(kept, &["It sends no token request."], &[]);
    assert!(!matched("It sends no token request.[^refresh.early-revocation]", &book()));
}

#[test]
fn a_browser_comes_back_or_does_not_and_only_what_is_stored_can_be_removed() {
    let run = |browser: &str| {
        format!(
            "\
title: A sign-in
given: {{}}
steps: [{{ auth_login: {browser} }}]
expect: {{ exit: 1, exchanges: [], stored_login: none }}
clients: {{ reference: holds }}
"
        )
    };
    let until = "Until the browser comes back, nothing is stored.";
    shows(
        &run("never"),
        &[until],
        &["After the browser comes back, nothing is stored.", "It removes nothing."],
    );
    shows(&run("deny"), &["The browser comes back."], &["The browser never comes back."]);
}

#[test]
fn what_is_not_needed_is_what_a_scenario_is_about() {
    let without = "\
title: The token works without any stored login
given: { env: { CLAUDE_CODE_OAUTH_TOKEN: E1 } }
steps: [prompt]
expect: { outcome: unaffected, exit: 0, exchanges: ['messages E1 -> 200'], stored_login: none }
clients: { reference: holds }
";
    shows(
        without,
        &["It works without any stored login.", "There is no login.", "The token works."],
        &[
            "It works without any API key.",
            "There is a login.",
            "It needs a stored login.",
            "The token endpoint answers.",
            "The token endpoint did not answer.",
        ],
    );
}

#[test]
fn an_order_is_told_in_front_as_well_and_what_is_denied_before_something_follows_it() {
    let elsewhere = "\
title: A sign-in elsewhere
given:
  stored_login: { access: A1, refresh: R1, expires_in: 2h }
  resource_server: { revoked: [A1] }
  authorization_server: { revoked: [R1] }
steps: [typed_prompt, { rewrite_store: { access: A2, refresh: R2, expires_in: 8h } }, typed_prompt]
expect:
  exchanges:
    - messages A1 -> 401
    - token R1 -> 400
    - messages A2 -> 200
clients: { reference: holds }
";
    shows(
        elsewhere,
        &["After a sign-in in another window, the next request of a session works."],
        &[
            "Before a sign-in in another window, the next request of a session works.",
            "The next request of a session fails.",
            "The refresh token is good.",
        ],
    );
    let rights = "\
title: A 403 about rights
given: { stored_login: { access: A1, refresh: R1, expires_in: 2h } }
steps: [prompt]
expect: { exit: 1, exchanges: ['messages A1 -> 403'], never: [token] }
clients: { reference: holds }
";
    let after = "No token request is sent after the API refuses it.";
    shows(rights, &[after], &["No token request is sent before the API refuses it."]);
    let expired = "\
title: An access token that has expired
given: { stored_login: { access: A1, refresh: R1, expires_in: -1h } }
steps: [prompt]
expect: { exit: 0, exchanges: ['token R1 -> 200 issues A2 R2', 'messages A2 -> 200'] }
clients: { reference: holds }
";
    shows(
        expired,
        &["It is renewed before the next request."],
        &["It is renewed after the next request.", "With it the access token is not renewed."],
    );
}

#[test]
fn what_heals_later_does_not_fail_later() {
    let down = "\
title: The token endpoint is down
given:
  stored_login: { access: A1, refresh: R1, expires_in: -1h }
  authorization_server: { answers: [{ times: 99, status: 503 }] }
steps: [prompt]
expect: { outcome: retry-later, exit: 1, exchanges: ['token R1 -> 503'] }
clients: { reference: holds }
";
    shows(
        down,
        &["The prompt fails.", "A later prompt works.", "The token endpoint answers `503`."],
        &["A later prompt fails."],
    );
}

#[test]
fn a_status_comes_twice_in_two_answers() {
    let run = |times: u8| {
        format!(
            "\
title: The token endpoint answers 503
given:
  stored_login: {{ access: A1, refresh: R1, expires_in: -1h }}
  authorization_server: {{ answers: [{{ times: {times}, status: 503 }}] }}
steps: [prompt]
expect: {{ exit: 0, exchanges: {} }}
clients: {{ reference: holds }}
",
            if times == 1 {
                "['token R1 -> 503', 'token R1 -> 200 issues A2 R2', 'messages A2 -> 200']"
            } else {
                "['token R1 -> 503', 'token R1 -> 503', 'token R1 -> 200 issues A2 R2', 'messages A2 -> 200']"
            }
        )
    };
    let twice = "The token endpoint answers `503` twice.";
    shows(&run(2), &[twice], &[]);
    shows(&run(1), &["The token endpoint answers `503` once."], &[twice]);
}

#[test]
fn always_and_a_link_that_nearly_bears_a_name_need_more_than_a_run() {
    let refused = "\
title: A refused key
given: { env: { ANTHROPIC_API_KEY: K1 }, resource_server: { revoked: [K1] } }
steps: [prompt]
expect: { exit: 1, exchanges: ['messages K1 -> 401'] }
clients: { reference: holds }
";
    shows(
        refused,
        &["The API key is refused.", "The API key is refused, see [a refused key](#a-refused-key)."],
        &[
            "The API key is always refused.",
            "The API key is refused, see [a good refused key](#a-refused-key).",
        ],
    );
}

#[test]
fn that_a_range_begins_somewhere_says_nothing_of_what_is_run() {
    shows(
        "title: The helper is not run\ngiven: { settings: { apiKeyHelper: [{ key: K1 }] } }\n\
         steps: [bare_prompt]\nexpect: { exit: 1, helper_calls: 0 }\n\
         clients: { reference: holds, claude-code: { range: '>2.1.72', differs_at: exit } }\n",
        &["`apiKeyHelper` is not run.", "Runs on both sides."],
        &["`apiKeyHelper` is run."],
    );
}
