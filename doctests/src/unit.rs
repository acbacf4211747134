//! A unit: a sentence, in lists and quotes too, or a table row; the smallest thing that can be true or false.

use crate::citation::Citation;
use crate::fact::Fact;
use crate::span::Span;

/// A unit of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// From its first character to its end mark; citations after the full stop lie inside.
    pub span: Span,
    /// The words, with citations taken out, links kept as their text, other markup kept, cells parted by ` | `
    /// and white space folded: what an oath is sworn on.
    pub text: String,
    /// What the unit is.
    pub kind: UnitKind,
    /// The citations that touch it.
    pub own: Vec<Citation>,
    /// The citations that bind it: its own, else the next to its right in the same paragraph,
    /// else its list's lead-in's. Prose and exempt units have none.
    pub binding: Vec<Citation>,
    /// The facts in it.
    pub facts: Vec<Fact>,
    /// Index of the heading it stands under, in [`Page::headings`](crate::page::Page::headings).
    pub heading: Option<usize>,
}

/// What a unit is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitKind {
    /// Says how the client behaves.
    Claim,
    /// Tells the reader what to do; opens with a word of the committed list.
    Instruction,
    /// Ends in a question mark.
    Question,
    /// Only links, words about the page itself, a bold label such as `**Why.**`, or on a page that is prose.
    Prose,
    /// Exempt by `<!-- no-claim: reason -->`.
    Exempt {
        /// The reason given.
        reason: String,
    },
}
