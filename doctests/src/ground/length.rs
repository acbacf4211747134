//! How long pages and sentences are, against the figures they may not exceed.

use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::{Length, Longest};
use crate::page::Page;
use crate::source_file::Place;
use crate::span::Span;
use crate::unit::Unit;

/// So many of the longest sentences are shown.
const MOST_SENTENCES: usize = 3;

/// Verified pages that have grown too long, and those whose sentences have.
pub fn lengths(pages: &[Page], catalog: &Catalog) -> Vec<Diagnostic> {
    let limits = &catalog.gates.lengths;
    let mut found = Vec::new();
    for page in pages.iter().filter(|page| page.prose.is_none()) {
        found.extend(limits.get(&Length::Page).and_then(|limit| too_long(page, limit)));
        found.extend(limits.get(&Length::Sentence).and_then(|limit| too_wordy(page, limit)));
    }
    found
}

fn too_long(page: &Page, limit: &Longest) -> Option<Diagnostic> {
    let count: usize = page.units.iter().map(|unit| words(&unit.text)).sum();
    (count > limit.words as usize).then(|| {
        fault(page, limit, "the page is too long")
            .expected(format!("at most {} words", limit.words))
            .seen(format!("{count} words"))
            .help("move a part of it to a page of its own, and leave a sentence and a link")
    })
}

fn too_wordy(page: &Page, limit: &Longest) -> Option<Diagnostic> {
    let mut sentences: Vec<(usize, &Unit)> = page
        .units
        .iter()
        .filter(|unit| !is_row(page, unit))
        .map(|unit| (words(&unit.text), unit))
        // A label or a bare link is no sentence.
        .filter(|(words, _)| *words > 2)
        .collect();
    let count: usize = sentences.iter().map(|(words, _)| words).sum();
    (count > limit.words as usize * sentences.len()).then(|| {
        sentences.sort_by_key(|(words, unit)| (std::cmp::Reverse(*words), unit.span.start));
        let average = count * 10 / sentences.len();
        let fault = fault(page, limit, "the sentences of the page are too long")
            .expected(format!("at most {} words on average", limit.words))
            .seen(format!("{}.{} words in {} sentences", average / 10, average % 10, sentences.len()))
            .help("one idea a sentence: cut the longest in two");
        sentences.iter().take(MOST_SENTENCES).fold(fault, |fault, (words, unit)| {
            fault.related(Place::new(&page.file, unit.span), format!("{words} words"))
        })
    })
}

fn fault(page: &Page, limit: &Longest, message: &str) -> Diagnostic {
    let place = page.headings.first().map_or(Span::at(0), |heading| heading.span);
    Diagnostic::new(Code::PageLength, Place::new(&page.file, place), message)
        .related(limit.place.clone(), "the figure")
        .rerun(super::rerun(page))
}

/// Whether the unit is a row of a table.
fn is_row(page: &Page, unit: &Unit) -> bool {
    let before = &page.file.text[..unit.span.start];
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    page.file.text[line..].trim_start().starts_with('|')
}

/// How many words `text` has: what holds a letter or a figure, between blanks.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::ground::sample::{catalog, page, render};
    use crate::source_file::SourceFile;

    fn of(text: &str) -> Vec<Diagnostic> {
        let mut catalog = catalog();
        let file = SourceFile::new("doctests/gates.yaml", "page-words: { at-most: 20 }\n");
        let place = Place::new(&file, Span::new(23, 25));
        let limit = |words| Longest { words, place: place.clone() };
        catalog.gates.lengths = BTreeMap::from([(Length::Page, limit(20)), (Length::Sentence, limit(5))]);
        lengths(&[page("authentication", text)], &catalog)
    }

    #[test]
    fn short_pages_of_short_sentences_pass() {
        assert_eq!(of("# Title\n\nIt waits for the server. It says `no` to all.\n"), []);
        assert_eq!(
            of("<!-- prose: about -->\n\nIt waits and waits for the server and says nothing at all.\n"),
            []
        );
    }

    #[test]
    fn a_row_of_a_table_is_no_sentence_but_counts_for_the_page() {
        let row = "| It waits for the server and says nothing | at all to anybody |\n";
        assert_eq!(of(&format!("| A | B |\n|---|---|\n{row}")), []);
        assert_eq!(of(&format!("| A | B |\n|---|---|\n{row}{row}")).len(), 1);
    }

    #[test]
    fn what_is_too_long_is_named_with_its_longest_sentences() {
        let text = "# Title\n\nIt waits for the server and says nothing at all to anybody. It ends.\n\n\
                    - Then it goes on to wait for the next of them.\n";
        insta::assert_snapshot!(render(&of(text)));
    }
}
