//! Sentences, items, rows: where they end, what they are, what binds them.

use insta::assert_snapshot;

use super::{read, units};
use crate::unit::UnitKind;

#[test]
fn a_paragraph_is_cut_into_sentences() {
    assert_snapshot!(units(
        "The client sends `A1`.[^a.b] The server answers `401` (e.g. after a\nrevocation). Since 2.1.118 it \
         refreshes, i.e. asks for a token; see config.json. Wait ... Then \"Not logged in. Please run /login\" \
         appears![^c.d][^e.f]\n*It ends.* `claude` prints it. **Bold** too. [A link](x.md) too. (Brackets too.) \
         \"Quotes too.\" 🎉 Pictures too. lower does not. No. 5 is one. No. That is two… Still\n"
    ));
}

#[test]
fn a_citation_before_the_full_stop_binds_its_own_sentence() {
    assert_snapshot!(units(
        "One does this[^a.b]. Two does that [^c.d]. Three does nothing. [^e.f] [^g.h] Four."
    ));
}

#[test]
fn a_sentence_without_a_citation_takes_the_next_to_its_right_never_one_to_its_left() {
    assert_snapshot!(units("A one. A two.[^a.b][^c.d] A three with 5 minutes.\n\nB one.\n\nC one.[^e.f]\n"));
}

#[test]
fn list_items_take_the_citations_of_the_lead_in_that_ends_in_a_colon() {
    assert_snapshot!(units(
        "The client keeps:[^a.b]\n\n- the mode `0600`\n- the rest:\n  - unknown fields\n\n    in any order.\n\
         - its own.[^c.d]\n\nNo lead-in.[^e.f]\n\n1. not bound\n2. nor this `x`\n\n- tight\n  > quoted.[^g.h] More.\n"
    ));
}

#[test]
fn a_body_row_is_one_unit_and_its_citation_may_stand_in_any_cell() {
    assert_snapshot!(units(
        "| Name | Value |\n|---|---|\n| `A` | 5 minutes. Then more.[^a.b] |\n| `a\\|b`[^c.d] | |\n| plain | text |\n\
         | x | 401 <!-- no-claim: why not --> |\n| | |\n> | q |\n> |---|\n> | r[^e.f] |\n"
    ));
}

#[test]
fn labels_admonitions_and_headings_are_no_part_of_a_sentence() {
    assert_snapshot!(units(
        "# `Not logged in`\n\n**You see** `401`.[^a.b]\n\n**Why.** The token died.[^a.b]\n\n**Fix**\nRun `/login`.\n\n\
         > [!NOTE]\n> **Only once** it is sent.[^c.d]\n> Then 2 times.\n\n**The server is right.** Always.[^e.f]\n\
         ```\ncode[^x.y]\n```\n"
    ));
}

#[test]
fn questions_and_instructions_claim_nothing_unless_they_cite() {
    assert_snapshot!(units(
        "Did it print `401`? Run `/login`. On Linux, with a keychain, set `X`. To mend it, log in again. \
         If it fails, the client stops after 5 minutes. In `a, b`, check it. Check it.[^a.b] Is it so?[^a.b]\n\n\
         Running is no instruction. See [that](x.md).\n\n- [a `link`](b.md)\n- [one](c.md), [two](d.md)\n\n\
         This page lists `X`.\n"
    ));
}

/// The kinds of the units of `text`.
fn kinds(text: &str) -> Vec<UnitKind> {
    read(text).0.units.into_iter().map(|unit| unit.kind).collect()
}

#[test]
fn an_instruction_may_stand_after_a_clause_and_after_nothing_else() {
    for told in [
        "On Linux, run it.",
        "On Linux (Debian, Ubuntu), run it.",
        "On (any) Linux, run it.",
        "**R**un it.",
        "Run (it, or).",
        "Log in",
    ] {
        assert_eq!(kinds(told), [UnitKind::Instruction], "{told}");
    }
    for said in ["Tokens expire, run it.", "`claude` run it.", "On Linux (Debian, run it)."] {
        assert_eq!(kinds(said), [UnitKind::Claim], "{said}");
    }
}

#[test]
fn a_citation_ends_a_sentence_that_its_last_word_would_not() {
    for two in [
        "It waits, fails etc.[^a.b] Then it ends.",
        "It waits...[^a.b] Then it ends.",
        "It is.[^a.b]Then not.",
    ] {
        assert_eq!(words(two).len(), 2, "{two}");
    }
    for one in ["It waits, fails etc. Then it ends.", "It waits... Then it ends.", "It waits… Then it ends."]
    {
        assert_eq!(words(one).len(), 1, "{one}");
    }
}

#[test]
fn a_question_mark_and_what_closes_after_a_blank_end_a_sentence() {
    for two in [
        "It waits, fails etc! Then it ends.",
        "It ends?! Then not.",
        "[It is. ](a.md) Then it ends.",
        "It is.[^a.b]“So. Then” it ends.",
    ] {
        assert_eq!(words(two).len(), 2, "{two}");
    }
}

/// What binds the first unit of `text`.
fn bound(text: &str) -> Vec<String> {
    let binding = read(text).0.units.remove(0).binding;
    binding.into_iter().map(|citation| citation.id.to_string()).collect()
}

#[test]
fn the_next_citation_to_the_right_comes_with_those_that_touch_it() {
    assert_eq!(bound("One. Two.[^a.b] [^c.d]"), ["a.b", "c.d"]);
    assert_eq!(bound("One. *Two.[^a.b]*[^c.d]"), ["a.b", "c.d"]);
    assert_eq!(bound("One. Two[^a.b] and so.[^c.d]"), ["a.b"]);
    let many = (0..21).map(|number| format!("[^a.b{number}]")).collect::<Vec<_>>().concat();
    assert_eq!(bound(&format!("One. Two.{many}")).len(), 20);
}

#[test]
fn what_says_nothing_is_no_unit() {
    for nothing in ["| a |\n|---|\n| - |\n", "- .\n", "..."] {
        assert_eq!(words(nothing), [""; 0], "{nothing}");
    }
    for something in ["| a |\n|---|\n| – |\n", "- `.`\n"] {
        assert_eq!(words(something).len(), 1, "{something}");
    }
}

#[test]
fn a_rule_parts_a_list_from_the_lead_in_above_it() {
    assert_eq!(read("The client keeps:[^a.b]\n\n- this\n").0.units[1].binding.len(), 1);
    assert_eq!(read("The client keeps:[^a.b]\n\n***\n\n- this\n").0.units[1].binding.len(), 0);
}

#[test]
fn a_table_of_the_page_stands_in_no_list_and_in_no_definition() {
    let table = "| a |\n|---|\n| b |\n";
    let nested =
        |prefix: &str| table.lines().map(|line| format!("{prefix}{line}\n")).collect::<Vec<_>>().concat();
    let tables = |text: &str| {
        let (page, _) = read(text);
        page.tables.iter().map(|span| page.file.slice(*span).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(tables(&format!("It is.[^a.b]\n\n{table}\n")), [table.trim_end()]);
    assert_eq!(tables(&nested("> ")), [""; 0]);
    assert_eq!(tables(&format!("It is.[^a.b]\n\n[^a.b]: one\n\n{}", nested("    "))), [""; 0]);
}

#[test]
fn an_exemption_stands_at_the_end_of_a_cell_or_of_a_text_in_a_quote_too() {
    let exempt = [UnitKind::Exempt { reason: "why".to_owned() }];
    for text in [
        "| a | b |\n|---|---|\n| x <!-- no-claim: why --> | y |\n",
        "> It is.\n> <!-- no-claim: why -->\n",
        "It is. <!-- no-claim: why --> <!-- no comment of ours -->\n",
    ] {
        assert_eq!(kinds(text), exempt, "{text}");
    }
}

#[test]
fn a_picture_is_no_part_of_a_heading() {
    let (page, _) = read("# One ![of *many* ones](a.png) two\n\nIt is.[^a.b]\n");
    assert_eq!((page.headings[0].text.as_str(), page.headings[0].anchor.as_str()), ("One two", "one--two"));
}

#[test]
fn a_line_break_in_a_heading_is_a_blank_and_a_hard_one_is_nothing() {
    let anchor = |text: &str| read(text).0.headings.remove(0).anchor;
    assert_eq!(anchor("One\ntwo\n===\n"), "one-two");
    assert_eq!(anchor("One  \ntwo\n===\n"), "onetwo");
}

#[test]
fn a_term_takes_no_citation_of_a_lead_in() {
    assert_snapshot!(units("The client keeps:[^a.b]\n\n- Mode\n  : The mode `0600`.\n"));
}

#[test]
fn only_links_and_what_parts_them_are_a_list_of_links() {
    for links in ["[one](a.md)", "[one `x`](a.md), [two](b.md) – [three](c.md)"] {
        assert_eq!(kinds(links), [UnitKind::Prose], "{links}");
    }
    for more in ["[one](a.md) `x`", "[one](a.md) and", "🎉"] {
        assert_eq!(kinds(more), [UnitKind::Claim], "{more}");
    }
}

/// The words of the units of `text`.
fn words(text: &str) -> Vec<String> {
    read(text).0.units.into_iter().map(|unit| unit.text).collect()
}

#[test]
fn a_sentence_ends_in_no_quotation() {
    for one in
        ["It prints “Not logged in. Please run it” once.", "It prints \"Not logged in.[^a.b]\" Then it ends."]
    {
        assert_eq!(words(one).len(), 1, "{one}");
    }
    for two in ["A 5\"x7\" card. A \"card\" again.", "It prints a \" here. It prints a \" there."] {
        assert_eq!(words(two).len(), 2, "{two}");
    }
}

#[test]
fn a_fact_after_a_semicolon_makes_an_instruction_a_claim() {
    assert_eq!(kinds("Run it;`401` follows."), [UnitKind::Claim]);
    assert_snapshot!(units("Run `a`; it exits with 0.\n\nRun `a`; that is all.\n\nRun it, then `b`.\n"));
}

#[test]
fn an_exemption_covers_what_has_no_citation_in_its_paragraph() {
    assert_snapshot!(units(
        "First `a`.[^a.b] Then `b`. <!-- no-claim: known to\nall -->\n\nAfter `c`.\n<!-- no-claim: next line -->\n\n\
         - item `d` <!-- no-claim: an item -->\n- item `e`\n  <!-- no-claim: below -->\n"
    ));
}

#[test]
fn a_definition_list_binds_its_term_to_what_explains_it() {
    assert_snapshot!(units(
        "Term `x`\n: It holds. It lasts one year.[^a.b]\n: More.\n\n# H\n\nOther\n: `y`\n"
    ));
}

#[test]
fn words_are_the_same_however_they_are_wrapped_and_cited() {
    let words = |text: &str| read(text).0.units.iter().map(|unit| unit.text.clone()).collect::<Vec<_>>();
    let plain = words("It **sends** `a  b` &amp; [one](x) \\[two\\].[^a.b]");
    assert_eq!(plain, ["It **sends** `a b` &amp; one \\[two\\]."]);
    assert_eq!(words("> It **sends**\n> `a\n> b` &amp;  [one](y.md \"t\")\r\n> \\[two\\] [^c.d]."), plain);
    assert_eq!(words("- It\t**sends** `a b`\\\n  &amp; [one][x]\n  \\[two\\]. [^a.b]\n\n[x]: y"), plain);
}

#[test]
fn text_from_right_to_left_and_pictures_keep_their_bytes() {
    assert_snapshot!(units(
        "שלום `401` עולם.[^a.b] مرحبا 5 minutes.[^c.d] 👩\u{200d}💻 works 🎉.[^e.f]\r\n\r\n\tcode[^x.y]\r\n\r\nÄ\tb.[^g.h]\r\n"
    ));
}

#[test]
fn code_between_windows_line_ends_begins_where_it_says_something() {
    let (unix, windows) = ("It is `\n401\n` so.[^a.b]\n", "It is `\r\n401\r\n` so.[^a.b]\r\n");
    assert_eq!(units(unix), units(windows));
    assert_eq!(read(windows).0.file.slice(read(windows).0.units[0].facts[0].span), "401");
}

#[test]
fn headings_links_and_generated_blocks_are_kept() {
    let (page, faults) = read(
        "# One `two`\n\n## Fix\n\n## Fix {#own}\n\nTerm\n: `x`[^a.b]\n\n## Fix\n\n[l](a.md#b) ![i](c.png) <http://d.e>\n\
         <!-- generated: table-1 -->\n| a |\n|---|\n| b[^a.b] |\n<!-- /generated -->\n\n[^a.b]: [T](../x.yaml)\n",
    );
    assert_eq!(faults, []);
    let headings: Vec<_> =
        page.headings.iter().map(|heading| (heading.level, &*heading.text, &*heading.anchor)).collect();
    let expected = [
        (1, "One two", "one-two"),
        (2, "Fix", "fix"),
        (2, "Fix", "own"),
        (7, "Term", "term"),
        (2, "Fix", "fix-1"),
    ];
    assert_eq!(headings, expected);
    let links: Vec<_> = page.links.iter().map(|link| &*link.target).collect();
    assert_eq!(links, ["a.md#b", "c.png", "http://d.e"]);
    let block = &page.generated[0];
    assert_eq!(block.name, "table-1");
    assert_eq!(page.file.slice(block.inner), "\n| a |\n|---|\n| b[^a.b] |\n");
    assert!(page.file.slice(block.span).ends_with("<!-- /generated -->"));
    assert_eq!(page.file.slice(page.definitions[0].span), "[^a.b]: [T](../x.yaml)");
    assert_eq!(page.citations.len(), 2);
    assert_eq!(page.name, "page");
}

#[test]
fn a_prose_page_needs_no_claim_and_its_facts_make_none() {
    let (page, faults) = read("<!-- prose: how we work -->\n# Contributing\n\nIt takes `5` minutes.\n");
    assert_eq!(faults, []);
    assert_eq!(page.prose.as_deref(), Some("how we work"));
    assert_eq!(page.units[0].kind, UnitKind::Prose);
}
