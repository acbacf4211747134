//! Markdown events → the outline of a page: blocks, headings, links, comments, where code and HTML are.

mod html;
mod inline;

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::Faults;
use super::anchor::Anchors;
use super::block::{Block, BlockKind};
use super::citation::labels;
use super::footing::Footing;
use super::line_end::UnixLines;
use super::table::excess;
use crate::citation::{Citation, Definition};
use crate::diagnostic::Code;
use crate::id::Id;
use crate::page::{GeneratedBlock, Heading, Link, WantedDiagram};
use crate::parse::markdown;
use crate::span::Span;
use inline::{Inline, Run};

/// What a page is made of, before its sentences are told apart.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) prose: Option<String>,
    pub(super) blocks: Vec<Block>,
    pub(super) headings: Vec<Heading>,
    pub(super) links: Vec<Link>,
    pub(super) generated: Vec<GeneratedBlock>,
    pub(super) diagrams: Vec<WantedDiagram>,
    pub(super) tables: Vec<Span>,
    pub(super) definitions: Vec<Definition>,
    /// The citations in units.
    pub(super) citations: Vec<Citation>,
    /// Every reference, wherever it stands.
    pub(super) references: Vec<Reference>,
    /// Where footnote definitions start, those with a label that is no id too.
    pub(super) footnotes: Vec<usize>,
    /// Code spans and code blocks.
    pub(super) code: Vec<Span>,
    /// HTML, our comments included.
    pub(super) html: Vec<Span>,
    /// Cells beyond the header.
    pub(super) excess: Vec<Span>,
}

/// A footnote reference as Markdown sees it.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) label: String,
    /// `None` when the label is no id, or not written as the id is.
    pub(super) id: Option<Id>,
    pub(super) span: Span,
    pub(super) context: Context,
}

/// Where a reference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Text,
    Heading,
    TableHead,
    Definition,
}

/// Walks over `text`.
pub(super) fn walk(text: &str, faults: &mut Faults<'_>) -> Outline {
    let (prefix, skipped) = preamble(text);
    let lines = UnixLines::of(&text[skipped..]);
    let whole = format!("{prefix}{}", lines.text);
    let mut walk = Walk::new(text, faults);
    for (event, range) in markdown::parser(&whole).into_offset_iter() {
        if range.start >= prefix.len() {
            let back = |at: usize| lines.back(at - prefix.len()) + skipped;
            walk.event(event, back(range.start)..back(range.end));
        }
    }
    walk.finish()
}

/// A definition for every label of the page, closed off by a rule, and how many bytes of the page
/// (a byte order mark) are left out. It goes before the page: after it, an open fence would swallow it.
fn preamble(text: &str) -> (String, usize) {
    let mut prefix = String::new();
    for label in labels(text) {
        prefix.extend(["[^", label, "]: .\n"]);
    }
    if !prefix.is_empty() {
        prefix.push_str("\n***\n\n");
    }
    (prefix, if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 })
}

/// A container that changes what the text in it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    List { lead_in: Option<usize> },
    Other,
}

struct Walk<'t, 'f, 'd> {
    text: &'t str,
    faults: &'f mut Faults<'d>,
    outline: Outline,
    anchors: Anchors,
    footing: Footing,
    containers: Vec<Container>,
    /// Depth inside footnote definitions, whose text is not the page's.
    in_definition: usize,
    /// The run of inline text that is being read.
    run: Option<Run>,
    /// The block that was closed last, if nothing but comments came since in the same container.
    previous: Option<usize>,
    /// The term that the next definitions of a definition list explain.
    term: Option<usize>,
    /// Index of the last heading.
    heading: Option<usize>,
    columns: usize,
    /// The generated block that is open: its name and its opening comment.
    open_generated: Option<(String, Span)>,
    /// The HTML block that is being read.
    html: Option<(Span, String)>,
    in_code: bool,
}

impl<'t, 'f, 'd> Walk<'t, 'f, 'd> {
    fn new(text: &'t str, faults: &'f mut Faults<'d>) -> Self {
        Self {
            text,
            faults,
            outline: Outline::default(),
            anchors: Anchors::default(),
            footing: Footing::default(),
            containers: Vec::new(),
            in_definition: 0,
            run: None,
            previous: None,
            term: None,
            heading: None,
            columns: 0,
            open_generated: None,
            html: None,
            in_code: false,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let span = Span::from(range);
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Html(html) => {
                if let Some((_, block)) = &mut self.html {
                    block.push_str(&html);
                }
            }
            Event::Rule => {
                self.close_run();
                self.other_block(span);
            }
            Event::Text(_) if self.in_code || self.html.is_some() => {}
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.inline(Inline::Text(&text), span);
            }
            Event::Code(text) => self.inline(Inline::Code(&text), span),
            Event::SoftBreak => self.inline(Inline::Break { hard: false }, span),
            Event::HardBreak => self.inline(Inline::Break { hard: true }, span),
            Event::FootnoteReference(label) => self.inline(Inline::Reference(&label), span),
            Event::InlineHtml(html) => self.inline(Inline::Html(&html), span),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {
                self.inline(Inline::Open(&tag), span);
            }
            Tag::Link { ref dest_url, .. } | Tag::Image { ref dest_url, .. } => {
                if self.in_definition == 0 {
                    self.outline.links.push(Link { target: dest_url.to_string(), span });
                }
                self.inline(Inline::Open(&tag), span);
            }
            Tag::TableCell => self.start_cell(),
            Tag::TableHead => self.open_run(Run::table_head(span.start)),
            Tag::TableRow => {
                self.open_run(Run::block(BlockKind::Row, span.start));
                self.excess_cells(span);
            }
            _ => self.start_block(tag, span),
        }
    }

    /// The start of a block that is no part of a table.
    fn start_block(&mut self, tag: Tag<'_>, span: Span) {
        self.close_run();
        if self.containers.is_empty()
            && self.in_definition == 0
            && !matches!(tag, Tag::FootnoteDefinition(_) | Tag::HtmlBlock)
        {
            self.footing.other(self.trimmed(span), self.faults);
        }
        match tag {
            Tag::Heading { id, .. } => self.open_run(Run::heading(span.start, id.map(|id| id.to_string()))),
            Tag::DefinitionListTitle => self.open_run(Run::block(BlockKind::Term, span.start)),
            Tag::CodeBlock(_) => {
                self.in_code = true;
                self.outline.code.push(span);
            }
            Tag::HtmlBlock => {
                self.html = Some((span, String::new()));
                self.outline.html.push(span);
                return;
            }
            Tag::List(_) => {
                let lead_in = self.previous.filter(|block| self.leads_in(*block));
                self.containers.push(Container::List { lead_in });
            }
            Tag::FootnoteDefinition(label) => {
                let span = self.trimmed(span);
                self.outline.footnotes.push(span.start);
                self.footing.define(&label, span, !self.containers.is_empty(), self.faults);
                self.in_definition += 1;
            }
            Tag::Table(alignments) => {
                self.columns = alignments.len();
                if self.containers.is_empty() && self.in_definition == 0 {
                    self.outline.tables.push(self.trimmed(span));
                }
            }
            Tag::BlockQuote(_) | Tag::Item | Tag::DefinitionList | Tag::DefinitionListDefinition => {
                self.containers.push(Container::Other);
            }
            _ => {}
        }
        self.previous = None;
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Strong
            | TagEnd::Emphasis
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => return self.inline(Inline::Close(tag), span),
            TagEnd::TableCell => return self.end_cell(),
            TagEnd::HtmlBlock => return self.end_html(),
            TagEnd::Paragraph => return self.close_run(),
            TagEnd::Heading(level) => return self.end_heading(depth(level), span),
            TagEnd::DefinitionListTitle => return self.end_heading(TERM, span),
            _ => self.close_run(),
        }
        match tag {
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::FootnoteDefinition => self.in_definition = self.in_definition.saturating_sub(1),
            TagEnd::DefinitionList => {
                self.term = None;
                self.containers.pop();
            }
            TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::DefinitionListDefinition => {
                self.containers.pop();
            }
            _ => {}
        }
        self.previous = None;
    }

    /// A rule or another block that holds no text.
    fn other_block(&mut self, span: Span) {
        if self.in_definition == 0 {
            self.footing.other(self.trimmed(span), self.faults);
        }
        self.previous = None;
    }

    fn end_heading(&mut self, level: u8, span: Span) {
        let Some((text, id)) = self.run.as_mut().map(Run::title) else { return };
        let anchor = self.anchors.give(&text, id.as_deref());
        self.close_run();
        let number = self.outline.headings.len();
        self.outline.headings.push(Heading {
            level,
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            anchor,
            span: self.trimmed(span),
        });
        if level == TERM {
            self.term = self.previous;
        } else {
            self.heading = Some(number);
            self.previous = None;
        }
    }

    fn excess_cells(&mut self, row: Span) {
        let Some(span) = excess(self.text, row, self.columns) else { return };
        self.outline.excess.push(span);
        let cells = if self.columns == 1 { "1 cell".to_owned() } else { format!("{} cells", self.columns) };
        self.faults.push_with(
            Code::TableExcessCell,
            span,
            "the row has more cells than its header",
            |fault| {
                fault
                    .label("Markdown leaves this out of the page")
                    .expected(cells)
                    .help("a `|` in a cell, in code too, is written `\\|`")
            },
        );
    }

    /// A table whose header has more or fewer cells than the row of dashes is a paragraph to Markdown.
    fn check_for_table(&mut self, block: &Block) {
        let lines = self.text.get(block.span.range()).unwrap_or_default().split_inclusive('\n');
        let mut at = block.span.start;
        for line in lines {
            let row = line.trim_start_matches(['>', ' ', '\t']).trim_end();
            if block.kind == BlockKind::Text && is_delimiter_row(row) {
                let start = at + line.find(row).unwrap_or_default();
                let span = Span::new(start, start + row.len());
                self.faults.push_with(Code::PageMarkup, span, "Markdown reads no table here", |fault| {
                    fault.expected("a header right above it, with as many cells as this row of dashes")
                });
            }
            at += line.len();
        }
    }

    fn leads_in(&self, block: usize) -> bool {
        self.outline.blocks.get(block).is_some_and(|block| block.ends_in(0..block.glyphs.len(), ':'))
    }

    /// `span` without the white space at its end.
    fn trimmed(&self, span: Span) -> Span {
        let written = self.text.get(span.range()).unwrap_or_default();
        Span::new(span.start, span.start + written.trim_end().len())
    }

    fn finish(mut self) -> Outline {
        self.close_run();
        if let Some((name, span)) = self.open_generated.take() {
            self.unclosed_generated(&name, span);
        }
        self.outline.definitions = self.footing.definitions;
        self.outline
    }
}

fn is_delimiter_row(row: &str) -> bool {
    row.contains('|')
        && row.contains("--")
        && row.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// The level under which a term of a definition list is kept among the headings.
const TERM: u8 = 7;

const fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
