//! A clause of a claim: one thing said, as the words that mean something in it.

use std::collections::BTreeSet;

use crate::account::Event;
use crate::lexicon::Sense;
use crate::span::Span;

/// A clause.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Clause {
    /// What parts it from the clause before it: a mark, a word, a cell's border; empty at the beginning.
    pub joint: String,
    /// Its words that mean something, in their order.
    pub parts: Vec<Part>,
    /// Whether it says how something is: `is empty`.
    pub is_state: bool,
    /// Whether it tells the reader what to do, and so asserts nothing.
    pub advice: bool,
    /// The cell of a table row that it stands in.
    pub cell: usize,
    /// Its words that only weigh, such as `each` and `only`, by their group; its joint too, if that weighs.
    pub weights: BTreeSet<String>,
}

/// A word of a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The word as written.
    pub word: String,
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: PartKind,
    /// The fact of the unit that it is besides, by its index there: `/login` is a command, and a name.
    pub fact: Option<usize>,
}

/// What a word of a clause is.
#[derive(Debug, Clone, PartialEq)]
pub enum PartKind {
    /// It means one of these.
    Means(Vec<Sense>),
    /// It is a fact of the unit, by its index there.
    Fact(usize),
    /// It is a status or an exit code, which has a mark, and a fact.
    Number(&'static str, usize),
    /// It turns the clause into its opposite.
    Negates,
    /// The clause says only what can happen.
    Modal,
    /// It has no meaning here.
    Unknown,
}

impl Part {
    /// Whether it says what is done.
    pub fn is_verb(&self) -> bool {
        matches!(&self.kind, PartKind::Means(senses) if senses.iter().any(|sense| sense.verb))
    }

    /// Whether it can only say what is done.
    pub fn is_only_verb(&self) -> bool {
        matches!(&self.kind, PartKind::Means(senses) if senses.iter().all(|sense| sense.verb))
    }

    /// Whether it only describes a noun.
    pub fn describes(&self) -> bool {
        matches!(&self.kind, PartKind::Means(senses) if senses.iter().any(|sense| sense.describes))
    }

    /// Whether `event` has all marks of one of its meanings.
    pub fn fits_event(&self, event: &Event) -> bool {
        matches!(&self.kind, PartKind::Means(senses)
            if senses.iter().any(|sense| sense.marks.iter().all(|mark| event.has(mark))))
    }

    /// Whether some meaning of it has a mark that one of `other` has.
    pub fn shares_a_meaning(&self, other: &Self) -> bool {
        let marks = |part: &Self| match &part.kind {
            PartKind::Means(senses) => senses.iter().flat_map(|sense| sense.marks.clone()).collect(),
            _ => BTreeSet::new(),
        };
        !marks(self).is_disjoint(&marks(other))
    }

    /// Whether some meaning of it has `mark`.
    pub fn means(&self, mark: &str) -> bool {
        matches!(&self.kind, PartKind::Means(senses) if senses.iter().any(|sense| sense.marks.contains(mark)))
    }
}

impl Clause {
    /// From its first word to its last.
    pub fn span(&self) -> Option<Span> {
        let (first, last) = (self.parts.first()?, self.parts.last()?);
        Some(Span::new(first.span.start, last.span.end))
    }

    /// Whether something in it says what is done.
    pub fn has_verb(&self) -> bool {
        self.parts.iter().any(Part::is_verb)
    }

    /// Whether it says only what can happen.
    pub fn is_modal(&self) -> bool {
        self.parts.iter().any(|part| part.kind == PartKind::Modal)
    }

    /// Whether it says anything at all.
    pub fn says_something(&self) -> bool {
        self.parts.iter().any(|part| !matches!(part.kind, PartKind::Modal))
    }

    /// The facts in it, each by its index in the unit.
    pub fn facts(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().filter_map(|part| match part.kind {
            PartKind::Fact(index) | PartKind::Number(_, index) => Some(index),
            _ => part.fact,
        })
    }

    /// Its words without a meaning.
    pub fn unknown(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.kind == PartKind::Unknown)
    }
}
