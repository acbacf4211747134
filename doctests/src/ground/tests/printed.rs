//! What releases print, against the entries that answer it.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::ground::printed;
use crate::ground::sample::{catalog, page, render};
use crate::printed::Printed;
use crate::record::Record;
use crate::record::sample::{record, run, scenario};
use crate::source_file::SourceFile;

/// What is wrong when a record has `pong` and `Failed to authenticate`, `listed` is no error, and the page has `entry`.
fn of(listed: &str, entry: &str) -> Vec<Diagnostic> {
    let mut catalog = catalog();
    let record: Record = record("2.1.330", &scenario("any"), vec![run(&[], 0), run(&[], 1)]);
    let file = SourceFile::new("doctests/records/claude-code/2.1.330.json", record.render());
    let mut seen = Printed::default();
    seen.add(&file, &record);
    catalog.printed.set(Arc::new(seen)).unwrap();
    let list = format!("answers:\n  reason: It was asked for.\n  lines: [{listed}]\n");
    let (no_errors, faults) = crate::parse::printed(&SourceFile::new("doctests/printed.yaml", list));
    assert_eq!(faults, []);
    catalog.no_errors = no_errors;
    printed(&[page("troubleshooting-more", &format!("# More\n\n{entry}"))], &catalog)
}

#[test]
fn a_text_is_answered_by_a_heading_or_under_you_see() {
    assert_eq!(of("pong", "## `Failed to authenticate`\n\n**You see** it.\n"), []);
    let variant = "## `Your login expires in 3 days`\n\n**You see** that, or `Failed … authenticate`.\n\n**Why** It is so.\n";
    assert_eq!(of("pong", variant), []);
}

#[test]
fn a_text_that_is_answered_nowhere_is_named_in_its_record() {
    let elsewhere =
        "## `Your login expires in 3 days`\n\n**You see** `Failed`.\n\n**Why** `Failed to authenticate`.\n";
    assert_eq!(of("pong", &elsewhere.replace("`Failed`", "`to authenticate`")).len(), 1);
    assert_eq!(of("pong", elsewhere).len(), 1, "a word is no answer to a line that goes on");
    assert_eq!(
        of("pong", &elsewhere.replace("`Failed`", "`Failed to`")),
        [],
        "the beginning of a text answers it"
    );
    insta::assert_snapshot!(render(&of("pong", &elsewhere.replace("`Failed`", "`Failed to log in`"))));
}

#[test]
fn a_list_that_lists_too_much_and_an_entry_about_nothing_are_named() {
    let entries =
        "## `Failed to authenticate`\n\n**You see** it.\n\n## `Failed to authentic`\n\n**You see** it.\n";
    insta::assert_snapshot!(render(&of("pong, ping, Failed …", entries)));
}

#[test]
fn a_book_without_troubleshooting_answers_nothing() {
    let mut catalog = catalog();
    catalog.no_errors = Vec::new();
    catalog.printed.set(Arc::default()).unwrap();
    assert_eq!(printed(&[page("authentication", "It is so.\n")], &catalog), []);
}
