//! Pages held to what they cite many times over: what a citation says is worked out once.

use std::sync::Arc;

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::fact::Fact;
use crate::id::Id;
use crate::oath::Lock;
use crate::page::Page;
use crate::source_file::SourceFile;

use super::fact::{self, Licenses, Notes};
use super::oath::{self, Digests};
use super::{alternative, citation, entries};

/// Holds pages to one catalog. What it finds has a code and a place, and none of the notes that take long.
#[derive(Debug)]
pub struct Checker<'a> {
    catalog: &'a Catalog,
    licenses: Licenses<'a>,
    digests: Digests,
}

impl<'a> Checker<'a> {
    /// A checker that knows nothing yet of what `catalog` holds.
    pub fn new(catalog: &'a Catalog) -> Self {
        Self { catalog, licenses: Licenses::new(), digests: Digests::new() }
    }

    /// What is wrong with `page` beside its oaths, and beside what `check --fix` would write by itself:
    /// its definitions and its generated blocks.
    pub fn faults(&mut self, page: &Page) -> Vec<Diagnostic> {
        let mut found = citation::unknown(page, self.catalog);
        found.extend(fact::refused(page, self.catalog, &mut self.licenses, Notes::None));
        found.extend(entries(page));
        found
    }

    /// Where the claims of `page` differ from what `lock` holds of them.
    pub fn oaths(&mut self, page: &Page, lock: &Lock, lock_file: &Arc<SourceFile>) -> Vec<Diagnostic> {
        oath::differing(std::slice::from_ref(page), self.catalog, lock, lock_file, &mut self.digests)
    }

    /// Other values that `fact` could have as far as the citations `ids` go, each as it would be written.
    pub fn alternatives<'i>(&mut self, ids: impl Iterator<Item = &'i Id>, fact: &Fact) -> Vec<String> {
        let mut found = Vec::new();
        for id in ids {
            fact::learn(&mut self.licenses, id, self.catalog);
            for other in self.licenses.get(id).into_iter().flat_map(|license| alternative::of(&fact.kind, license))
            {
                if !found.contains(&other) {
                    found.push(other);
                }
            }
        }
        found
    }
}
