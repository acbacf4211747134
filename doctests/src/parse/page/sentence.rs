//! Where the sentences of a block begin and end.

use std::ops::Range;

use super::block::{Block, BlockKind, Glyph, Mark};
use crate::rule::{ABBREVIATIONS, BEFORE_FIGURES, LABELS};

/// A part of a block that becomes a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its glyphs, without white space around them.
    pub(super) glyphs: Range<usize>,
    /// Whether it is only the label of what follows, such as `**Why.**`.
    pub(super) label: bool,
}

/// The sentences of `block`; a row and a term are one each.
pub(super) fn sentences(block: &Block) -> Vec<Sentence> {
    let end = block.glyphs.len();
    let mut found = Vec::new();
    if block.kind != BlockKind::Text {
        found.extend(trimmed(block, 0..end).map(|glyphs| Sentence { glyphs, label: false }));
        return found;
    }
    let scan = Scan { block, quotes: quotations(block) };
    let mut start = scan.skip_blanks(0);
    if let Some(after) = scan.label(start) {
        found.extend(trimmed(block, start..after).map(|glyphs| Sentence { glyphs, label: true }));
        start = scan.skip_blanks(after);
    }
    while let Some(after) = (start..end).find_map(|at| scan.end_of_sentence(at)) {
        found.extend(trimmed(block, start..after).map(|glyphs| Sentence { glyphs, label: false }));
        start = scan.skip_blanks(after);
    }
    found.extend(trimmed(block, start..end).map(|glyphs| Sentence { glyphs, label: false }));
    found
}

/// `range` without white space and cell borders around it; `None` if nothing is left.
fn trimmed(block: &Block, range: Range<usize>) -> Option<Range<usize>> {
    let solid = |glyph: Glyph| !matches!(glyph, Glyph::Blank | Glyph::Cell);
    let glyphs = &block.glyphs[range.clone()];
    let first = glyphs.iter().position(|placed| solid(placed.glyph))?;
    let last = glyphs.iter().rposition(|placed| solid(placed.glyph))?;
    Some(range.start + first..range.start + last + 1)
}

/// What lies between a pair of double quotes, as glyph indices of the quotes: one printed text is not two sentences.
fn quotations(block: &Block) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut opened: Option<(usize, char)> = None;
    for (at, placed) in block.glyphs.iter().enumerate() {
        let Glyph::Char(character) = placed.glyph else { continue };
        match (character, opened) {
            ('"', None) => {
                let before = at.checked_sub(1).and_then(|before| block.glyph(before));
                let opens = !matches!(before, Some(Glyph::Char(character)) if character.is_alphanumeric());
                if opens && !matches!(block.glyph(at + 1), None | Some(Glyph::Blank)) {
                    opened = Some((at, '"'));
                }
            }
            ('“', None) => opened = Some((at, '”')),
            (character, Some((start, closing))) if character == closing => {
                found.push(start..at + 1);
                opened = None;
            }
            _ => {}
        }
    }
    found
}

struct Scan<'b> {
    block: &'b Block,
    quotes: Vec<Range<usize>>,
}

impl Scan<'_> {
    fn glyph(&self, at: usize) -> Option<Glyph> {
        self.block.glyph(at)
    }

    fn skip_blanks(&self, mut at: usize) -> usize {
        while self.glyph(at) == Some(Glyph::Blank) {
            at += 1;
        }
        at
    }

    fn skip(&self, mut at: usize, wanted: impl Fn(Glyph) -> bool) -> usize {
        while self.glyph(at).is_some_and(&wanted) {
            at += 1;
        }
        at
    }

    /// One past a bold label that starts at `start`, with the `.` or `:` after it.
    fn label(&self, start: usize) -> Option<usize> {
        if self.glyph(start) != Some(Glyph::Open(Mark::Strong)) {
            return None;
        }
        let mut words = String::new();
        let mut at = start + 1;
        loop {
            match self.glyph(at)? {
                Glyph::Close(Mark::Strong) => break,
                Glyph::Char(character) => words.extend(character.to_lowercase()),
                Glyph::Blank => words.push(' '),
                _ => return None,
            }
            at += 1;
        }
        let stop = |glyph: Glyph| matches!(glyph, Glyph::Char('.' | ':'));
        let after = self.skip(at + 1, stop);
        let name = words.trim_end_matches(['.', ':', '?']).trim();
        let ends = matches!(self.glyph(after), None | Some(Glyph::Blank));
        (ends && LABELS.has(name)).then_some(after)
    }

    /// If the glyph at `at` is the end mark of a sentence: one past the sentence, citations included.
    fn end_of_sentence(&self, at: usize) -> Option<usize> {
        let mark = |glyph: Glyph| matches!(glyph, Glyph::Char('.' | '!' | '?' | '…'));
        let within = at.checked_sub(1).and_then(|before| self.glyph(before)).is_some_and(mark);
        if within || !self.glyph(at).is_some_and(mark) {
            return None;
        }
        let after_marks = self.skip(at, mark);
        let closing = |glyph: Glyph| {
            matches!(glyph, Glyph::Char('"' | '\'' | '”' | '’' | '»' | ')' | ']') | Glyph::Close(_))
        };
        let after_closing = self.skip(after_marks, closing);
        let after = self.after_citations(after_closing);
        let cited = (after_closing..after).any(|at| matches!(self.glyph(at), Some(Glyph::Cite(_))));
        let next = self.skip_blanks(after);
        if next >= self.block.glyphs.len() {
            return Some(self.block.glyphs.len());
        }
        let parted = next > after || cited;
        if !parted || self.in_quotation(after) || !self.opens_sentence(next) {
            return None;
        }
        let stop = self.glyph(at) == Some(Glyph::Char('.'));
        let ellipsis = stop && after_marks - at > 1 || self.glyph(after_marks - 1) == Some(Glyph::Char('…'));
        if !cited && (ellipsis || (stop && self.abbreviates(at, next))) {
            return None;
        }
        Some(after)
    }

    /// One past the citations and the closed markup at `at`, with the blanks between them.
    fn after_citations(&self, at: usize) -> usize {
        let mut after = at;
        loop {
            let next = self.skip_blanks(after);
            match self.glyph(next) {
                Some(Glyph::Cite(_) | Glyph::Close(_)) => after = next + 1,
                _ => return after,
            }
        }
    }

    fn in_quotation(&self, at: usize) -> bool {
        let before = self.quotes.partition_point(|quote| quote.start < at);
        before > 0 && at < self.quotes[before - 1].end
    }

    /// Whether a sentence may open at `at`: a capital, a figure, code, bold, a link, a quote, a picture.
    fn opens_sentence(&self, at: usize) -> bool {
        let transparent = |glyph: Glyph| {
            matches!(glyph, Glyph::Open(Mark::Emphasis | Mark::Strikethrough) | Glyph::Char('(' | '['))
        };
        match self.glyph(self.skip(at, transparent)) {
            Some(Glyph::Code(_) | Glyph::Open(_) | Glyph::Char('"' | '\'' | '“' | '‘' | '«')) => true,
            Some(Glyph::Char(character)) if character.is_alphabetic() => !character.is_lowercase(),
            Some(Glyph::Char(character)) if character.is_ascii() => character.is_ascii_digit(),
            Some(Glyph::Char(character)) => !matches!(character, '\u{2010}'..='\u{205e}'),
            _ => false,
        }
    }

    /// Whether the full stop at `at` belongs to an abbreviation; `next` is where the text goes on.
    fn abbreviates(&self, at: usize, next: usize) -> bool {
        let mut letters = Vec::new();
        let mut before = at;
        while let Some(Glyph::Char(character)) = before.checked_sub(1).and_then(|before| self.glyph(before)) {
            if !(character.is_alphanumeric() || character == '.') {
                break;
            }
            letters.push(character);
            before -= 1;
        }
        let word: String = letters.iter().rev().flat_map(|letter| letter.to_lowercase()).collect();
        let initials = word.contains('.')
            && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
        let figure = matches!(self.glyph(next), Some(Glyph::Char(digit)) if digit.is_ascii_digit());
        initials || ABBREVIATIONS.has(&word) || (figure && BEFORE_FIGURES.has(&word))
    }
}
