//! Counts how much of the book is held to evidence.

use crate::catalog::{Catalog, Cited};
use crate::citation::Citation;
use crate::coverage::{Basis, Coverage, Exemption, PageCoverage, Unshown};
use crate::page::Page;
use crate::scenario::ReferenceClaim;
use crate::source_file::Place;
use crate::unit::{Unit, UnitKind};

/// How much of each page, and of the book, cites something; prose pages are out of it.
pub fn coverage(pages: &[Page], catalog: &Catalog) -> Coverage {
    let mut coverage = Coverage::default();
    for page in pages.iter().filter(|page| page.prose.is_none()) {
        let counted = of_page(page, catalog);
        coverage.total.add(counted.counts);
        coverage.pages.push(counted);
    }
    coverage
}

/// What a claim that is bound by `binding` rests on: the best of it; none when it cites nothing.
pub fn basis(binding: &[Citation], catalog: &Catalog) -> Option<Basis> {
    binding.iter().map(|citation| basis_of(citation, catalog)).min()
}

fn of_page(page: &Page, catalog: &Catalog) -> PageCoverage {
    let mut counted = PageCoverage { page: page.name.clone(), ..PageCoverage::default() };
    for unit in &page.units {
        count(page, unit, catalog, &mut counted);
    }
    counted
}

fn count(page: &Page, unit: &Unit, catalog: &Catalog, counted: &mut PageCoverage) {
    let place = || Place::new(&page.file, unit.span);
    let counts = &mut counted.counts;
    counts.units += 1;
    match &unit.kind {
        UnitKind::Claim => {
            let basis = basis(&unit.binding, catalog);
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

fn basis_of(citation: &Citation, catalog: &Catalog) -> Basis {
    let held = || catalog.standing(&citation.id).is_some_and(|standing| standing.state().held().is_some());
    match catalog.get(&citation.id) {
        Some(Cited::Source(_)) => Basis::Source,
        Some(Cited::Scenario(_)) if held() => Basis::Release,
        Some(Cited::Scenario(scenario)) => match *scenario.document.clients.reference {
            ReferenceClaim::Holds | ReferenceClaim::Variant(_) => Basis::Model,
            ReferenceClaim::NotModelled(_) => Basis::NotRun,
        },
        None => Basis::NotRun,
    }
}
