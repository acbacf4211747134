//! Coverage: how many units of a page are claims, and what holds each of them.

use serde::Serialize;

/// The coverage of the book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Coverage {
    /// Page by page, in the order of the book; prose pages are left out.
    pub pages: Vec<PageCoverage>,
    /// All pages together.
    pub total: Counts,
}

/// The coverage of one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageCoverage {
    /// The page's name.
    pub page: String,
    /// Its counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// How many units are what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// All units.
    pub units: usize,
    /// Units that say how the client behaves.
    pub claims: usize,
    /// Claims that cite something.
    pub cited: usize,
    /// Claims that cite a scenario which the reference client runs.
    pub in_model: usize,
    /// Claims that cite a scenario which was seen to hold on a released version.
    pub on_release: usize,
    /// Claims that rest on sources only.
    pub sources_only: usize,
    /// Claims each clause of which was compared with what is cited, and agrees.
    pub matched: usize,
    /// Claims that cite nothing.
    pub uncited: usize,
    /// Units that tell the reader what to do.
    pub instructions: usize,
    /// Units that would be claims but for a stated reason.
    pub exempt: usize,
}

impl Counts {
    /// Adds what another page has.
    pub const fn add(&mut self, other: Self) {
        self.units += other.units;
        self.claims += other.claims;
        self.cited += other.cited;
        self.in_model += other.in_model;
        self.on_release += other.on_release;
        self.sources_only += other.sources_only;
        self.matched += other.matched;
        self.uncited += other.uncited;
        self.instructions += other.instructions;
        self.exempt += other.exempt;
    }

    /// The share of exempted units among those that would be claims, in tenths of a percent, rounded up.
    pub const fn exempt_per_mille(&self) -> usize {
        let all = self.claims + self.exempt;
        if all == 0 { 0 } else { (self.exempt * 1000).div_ceil(all) }
    }
}
