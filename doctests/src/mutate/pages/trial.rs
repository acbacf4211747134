//! A mutant of a page → what notices it: the changed text is read and held to its citations like any page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::claim::claims_of;
use crate::diagnostic::Code;
use crate::ground::{Checker, Digests, bare, entries};
use crate::id::Id;
use crate::mutant::{By, Fate, Mutant};
use crate::oath::Lock;
use crate::page::Page;
use crate::parse;
use crate::source_file::SourceFile;
use crate::unit::{Unit, UnitKind};

/// What the mutants of one page are tried against. The page itself has no faults.
pub struct PageTrial<'a> {
    catalog: &'a Catalog,
    checker: &'a Checker<'a>,
    page: &'a Page,
    /// The oaths on the page's claims, with the file they stand in; none when oaths are left out.
    oaths: Option<(Lock, &'a Arc<SourceFile>)>,
    cited: &'a BTreeMap<&'a Id, usize>,
    /// How many clauses of the page are not understood, claim by claim.
    open: BTreeMap<Asserted<'a>, usize>,
    /// How many more of them there may be.
    slack: usize,
}

/// How often each id is cited in the whole book.
pub fn times_cited(pages: &[Page]) -> BTreeMap<&Id, usize> {
    let mut times = BTreeMap::new();
    for citation in pages.iter().flat_map(|page| &page.citations) {
        *times.entry(&citation.id).or_default() += 1;
    }
    times
}

impl<'a> PageTrial<'a> {
    /// A trial of the mutants of `page`, held to `lock` unless oaths are left out.
    pub fn new(
        page: &'a Page,
        catalog: &'a Catalog,
        checker: &'a Checker<'a>,
        cited: &'a BTreeMap<&'a Id, usize>,
        lock: Option<(&Lock, &'a Arc<SourceFile>)>,
    ) -> Self {
        let prefix = format!("{}/", page.name);
        let oaths = lock.map(|(lock, file)| {
            let claims = lock.claims.iter().filter(|oath| oath.id.starts_with(&prefix)).cloned().collect();
            (Lock { claims }, file)
        });
        let mut open = BTreeMap::new();
        for unit in page.units.iter().filter(|unit| !page.is_generated(unit.span)) {
            *open.entry(asserted(unit)).or_default() += checker.not_understood(page, unit);
        }
        let slack = catalog.gates.not_understood(&page.name).saturating_sub(open.values().sum());
        Self { catalog, checker, page, oaths, cited, open, slack }
    }

    /// What becomes of `mutant`.
    pub fn fate(&self, mutant: &Mutant, digests: &mut Digests) -> Fate {
        let file = SourceFile::new(self.page.file.path.as_str(), mutant.text());
        let (page, faults) = parse::page(&file, &self.catalog.vocabulary.document);
        if asserts(&page) == asserts(self.page) {
            return Fate::Equivalent("the page claims the same, bound to the same".to_owned());
        }
        if let Some(why) = same(mutant) {
            return Fate::Equivalent(why.to_owned());
        }
        let mut found: Vec<Code> = faults.iter().map(|fault| fault.code).collect();
        found.extend(self.refused(&page));
        found.extend(entries(&page).iter().map(|fault| fault.code));
        if let Some(first) = found.into_iter().map(noticed).min() {
            return Fate::Caught(first);
        }
        if self.lacks_a_citation(&page) {
            return Fate::Caught(By::Citation);
        }
        if self.has_more_bare_instructions(&page) || self.is_less_understood(&page) {
            return Fate::Caught(By::Ratchet);
        }
        match &self.oaths {
            Some((lock, file))
                if !digests.oaths(std::slice::from_ref(&page), self.catalog, lock, file).is_empty() =>
            {
                Fate::Caught(By::Oath)
            }
            _ => Fate::Survived,
        }
    }

    /// What the units of `page` that the page itself does not have are refused for.
    fn refused(&self, page: &Page) -> Vec<Code> {
        let unknown = page.citations.iter().any(|citation| self.catalog.get(&citation.id).is_none());
        let known: BTreeSet<Asserted<'_>> = self.page.units.iter().map(asserted).collect();
        let new = page.units.iter().filter(|unit| !known.contains(&asserted(unit)));
        let refused = new.filter_map(|unit| self.checker.refuses(page, unit));
        refused.chain(unknown.then_some(Code::CitationUnknown)).collect()
    }

    /// Whether `page` has more clauses that are not understood than it may. Units that the page itself has are not
    /// looked at again.
    fn is_less_understood(&self, page: &Page) -> bool {
        let mut gone = self.open.clone();
        let mut more = 0;
        for unit in page.units.iter().filter(|unit| !page.is_generated(unit.span)) {
            if gone.remove(&asserted(unit)).is_none() && !self.open.contains_key(&asserted(unit)) {
                more += self.checker.not_understood(page, unit);
            }
        }
        more > gone.values().sum::<usize>() + self.slack
    }

    /// Whether more instructions of `page` cite nothing than may.
    fn has_more_bare_instructions(&self, page: &Page) -> bool {
        bare(page).count() > self.catalog.gates.uncited_instructions(&page.name)
    }

    /// Whether a claim of `page` cites nothing, or something that the book cited is cited no more.
    fn lacks_a_citation(&self, page: &Page) -> bool {
        let bare = page.units.iter().any(|unit| unit.kind == UnitKind::Claim && unit.binding.is_empty());
        let times =
            |page: &Page, id: &Id| page.citations.iter().filter(|citation| citation.id == *id).count();
        bare || self.page.citations.iter().any(|citation| {
            let here = times(self.page, &citation.id);
            let all = self.cited.get(&citation.id).copied().unwrap_or(here);
            all == here && times(page, &citation.id) == 0
        })
    }
}

/// Pairs of names that stand for the same thing, each with the reason.
const SAME: [(&str, &str, &str); 1] = [(
    ".credentials.json",
    "~/.claude/.credentials.json",
    "both name the one file that holds the stored login, with its folder and without",
)];

/// Why `mutant` says the same as before, if it does.
fn same(mutant: &Mutant) -> Option<&'static str> {
    let (before, after) = (mutant.before.trim_matches('`'), mutant.after.trim_matches('`'));
    let pair = |(one, other, _): &&(&str, &str, &str)| {
        (before, after) == (*one, *other) || (before, after) == (*other, *one)
    };
    SAME.iter().find(pair).map(|(.., why)| *why)
}

/// What a unit says, and on what it rests.
type Asserted<'a> = (&'a str, Vec<&'a Id>, Option<usize>);

fn asserted(unit: &Unit) -> Asserted<'_> {
    (&unit.text, unit.binding.iter().map(|citation| &citation.id).collect(), unit.heading)
}

/// What the claims of `page` say, each bound to what it cites in no particular order.
fn asserts(page: &Page) -> Vec<(&str, BTreeSet<&Id>)> {
    let claims = claims_of(page).into_iter();
    claims.map(|claim| (claim.unit.text.as_str(), claim.cites.into_iter().collect())).collect()
}

/// Which tier a fault belongs to: by its code, so that a new one is counted where it belongs.
fn noticed(code: Code) -> By {
    match code.as_str().split("::").next() {
        Some("fact") => By::Facts,
        Some("meaning") => By::Meaning,
        Some("oath") => By::Oath,
        _ => By::Citation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutant::Operator;
    use crate::source_file::Place;
    use crate::span::Span;

    #[test]
    fn a_file_named_with_its_folder_is_the_same_file_and_another_is_not() {
        let file = SourceFile::new("docs/a.md", "`.credentials.json`");
        let place = || Place::new(&file, Span::new(1, 18));
        let with_folder = Mutant::new(Operator::NearFact, place(), "~/.claude/.credentials.json");
        assert!(same(&with_folder).is_some());
        assert_eq!(same(&Mutant::new(Operator::NearFact, place(), "~/.claude.json")), None);
    }
}
