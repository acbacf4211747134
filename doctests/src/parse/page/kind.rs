//! What tells an instruction, a list of links and words about the page from what is said of the client.

use std::ops::Range;

use super::block::{Block, BlockKind, Glyph, Mark};
use crate::rule::{ABOUT_THE_PAGE, CLAUSE_OPENINGS};
use crate::vocabulary::VocabularyDocument;

/// The openings that make a unit an instruction, in lower case, as words.
pub(super) struct Instructions(Vec<Vec<String>>);

impl Instructions {
    pub(super) fn new(vocabulary: &VocabularyDocument) -> Self {
        let words = |opening: &String| opening.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
        Self(vocabulary.instructions.iter().map(words).filter(|words| !words.is_empty()).collect())
    }

    /// Whether the unit opens with one, perhaps after a clause such as `On Linux, …`.
    pub(super) fn open(&self, block: &Block, range: Range<usize>) -> bool {
        if block.kind != BlockKind::Text {
            return false;
        }
        let mut words = opening_words(block, range);
        loop {
            if self.0.iter().any(|opening| starts_with(&words, opening)) {
                return true;
            }
            let clause = matches!(words.first(), Some(Word::Text(first)) if CLAUSE_OPENINGS.has(first));
            let comma = words.iter().position(|word| *word == Word::Comma);
            match comma {
                Some(comma) if clause => words.drain(..=comma),
                _ => return false,
            };
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Word {
    Text(String),
    Comma,
}

/// Only so many words of a unit are looked at for an opening.
const OPENING_WORDS: usize = 60;

fn opening_words(block: &Block, range: Range<usize>) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut depth = 0_usize;
    for placed in &block.glyphs[range] {
        match placed.glyph {
            Glyph::Char(character)
                if character.is_alphanumeric() || matches!(character, '-' | '\'' | '’') =>
            {
                word.extend(character.to_lowercase());
                continue;
            }
            Glyph::Open(_) | Glyph::Close(_) | Glyph::Cite(_) => continue,
            _ => {}
        }
        if !word.is_empty() {
            words.push(Word::Text(std::mem::take(&mut word)));
        }
        match placed.glyph {
            Glyph::Char('(') => depth += 1,
            Glyph::Char(')') => depth = depth.saturating_sub(1),
            Glyph::Char(',') if depth == 0 => words.push(Word::Comma),
            // Code is a word that is no opening.
            Glyph::Code(_) => words.push(Word::Text("`".to_owned())),
            _ => {}
        }
        if words.len() >= OPENING_WORDS {
            return words;
        }
    }
    if !word.is_empty() {
        words.push(Word::Text(word));
    }
    words
}

fn starts_with(words: &[Word], opening: &[String]) -> bool {
    words.len() >= opening.len()
        && words.iter().zip(opening).all(|(word, wanted)| matches!(word, Word::Text(text) if text == wanted))
}

/// Whether the unit holds nothing but links.
pub(super) fn only_links(block: &Block, range: Range<usize>) -> bool {
    let mut depth = 0_usize;
    let mut links = 0;
    for placed in &block.glyphs[range] {
        match placed.glyph {
            Glyph::Open(Mark::Link) => {
                depth += 1;
                links += 1;
            }
            Glyph::Close(Mark::Link) => depth = depth.saturating_sub(1),
            Glyph::Char(character) if depth == 0 && character.is_alphanumeric() => return false,
            Glyph::Code(_) if depth == 0 => return false,
            _ => {}
        }
    }
    links > 0
}

/// Whether the unit speaks of the page itself.
pub(super) fn about_the_page(block: &Block, range: Range<usize>) -> bool {
    let words = opening_words(block, range);
    let opens =
        |opening: &&str| starts_with(&words, &opening.split(' ').map(str::to_owned).collect::<Vec<_>>());
    block.kind == BlockKind::Text && ABOUT_THE_PAGE.words.iter().any(opens)
}
