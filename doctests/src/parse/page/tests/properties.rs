//! What holds for every text whatsoever.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::read;
use crate::claim::claims_of;
use crate::diagnostic::Code;
use crate::page::Page;
use crate::parse::page::Faults;
use crate::parse::page::block::Glyph;
use crate::parse::page::walk::walk;
use crate::source_file::SourceFile;
use crate::span::Span;
use crate::unit::UnitKind;

/// Pieces that Markdown reads in a way of its own.
pub(super) const PIECES: [&str; 64] = [
    "[^a.b]",
    "[^c.d]",
    "[^A.b]",
    "[^",
    "]",
    "[",
    "(",
    ")",
    "](x)",
    "[^a.b]: ",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "  ",
    "\t",
    "    ",
    "`",
    "``",
    "```\n",
    "`401`",
    "*",
    "**",
    "_",
    "~~",
    "# ",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n> ",
    "> [!NOTE]\n",
    "| a | b |\n|---|---|\n",
    "| x | y |\n",
    "|",
    "\\",
    "\\|",
    "<!-- no-claim: x -->",
    "<!-- generated: a -->\n",
    "<!-- /generated -->\n",
    "<!-- ",
    "-->",
    "<b>",
    "<div>",
    "&amp;",
    "&#8203;",
    "A word. ",
    "Two. ",
    "lower ",
    "e.g. ",
    "5 minutes",
    "two requests",
    "2.1.118",
    "exit code 1",
    "\"",
    "“",
    "שלום",
    "👩\u{200d}💻",
    "\u{feff}",
    "é",
    "\n: ",
    "\nTerm\n: ",
    "{#id}",
    "---\n",
    "[x]: y\n",
];

pub(super) fn holds(text: &str) -> Result<(), TestCaseError> {
    let (page, faults) = read(text);
    spans_slice(&page, text)?;
    let mut end = 0;
    for unit in &page.units {
        prop_assert!(
            unit.span.start >= end,
            "units overlap or are out of order at {}: {text:?}",
            unit.span.start
        );
        prop_assert!(!unit.text.is_empty());
        end = unit.span.end;
        let claims = unit.kind == UnitKind::Claim;
        prop_assert!(claims || unit.own.is_empty(), "an own citation without a claim: {text:?}");
        let mut fact_end = unit.span.start;
        for fact in &unit.facts {
            prop_assert!(
                fact.span.start >= fact_end && fact.span.end <= unit.span.end,
                "facts overlap: {text:?}"
            );
            fact_end = fact.span.end;
        }
    }
    for fault in &faults {
        prop_assert!(text.get(fault.place.span.range()).is_some(), "a fault lies inside a character");
    }
    no_word_is_left_out(&page, text)?;
    let ids: Vec<_> = claims_of(&page).into_iter().map(|claim| claim.id).collect();
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    prop_assert_eq!(ids.len(), unique.len());
    Ok(())
}

/// Every letter and figure of a paragraph, an item, a row or a term lies in one unit.
fn no_word_is_left_out(page: &Page, text: &str) -> Result<(), TestCaseError> {
    let file = SourceFile::new("docs/page.md", text);
    let outline = walk(text, &mut Faults::new(&file));
    for placed in outline.blocks.iter().flat_map(|block| &block.glyphs) {
        if matches!(placed.glyph, Glyph::Char(character) if character.is_alphanumeric()) {
            let units = page.units.iter().filter(|unit| unit.span.contains(placed.span)).count();
            prop_assert_eq!(units, 1, "the word at {} is in {} units: {:?}", placed.span.start, units, text);
        }
    }
    Ok(())
}

fn spans_slice(page: &Page, text: &str) -> Result<(), TestCaseError> {
    let spans = page.units.iter().flat_map(|unit| {
        let facts = unit.facts.iter().map(|fact| fact.span);
        facts.chain([unit.span]).chain(unit.own.iter().map(|citation| citation.span))
    });
    let spans: Vec<Span> = spans
        .chain(page.citations.iter().map(|citation| citation.span))
        .chain(page.definitions.iter().map(|definition| definition.span))
        .chain(page.headings.iter().map(|heading| heading.span))
        .chain(page.links.iter().map(|link| link.span))
        .chain(page.generated.iter().flat_map(|block| [block.span, block.inner]))
        .collect();
    for span in spans {
        prop_assert!(text.get(span.range()).is_some(), "{span:?} is no slice of {text:?}");
    }
    for citation in &page.citations {
        prop_assert_eq!(&text[citation.span.range()], format!("[^{}]", citation.id));
        let owners = page.units.iter().filter(|unit| unit.own.contains(citation)).count();
        prop_assert!(owners <= 1);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,80}") {
        holds(&text)?;
    }

    #[test]
    fn any_mixture_of_markdown_is_read_in_order(pieces in vec(select(PIECES.to_vec()), 0..40)) {
        holds(&pieces.concat())?;
    }

    /// Outside of code, escapes and HTML a `[^` is a citation of some unit, a definition, or a fault.
    #[test]
    fn every_opening_is_accounted_for(pieces in vec(select(PIECES.to_vec()), 0..40)) {
        // Code would be a fourth way out: no backtick, no fence, no indented line.
        let code = ["`", "~~", "\\", "\t"];
        let mut text: String = pieces.into_iter().filter(|piece| !code.iter().any(|mark| piece.contains(mark))).collect();
        while text.contains("    ") {
            text = text.replace("    ", " ");
        }
        let (page, faults) = read(&text);
        for (at, _) in text.match_indices("[^") {
            let in_page = page.citations.iter().any(|citation| citation.span.start == at)
                || page.definitions.iter().any(|definition| definition.span.start == at);
            let reported = faults.iter().any(|fault| {
                let span = fault.place.span;
                let citation = matches!(fault.code, Code::CitationBroken | Code::CitationMisplaced);
                (citation && span.start == at) || (fault.code == Code::TableExcessCell && span.start <= at && at < span.end)
            });
            prop_assert!(in_page || reported, "`[^` at {at} is lost: {text:?}");
        }
    }
}
