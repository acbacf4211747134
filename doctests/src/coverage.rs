//! Coverage: how many units of a page are claims, and what holds each of them.

use serde::Serialize;

use crate::source_file::Place;

/// The coverage of the book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Coverage {
    /// All pages together.
    pub total: Counts,
    /// Page by page, in the order of the book; prose pages are left out.
    pub pages: Vec<PageCoverage>,
}

/// The coverage of one page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PageCoverage {
    /// The page's name.
    pub page: String,
    /// Its counts.
    #[serde(flatten)]
    pub counts: Counts,
    /// What is exempted on it, in the order of the text.
    pub exemptions: Vec<Exemption>,
    /// The claims that no release has shown, in the order of the text.
    pub not_on_release: Vec<Unshown>,
}

/// A unit that would be a claim but for a stated reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exemption {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its words.
    pub sentence: String,
    /// The reason given.
    pub reason: String,
}

/// A claim that no release has shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unshown {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// What holds it; nothing when it cites nothing.
    pub basis: Option<Basis>,
}

/// What a claim rests on: the best of what it cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A scenario that was seen to hold on a released version.
    Release,
    /// A scenario that only our model runs.
    Model,
    /// A scenario that nothing has run, or nothing that exists.
    NotRun,
    /// Sources alone: somebody says so.
    Source,
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
    /// Claims that cite a scenario which was seen to hold on a released version.
    pub on_release: usize,
    /// Claims that cite a scenario which our model runs, and none that a release has shown.
    pub model_only: usize,
    /// Claims that rest on sources only.
    pub sources_only: usize,
    /// Claims that cite a scenario which nothing has run.
    pub not_run: usize,
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
        self.on_release += other.on_release;
        self.model_only += other.model_only;
        self.sources_only += other.sources_only;
        self.not_run += other.not_run;
        self.uncited += other.uncited;
        self.instructions += other.instructions;
        self.exempt += other.exempt;
    }

    /// Counts a claim that rests on `basis`; on nothing when it cites nothing.
    pub const fn claim(&mut self, basis: Option<Basis>) {
        self.claims += 1;
        self.cited += basis.is_some() as usize;
        let kind = match basis {
            Some(Basis::Release) => &mut self.on_release,
            Some(Basis::Model) => &mut self.model_only,
            Some(Basis::NotRun) => &mut self.not_run,
            Some(Basis::Source) => &mut self.sources_only,
            None => &mut self.uncited,
        };
        *kind += 1;
    }
}
