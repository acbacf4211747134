//! A page of the book as it was read: units, citations, headings, links, generated blocks.

use std::sync::Arc;

use crate::citation::{Citation, Definition};
use crate::source_file::SourceFile;
use crate::span::Span;
use crate::unit::Unit;

/// One Markdown page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The file, `docs/<name>.md`.
    pub file: Arc<SourceFile>,
    /// File name without `.md`, the first part of its claims' ids.
    pub name: String,
    /// Whether its front says that it is prose: `<!-- prose: reason -->` as the first line.
    pub prose: Option<String>,
    /// The units in the order of the text, those of generated blocks included.
    pub units: Vec<Unit>,
    /// Every citation of a unit, in the order of the text.
    pub citations: Vec<Citation>,
    /// The definitions at the foot.
    pub definitions: Vec<Definition>,
    /// The headings.
    pub headings: Vec<Heading>,
    /// Links and images, those of the definitions left out.
    pub links: Vec<Link>,
    /// Generated blocks.
    pub generated: Vec<GeneratedBlock>,
    /// Where the diagram of a scenario is wanted.
    pub diagrams: Vec<WantedDiagram>,
    /// The tables that stand in no list and no quote.
    pub tables: Vec<Span>,
}

impl Page {
    /// Whether `span` lies in a block that is written by `check --fix`.
    pub fn is_generated(&self, span: Span) -> bool {
        self.generated.iter().any(|block| block.span.contains(span))
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6; 7 for a term of a definition list, which has an anchor too.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// The anchor mdBook gives it.
    pub anchor: String,
    /// The whole line.
    pub span: Span,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub target: String,
    /// The whole link.
    pub span: Span,
}

/// What stands between `<!-- generated: NAME -->` and `<!-- /generated -->`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedBlock {
    /// Its name.
    pub name: String,
    /// From the opening comment's first to the closing comment's last byte.
    pub span: Span,
    /// What lies between the comments.
    pub inner: Span,
}

/// `<!-- diagram: refresh.early-revocation -->`: the sequence diagram of a scenario goes here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedDiagram {
    /// The scenario's id, as written.
    pub name: String,
    /// Where the id stands.
    pub name_span: Span,
    /// The whole comment.
    pub span: Span,
}
