//! The words of a unit with their places: code, citations and the addresses of links left out.

use crate::page::Page;
use crate::span::Span;
use crate::unit::Unit;

/// A word as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// In lower case.
    pub lower: String,
    /// As written.
    pub text: &'a str,
    /// Where.
    pub span: Span,
    /// Whether only white space lies between it and the word before.
    pub follows: bool,
}

/// The words of `unit`.
pub(super) fn words<'a>(page: &'a Page, unit: &Unit) -> Vec<Word<'a>> {
    in_text(page.file.slice(unit.span), unit.span.start)
}

/// The words of `text`, which begins at byte `offset` of its file.
pub(super) fn in_text(text: &str, offset: usize) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    let mut follows = false;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let skipped = skipped(rest);
        if skipped > 0 {
            at += skipped;
            follows = false;
        } else if character.is_alphanumeric() {
            let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '’');
            let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
            let written = rest[..length].trim_end_matches(|c: char| !c.is_alphanumeric());
            let span = Span::new(offset + at, offset + at + written.len());
            words.push(Word { lower: written.to_lowercase(), text: written, span, follows });
            at += written.len();
            follows = true;
        } else {
            follows &= character.is_whitespace();
            at += character.len_utf8();
        }
    }
    words
}

/// How many bytes at the start of `text` are no words: a code span, a citation, the address of a link.
fn skipped(text: &str) -> usize {
    let until = |end: &str, from: usize| text[from..].find(end).map_or(0, |at| from + at + end.len());
    if text.starts_with('`') {
        let fence = &text[..text.bytes().take_while(|byte| *byte == b'`').count()];
        until(fence, fence.len())
    } else if text.starts_with("[^") {
        until("]", 2)
    } else if text.starts_with("](") {
        until(")", 2)
    } else if text.starts_with("<!--") {
        until("-->", 4)
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_citations_and_addresses_are_no_words() {
        let text = "It `does not` read-only the [API key](docs.md#no) again, once.[^a.not]";
        let words: Vec<_> = in_text(text, 0).into_iter().map(|word| word.lower).collect();
        assert_eq!(words, ["it", "read-only", "the", "api", "key", "again", "once"]);
    }

    #[test]
    fn words_follow_each_other_only_over_blanks() {
        let follows: Vec<_> = in_text("a b, c\n  d", 0).into_iter().map(|word| word.follows).collect();
        assert_eq!(follows, [false, true, false, true]);
    }
}
