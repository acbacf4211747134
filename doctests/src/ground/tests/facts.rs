//! Facts: like is held against like.

use crate::diagnostic::Diagnostic;
use crate::ground::sample::{carets, catalog, facts, page, render};

fn check(line: &str) -> Vec<Diagnostic> {
    facts(&page("authentication", &format!("# Page\n## Section\n{line}\n")), &catalog())
}

/// The facts that `line` is refused for.
fn refused(line: &str) -> Vec<String> {
    carets(&check(line)).into_iter().map(ToOwned::to_owned).collect()
}

#[test]
fn what_the_cited_scenario_says_is_grounded() {
    for line in [
        "When the API answers `401` although `expiresAt` has not passed, it refreshes.[^refresh.early-revocation]",
        "It refreshes a token that expires within 5 minutes.[^refresh.ahead-of-expiry]",
        "It refreshes with 300 seconds or less left.[^refresh.ahead-of-expiry]",
        "The token endpoint refuses with `400` and `invalid_grant`, and `claude -p` ends with exit code 1.[^refresh.refused]",
        "It writes `\"\"` into `.credentials.json` with mode `0600` and prints `could not be refreshed`.[^refresh.refused]",
        "It prints `Failed to authenticate: … refreshed`.[^refresh.refused]",
        "Since 2.1.118 it recovers from `401`.[^refresh.early-revocation]",
        "With `CLAUDE_CODE_API_KEY_HELPER_TTL_MS=360000` it keeps it 6 minutes: 2 calls.[^helper.ttl]",
        "A token lives one year.[^source.setup-token]",
        "It makes 10 attempts and prints `Your login expires in … days`.[^source.setup-token]",
        "It ends with exit code 2 on `529`.[^source.setup-token]",
        "After `/login` it works.[^source.setup-token]",
        "It recovers from `401`, and a token lives one year.[^refresh.early-revocation][^source.setup-token]",
    ] {
        assert_eq!(refused(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn what_the_cited_scenario_does_not_say_is_refused_under_the_caret() {
    for (line, caret) in [
        ("When the API answers `403`, it refreshes.[^refresh.early-revocation]", "403"),
        ("It refreshes a token that expires within 6 minutes.[^refresh.ahead-of-expiry]", "6 minutes"),
        ("It refreshes 290 seconds before expiry.[^refresh.ahead-of-expiry]", "290 seconds"),
        ("It waits 310 seconds.[^refresh.ahead-of-expiry]", "310 seconds"),
        ("It ends with exit code 2.[^refresh.refused]", "2"),
        ("It prints `could not be refresh`.[^refresh.refused]", "could not be refresh"),
        ("Since 2.1.119 it recovers.[^refresh.early-revocation]", "2.1.119"),
        ("It writes `.credentials.jsn`.[^refresh.refused]", ".credentials.jsn"),
        ("It makes 11 attempts.[^source.setup-token]", "11 attempts"),
        ("It takes 3 calls.[^helper.ttl]", "3 calls"),
        (
            "Set with `CLAUDE_CODE_API_KEY_HELPER_TTL_MS=370000`.[^helper.ttl]",
            "CLAUDE_CODE_API_KEY_HELPER_TTL_MS=370000",
        ),
        ("It runs `claude auth status`.[^refresh.refused]", "claude auth status"),
        ("It writes mode `0644`.[^refresh.refused]", "0644"),
    ] {
        assert_eq!(refused(line), [caret], "{line}");
    }
}

#[test]
fn a_status_of_the_token_endpoint_is_none_of_the_resource_server() {
    assert_eq!(refused("The API answers `400`.[^refresh.refused]"), ["400"]);
    assert_eq!(refused("The token endpoint answers `401`.[^refresh.early-revocation]"), ["401"]);
    assert_eq!(refused("After a `400` it stops.[^refresh.refused]"), Vec::<String>::new());
}

#[test]
fn a_text_that_is_never_printed_is_quoted_by_negative_sentences_only() {
    assert_eq!(refused("It prints `Try again`.[^refresh.refused]"), ["Try again"]);
    assert_eq!(refused("It does not print `Try again`.[^refresh.refused]"), Vec::<String>::new());
}

#[test]
fn a_threshold_needs_a_boundary() {
    assert_eq!(refused("It lives for 2 hours.[^refresh.early-revocation]"), Vec::<String>::new());
    let found = check("It refreshes within 2 hours.[^refresh.early-revocation]");
    assert_eq!(carets(&found), ["2 hours"]);
    assert!(render(&found).contains("runs with this duration on one side only"), "{}", render(&found));
}

#[test]
fn an_ungrounded_fact_says_what_the_citation_says_and_who_else_says_it() {
    let found = [
        check("When the API answers `403`, it refreshes.[^refresh.early-revocation]"),
        check("It refreshes a token that expires within 6 minutes.[^refresh.ahead-of-expiry]"),
        check("It prints `Your login expires in 4 days`.[^source.setup-token]"),
        check("The API answers `400`.[^refresh.refused]"),
        check("It ends with exit code 1.[^refresh.early-revocation]"),
    ]
    .concat();
    insta::assert_snapshot!(render(&found));
}

#[test]
fn an_instruction_names_only_what_its_section_cites() {
    let section = "It prints it with `claude -p`.[^refresh.refused]\n";
    assert_eq!(refused(&format!("{section}Run `claude -p \"ping\"` and `/login`.")), Vec::<String>::new());
    assert_eq!(refused(&format!("{section}Run `claude auth login`.")), ["claude auth login"]);
    assert_eq!(refused(&format!("{section}## Next\nRun `claude -p`.")), ["claude -p"]);
    assert_eq!(refused(&format!("{section}Run it 7 hours.")), Vec::<String>::new());
}

#[test]
fn a_prose_page_and_an_unknown_citation_are_not_checked_for_facts() {
    let prose = page("contributing", "<!-- prose: about -->\nIt answers `403`.[^refresh.refused]\n");
    assert_eq!(facts(&prose, &catalog()), Vec::new());
    assert_eq!(refused("It answers `403`.[^refresh.unknown]"), Vec::<String>::new());
}

#[test]
fn a_link_to_a_section_of_this_page_only_names_it() {
    let text = "# Page\n## API Error 6 minutes\n[API Error 6 minutes](#api-error-6-minutes) recovers.[^refresh.refused]\n";
    assert_eq!(facts(&page("authentication", text), &catalog()), Vec::new());
    let text = text.replace("[API Error 6", "[API Error 7");
    assert_eq!(carets(&facts(&page("authentication", &text), &catalog())), ["7 minutes"]);
}
