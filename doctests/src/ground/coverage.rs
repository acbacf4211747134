//! Counts how much of the book is held to evidence.

use std::collections::BTreeSet;

use crate::catalog::{Catalog, Cited};
use crate::citation::Citation;
use crate::coverage::{Basis, Coverage, Exemption, PageCoverage, Unshown};
use crate::id::Id;
use crate::page::Page;
use crate::scenario::ReferenceClaim;
use crate::source_file::Place;
use crate::unit::{Unit, UnitKind};

use super::checker::Checker;

/// How much of each page, and of the book, cites something; prose pages are out of it.
pub(super) fn coverage(checker: &Checker<'_>) -> Coverage {
    let bases = Bases::of(checker.catalog);
    let mut coverage = Coverage::default();
    for page in checker.pages.iter().filter(|page| page.prose.is_none()) {
        let mut counted = PageCoverage { page: page.name.clone(), ..PageCoverage::default() };
        for unit in &page.units {
            count(page, unit, &bases, &mut counted);
            let understanding = checker.understand(page, unit);
            counted.counts.matched +=
                usize::from(understanding.is_some_and(|understanding| understanding.is_matched()));
        }
        coverage.total.add(counted.counts);
        coverage.pages.push(counted);
    }
    coverage
}

/// What everything that can be cited is worth to a claim.
pub struct Bases<'a> {
    catalog: &'a Catalog,
    /// The scenarios that were seen to hold on a release.
    held: BTreeSet<&'a Id>,
}

impl<'a> Bases<'a> {
    /// Those of `catalog`, as its records stand.
    pub fn of(catalog: &'a Catalog) -> Self {
        let standings = catalog.standings.get().into_iter().flat_map(|standings| standings.iter());
        let held = standings.filter(|(_, standing)| standing.state().held().is_some());
        Self { catalog, held: held.map(|(id, _)| id).collect() }
    }

    /// What a claim that is bound by `binding` rests on: the best of it; none when it cites nothing.
    pub fn of_claim(&self, binding: &[Citation]) -> Option<Basis> {
        binding.iter().map(|citation| self.of_citation(&citation.id)).min()
    }

    fn of_citation(&self, id: &Id) -> Basis {
        match self.catalog.get(id) {
            Some(Cited::Source(_)) => Basis::Source,
            Some(Cited::Scenario(_)) if self.held.contains(id) => Basis::Release,
            Some(Cited::Scenario(scenario)) => match *scenario.document.clients.reference {
                ReferenceClaim::Holds | ReferenceClaim::Variant(_) => Basis::Model,
                ReferenceClaim::NotModelled(_) => Basis::NotRun,
            },
            None => Basis::NotRun,
        }
    }
}

fn count(page: &Page, unit: &Unit, worth: &Bases<'_>, counted: &mut PageCoverage) {
    let place = || Place::new(&page.file, unit.span);
    let counts = &mut counted.counts;
    counts.units += 1;
    match &unit.kind {
        UnitKind::Claim => {
            let basis = worth.of_claim(&unit.binding);
            counts.claim(basis);
            if basis != Some(Basis::Release) {
                counted.not_on_release.push(Unshown { place: place(), basis });
            }
        }
        UnitKind::Instruction => counts.instructions += 1,
        UnitKind::Exempt { reason } => {
            counts.exempt += 1;
            let (sentence, reason) = (unit.text.clone(), reason.clone());
            counted.exemptions.push(Exemption { place: place(), sentence, reason });
        }
        UnitKind::Question | UnitKind::Prose => {}
    }
}
