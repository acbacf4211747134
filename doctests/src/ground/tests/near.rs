//! Values that are near by: what a run prints beside what it is cited for, and names that stand where they cannot.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::diagnostic::Code;
use crate::ground::sample::{carets, catalog, facts, page, scenario};
use crate::ground::{Checker, entries};
use crate::lexicon::Lexicon;
use crate::printed::Printed;
use crate::record::sample::{record, run};
use crate::source_file::SourceFile;
use crate::standing::{Claimed, OnVersion, SeenThere, Standing};
use crate::understanding::Held;

/// A catalog with one more scenario, `a.b`: this is given, typed and expected.
fn with(given: &str, steps: &str, expect: &str) -> Catalog {
    let text = format!(
        "title: A run\ngiven: {given}\nsteps: [{steps}]\nexpect: {expect}\n\
         clients: {{ reference: {{ not-modelled: screens }}, claude-code: any }}\n"
    );
    let mut catalog = catalog();
    catalog.scenarios.insert("a.b".parse().unwrap(), scenario("a.b", &text));
    catalog
}

/// The catalog with records of `a.b` in which each version printed its text.
fn printing(catalog: Catalog, versions: &[(&str, &str)]) -> Catalog {
    let id = "a.b".parse().unwrap();
    let (mut printed, mut standing) = (Printed::default(), Standing::unclaimed());
    for (version, text) in versions {
        let mut seen = run(&[], 1);
        seen.commands[0].stdout = format!("{text}\n");
        let record = record(version, &catalog.scenarios[&id], vec![seen]);
        printed.add(&SourceFile::new("r.json", record.render()), &record);
        standing.versions.push(OnVersion {
            version: version.parse().unwrap(),
            claimed: Claimed::Holds,
            seen: SeenThere::Holds { ways: 1 },
        });
    }
    catalog.printed.set(Arc::new(printed)).unwrap();
    catalog.standings.set(Arc::new(BTreeMap::from([(id, standing)]))).unwrap();
    catalog
}

/// The catalog with what a lexicon may know of names.
fn naming(mut catalog: Catalog) -> Catalog {
    let text = "{ kinds: { time: [expiresAt] }, programs: [claude],\n\
                beside: [{ before: [behind], only: [command] }, { before: [prints], never: [command] },\n\
                         { after: [is set], never: [text] }, { column: [text], only: [text] }],\n\
                homes: [{ names: [expiresAt], words: [expir, end] }],\n\
                units: { _MS: milliseconds }, numbered: [rfc], uncounted: [and] }";
    let mut document = catalog.lexicon.document.clone();
    document.names = serde_yaml::from_str(text).unwrap();
    catalog.lexicon = Arc::new(Lexicon::new(catalog.lexicon.file.clone(), document));
    catalog
}

/// The facts that the claim `says`, which cites `a.b`, is refused for.
fn ungrounded(says: &str, catalog: &Catalog) -> Vec<String> {
    let page = page("authentication", &format!("{says}[^a.b]\n"));
    carets(&facts(&page, catalog)).into_iter().map(ToOwned::to_owned).collect()
}

/// What the claim `says` is contradicted or refused at for naming a thing twice.
fn wrong(says: &str, catalog: &Catalog) -> Vec<String> {
    let page = page("authentication", &format!("{says}[^a.b]\n"));
    let mut found = Checker::new(catalog, &[]).page(&page);
    found.retain(|fault| matches!(fault.code, Code::MeaningContradicted | Code::MeaningRepeats));
    carets(&found).into_iter().map(ToOwned::to_owned).collect()
}

#[test]
fn a_printed_line_is_quoted_where_the_scenario_expects_it() {
    let text = "Not logged in · run it\nTips for you";
    let catalog = printing(with("{}", "prompt", "{ prints: [Not logged in] }"), &[("2.1.330", text)]);
    assert_eq!(ungrounded("It prints `Not logged in · run it`.", &catalog), Vec::<String>::new());
    assert_eq!(ungrounded("It prints `Tips for you`.", &catalog), ["Tips for you"]);
    let generated = "<!-- generated: x -->\n\nIt prints `Tips for you`.[^a.b]\n\n<!-- /generated -->\n";
    assert_eq!(facts(&page("authentication", generated), &catalog), []);
}

#[test]
fn what_the_newest_release_no_longer_prints_needs_older_releases_in_its_sentence_and_they_need_it() {
    let versions = [("2.1.118", "Failed: the whole"), ("2.1.330", "Failed: in short")];
    let catalog = printing(with("{}", "prompt", "{ prints: ['Failed:'] }"), &versions);
    assert_eq!(ungrounded("It prints `Failed: the whole`.", &catalog), ["Failed: the whole"]);
    assert_eq!(ungrounded("Older releases print `Failed: the whole`.", &catalog), Vec::<String>::new());
    assert_eq!(ungrounded("Older releases print `Failed: in short`.", &catalog), ["Failed: in short"]);
    let row = |header: &str| format!("| {header} | B |\n|---|---|\n| `Failed: the whole` | it ends |\n");
    let row = |header: &str| row(header).replace("it ends", "it ends[^a.b]");
    assert_eq!(facts(&page("authentication", &row("Older text")), &catalog), []);
    assert_eq!(facts(&page("authentication", &row("Text")), &catalog).len(), 1);
}

#[test]
fn a_text_of_releases_alone_is_dated_by_its_versions() {
    let texts = "[{ text: Both are set, on: '>2.1.118' }, { text: Auth conflict, on: '<=2.1.118' }]";
    let expect = format!("{{ exit: 1, releases_print: {texts} }}");
    let versions = [("2.1.118", "Auth conflict"), ("2.1.330", "Both are set")];
    let catalog = printing(with("{}", "prompt", &expect), &versions);
    assert_eq!(ungrounded("It prints `Both are set`.", &catalog), Vec::<String>::new());
    assert_eq!(ungrounded("It prints `Auth conflict`.", &catalog), ["Auth conflict"]);
}

#[test]
fn what_a_server_says_is_not_what_the_client_prints() {
    let answers =
        "{ resource_server: { answers: [{ status: 403, error: denied, message: Request not allowed }] } }";
    let catalog = with(answers, "prompt", "{ exit: 1 }");
    assert_eq!(ungrounded("The API says `Request not allowed`.", &catalog), Vec::<String>::new());
    assert_eq!(ungrounded("It prints `Request not allowed`.", &catalog), ["Request not allowed"]);
    assert_eq!(ungrounded("The API answers `403` with `denied`.", &catalog), Vec::<String>::new());
    assert_eq!(ungrounded("The API answers `403` with `/login`.", &catalog), ["/login"]);
}

#[test]
fn a_sentence_names_a_version_a_text_and_a_name_once() {
    let catalog =
        with("{ env: { ANTHROPIC_API_KEY: K1 } }", "prompt, auth_status", "{ prints: [Both are set] }");
    let twice = "`Both are set` is printed, and with a key `Both are set` again.";
    assert_eq!(wrong(twice, &catalog), ["Both are set"]);
    let named = "`ANTHROPIC_API_KEY` is read, so unset `ANTHROPIC_API_KEY`.";
    assert_eq!(wrong(named, &catalog), ["ANTHROPIC_API_KEY"]);
    let cells = "| A | B |\n|---|---|\n| `ANTHROPIC_API_KEY` | `ANTHROPIC_API_KEY` |";
    assert_eq!(wrong(cells, &catalog), Vec::<String>::new());
    assert_eq!(wrong("After `claude -p` comes `claude -p`.", &catalog), Vec::<String>::new());
}

#[test]
fn each_row_of_a_table_begins_with_something_of_its_own_and_leads_to_its_own_place() {
    let catalog = with("{ stored_login: { access: A1 } }", "prompt", "{ exit: 0 }");
    let table = |rows: [&str; 3]| {
        let rows = rows.map(|row| format!("| {row} |\n"));
        wrong(&format!("| A | B |\n|---|---|\n{}| z | y", rows.concat()), &catalog)
    };
    assert_eq!(table(["a[^a.b] | x", "b[^a.b] | x", "c[^a.b] | x"]), Vec::<String>::new());
    assert_eq!(table(["a[^a.b] | x", "b[^a.b] | y", "a[^a.b] | z"]), ["a", "a"]);
    // Cases are told apart by several columns, and exit codes by what is printed.
    assert_eq!(table(["a[^a.b] | x", "a[^a.b] | y", "a[^a.b] | z"]), Vec::<String>::new());
    assert_eq!(
        table(["exit code 0[^a.b] | x", "exit code 0[^a.b] | y", "b[^a.b] | z"]),
        Vec::<String>::new()
    );
    let ways = |second: &str| {
        let rows = format!("| a[^a.b] | [x](#x) |\n| b[^a.b] | {second} |");
        wrong(&format!("| A | B |\n|---|---|\n{rows}\n\nIt is so."), &catalog)
    };
    assert_eq!(ways("[y](#y)"), Vec::<String>::new());
    assert_eq!(ways("[x](#x)"), ["[x](#x)", "[x](#x)"]);
}

#[test]
fn one_signs_in_with_what_signs_in_and_a_session_is_started() {
    let login = "{ stored_login: { access: A1 } }";
    let catalog = with(login, "typed_prompt, prompt", "{ exit: 0 }");
    assert_eq!(wrong("Log in again with `/login`.", &catalog), Vec::<String>::new());
    assert_eq!(wrong("Log in again with `claude -p`.", &catalog), ["claude -p"]);
    assert_eq!(wrong("Start `claude`.", &catalog), Vec::<String>::new());
    assert_eq!(wrong("A new `claude` is sent.", &catalog), ["claude"]);
    assert_eq!(wrong("A `/login` refreshes.", &catalog), Vec::<String>::new());
    assert_eq!(wrong("`/login` refreshes.", &catalog), ["/login"]);
    assert_eq!(wrong("With `/login` the client waits.", &catalog), ["/login"]);
    assert_eq!(wrong("Unset `/login`.", &catalog), ["/login"]);
}

#[test]
fn a_name_is_of_the_kind_that_the_words_beside_it_ask_for() {
    let given = "{ stored_login: { access: A1, expires_in: 1h }, env: { ANTHROPIC_API_KEY: K1 } }";
    let catalog = naming(with(given, "prompt, typed_prompt", "{ prints: [Not good] }"));
    assert_eq!(wrong("It stands behind `claude -p`.", &catalog), Vec::<String>::new());
    assert_eq!(wrong("It stands behind `.credentials.json`.", &catalog), [".credentials.json"]);
    assert_eq!(wrong("The client prints `Not good`.", &catalog), Vec::<String>::new());
    assert_eq!(wrong("The client prints `claude -p`.", &catalog), ["claude -p"]);
    assert_eq!(wrong("`ANTHROPIC_API_KEY` is set.", &catalog), Vec::<String>::new());
    assert_eq!(wrong("`Not good` is set.", &catalog), ["Not good"]);
    let row = |cell: &str| wrong(&format!("| Text | B |\n|---|---|\n| {cell} | it is so"), &catalog);
    assert_eq!(row("`Not good`"), Vec::<String>::new());
    assert_eq!(row("`.credentials.json`"), [".credentials.json"]);
    assert_eq!(row("a file, `.credentials.json`"), Vec::<String>::new());
}

#[test]
fn a_name_is_at_home_where_its_sentence_speaks_of_what_it_is() {
    let catalog = naming(with("{ stored_login: { access: A1, expires_in: 1h } }", "prompt", "{ exit: 0 }"));
    assert_eq!(wrong("A login has `expiresAt`, when the token ends.", &catalog), Vec::<String>::new());
    assert_eq!(wrong("An email is `expiresAt`.", &catalog), ["expiresAt"]);
    let row =
        |header: &str| wrong(&format!("| {header} | B |\n|---|---|\n| `expiresAt` | it is so"), &catalog);
    assert_eq!(row("Expiry"), Vec::<String>::new());
    assert_eq!(row("Email"), ["expiresAt"]);
}

#[test]
fn a_figure_stands_with_what_it_counts() {
    let catalog = naming(with("{ stored_login: { access: A1 } }", "prompt", "{ exit: 0 }"));
    assert_eq!(wrong("There are 3 and no more.", &catalog), ["3"]);
    assert_eq!(wrong("There are 3.", &catalog), ["3"]);
    assert_eq!(
        wrong("There are 3 letters, says RFC 6749, and it exits with 0.", &catalog),
        Vec::<String>::new()
    );
    let row = |header: &str| wrong(&format!("| A | {header} |\n|---|---|\n| x | 0, or so"), &catalog);
    assert_eq!(row("End"), Vec::<String>::new());
    assert_eq!(row("Name"), ["0"]);
}

#[test]
fn a_bare_figure_below_exit_code_is_one() {
    let catalog = with("{ stored_login: { access: A1 } }", "prompt", "{ exit: 0 }");
    let row = |code: &str| wrong(&format!("| A | End |\n|---|---|\n| the prompt works | {code}"), &catalog);
    assert_eq!(row("0"), Vec::<String>::new());
    assert_eq!(row("1"), ["1"]);
}

#[test]
fn a_variable_has_the_unit_that_its_name_ends_in() {
    let catalog =
        naming(with("{ env: { API_TIMEOUT_MS: '20', ANTHROPIC_API_KEY: K1 } }", "prompt", "{ exit: 0 }"));
    let row = |variable: &str, of_type: &str| {
        wrong(&format!("| Variable | Type |\n|---|---|\n| `{variable}` | {of_type}"), &catalog)
    };
    assert_eq!(row("API_TIMEOUT_MS", "milliseconds"), Vec::<String>::new());
    assert_eq!(row("API_TIMEOUT_MS", "flag"), ["API_TIMEOUT_MS"]);
    assert_eq!(row("ANTHROPIC_API_KEY", "milliseconds"), ["ANTHROPIC_API_KEY"]);
}

#[test]
fn nobody_is_told_to_look_for_what_is_null() {
    let prints = "{ prints: ['\"loggedIn\": true', '\"email\": null'] }";
    let catalog = naming(with("{}", "auth_status", prints));
    assert_eq!(
        wrong("Run `claude auth status`; it prints `\"loggedIn\": true`.", &catalog),
        Vec::<String>::new()
    );
    let null = "Run `claude auth status`; it prints `\"email\": null`.";
    assert_eq!(wrong(null, &catalog), ["\"email\": null"]);
    assert_eq!(wrong("A status prints `\"email\": null`.", &catalog), Vec::<String>::new());
}

#[test]
fn a_side_of_a_boundary_is_a_moment_of_the_run_that_has_it() {
    let text = "title: A run\ngiven: { stored_login: { access: A1, refresh: R1, expires_in: 290s } }\n\
                steps: [prompt]\nexpect: { exit: 0, exchanges: [token R1 -> 200 issues A2 R2, messages A2 -> 200] }\n\
                boundary: { of: stored_login.expires_in, at: 5m, beyond: 310s,\n  \
                expect: { exit: 0, exchanges: [messages A1 -> 200] } }\n\
                clients: { reference: holds, claude-code: any }\n";
    let mut catalog = catalog();
    catalog.scenarios.insert("a.b".parse().unwrap(), scenario("a.b", text));
    assert_eq!(ungrounded("With 310 seconds to go it ends.", &catalog), Vec::<String>::new());
    assert_eq!(ungrounded("It lasts for 310 seconds.", &catalog), ["310 seconds"]);
    assert_eq!(ungrounded("It lasts for 5 minutes.", &catalog), Vec::<String>::new());
    let shown = |says: &str| {
        let page = page("authentication", &format!("{says}[^a.b]\n"));
        let understanding =
            Checker::new(&catalog, &[]).understand(&page, &page.units[0]).unwrap().into_owned();
        understanding.clauses.iter().all(|clause| matches!(clause.held, Held::Matched { .. }))
    };
    assert!(shown("After 290 seconds the client refreshes."));
    assert!(!shown("After 310 seconds the client refreshes."));
}

#[test]
fn a_version_is_no_code() {
    let mut catalog = with("{}", "prompt", "{ exit: 0 }");
    let clients = "title: A run\nsteps: [prompt]\nexpect: { exit: 0 }\n\
                   clients: { reference: holds, claude-code: { range: '>=2.1.118', differs_at: exit } }\n";
    catalog.scenarios.insert("a.b".parse().unwrap(), scenario("a.b", clients));
    assert_eq!(wrong("It exits since 2.1.118.", &catalog), Vec::<String>::new());
    assert_eq!(wrong("It exits since `2.1.118`.", &catalog), ["2.1.118"]);
}

#[test]
fn a_variable_is_a_reason_only_if_it_does_something() {
    let given =
        "{ env: { CLAUDE_CODE_USE_BEDROCK: '1', ANTHROPIC_API_KEY: K1, CLAUDE_CODE_MAX_RETRIES: '2' } }";
    let catalog = with(given, "prompt", "{ exit: 1, exchanges: [] }");
    let because = |name: &str| wrong(&format!("With `{name}` the login is not sent."), &catalog);
    assert_eq!(because("CLAUDE_CODE_USE_BEDROCK"), Vec::<String>::new());
    assert_eq!(because("ANTHROPIC_API_KEY"), ["ANTHROPIC_API_KEY"]);
    assert_eq!(because("CLAUDE_CODE_MAX_RETRIES"), ["CLAUDE_CODE_MAX_RETRIES"]);
    assert_eq!(wrong("It is repeated as `CLAUDE_CODE_MAX_RETRIES` allows.", &catalog), Vec::<String>::new());
}

#[test]
fn whoever_only_looks_changes_no_login_and_a_fix_is_no_prompt() {
    let entry = |check: &str, fix: &str| {
        let text = format!(
            "# T\n## How to read\nIt is so.\n## `x`\n**You see.** It.\n**Why.** It.\n**Check.** {check}\n\
             **Fix.** It does not heal by itself. {fix}\n**Confirm.** Run `claude -p`.\n\
             **Still failing.** See [the lifecycle](authentication.md#oauth-token-lifecycle).\n"
        );
        let page = page("troubleshooting", &text);
        carets(&entries(&page)).into_iter().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(entry("Run `claude auth status`.", "Run `claude auth login`."), Vec::<String>::new());
    assert_eq!(entry("Run `claude auth login`.", "Run `claude auth login`."), ["claude auth login"]);
    assert_eq!(entry("It.", "Run `claude -p`."), ["claude -p"]);
    assert_eq!(entry("It.", "Run `claude -p` again after that time."), Vec::<String>::new());
}
