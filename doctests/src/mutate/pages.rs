//! Page → mutants: facts, words, citations and cells, one at a time.

mod cell;
mod citation;
mod foreign;
mod near;
mod polarity;
mod swap;
#[cfg(test)]
mod tests;
mod trial;
mod word;

use crate::catalog::Catalog;
use crate::ground::Checker;
use crate::mutant::{Mutant, Operator};
use crate::page::Page;
use crate::source_file::Place;
use crate::span::Span;
use crate::unit::{Unit, UnitKind};

pub use trial::{PageTrial, times_cited};

/// The mutants of `page`, in the order of the text.
///
/// Generated blocks have none: they are compared letter by letter. Neither have prose pages, which claim nothing.
pub fn mutants(page: &Page, catalog: &Catalog, checker: &Checker<'_>) -> Vec<Mutant> {
    if page.prose.is_some() {
        return Vec::new();
    }
    let written = |unit: &&Unit| !page.is_generated(unit.span);
    let mut list = List { page, found: Vec::new() };
    for unit in page.units.iter().filter(|unit| unit.kind == UnitKind::Claim).filter(written) {
        for fact in &unit.facts {
            let licensed = checker.alternatives(unit.binding.iter().map(|citation| &citation.id), fact);
            foreign::of(fact, &licensed, &mut list);
            near::of(unit, fact, licensed, &mut list);
        }
        let words = word::words(page, unit);
        swap::of(&words, &mut list);
        polarity::of(&words, &mut list);
        citation::of(unit, catalog, &mut list);
    }
    cell::of(&mut list);
    let mut found = list.found;
    found.sort_by_key(|mutant| (mutant.place.span.start, mutant.operator));
    found
}

/// Mutants on their way.
struct List<'a> {
    page: &'a Page,
    found: Vec<Mutant>,
}

impl List<'_> {
    /// A mutant with `after` in place of `span`, unless that is what stands there.
    fn push(&mut self, operator: Operator, span: Span, after: impl Into<String>) {
        let mutant = Mutant::new(operator, Place::new(&self.page.file, span), after);
        if mutant.after != mutant.before {
            self.found.push(mutant);
        }
    }

    fn written(&self, span: Span) -> &str {
        self.page.file.slice(span)
    }
}
