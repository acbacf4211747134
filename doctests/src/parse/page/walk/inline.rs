//! Inline events → the glyphs of a block.

use pulldown_cmark::{Tag, TagEnd};

use super::{Container, Context, Reference, Walk};
use crate::citation::Citation;
use crate::diagnostic::Code;
use crate::parse::page::block::{Block, BlockKind, CodeSpan, Glyph, Mark};
use crate::parse::page::character::check_entity;
use crate::parse::page::comment::{self, Comment};
use crate::span::Span;

/// An inline event.
#[derive(Clone, Copy)]
pub(super) enum Inline<'e> {
    Text(&'e str),
    Code(&'e str),
    /// A soft or, if `hard`, a hard line break.
    Break {
        hard: bool,
    },
    Reference(&'e str),
    Html(&'e str),
    Open(&'e Tag<'e>),
    Close(TagEnd),
}

/// A run of inline text that is being read.
pub(super) struct Run {
    block: Block,
    use_as: Use,
    /// Its text without markup, as mdBook takes a heading's; kept for headings and terms alone.
    title: String,
    id: Option<String>,
    /// A `no-claim` comment that must turn out to be the last thing in its paragraph or cell.
    exempt: Option<(String, Span)>,
    /// Images that are open: their text is no part of a title.
    images: usize,
}

/// What becomes of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Block,
    Heading,
    TableHead,
}

impl Run {
    pub(super) fn block(kind: BlockKind, start: usize) -> Self {
        let block = Block::new(kind, start);
        Self { block, use_as: Use::Block, title: String::new(), id: None, exempt: None, images: 0 }
    }

    pub(super) fn table_head(start: usize) -> Self {
        Self { use_as: Use::TableHead, ..Self::block(BlockKind::Row, start) }
    }

    pub(super) fn heading(start: usize, id: Option<String>) -> Self {
        Self { use_as: Use::Heading, id, ..Self::block(BlockKind::Text, start) }
    }

    /// Text and explicit id of a heading or term.
    pub(super) fn title(&mut self) -> (String, Option<String>) {
        (std::mem::take(&mut self.title), self.id.take())
    }

    fn keeps_title(&self) -> bool {
        self.images == 0 && (self.use_as == Use::Heading || self.block.kind == BlockKind::Term)
    }
}

impl Walk<'_, '_, '_> {
    pub(super) fn open_run(&mut self, run: Run) {
        self.close_run();
        self.run = Some(run);
    }

    /// Closes the run; its block, if it is one, goes to the outline.
    pub(super) fn close_run(&mut self) {
        let Some(Run { mut block, use_as, exempt, .. }) = self.run.take() else { return };
        if use_as != Use::Block || self.in_definition > 0 {
            return;
        }
        if let Some((reason, _)) = exempt {
            block.exempt = Some(reason);
        }
        block.span.end = block.at();
        self.check_for_table(&block);
        block.heading = self.heading;
        block.lead_in = self
            .containers
            .iter()
            .rev()
            .find_map(|container| match container {
                Container::List { lead_in } => Some(*lead_in),
                Container::Other => None,
            })
            .flatten();
        block.term = if block.kind == BlockKind::Term { None } else { self.term };
        self.previous = Some(self.outline.blocks.len());
        self.outline.blocks.push(block);
    }

    pub(super) fn start_cell(&mut self) {
        let Some(run) = &mut self.run else { return };
        // The first one, too: what stands before the words of a unit is left out.
        let at = run.block.at();
        run.block.push(Glyph::Cell, Span::at(at));
    }

    pub(super) fn end_cell(&mut self) {
        if let Some(run) = &mut self.run
            && let Some((reason, _)) = run.exempt.take()
        {
            run.block.exempt = Some(reason);
        }
    }

    pub(super) fn inline(&mut self, inline: Inline<'_>, span: Span) {
        if self.run.is_none() {
            // A tight list item has no paragraph of its own.
            self.run = Some(Run::block(BlockKind::Text, span.start));
        }
        match inline {
            Inline::Html(html) => return self.inline_html(html, span),
            Inline::Reference(label) => return self.reference(label, span),
            Inline::Code(_) => self.outline.code.push(span),
            _ => {}
        }
        let Some(run) = &mut self.run else { return };
        if !matches!(inline, Inline::Break { .. })
            && !matches!(inline, Inline::Text(text) if text.trim().is_empty())
        {
            run.refuse_early_exemption(self.faults);
        }
        match inline {
            Inline::Text(text) => {
                if run.keeps_title() {
                    run.title.push_str(text);
                }
                if self.text.get(span.range()) == Some(text) {
                    run.text(self.text, text, span);
                } else {
                    check_entity(text, span, self.faults);
                    run.entity(text, span);
                }
            }
            Inline::Code(text) => {
                if run.keeps_title() {
                    run.title.push_str(text);
                }
                run.code(self.text, text, span);
            }
            Inline::Break { hard } => {
                if run.keeps_title() && !hard {
                    run.title.push('\n');
                }
                run.block.push(Glyph::Blank, span);
            }
            Inline::Open(tag) => run.open(self.text, tag, span),
            Inline::Close(tag) => run.close(self.text, tag, span),
            Inline::Html(_) | Inline::Reference(_) => {}
        }
    }

    fn inline_html(&mut self, html: &str, span: Span) {
        self.outline.html.push(span);
        let Some(comment) = comment::read(html, span, self.faults) else { return };
        let Some(run) = &mut self.run else { return };
        match comment {
            Comment::NoClaim(reason) if run.use_as == Use::Block && self.in_definition == 0 => {
                run.exempt = Some((reason, span));
            }
            Comment::NoClaim(_) => misplaced_no_claim(span, self.faults),
            Comment::Prose(_) => misplaced_prose(span, self.faults),
            Comment::Generated(_) | Comment::EndGenerated => self.inside_a_text(Code::GeneratedBlock, span),
            Comment::Diagram(_) => self.inside_a_text(Code::PageMarkup, span),
        }
    }

    fn inside_a_text(&mut self, code: Code, span: Span) {
        self.faults.push_with(code, span, "the comment stands inside a text", |fault| {
            fault.help("put it on a line of its own")
        });
    }

    fn reference(&mut self, label: &str, span: Span) {
        let Some(run) = &mut self.run else { return };
        let written = self.text.get(span.range()).unwrap_or_default();
        let inner = written.strip_prefix("[^").and_then(|rest| rest.strip_suffix(']')).unwrap_or(label);
        let id = inner.parse().ok();
        let context = match run.use_as {
            _ if self.in_definition > 0 => Context::Definition,
            Use::Heading => Context::Heading,
            Use::TableHead => Context::TableHead,
            Use::Block => Context::Text,
        };
        run.refuse_early_exemption(self.faults);
        if let (Some(id), Context::Text) = (&id, context) {
            let citation = Citation { id: Clone::clone(id), span };
            run.block.push(Glyph::Cite(run.block.citations.len()), span);
            run.block.citations.push(citation.clone());
            self.outline.citations.push(citation);
        }
        self.outline.references.push(Reference { label: inner.to_owned(), id, span, context });
    }
}

pub(super) fn misplaced_no_claim(span: Span, faults: &mut crate::parse::page::Faults<'_>) {
    faults.push_with(Code::PageMarkup, span, "the exemption stands in no place it could exempt", |fault| {
        fault.expected(
            "`<!-- no-claim: reason -->` at the very end of a paragraph, a list item or a table cell",
        )
    });
}

pub(super) fn misplaced_prose(span: Span, faults: &mut crate::parse::page::Faults<'_>) {
    faults.push_with(
        Code::PageMarkup,
        span,
        "the page says that it is prose, but not on its first line",
        |fault| fault.help("move the comment to the first line, or delete it"),
    );
}

impl Run {
    /// Something visible follows a `no-claim` comment that should have been the last thing.
    fn refuse_early_exemption(&mut self, faults: &mut crate::parse::page::Faults<'_>) {
        if let Some((_, span)) = self.exempt.take() {
            misplaced_no_claim(span, faults);
        }
    }

    fn text(&mut self, source: &str, text: &str, span: Span) {
        let mut start = span.start;
        // The backslash of an escape belongs to the character after it.
        while start > self.block.at() && source.as_bytes().get(start - 1) == Some(&b'\\') {
            start -= 1;
        }
        let mut from = start;
        self.block.glyphs.reserve(text.len());
        for (at, character) in text.char_indices() {
            let end = span.start + at + character.len_utf8();
            let glyph = if character.is_whitespace() { Glyph::Blank } else { Glyph::Char(character) };
            self.block.push(glyph, Span::new(from, end));
            from = end;
        }
    }

    /// Text that is not written as it reads: the first character gets all the bytes.
    fn entity(&mut self, text: &str, span: Span) {
        let mut span = span;
        for character in text.chars() {
            let glyph = if character.is_whitespace() { Glyph::Blank } else { Glyph::Char(character) };
            self.block.push(glyph, span);
            span = Span::at(span.end);
        }
    }

    fn code(&mut self, source: &str, text: &str, span: Span) {
        let written = source.get(span.range()).unwrap_or_default();
        let fence = written.bytes().take_while(|byte| *byte == b'`').count();
        let inner = written.get(fence..written.len().saturating_sub(fence)).unwrap_or_default();
        // One blank or line end on each side is no part of what it says.
        let blanks = ["\r\n", "\n", " "];
        let lead = blanks.iter().find(|blank| inner.starts_with(**blank)).map_or(0, |blank| blank.len());
        let trail = blanks.iter().find(|blank| inner.ends_with(**blank)).map_or(0, |blank| blank.len());
        let padded = lead > 0 && trail > 0 && !inner.trim().is_empty();
        let (lead, trail) = if padded { (lead, trail) } else { (0, 0) };
        let start = span.start + fence;
        let inner = Span::new(start + lead, start + inner.len() - trail);
        self.block.push(Glyph::Code(self.block.codes.len()), span);
        self.block.codes.push(CodeSpan { text: text.to_owned(), inner });
    }

    fn open(&mut self, source: &str, tag: &Tag<'_>, span: Span) {
        let (mark, length) = match tag {
            Tag::Strong => (Mark::Strong, 2),
            Tag::Strikethrough => (Mark::Strikethrough, tildes(source, span)),
            Tag::Link { .. } => (Mark::Link, 1),
            Tag::Image { .. } => {
                self.images += 1;
                (Mark::Link, 2)
            }
            _ => (Mark::Emphasis, 1),
        };
        self.block.push(Glyph::Open(mark), Span::new(span.start, (span.start + length).min(span.end)));
    }

    fn close(&mut self, source: &str, tag: TagEnd, span: Span) {
        let at = self.block.at();
        if tag == TagEnd::Image {
            self.images = self.images.saturating_sub(1);
        }
        let (mark, length) = match tag {
            TagEnd::Strong => (Mark::Strong, 2),
            TagEnd::Strikethrough => (Mark::Strikethrough, tildes(source, span)),
            // All of the target, from the end of the text on.
            TagEnd::Link | TagEnd::Image => (Mark::Link, span.end.saturating_sub(at)),
            _ => (Mark::Emphasis, 1),
        };
        self.block
            .push(Glyph::Close(mark), Span::new((span.end - length.min(span.end)).max(at), span.end.max(at)));
    }
}

fn tildes(source: &str, span: Span) -> usize {
    if source.get(span.range()).is_some_and(|written| written.starts_with("~~")) { 2 } else { 1 }
}
