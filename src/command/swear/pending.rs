//! The claims of the book, each with what was sworn of it before and what speaks against swearing to it now.

use doctests::claim::{Claim, claims_of};
use doctests::diagnostic::Diagnostic;
use doctests::ground;
use doctests::oath::Oath;
use doctests::source_file::Place;
use serde::Serialize;

use super::evidence::{self, RestsOn};
use super::wording::{self, Words};
use crate::examination::Examination;

/// A claim, and what its oath would be.
pub(super) struct Pending<'a> {
    pub(super) claim: Claim<'a>,
    pub(super) oath: Oath,
    /// What was sworn of it before.
    pub(super) before: Option<&'a Oath>,
    /// Nobody swears to what is not grounded, or does not hold.
    pub(super) against: Vec<&'a Diagnostic>,
}

/// Everything a person or a tool has to see before swearing.
#[derive(Debug, Serialize)]
pub(super) struct Document<'a> {
    pub(super) claim: &'a str,
    #[serde(flatten)]
    pub(super) place: Place,
    pub(super) why: &'static str,
    pub(super) sentence: &'a str,
    /// What was sworn before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sworn: Option<&'a str>,
    /// How the two differ, when they do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) words: Vec<Words>,
    #[serde(rename = "rests-on")]
    pub(super) rests_on: Vec<RestsOn>,
    /// Why nobody may swear to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) against: Vec<&'a str>,
}

/// All claims under oath, in the order of the book.
pub(super) fn all(examination: &Examination) -> Vec<Pending<'_>> {
    let project = &examination.project;
    let now = ground::swear(&project.pages, &project.catalog);
    let before = ground::sworn_before(&now, &project.lock);
    let pages = project.pages.iter().filter(|page| page.prose.is_none());
    let oaths = now.claims.into_iter().zip(before);
    let claims = pages.flat_map(claims_of).zip(oaths);
    claims
        .map(|(claim, (oath, before))| {
            let against = against(examination, &claim.place());
            Pending { claim, oath, before, against }
        })
        .collect()
}

/// How many oaths stand in the lock on claims that no page makes any more.
pub(super) fn stale(examination: &Examination) -> usize {
    let project = &examination.project;
    let now = ground::swear(&project.pages, &project.catalog);
    project.lock.claims.len() - ground::sworn_before(&now, &project.lock).iter().flatten().count()
}

fn against<'a>(examination: &'a Examination, place: &Place) -> Vec<&'a Diagnostic> {
    let speaks = |fault: &&Diagnostic| {
        fault.place.file.path == place.file.path && place.span.contains(fault.place.span)
    };
    examination.faults.iter().filter(speaks).collect()
}

impl<'a> Pending<'a> {
    /// Whether it is sworn as it stands.
    pub(super) fn is_sworn(&self) -> bool {
        self.before == Some(&self.oath)
    }

    /// The file of its page.
    pub(super) fn page(&self) -> &'a str {
        &self.claim.page.file.path
    }

    /// Why it is not sworn.
    pub(super) fn why(&self) -> &'static str {
        match self.before {
            _ if !self.against.is_empty() => "refused: something speaks against it",
            None => "never sworn before",
            Some(before) if before.text != self.oath.text => "its words have changed",
            Some(before) if before.cites != self.oath.cites => "what it rests on has changed",
            Some(_) => "known by another id before",
        }
    }

    /// What is to be seen before swearing.
    pub(super) fn document(&self, examination: &Examination) -> Document<'_> {
        let reworded = self.before.filter(|before| before.text != self.oath.text);
        Document {
            claim: &self.oath.id,
            place: self.claim.place(),
            why: self.why(),
            sentence: &self.oath.text,
            sworn: self.before.map(|before| before.text.as_str()),
            words: reworded.map(|before| wording::changes(&before.text, &self.oath.text)).unwrap_or_default(),
            rests_on: evidence::of(&self.oath, self.before, examination),
            against: self.against.iter().map(|fault| fault.message.as_str()).collect(),
        }
    }
}
