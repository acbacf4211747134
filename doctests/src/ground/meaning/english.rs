//! Rules of English that hold for every sentence: words that cannot stand beside each other, whatever is cited.

mod article;
mod denial;
mod doer;
mod order;

use crate::span::Span;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::words::{Word, words};

/// A rule, as contributors read it, and what breaks it.
pub(in crate::ground) struct Rule {
    /// As it is printed on contributing.md.
    pub says: &'static str,
    /// How many words from the one at this place on break it.
    breaks: fn(&Sentence<'_>, usize) -> Option<usize>,
}

/// Every rule.
pub(in crate::ground) fn rules() -> impl Iterator<Item = &'static Rule> {
    denial::RULES.iter().chain(article::RULES).chain(order::RULES).chain(doer::RULES)
}

/// Contradicts what breaks a rule in `unit`, which `text` is.
pub(super) fn hold(unit: &Unit, text: &str, held: &mut Vec<HeldClause>) {
    let words = words(text, unit.span.start);
    let sentence = Sentence { words: &words };
    for at in 0..words.len() {
        for rule in rules() {
            let Some(length) = (rule.breaks)(&sentence, at) else { continue };
            let last = &words[(at + length).min(words.len()) - 1];
            let span = Span::new(words[at].span.start, last.span.end);
            let seen = text.get(span.start - unit.span.start..span.end - unit.span.start);
            let seen = format!("“{}”", seen.unwrap_or_default());
            held.push(HeldClause { span, held: Held::Contradicted { expected: rule.says.to_owned(), seen } });
        }
    }
}

/// The words of a unit, one after the other. Past either end stands nothing.
struct Sentence<'a> {
    words: &'a [Word],
}

impl Sentence<'_> {
    /// The word `at`, in small letters; a mark as it is, a code span with its backticks.
    fn at(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text.as_str())
    }

    /// The word before `at`.
    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.at(at))
    }

    /// Whether the words from `at` on are those of `phrase`.
    fn says(&self, at: usize, phrase: &str) -> bool {
        phrase.split(' ').enumerate().all(|(more, word)| self.at(at + more) == word)
    }

    /// Whether a clause ends before the word `at`: a mark, or the end.
    fn ends(&self, at: usize) -> bool {
        self.words.get(at).is_none_or(|word| word.is_mark)
    }

    /// Whether a sentence or a cell begins with the word `at`.
    fn begins(&self, at: usize) -> bool {
        at == 0 || self.before(at) == "|"
    }

    /// The words of the clause before `at`, the nearest first.
    fn back(&self, at: usize) -> impl Iterator<Item = &str> {
        self.words[..at].iter().rev().take_while(|word| !word.is_mark).map(|word| word.text.as_str())
    }

    /// The words of the clause from `at` on.
    fn on(&self, at: usize) -> impl Iterator<Item = &str> {
        let rest = self.words.get(at..).unwrap_or_default();
        rest.iter().take_while(|word| !word.is_mark).map(|word| word.text.as_str())
    }
}
