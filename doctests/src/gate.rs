//! A gate: a share of the book's coverage that must be reached, so that evidence cannot thin out unseen.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::coverage::Counts;
use crate::source_file::Place;

/// What is gated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// Claims that cite something.
    Cited,
    /// Claims that cite a scenario which was seen to hold on a released version.
    OnRelease,
    /// Units that would be claims but for a stated reason.
    Exempt,
}

/// On which side of its figure a share has to lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// It may not fall below it.
    AtLeast,
    /// It may not rise above it.
    AtMost,
}

/// The figures of `doctests/gates.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gates {
    /// One for each gate; none in a book whose file does not parse.
    pub limits: BTreeMap<Gate, Limit>,
    /// One for each kind of text whose length is held down.
    pub lengths: BTreeMap<Length, Longest>,
    /// For each page that has any: how many of its clauses may be not understood.
    pub not_understood: BTreeMap<String, Ratchet>,
    /// For each page that has any: how many of its instructions may cite nothing.
    pub uncited_instructions: BTreeMap<String, Ratchet>,
}

/// How much of a page may be held by less than the rest: a figure that may sink, and rises only by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratchet {
    /// How many at most.
    pub most: u32,
    /// Where the figure stands.
    pub place: Place,
}

impl Ratchet {
    /// What stands in front of the page's name in `doctests/gates.yaml`, for clauses that are not understood.
    pub const NOT_UNDERSTOOD: &str = "not-understood/";
    /// The same for instructions that cite nothing.
    pub const UNCITED_INSTRUCTIONS: &str = "uncited-instructions/";
}

impl Gates {
    /// How many clauses of `page` may be not understood; none of one that has no figure.
    pub fn not_understood(&self, page: &str) -> usize {
        self.not_understood.get(page).map_or(0, |ratchet| ratchet.most as usize)
    }

    /// How many instructions of `page` may cite nothing; none of one that has no figure.
    pub fn uncited_instructions(&self, page: &str) -> usize {
        self.uncited_instructions.get(page).map_or(0, |ratchet| ratchet.most as usize)
    }

    /// The figures of pages whose keys begin with `key`.
    pub(crate) fn ratchets(&mut self, key: &str) -> &mut BTreeMap<String, Ratchet> {
        if key == Ratchet::NOT_UNDERSTOOD { &mut self.not_understood } else { &mut self.uncited_instructions }
    }
}

/// The figure of one gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// In percent; missing it is an error.
    pub percent: u8,
    /// In percent; where the book is to go, shown beside what is reached.
    pub goal: Option<u8>,
    /// Where the figure stands.
    pub place: Place,
}

/// What may not grow too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Length {
    /// A page: all its units, those of generated blocks too.
    Page,
    /// The sentences of a page on average; rows of tables are none.
    Sentence,
}

/// How long it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Longest {
    /// In words.
    pub words: u32,
    /// Where the figure stands.
    pub place: Place,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
    /// On which side of a figure it has to lie: a share is never rounded to the good.
    pub side: Side,
}

impl Gate {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Cited, Self::OnRelease, Self::Exempt];

    /// Its key in `doctests/gates.yaml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cited => "cited",
            Self::OnRelease => "on-release",
            Self::Exempt => "exempt",
        }
    }

    /// The gate with this key.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gate| gate.name() == name)
    }

    /// What it counts, in the words of coverage.md.
    pub const fn counts(self) -> &'static str {
        match self {
            Self::Cited => "claims that cite something",
            Self::OnRelease => "claims seen to hold on a release",
            Self::Exempt => "units exempted, of those that would be claims",
        }
    }

    /// What to do when it is missed.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Cited => "cite a scenario or a source right after each of these claims",
            Self::OnRelease => {
                "cite a scenario that shows the claim and record it: `cargo run -- verify --client claude-code@latest --record ID`"
            }
            Self::Exempt => "cite what proves these sentences, or say in them nothing that needs a proof",
        }
    }

    /// On which side of its figure the share has to lie.
    pub const fn side(self) -> Side {
        match self {
            Self::Cited | Self::OnRelease => Side::AtLeast,
            Self::Exempt => Side::AtMost,
        }
    }

    /// The share that `counts` reach.
    pub const fn share(self, counts: &Counts) -> Share {
        let (part, whole) = match self {
            Self::Cited => (counts.cited, counts.claims),
            Self::OnRelease => (counts.on_release, counts.claims),
            Self::Exempt => (counts.exempt, counts.claims + counts.exempt),
        };
        Share { part, whole, side: self.side() }
    }
}

impl Length {
    /// Both, in the order they are shown.
    pub const ALL: [Self; 2] = [Self::Page, Self::Sentence];

    /// Its key in `doctests/gates.yaml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page-words",
            Self::Sentence => "sentence-words",
        }
    }

    /// The one with this key.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|length| length.name() == name)
    }
}

impl Side {
    /// The word before the figure.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
        }
    }
}

impl Share {
    /// Whether it lies on the right side of `percent`; nothing of nothing does.
    pub const fn meets(self, percent: u8) -> bool {
        let (part, limit) = (self.part * 100, self.whole * percent as usize);
        match self.side {
            Side::AtLeast => part >= limit,
            Side::AtMost => part <= limit,
        }
    }

    /// In tenths of a percent, rounded away from the good side.
    pub const fn per_mille(self) -> usize {
        match (self.whole, self.side) {
            (0, Side::AtLeast) => 1000,
            (0, Side::AtMost) => 0,
            (whole, Side::AtLeast) => self.part * 1000 / whole,
            (whole, Side::AtMost) => (self.part * 1000).div_ceil(whole),
        }
    }
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// `69.6 %`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = self.per_mille();
        write!(f, "{}.{} %", share / 10, share % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_to_the_good() {
        let counts = Counts { claims: 3, cited: 2, exempt: 1, ..Counts::default() };
        let (cited, exempt) = (Gate::Cited.share(&counts), Gate::Exempt.share(&counts));
        assert_eq!((cited.to_string(), exempt.to_string()), ("66.6 %".to_owned(), "25.0 %".to_owned()));
        assert!(cited.meets(66) && !cited.meets(67));
        assert!(exempt.meets(25) && !exempt.meets(24));
        let exempt = Gate::Exempt.share(&Counts { claims: 2, exempt: 1, ..Counts::default() });
        assert_eq!(exempt.to_string(), "33.4 %");
    }

    #[test]
    fn a_book_without_claims_misses_no_gate() {
        let counts = Counts::default();
        assert!(Gate::Cited.share(&counts).meets(100) && Gate::Exempt.share(&counts).meets(0));
    }
}
