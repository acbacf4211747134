//! A block: a run of inline text (a paragraph, an item's text, a row, a term) as glyphs that know their bytes.

use std::ops::Range;

use crate::citation::Citation;
use crate::span::Span;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A paragraph, or the text of a tight list item.
    Text,
    /// The term of a definition list.
    Term,
    /// A body row of a table.
    Row,
}

/// Markup around inline text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Strong,
    Emphasis,
    Strikethrough,
    /// A link or an image.
    Link,
}

/// The smallest part of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glyph {
    /// A character of the text, escapes and entities already read.
    Char(char),
    /// White space, a line break included.
    Blank,
    /// A code span, by its index in [`Block::codes`].
    Code(usize),
    /// A citation, by its index in [`Block::citations`].
    Cite(usize),
    Open(Mark),
    Close(Mark),
    /// Between two cells of a row.
    Cell,
}

/// A glyph and the bytes it was written with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) glyph: Glyph,
    pub(super) span: Span,
}

/// A code span.
#[derive(Debug, Clone)]
pub(super) struct CodeSpan {
    /// What it says.
    pub(super) text: String,
    /// The bytes between the backticks.
    pub(super) inner: Span,
}

/// A run of inline text.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) span: Span,
    pub(super) glyphs: Vec<Placed>,
    pub(super) codes: Vec<CodeSpan>,
    pub(super) citations: Vec<Citation>,
    /// Index of the paragraph that ends in a colon and leads in the list this block is in.
    pub(super) lead_in: Option<usize>,
    /// Index of the term this block defines.
    pub(super) term: Option<usize>,
    /// Index of the heading it stands under.
    pub(super) heading: Option<usize>,
    /// The reason of a `no-claim` comment at its end.
    pub(super) exempt: Option<String>,
}

impl Block {
    pub(super) fn new(kind: BlockKind, start: usize) -> Self {
        Self {
            kind,
            span: Span::at(start),
            glyphs: Vec::new(),
            codes: Vec::new(),
            citations: Vec::new(),
            lead_in: None,
            term: None,
            heading: None,
            exempt: None,
        }
    }

    /// One past the last byte of the last glyph, or where the block starts.
    pub(super) fn at(&self) -> usize {
        self.glyphs.last().map_or(self.span.start, |placed| placed.span.end)
    }

    pub(super) fn push(&mut self, glyph: Glyph, span: Span) {
        self.glyphs.push(Placed { glyph, span });
    }

    pub(super) fn glyph(&self, at: usize) -> Option<Glyph> {
        self.glyphs.get(at).map(|placed| placed.glyph)
    }

    /// Whether the last visible character is `wanted`, closing markup and citations aside.
    pub(super) fn ends_in(&self, range: Range<usize>, wanted: char) -> bool {
        let last = self.glyphs[range].iter().rev().find_map(|placed| match placed.glyph {
            Glyph::Blank
            | Glyph::Cite(_)
            | Glyph::Close(_)
            | Glyph::Cell
            | Glyph::Char('"' | '\'' | '”' | '’' | '»' | ')') => None,
            glyph => Some(glyph),
        });
        last == Some(Glyph::Char(wanted))
    }

    /// The words of `range`: citations taken out, links kept as their text, other markup kept,
    /// white space folded, cells parted by `|`.
    pub(super) fn words(&self, source: &str, range: Range<usize>) -> String {
        let mut words = String::with_capacity(range.len());
        let mut after_citation = false;
        for placed in &self.glyphs[range] {
            let written = source.get(placed.span.range()).unwrap_or_default();
            match placed.glyph {
                Glyph::Blank => fold(&mut words, " "),
                Glyph::Cell => fold(&mut words, " | "),
                Glyph::Cite(_) | Glyph::Open(Mark::Link) | Glyph::Close(Mark::Link) => {}
                Glyph::Char('.' | ',' | ';' | ':' | '!' | '?') if after_citation => {
                    // `works [^a.b].` and `works.[^a.b]` say the same.
                    words.truncate(words.trim_end_matches(' ').len());
                    fold(&mut words, written);
                }
                Glyph::Code(number) => {
                    // Not as written: in a quote, a code span over two lines has a `>` inside.
                    let fence = &written[..written.bytes().take_while(|byte| *byte == b'`').count()];
                    let text = self.codes.get(number).map_or(written, |code| &code.text);
                    for part in [fence, text, fence] {
                        fold(&mut words, part);
                    }
                }
                // Most of all glyphs by far.
                Glyph::Char(character) if written.len() == 1 => words.push(character),
                Glyph::Char(_) | Glyph::Open(_) | Glyph::Close(_) => fold(&mut words, written),
            }
            after_citation = matches!(placed.glyph, Glyph::Cite(_))
                || (after_citation && matches!(placed.glyph, Glyph::Blank | Glyph::Close(_)));
        }
        words.trim().to_owned()
    }
}

/// Appends `part` with every run of white space as one blank, none at the start.
fn fold(words: &mut String, part: &str) {
    for character in part.chars() {
        if !character.is_whitespace() {
            words.push(character);
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
}
