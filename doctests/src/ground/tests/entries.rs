//! Troubleshooting entries.

use crate::ground::entries;
use crate::ground::sample::{carets, catalog, facts, page, render};

const ENTRY: &str = "\
## `OAuth session expired and could not be refreshed`
**You see.** It prints that.[^refresh.refused]
**Why.** It is so.
**Check.** Run it.
**Fix.** It does not heal by itself. Run `/login`.
**Confirm.** Run it.
**Still failing.** See [the lifecycle](authentication.md#oauth-token-lifecycle).
";

fn troubleshooting(entries: &str) -> crate::page::Page {
    page("troubleshooting", &format!("# Troubleshooting\n## How to read\nIt is so.\n{entries}"))
}

#[test]
fn an_entry_in_the_fixed_form_is_accepted() {
    let page = troubleshooting(ENTRY);
    assert_eq!(entries(&page), Vec::new());
    assert_eq!(facts(&page, &catalog()), Vec::new());
}

#[test]
fn only_the_troubleshooting_page_has_entries() {
    assert_eq!(entries(&page("authentication", "## `x`\nIt is so.\n")), Vec::new());
}

#[test]
fn every_departure_from_the_form_is_named() {
    let swapped = ENTRY.replace("**Why.**", "**Confrim.**").replace("**Confirm.**", "**Why.**");
    let swapped = swapped.replace("authentication.md#oauth-token-lifecycle", "authentication.md");
    let twice = ENTRY.replace("**Check.**", "**Fix.**");
    let hopeless = ENTRY.replace("It does not heal by itself. ", "");
    let unquoted = ENTRY.replace('`', "");
    let two = ENTRY.replace("refreshed`", "refreshed` or `x`");
    let page =
        troubleshooting(&[&swapped, &twice, &hopeless, &unquoted, &two].map(String::as_str).join("\n"));
    insta::assert_snapshot!(render(&entries(&page)));
}

#[test]
fn a_label_inside_a_code_fence_is_no_label() {
    let fenced = ENTRY.replace("**Why.** It is so.", "```\n**Why.** It is so.\n```");
    assert!(render(&entries(&troubleshooting(&fenced))).contains("the entry has no **Why**"));
}

#[test]
fn the_heading_of_an_entry_is_a_printed_text() {
    let page = troubleshooting(&ENTRY.replace("OAuth session", "OAuth sessions"));
    let found = facts(&page, &catalog());
    assert_eq!(carets(&found), ["OAuth sessions expired and could not be refreshed"]);
    insta::assert_snapshot!(render(&found));
}

#[test]
fn what_one_sees_begins_with_the_text_of_the_heading() {
    let seen = |text: &str| entries(&troubleshooting(&ENTRY.replace("It prints that.", text)));
    assert_eq!(seen("It prints `session expired`, then `x`."), Vec::new());
    assert_eq!(seen("`Failed: OAuth session expired and could not be refreshed` comes."), Vec::new());
    let other = seen("`claude -p` ends, or `OAuth session expired` comes.");
    assert_eq!(carets(&other), ["claude -p"]);
    insta::assert_snapshot!(render(&other));
}

#[test]
fn what_does_not_heal_is_the_symptom_of_its_own_entry() {
    let found = |cited: &str| {
        let fix = format!("It does not heal by itself.[^{cited}]");
        let entry = ENTRY.replace("It is so.", "It is so.[^refresh.refused]");
        entries(&troubleshooting(&entry.replace("It does not heal by itself.", &fix)))
    };
    assert_eq!(found("refresh.refused"), Vec::new());
    assert_eq!(found("source.rfc6749-invalid-grant"), Vec::new());
    let foreign = found("refresh.early-revocation");
    assert_eq!(carets(&foreign), ["[^refresh.early-revocation]"]);
    insta::assert_snapshot!(render(&foreign));
}
