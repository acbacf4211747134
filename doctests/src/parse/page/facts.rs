//! The facts of a unit: statuses, exit codes, durations, counts, versions, modes, and every other code span.
//!
//! Recognisers go over the unit's tokens, the most specific first; a token belongs to one fact at most.

mod number;
mod quantity;
mod status;
mod token;

use std::ops::Range;

use super::block::{Block, BlockKind, CodeSpan, Glyph};
use crate::fact::{Fact, FactKind};
use crate::rule::fact::FactRule;
use crate::span::Span;
use token::{Token, tokens};

/// The facts of `range`, in the order of the text.
pub(super) fn facts(block: &Block, range: Range<usize>) -> Vec<Fact> {
    let tokens = tokens(block, range);
    let mut reading = Reading { taken: vec![false; tokens.len()], tokens: &tokens, found: Vec::new() };
    for rule in FactRule::IN_ORDER {
        match rule {
            FactRule::Duration => quantity::durations(&mut reading),
            FactRule::ExitCode => status::exit_codes(&mut reading),
            FactRule::Count => quantity::counts(&mut reading),
            FactRule::Mode => status::modes(&mut reading),
            FactRule::Version => status::versions(&mut reading),
            FactRule::Status => status::statuses(&mut reading),
            FactRule::System => status::systems(&mut reading),
            FactRule::Code => reading.other_code(),
        }
    }
    let mut found = reading.found;
    found.sort_by_key(|fact| (fact.span.start, fact.span.end));
    found
}

/// The facts of a plain text, such as a fact of a source: every word as on a page, no Markdown but backticks.
pub fn facts_in(text: &str) -> Vec<Fact> {
    let mut block = Block::new(BlockKind::Text, 0);
    let mut at = 0;
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let code = (character == '`').then(|| text[at + 1..].find('`')).flatten();
        at = if let Some(length) = code {
            let inner = Span::new(at + 1, at + 1 + length);
            let end = inner.end + 1;
            block.push(Glyph::Code(block.codes.len()), Span::new(at, end));
            block.codes.push(CodeSpan { text: text[inner.range()].to_owned(), inner });
            end
        } else {
            let end = at + character.len_utf8();
            let glyph = if character.is_whitespace() { Glyph::Blank } else { Glyph::Char(character) };
            block.push(glyph, Span::new(at, end));
            end
        };
    }
    let whole = 0..block.glyphs.len();
    facts(&block, whole)
}

/// Tokens on their way to facts.
struct Reading<'t> {
    tokens: &'t [Token],
    taken: Vec<bool>,
    found: Vec<Fact>,
}

impl Reading<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The token at `at` as a word in lower case, unless it is code or another fact's.
    fn word(&self, at: usize) -> Option<&str> {
        self.token(at).filter(|token| !token.code && !self.taken[at]).map(|token| token.lower.as_str())
    }

    fn before(&self, at: usize) -> Option<&str> {
        at.checked_sub(1).and_then(|before| self.word(before))
    }

    /// A fact made of the tokens `range`.
    fn take(&mut self, range: Range<usize>, kind: FactKind) {
        let (Some(first), Some(last)) = (self.tokens.get(range.start), self.tokens.get(range.end - 1)) else {
            return;
        };
        // Of a number in code and a word after it, the number alone: a backtick lies between.
        let end = if first.code { first.span.end } else { last.span.end };
        let span = Span::new(first.span.start, end);
        self.taken[range].fill(true);
        self.found.push(Fact { kind, span });
    }

    /// Code that nothing more specific was.
    fn other_code(&mut self) {
        for (at, token) in self.tokens.iter().enumerate() {
            if token.code && self.is_free(at) {
                self.take(at..at + 1, FactKind::Code(token.text.clone()));
            }
        }
    }

    fn is_free(&self, at: usize) -> bool {
        self.taken.get(at) == Some(&false)
    }
}
