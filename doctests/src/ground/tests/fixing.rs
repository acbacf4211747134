//! What `check --fix` writes.

use crate::ground::sample::{catalog, page, render};
use crate::ground::{Checker, fix, page as ground_page};
use crate::page::Page;

const MESSY: &str = "\
# Troubleshooting

It recovers.[^refresh.refused]
[^refresh.early-revocation]: old

<!-- generated: decision-table -->
<!-- /generated -->

## `could not be refreshed`

It prints it.[^refresh.refused] And more.[^source.setup-token][^refresh.unknown]
[^helper.ttl]: idle

## `Other | text`

It is so.[^refresh.early-revocation]
";

fn fixed(page: &Page) -> String {
    fix(page, &Checker::new(&catalog(), std::slice::from_ref(page)))
}

#[test]
fn definitions_and_blocks_are_written_as_they_must_be() {
    insta::assert_snapshot!(fixed(&page("troubleshooting", MESSY)));
}

#[test]
fn fixing_twice_changes_nothing_more() {
    for text in [
        MESSY,
        "",
        "It is.\n",
        "It is.[^refresh.refused]",
        "[^refresh.refused]: x\n",
        "\n\n\nIt.[^helper.ttl]\n\n\n",
    ] {
        let once = fixed(&page("troubleshooting", text));
        let again = page("troubleshooting", &once);
        assert_eq!(fixed(&again), once, "{text:?}");
    }
}

#[test]
fn a_page_without_citations_keeps_every_byte() {
    for text in ["", "It is so.  \n\n\n", "# A\n\nIt is so."] {
        assert_eq!(fixed(&page("authentication", text)), text);
    }
}

#[test]
fn windows_line_ends_stay() {
    let fixed = fixed(&page("authentication", "It is.[^refresh.refused]\r\n"));
    assert!(fixed.contains("\r\n\r\n[^refresh.refused]: "), "{fixed:?}");
    assert!(!fixed.replace("\r\n", "").contains('\n'));
}

#[test]
fn every_difference_is_named_where_it_stands() {
    let page = page("troubleshooting", &MESSY.replace("[^refresh.unknown]", ""));
    let found = ground_page(&page, std::slice::from_ref(&page), &catalog());
    let formal = |code| {
        matches!(code, crate::diagnostic::Code::CitationDefinition | crate::diagnostic::Code::GeneratedBlock)
    };
    let found: Vec<_> = found.into_iter().filter(|diagnostic| formal(diagnostic.code)).collect();
    insta::assert_snapshot!(render(&found));
}

#[test]
fn a_fixed_page_has_no_formal_fault() {
    let text = fixed(&page("authentication", "It recovers.[^refresh.early-revocation]\n"));
    let page = page("authentication", &text);
    assert_eq!(ground_page(&page, std::slice::from_ref(&page), &catalog()), Vec::new());
}

#[test]
fn definitions_out_of_order_are_a_fault() {
    let text = fixed(&page("authentication", "It is.[^refresh.early-revocation][^refresh.refused]\n"));
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.len() - 1;
    lines.swap(last, last - 1);
    let swapped = page("authentication", &(lines.join("\n") + "\n"));
    let found = ground_page(&swapped, std::slice::from_ref(&swapped), &catalog());
    assert!(render(&found).contains("in the order of citation"), "{}", render(&found));
}

#[test]
fn every_generator_writes_its_table() {
    let names = ["coverage-table", "grounding-rules", "instructions", "scenario-table", "scenario-tabel"];
    let text = names.map(|name| format!("<!-- generated: {name} -->\n<!-- /generated -->\n")).join("\n");
    let book = [
        page("contributing", &text),
        page("authentication", "It is.[^refresh.early-revocation]\nIt is so.\n"),
    ];
    insta::assert_snapshot!(fix(&book[0], &Checker::new(&catalog(), &book)));
    let found = ground_page(&book[0], &book, &catalog());
    assert!(render(&found).contains("did you mean `scenario-table`?"), "{}", render(&found));
}

#[test]
fn a_title_cannot_become_markup() {
    let mut catalog = catalog();
    for scenario in catalog.scenarios.values_mut() {
        scenario.document.title =
            "a | b](http://x) <script> `c` [^source.x] {{#include /etc/passwd}}\n# H".to_owned();
    }
    let page = page("troubleshooting", MESSY);
    let text = fix(&page, &Checker::new(&catalog, std::slice::from_ref(&page)));
    assert!(!text.contains("<script>") && !text.contains("{{#") && !text.contains("b]("), "{text}");
    assert!(text.lines().all(|line| line != "# H"));
}
