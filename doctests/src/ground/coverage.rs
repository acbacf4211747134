//! Counts how much of the book is held to evidence.

use crate::catalog::{Catalog, Cited};
use crate::coverage::{Counts, Coverage, PageCoverage};
use crate::page::Page;
use crate::scenario::ReferenceClaim;
use crate::unit::{Unit, UnitKind};

use super::checker::Checker;

/// How much of each page, and of the book, cites something; prose pages are out of it.
pub fn coverage(pages: &[Page], catalog: &Catalog) -> Coverage {
    let mut coverage = Coverage::default();
    let checker = Checker::new(catalog);
    for page in pages.iter().filter(|page| page.prose.is_none()) {
        let mut counts = Counts::default();
        for unit in &page.units {
            count(unit, catalog, &mut counts);
            let understanding = checker.understand(page, unit);
            counts.matched +=
                usize::from(understanding.is_some_and(|understanding| understanding.is_matched()));
        }
        coverage.total.add(counts);
        coverage.pages.push(PageCoverage { page: page.name.clone(), counts });
    }
    coverage
}

fn count(unit: &Unit, catalog: &Catalog, counts: &mut Counts) {
    counts.units += 1;
    match unit.kind {
        UnitKind::Claim => {
            counts.claims += 1;
            let cited = || unit.binding.iter().filter_map(|citation| catalog.get(&citation.id));
            let modelled = cited().any(|cited| match cited {
                Cited::Scenario(scenario) => {
                    !matches!(*scenario.document.clients.reference, ReferenceClaim::NotModelled(_))
                }
                Cited::Source(_) => false,
            });
            let on_release = unit.binding.iter().any(|citation| {
                catalog.standing(&citation.id).is_some_and(|standing| standing.state().held().is_some())
            });
            if unit.binding.is_empty() {
                counts.uncited += 1;
            } else {
                counts.cited += 1;
                counts.in_model += usize::from(modelled);
                counts.on_release += usize::from(on_release);
                counts.sources_only += usize::from(
                    cited().next().is_some() && cited().all(|cited| matches!(cited, Cited::Source(_))),
                );
            }
        }
        UnitKind::Instruction => counts.instructions += 1,
        UnitKind::Exempt { .. } => counts.exempt += 1,
        UnitKind::Question | UnitKind::Prose => {}
    }
}
