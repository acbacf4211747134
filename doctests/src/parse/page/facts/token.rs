//! The words of a unit, as the recognisers of facts see them.

use std::ops::Range;

use crate::parse::page::block::{Block, Glyph};
use crate::span::Span;

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space alone, or the start of the unit.
    Blank,
    /// A hyphen or a dash.
    Dash,
    /// Anything else: a comma, a bracket, a slash.
    Break,
}

/// A word or a code span.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// As written; of a code span what it says.
    pub(super) text: String,
    pub(super) lower: String,
    /// Of a code span the bytes between the backticks.
    pub(super) span: Span,
    pub(super) code: bool,
    pub(super) gap: Gap,
    /// The character that touches it in front.
    pub(super) before: Option<char>,
    /// The character that touches it behind; of code nobody asks.
    pub(super) after: Option<char>,
}

/// The tokens of `range`: letters, figures and `_`, with a `.`, `,` or `'` inside.
pub(super) fn tokens(block: &Block, range: Range<usize>) -> Vec<Token> {
    let mut reader = Reader { found: Vec::new(), word: None, gap: Gap::Blank, last: None };
    let end = range.end;
    for at in range {
        let placed = block.glyphs[at];
        match placed.glyph {
            Glyph::Char(character) => {
                let next = next_character(block, at + 1, end);
                reader.character(character, next, placed.span);
            }
            Glyph::Code(number) => {
                reader.end_word(None);
                if let Some(code) = block.codes.get(number) {
                    let text = code.text.trim().to_owned();
                    reader.found.push(Token {
                        lower: text.to_lowercase(),
                        text,
                        span: code.inner,
                        code: true,
                        gap: reader.gap,
                        before: reader.last,
                        after: None,
                    });
                }
                reader.gap = Gap::Blank;
                reader.last = None;
            }
            Glyph::Blank | Glyph::Cell => {
                reader.end_word(None);
                reader.last = None;
                if placed.glyph == Glyph::Cell {
                    reader.gap = Gap::Break;
                }
            }
            Glyph::Cite(_) | Glyph::Open(_) | Glyph::Close(_) => {}
        }
    }
    reader.end_word(None);
    reader.found
}

/// The character at `at`, markup aside; `None` for white space, code and the end.
fn next_character(block: &Block, at: usize, end: usize) -> Option<char> {
    let mut at = at;
    while at < end {
        match block.glyph(at)? {
            Glyph::Char(character) => return Some(character),
            Glyph::Cite(_) | Glyph::Open(_) | Glyph::Close(_) => at += 1,
            _ => return None,
        }
    }
    None
}

struct Reader {
    found: Vec<Token>,
    word: Option<Token>,
    gap: Gap,
    last: Option<char>,
}

impl Reader {
    fn character(&mut self, character: char, next: Option<char>, span: Span) {
        let digit = |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit());
        let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let inside = match character {
            '.' => letter(self.last) && letter(next),
            ',' => digit(self.last) && digit(next),
            '\'' | '’' => letter(self.last) && letter(next) && !digit(next),
            _ => character.is_alphanumeric() || character == '_',
        };
        if !inside {
            self.end_word(Some(character));
            self.gap = match (character, self.gap) {
                ('-' | '–' | '—', Gap::Blank) => Gap::Dash,
                _ => Gap::Break,
            };
        } else if let Some(word) = &mut self.word {
            word.text.push(character);
            word.span.end = span.end;
        } else {
            self.word = Some(Token {
                text: character.to_string(),
                lower: String::new(),
                span,
                code: false,
                gap: self.gap,
                before: self.last,
                after: None,
            });
        }
        self.last = Some(character);
    }

    fn end_word(&mut self, after: Option<char>) {
        let Some(mut word) = self.word.take() else { return };
        word.after = after;
        word.lower = word.text.to_lowercase();
        self.found.push(word);
        self.gap = Gap::Blank;
    }
}
