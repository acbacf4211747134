//! The report as a document for machines: a verdict for every claim and every scenario, and all diagnostics.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::coverage::CoverageReport;
use crate::catalog::Catalog;
use crate::claim::{Claim, ClaimId, claims_of};
use crate::coverage::Basis;
use crate::diagnostic::{Diagnostic, Note};
use crate::ground::{Bases, Checker};
use crate::id::Id;
use crate::outcome::Outcome;
use crate::page::Page;
use crate::scenario::Scenario;
use crate::source::{Source, SourceKind};
use crate::source_file::{Place, is_invisible};
use crate::standing::{OnVersion, ReleaseState, Standing};
use crate::verdict::{CaseRun, ScenarioRun, Verdict};

/// Everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report<'a> {
    /// Every claim, page by page, in the order of the text.
    pub claims: Vec<ClaimReport<'a>>,
    /// Every scenario, in the order of the ids.
    pub scenarios: Vec<ScenarioReport<'a>>,
    /// How much of the book is held to evidence.
    pub coverage: CoverageReport,
    /// Everything that is wrong.
    pub diagnostics: Vec<DiagnosticReport<'a>>,
}

/// One claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimReport<'a> {
    /// Its id.
    pub id: ClaimId,
    /// The page's file.
    pub page: &'a str,
    /// Line of its first character, from 1.
    pub line: usize,
    /// Column of its first character, in characters from 1.
    pub column: usize,
    /// Its words.
    pub sentence: &'a str,
    /// What it cites.
    pub citations: Vec<&'a Id>,
    /// What it rests on: the best of what it cites.
    pub basis: Option<Basis>,
    /// The sources among what it cites, with their age: to be shown wherever the claim rests on them alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceReport<'a>>,
    /// Whether it holds.
    pub verdict: ClaimVerdict,
    /// Whether its clauses were compared with what it cites: `matched`, `not-understood` or `contradicted`.
    pub meaning: &'static str,
    /// Why a clause could not be compared, once for each reason.
    pub not_understood: Vec<String>,
}

/// A source that a claim cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceReport<'a> {
    /// Its id.
    pub id: &'a Id,
    /// What kind of statement it is.
    pub kind: SourceKind,
    /// When it was published or last read.
    pub date: &'a str,
    /// The newest version it speaks of, or the one it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<&'a str>,
    /// Where it can be read.
    pub url: &'a str,
}

/// Whether a claim holds: the worst of what it cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimVerdict {
    /// It cites only sources: somebody says so, nothing ran.
    Source,
    /// Every cited scenario passed.
    Pass,
    /// A cited scenario was not run.
    NotRun,
    /// A cited scenario came to no verdict.
    Inconclusive,
    /// A cited scenario failed.
    Fail,
    /// A citation names nothing that exists.
    Unknown,
}

/// One scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScenarioReport<'a> {
    /// Its id.
    pub id: &'a Id,
    /// Its file.
    pub file: &'a str,
    /// What happens.
    pub title: &'a str,
    /// `pass`, `inconclusive`, `fail` or `not-run`.
    pub verdict: &'static str,
    /// What the person gets; none when it was not run.
    pub outcome: Option<Outcome>,
    /// Each case with its transcript and its verdict's details.
    pub cases: &'a [CaseRun],
    /// How it stands on released versions; left out when it speaks of none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub releases: Option<ReleasesReport<'a>>,
    /// The command that re-runs only this.
    pub rerun: String,
}

/// How a scenario stands on released versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReleasesReport<'a> {
    /// The state that the site shows.
    #[serde(flatten)]
    pub state: ReleaseState,
    /// Every recorded version, oldest first.
    pub versions: &'a [OnVersion],
}

/// One diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiagnosticReport<'a> {
    /// Its code, `claim::fails`.
    pub code: &'static str,
    /// What is wrong.
    pub message: &'a str,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceReport<'a>,
    /// What the caret says.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub label: &'a str,
    /// What was expected there, seen instead, and what else is worth knowing.
    pub notes: Vec<NoteReport<'a>>,
    /// Other places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedReport<'a>>,
    /// The command that re-runs only this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rerun: Option<&'a str>,
}

/// A place: lines and columns from 1, columns in characters, the end just behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceReport<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// A note of a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteReport<'a> {
    /// What was expected.
    Expected(&'a str),
    /// What was seen.
    Seen(&'a str),
    /// How to mend it.
    Help(&'a str),
    /// Anything else.
    Note(&'a str),
}

/// Another place of a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RelatedReport<'a> {
    #[serde(flatten)]
    place: PlaceReport<'a>,
    label: &'a str,
}

impl<'a> Report<'a> {
    /// The report on `pages` and the scenarios of `catalog`, of which `runs` were run.
    pub fn new(
        pages: &'a [Page],
        catalog: &'a Catalog,
        runs: &'a BTreeMap<Id, ScenarioRun>,
        standings: &'a BTreeMap<Id, Standing>,
        diagnostics: &'a [Diagnostic],
    ) -> Self {
        let claims = pages.iter().flat_map(claims_of);
        let (bases, checker) = (Bases::of(catalog), Checker::new(catalog, pages));
        Self {
            claims: claims.map(|claim| ClaimReport::new(&claim, catalog, &bases, &checker, runs)).collect(),
            scenarios: catalog
                .scenarios
                .values()
                .map(|scenario| ScenarioReport::new(scenario, runs, standings.get(&scenario.id)))
                .collect(),
            coverage: CoverageReport::new(&checker, catalog),
            diagnostics: diagnostics.iter().map(DiagnosticReport::new).collect(),
        }
    }

    /// The document as JSON, with everything invisible escaped: it may be printed to a terminal.
    pub fn text(&self) -> String {
        plain(self) + "\n"
    }
}

/// `document` as JSON that may be printed to a terminal: everything invisible is escaped.
pub fn plain(document: &impl Serialize) -> String {
    // Strings, numbers and keys that are strings always serialise.
    let json = serde_json::to_string_pretty(document).unwrap_or_default();
    let mut text = String::with_capacity(json.len() + 1);
    for character in json.chars() {
        if is_invisible(character) && character != '\n' {
            let _ = write!(text, "\\u{:04x}", u32::from(character));
        } else {
            text.push(character);
        }
    }
    text
}

impl<'a> ClaimReport<'a> {
    fn new(
        claim: &Claim<'a>,
        catalog: &'a Catalog,
        bases: &Bases<'_>,
        checker: &Checker<'_>,
        runs: &BTreeMap<Id, ScenarioRun>,
    ) -> Self {
        let understanding = checker.understand(claim.page, claim.unit).unwrap_or_default();
        let position = claim.place().position();
        let verdicts = claim.cites.iter().map(|id| ClaimVerdict::of(id, catalog, runs));
        Self {
            id: claim.id.clone(),
            page: &claim.page.file.path,
            line: position.line,
            column: position.column,
            sentence: &claim.unit.text,
            citations: claim.cites.clone(),
            basis: bases.of_claim(&claim.unit.binding),
            sources: claim
                .cites
                .iter()
                .filter_map(|id| catalog.sources.get(id))
                .map(SourceReport::new)
                .collect(),
            verdict: verdicts.max().unwrap_or(ClaimVerdict::Unknown),
            meaning: understanding.as_str(),
            not_understood: understanding.not_understood().into_iter().map(str::to_owned).collect(),
        }
    }
}

impl<'a> SourceReport<'a> {
    fn new(source: &'a Source) -> Self {
        let entry = &source.entry;
        Self {
            id: &source.id,
            kind: entry.kind,
            date: &entry.date,
            version: entry.version.as_deref(),
            url: &entry.url,
        }
    }
}

impl ClaimVerdict {
    fn of(id: &Id, catalog: &Catalog, runs: &BTreeMap<Id, ScenarioRun>) -> Self {
        if catalog.get(id).is_none() {
            return Self::Unknown;
        }
        match runs.get(id).map(ScenarioRun::verdict) {
            None if id.is_source() => Self::Source,
            None => Self::NotRun,
            Some(Verdict::Pass) => Self::Pass,
            Some(Verdict::Inconclusive { .. }) => Self::Inconclusive,
            Some(Verdict::Fail { .. }) => Self::Fail,
        }
    }
}

impl<'a> ScenarioReport<'a> {
    fn new(
        scenario: &'a Scenario,
        runs: &'a BTreeMap<Id, ScenarioRun>,
        standing: Option<&'a Standing>,
    ) -> Self {
        let releases =
            |standing: &'a Standing| ReleasesReport { state: standing.state(), versions: &standing.versions };
        let run = runs.get(&scenario.id);
        Self {
            id: &scenario.id,
            file: &scenario.file.path,
            title: &scenario.document.title,
            verdict: run.map_or("not-run", |run| run.verdict().as_str()),
            outcome: run.map(ScenarioRun::outcome),
            cases: run.map_or(&[], |run| run.cases.as_slice()),
            releases: standing.filter(|standing| standing.claimed).map(releases),
            rerun: format!("cargo run -- verify {}", scenario.id),
        }
    }
}

impl<'a> DiagnosticReport<'a> {
    fn new(diagnostic: &'a Diagnostic) -> Self {
        let related = |related: &'a crate::diagnostic::Related| RelatedReport {
            place: PlaceReport::new(&related.place),
            label: &related.label,
        };
        Self {
            code: diagnostic.code.as_str(),
            message: &diagnostic.message,
            place: PlaceReport::new(&diagnostic.place),
            label: &diagnostic.label,
            notes: diagnostic.notes.iter().map(NoteReport::new).collect(),
            related: diagnostic.related.iter().map(related).collect(),
            rerun: diagnostic.rerun.as_deref(),
        }
    }
}

impl<'a> NoteReport<'a> {
    fn new(note: &'a Note) -> Self {
        match note {
            Note::Expected(text) => Self::Expected(text),
            Note::Seen(text) => Self::Seen(text),
            Note::Help(text) => Self::Help(text),
            Note::Info(text) => Self::Note(text),
        }
    }
}

impl<'a> PlaceReport<'a> {
    fn new(place: &'a Place) -> Self {
        let (start, end) = (place.position(), place.end_position());
        Self {
            file: &place.file.path,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}
