//! `claims.json`: every claim of the book as data, and the schema of that file, made from these types.

use doctests::catalog::Cited;
use doctests::claim::{Claim, claims_of};
use doctests::id::Id;
use doctests::page::Page;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::{Book, Files, html_path};
use crate::evidence::State;

/// The name of the schema's file, beside `claims.json`.
const SCHEMA: &str = "claims.schema.json";

/// Every claim of a book under oath, with its state and the address of its proof.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Claims")]
pub struct ClaimsFile {
    /// The schema of this file.
    #[serde(rename = "$schema")]
    schema: String,
    /// The title of the book.
    book: String,
    /// The newest released version that scenarios were run on; none when none was.
    newest_version: Option<String>,
    /// The claims in the order of the book.
    claims: Vec<ClaimEntry>,
}

/// One sentence or table row that says how the client behaves.
#[derive(Debug, Serialize, JsonSchema)]
struct ClaimEntry {
    /// `<page>/<first citation>`; it stays the same when the words change.
    id: String,
    /// The address of the page, below the site's root unless the site knows its own address.
    page: String,
    /// Its words as Markdown, without citations.
    sentence: String,
    /// The worst state of the scenarios it cites; that of its sources when it cites no scenario.
    status: String,
    /// The released versions that all its scenarios were seen to hold on; none when it rests on sources alone.
    versions: Option<Versions>,
    /// What it rests on, in the order of the text.
    evidence: Vec<EvidenceEntry>,
    /// The addresses of the sources it cites.
    sources: Vec<String>,
}

/// One scenario or source that a claim cites.
#[derive(Debug, Serialize, JsonSchema)]
struct EvidenceEntry {
    /// Its id.
    id: String,
    /// What it is called.
    title: String,
    /// Its state: `verified`, `partly`, `contradicted`, `source`, or why no release shows it.
    status: String,
    /// The released versions it was seen to hold on.
    versions: Option<Versions>,
    /// The day on which the newest of them was last compared with the registry, or the source was read.
    checked: Option<String>,
    /// The address of its panel.
    link: String,
}

/// From one released version to another, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Versions {
    /// The oldest.
    pub(super) from: String,
    /// The newest.
    pub(super) to: String,
}

/// `claims.json` and its schema.
pub(super) fn files(book: &Book<'_>) -> Files {
    let claims = book.pages().flat_map(|page| claims_of(page).into_iter().map(|claim| entry(book, &claim)));
    let file = ClaimsFile {
        schema: SCHEMA.to_owned(),
        book: book.title.clone(),
        newest_version: book.evidence.releases.newest().map(|record| record.version.to_string()),
        claims: claims.collect(),
    };
    let text = |value: &serde_json::Value| format!("{value:#}\n").into_bytes();
    let file = serde_json::to_value(file).unwrap_or_default();
    Files::from([("claims.json".to_owned(), text(&file)), (SCHEMA.to_owned(), text(&schema()))])
}

/// The JSON Schema of `claims.json` (2020-12).
pub fn schema() -> serde_json::Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<ClaimsFile>().to_value()
}

fn entry(book: &Book<'_>, claim: &Claim<'_>) -> ClaimEntry {
    let evidence: Vec<EvidenceEntry> = claim.cites.iter().map(|id| cited(book, claim.page, id)).collect();
    let sources = claim.cites.iter().filter_map(|id| book.evidence.catalog.sources.get(id));
    ClaimEntry {
        id: claim.id.to_string(),
        page: book.address.shown(&html_path(claim.page)),
        sentence: claim.unit.text.clone(),
        status: status(book, &claim.cites).name().to_owned(),
        versions: shared(book, &claim.cites),
        sources: sources.map(|source| source.entry.url.clone()).collect(),
        evidence,
    }
}

fn cited(book: &Book<'_>, page: &Page, id: &Id) -> EvidenceEntry {
    let title = match book.evidence.catalog.get(id) {
        Some(Cited::Scenario(scenario)) => scenario.document.title.clone(),
        Some(Cited::Source(source)) => source.entry.title.clone(),
        None => String::new(),
    };
    EvidenceEntry {
        id: id.to_string(),
        title,
        status: book.evidence.state(id).name().to_owned(),
        versions: versions(book, id),
        checked: checked(book, id),
        link: book.address.shown(&evidence(page, id)),
    }
}

/// The worst of the scenarios, as the page's banner counts it.
fn status(book: &Book<'_>, cites: &[&Id]) -> State {
    let states = || cites.iter().map(|id| book.evidence.state(id));
    let ran = states().filter(|state| *state != State::Source).max();
    ran.or_else(|| states().next()).unwrap_or(State::Unknown)
}

/// The versions on which all cited scenarios held.
fn shared(book: &Book<'_>, cites: &[&Id]) -> Option<Versions> {
    let mut shared: Option<(semver::Version, semver::Version)> = None;
    for id in cites.iter().filter(|id| !id.is_source()) {
        let (from, to) = held(book, id)?;
        shared = Some(match shared {
            None => (from, to),
            Some((oldest, newest)) => (oldest.max(from), newest.min(to)),
        });
    }
    shared
        .filter(|(from, to)| from <= to)
        .map(|(from, to)| Versions { from: from.to_string(), to: to.to_string() })
}

/// The versions that `id` was seen to hold on.
pub(super) fn versions(book: &Book<'_>, id: &Id) -> Option<Versions> {
    held(book, id).map(|(from, to)| Versions { from: from.to_string(), to: to.to_string() })
}

fn held(book: &Book<'_>, id: &Id) -> Option<(semver::Version, semver::Version)> {
    let shown = matches!(book.evidence.state(id), State::Verified | State::Partly);
    let state = book.evidence.releases.standing(id).filter(|_| shown)?.state();
    state.held().map(|(from, to)| (from.clone(), to.clone()))
}

/// The day of what is said of `id`.
pub(super) fn checked(book: &Book<'_>, id: &Id) -> Option<String> {
    if let Some(source) = book.evidence.catalog.sources.get(id) {
        return Some(source.entry.date.clone());
    }
    let (_, to) = held(book, id)?;
    book.evidence.releases.dates.get(&to).map(|dates| dates.checked.clone())
}

/// The address of the panel of `id` on `page`.
pub(super) fn evidence(page: &Page, id: &Id) -> String {
    format!("{}#evidence-{id}", html_path(page))
}
