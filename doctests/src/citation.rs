//! A citation: a Markdown footnote reference whose label is the id of a scenario or a source.

use crate::id::Id;
use crate::span::Span;

/// `[^refresh.early-revocation]` in the text of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// What it names; whether that exists is the catalog's to say.
    pub id: Id,
    /// The whole reference, from `[` to `]`.
    pub span: Span,
}

/// `[^refresh.early-revocation]: …` at the foot of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What it defines.
    pub id: Id,
    /// The whole definition.
    pub span: Span,
}
