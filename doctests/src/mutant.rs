//! A mutant: one thing changed on purpose, which something must notice.

pub mod gate;

use std::fmt;

use serde::{Serialize, Serializer};

use crate::source_file::Place;

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// A fact of a page gets a value that its kind can have and its citation has not.
    ForeignFact,
    /// A fact of a page gets another value of the cited vocabulary, or of a claim beside it.
    NearFact,
    /// A sentence is denied, or is no longer.
    Polarity,
    /// What comes before comes after.
    Order,
    /// What becomes of it becomes its opposite.
    Outcome,
    /// Somebody else does it, with another credential, or on another system.
    Actor,
    /// What happens again happens once, and the other way round.
    Again,
    /// A citation names another scenario or source of its topic.
    CitationOfTopic,
    /// A citation names a scenario or source of another topic.
    CitationOfElsewhere,
    /// A citation is gone.
    CitationDeleted,
    /// A cell says what the cell above or below it says.
    Cell,
    /// An expectation of a scenario says something else.
    Expectation,
    /// A scenario claims to hold elsewhere.
    Client,
    /// Something given is no longer given.
    GivenRemoved,
    /// Something given is the opposite.
    GivenNegated,
    /// Something given lies on the other side of the scenario's boundary.
    GivenAcross,
    /// The client does one thing wrong.
    BrokenClient,
    /// A scenario runs on every broken client: one at least must fail it.
    EveryBrokenClient,
}

impl Operator {
    /// What a line of the report calls it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ForeignFact => "fact, foreign value",
            Self::NearFact => "fact, value from near by",
            Self::Polarity => "polarity",
            Self::Order => "order",
            Self::Outcome => "outcome",
            Self::Actor => "actor",
            Self::Again => "again",
            Self::CitationOfTopic => "citation of the same topic",
            Self::CitationOfElsewhere => "citation of another topic",
            Self::CitationDeleted => "citation deleted",
            Self::Cell => "cell",
            Self::Expectation => "expectation",
            Self::Client => "client",
            Self::GivenRemoved => "given, removed",
            Self::GivenNegated => "given, negated",
            Self::GivenAcross => "given, across the boundary",
            Self::BrokenClient => "broken client",
            Self::EveryBrokenClient => "scenario, on all of them",
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Operator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// Of what kind.
    pub operator: Operator,
    /// What is changed.
    pub place: Place,
    /// What stands there, for people.
    pub before: String,
    /// What the mutant has in its place; empty where it has nothing.
    pub after: String,
}

impl Mutant {
    /// A mutant that has `after` where `place` is.
    pub fn new(operator: Operator, place: Place, after: impl Into<String>) -> Self {
        let before = place.file.slice(place.span).to_owned();
        Self { operator, place, before, after: after.into() }
    }

    /// The whole text of the file with the change made.
    pub fn text(&self) -> String {
        let text = &self.place.file.text;
        let span = self.place.span;
        let mut changed = String::with_capacity(text.len() + self.after.len());
        changed.push_str(&text[..span.start]);
        changed.push_str(&self.after);
        changed.push_str(&text[span.end..]);
        changed
    }
}

/// What noticed a mutant. Where several did, the first of this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// A fact that the citation does not say.
    Facts,
    /// A clause that the citation contradicts.
    Meaning,
    /// A clause that was matched and is not understood any more: the page has more of those than it may.
    Ratchet,
    /// A citation that is missing, broken or names nothing; a scenario that nobody cites any more.
    Citation,
    /// The oath alone: nothing else would have.
    Oath,
    /// The run of the reference client.
    Reference,
    /// What a released version was seen to do.
    Release,
    /// The parser: the mutant is no scenario at all.
    Parser,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Facts,
        Self::Meaning,
        Self::Ratchet,
        Self::Citation,
        Self::Oath,
        Self::Reference,
        Self::Release,
        Self::Parser,
    ];

    /// What a line of the report calls it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Meaning => "meaning",
            Self::Ratchet => "the ratchet",
            Self::Citation => "citations",
            Self::Oath => "the oath alone",
            Self::Reference => "the reference client",
            Self::Release => "the records",
            Self::Parser => "the parser",
        }
    }
}

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It was noticed.
    Caught(By),
    /// It was not, and it should have been.
    Survived,
    /// It was not, and it makes no difference; why.
    Equivalent(String),
}

/// A mutant and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The change.
    pub mutant: Mutant,
    /// What became of it.
    pub fate: Fate,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source_file::SourceFile;
    use crate::span::Span;

    #[test]
    fn a_mutant_changes_one_place_and_leaves_the_rest() {
        let file = SourceFile::new("docs/a.md", "It exits with 1.");
        let mutant = Mutant::new(Operator::ForeignFact, Place::new(&file, Span::new(14, 15)), "7");
        assert_eq!((mutant.before.as_str(), mutant.text().as_str()), ("1", "It exits with 7."));
    }
}
