//! Diagrams that a page asks for.

use crate::diagnostic::Code;
use crate::ground::page as ground_page;
use crate::ground::sample::{catalog, page, render};

const PAGE: &str = "\
# Authentication

It recovers.[^refresh.early-revocation]

<!-- diagram: refresh.early-revocation -->

## Later

It recovers.[^refresh.early-revocation]

<!-- diagram: refresh.refused -->

<!-- diagram: refresh.early-revokation -->

<!-- diagram: source.setup-token -->

<!-- diagram: two words -->
";

#[test]
fn a_diagram_of_nothing_or_of_what_the_section_does_not_cite_is_an_error_at_its_id() {
    let page = page("authentication", PAGE);
    let found = ground_page(&page, std::slice::from_ref(&page), &catalog());
    let about_diagrams = |code| matches!(code, Code::DiagramUnknown | Code::DiagramUncited);
    let found: Vec<_> = found.into_iter().filter(|fault| about_diagrams(fault.code)).collect();
    assert_eq!(found.len(), 4, "the first one is right");
    insta::assert_snapshot!(render(&found));
}

#[test]
fn a_diagram_between_a_lead_in_and_its_list_parts_them_not() {
    let text = "It recovers:[^refresh.early-revocation]\n\n<!-- diagram: refresh.early-revocation -->\n\n1. It is so.\n";
    let with = page("authentication", text);
    let without = page("authentication", &text.replace("<!-- diagram: refresh.early-revocation -->\n\n", ""));
    let bindings = |page: &crate::page::Page| -> Vec<_> {
        page.units
            .iter()
            .map(|unit| unit.binding.iter().map(|cited| cited.id.clone()).collect::<Vec<_>>())
            .collect()
    };
    assert_eq!(bindings(&with), bindings(&without));
    assert_eq!(bindings(&with)[1].len(), 1);
}

#[test]
fn a_diagram_stands_on_a_line_of_its_own() {
    let file = crate::source_file::SourceFile::new(
        "docs/a.md",
        "- It is so.[^refresh.refused]\n  <!-- diagram: refresh.refused -->\n\n<!-- diagram: -->\n",
    );
    let (_, faults) = crate::parse::page(&file, &catalog().vocabulary.document);
    insta::assert_snapshot!(render(&faults));
}
