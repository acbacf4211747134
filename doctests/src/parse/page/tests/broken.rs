//! What is refused, with its place.

use insta::assert_snapshot;

use super::{codes, faults, read};
use crate::parse::page::LARGEST_PAGE;

#[test]
fn every_citation_that_markdown_does_not_see_is_a_fault() {
    assert_snapshot!(faults(
        "Unclosed [^a.b and [^ c.d] and [^Refresh.Early] and [^a b.c] and [^note].[^ok.ok]\n\n\
         [^a.b](link) [^a.b][x] fine `[^a.b]` and \\[^a.b] and \\\\[^a.b] and text [^a.b]: no.\n\n\
         ```\n[^a.b]\n```\n\n    [^a.b]\n\n[x]: y \"[^a.b]\"\n"
    ));
}

#[test]
fn a_citation_in_a_heading_a_link_or_html_is_misplaced() {
    assert_snapshot!(faults(
        "# Heading[^a.b]\n\nSetext[^a.b]\n===\n\nSee [this[^a.b]](x), ![alt[^a.b]](y.png).[^a.b]\n\n\
         | head[^a.b] |\n|---|\n| row[^a.b] |\n\n<!-- no-claim: [^a.b] -->\n\n<div>[^a.b]</div>\n\n[^a.b]\n\n[^a.b]: as [^c.d]\n"
    ));
}

#[test]
fn cells_beyond_the_header_are_found_in_code_too() {
    assert_snapshot!(faults(
        "| a | b |\n|---|---|\n| c | d | e[^a.b] |\n| `x|y` | z |\n| `x\\|y` | z[^a.b] |\n> | a |\n> |---|\n> | b | c |\n"
    ));
}

#[test]
fn a_table_that_markdown_does_not_read_is_a_fault() {
    assert_eq!(codes("| a | b |\n|---|\n| c[^a.b] |\n"), ["2:1 page::markup"]);
    assert_eq!(codes("> | a |\n> |---|---|\n> | c[^a.b] |\n"), ["2:3 page::markup"]);
    assert_eq!(codes("| a |\n|---|\n| -- | [^a.b] |\n"), ["1:1 page::no-claim", "3:8 table::excess-cell"]);
    assert_eq!(codes("```\n|--|\n```\na -- b | c.[^a.b]\n"), [""; 0]);
    for no_dashes in ["| |", "-- :--"] {
        assert_eq!(codes(&format!("It is.[^a.b]\n{no_dashes}\n")), [""; 0], "{no_dashes}");
    }
}

#[test]
fn definitions_stand_at_the_foot_and_nowhere_else() {
    assert_snapshot!(faults(
        "Text.[^a.b]\n\n[^a.b]: one\n[^a.b]: two\n\n- [^c.d]: in a list\n\n[^Note]: x\n\nMore text.\n\nStill more.\n"
    ));
}

#[test]
fn a_comment_on_its_own_line_starts_it_and_stands_above_the_definitions() {
    assert_eq!(codes("It is.[^a.b]\n\n<!-- diagram: a.b -->\n"), [""; 0]);
    assert_eq!(codes("It is.[^a.b]\n\n  <!-- diagram: a.b -->\n"), ["3:3 page::markup"]);
    assert_eq!(codes("It is.[^a.b]\n\n[^a.b]: one\n\n<!-- diagram: a.b -->\n"), ["5:1 citation::definition"]);
}

#[test]
fn nothing_but_definitions_follows_the_first_one() {
    assert_eq!(codes("It is.[^a.b]\n\n[^a.b]: one\n\n***\n"), ["5:1 citation::definition"]);
    assert_eq!(codes("It is.[^a.b]\n\n[^a.b]: one\n\n    ***\n"), [""; 0], "it is a part of the definition");
}

#[test]
fn only_our_comments_are_html_on_a_page() {
    assert_snapshot!(faults(
        "Text <b>bold</b> <!-- todo: x --> <!-- noclaim: x --> <!-- no-claim: --> text.[^a.b]\n\n<div>\nblock\n</div>\n\n\
         <!-- prose: late -->\n\n<!-- no-claim: alone -->\n\n# H <!-- no-claim: heading -->\n\n\
         Early <!-- no-claim: x --> comment.\n\n<!-- no-claim: x --> swallowed.\n\n<!-- prose: a --><!-- prose: b -->\n\n\
         Inside <!-- generated: x --> text.\n\n<!-- never closed\n"
    ));
}

#[test]
fn a_comment_without_its_words_says_what_it_lacks() {
    for (comment, lacks) in [
        ("prose:", "`prose` comment without a reason"),
        ("generated:", "`generated` comment without a name"),
        ("diagram:", "`diagram` comment without the id of a scenario"),
    ] {
        let (_, faults) = read(&format!("<!-- {comment} -->\n\nIt is.[^a.b]\n"));
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(messages, [lacks]);
    }
}

#[test]
fn generated_blocks_are_closed_do_not_nest_and_stand_alone() {
    assert_snapshot!(faults(
        "Text.[^a.b]\n\n<!-- /generated -->\n\n<!-- generated: a -->\n\n<!-- generated: b -->\n\n<!-- /generated -->\n\n\
         - <!-- generated: c -->\n\n<!-- generated: No Good -->\n"
    ));
}

#[test]
fn hidden_characters_are_refused_by_name() {
    assert_snapshot!(faults(
        "\u{feff}# Title\n\nA\u{202e}b c\u{200b}d e\u{1b}[0m \u{2066}f &#8203; {{#include x.md}} \\{{#y}}.[^a.b]\n"
    ));
}

#[test]
fn each_kind_of_hidden_character_has_its_name() {
    for (hidden, name) in [
        ('\u{2028}', "a line separator (U+2028)"),
        ('\u{e0041}', "a tag character (U+E0041)"),
        ('\u{2066}', "a bidirectional control (U+2066)"),
        ('\u{ad}', "a character without width (U+00AD)"),
        ('\u{7}', "a control character (U+0007)"),
    ] {
        let (_, faults) = read(&format!("It{hidden} is.[^a.b]\n"));
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(messages, [format!("{name} on a page")]);
    }
}

#[test]
fn a_joiner_stands_between_two_pictures_and_nowhere_else() {
    for joined in ["👨\u{200d}👩", "❤\u{fe0f}\u{200d}🔥"] {
        assert_eq!(codes(&format!("It is {joined}.[^a.b]\n")), [""; 0], "{joined}");
    }
    for parted in ["a\u{200d}b", "👨\u{200d}b", "a\u{200d}👩", "中\u{200d}文", "-\u{200d}-"] {
        assert_eq!(codes(&format!("It is {parted}.[^a.b]\n")).len(), 1, "{parted}");
    }
}

#[test]
fn a_page_that_claims_nothing_must_say_so() {
    assert_eq!(codes("# Title\n\nSome words.\n"), ["1:1 page::no-claim"]);
    assert_eq!(codes(""), ["1:1 page::no-claim"]);
    assert_eq!(codes("Run `x`. Is it so? [A link](b.md)\n"), ["1:1 page::no-claim"]);
    assert_eq!(codes("A claim.[^a.b]\n"), [""; 0]);
    assert_eq!(codes("<!-- prose: a reason -->\n\nSome words.\n"), [""; 0]);
    assert_eq!(codes("<!-- prose -->\n\nSome words.\n"), ["1:1 page::markup", "1:1 page::no-claim"]);
}

#[test]
fn a_page_of_prose_shows_no_marks() {
    assert_eq!(codes("<!-- prose: a reason -->\n\nIt is.[^a.b]\n"), ["3:7 citation::misplaced"]);
}

#[test]
fn a_huge_page_is_refused_at_once() {
    let (page, faults) = read(&"a".repeat(10 << 20));
    assert!(page.units.is_empty());
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].message, "the page is too large to be read");
}

#[test]
fn the_largest_page_is_read() {
    let opening = "It is.[^a.b]\n\n```\n";
    let filling = "a".repeat(LARGEST_PAGE - opening.len());
    assert_eq!(read(&format!("{opening}{filling}")).0.units.len(), 1);
}

#[test]
fn faults_beyond_the_limit_are_counted() {
    let (_, faults) = read(&"[^ ".repeat(2000));
    assert_eq!(faults.len(), 501);
    assert_eq!(faults[500].message, "and 1501 more faults on this page");
}
