//! Holds pages and single units to what they cite; what the catalog says is worked out once and shared.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::page::Page;
use crate::unit::Unit;

use super::license::License;
use super::{citation, fact};

/// Checks pages against one catalog. Made once, it answers for any number of pages and threads: what each citation
/// licenses is worked out when it is first asked for.
#[derive(Debug)]
pub struct Checker<'a> {
    pub(super) catalog: &'a Catalog,
    licenses: BTreeMap<&'a Id, OnceLock<Option<License>>>,
    always: License,
}

impl<'a> Checker<'a> {
    /// A checker for `catalog`, whose records should have been judged before: bounds between versions are facts.
    pub fn new(catalog: &'a Catalog) -> Self {
        let mut always = License::default();
        always.always(catalog);
        Self { catalog, licenses: catalog.ids().map(|id| (id, OnceLock::new())).collect(), always }
    }

    /// Everything that is wrong with `page` by itself: citations that name nothing, and what its units say that
    /// they cannot know. What is generated and what the oaths say is looked at elsewhere.
    pub fn page(&self, page: &Page) -> Vec<Diagnostic> {
        let mut found = citation::unknown(page, self.catalog);
        if page.prose.is_none() {
            found.extend(page.units.iter().flat_map(|unit| self.unit(page, unit)));
            found.extend(fact::headings(page, self));
        }
        found.sort_by_key(|diagnostic| diagnostic.place.span.start);
        found
    }

    /// What one unit of `page` says that what it cites does not.
    pub fn unit(&self, page: &Page, unit: &Unit) -> Vec<Diagnostic> {
        fact::of_unit(page, unit, self)
    }

    /// What one unit of `page` is refused for first, if for anything; quicker than [`Checker::unit`], since nothing
    /// is said about how to mend it.
    pub fn refuses(&self, page: &Page, unit: &Unit) -> Option<Code> {
        fact::refuses(page, unit, self).then_some(Code::FactUngrounded)
    }

    /// What `id` licenses, if there is such a scenario or source.
    pub(super) fn license(&self, id: &Id) -> Option<&License> {
        self.licenses.get(id)?.get_or_init(|| License::of(id, self.catalog)).as_ref()
    }

    /// The licences of `ids`; none when one of them is unknown, which is an error of its own.
    pub(super) fn known<'b>(
        &'b self,
        ids: impl IntoIterator<Item = &'b Id>,
    ) -> Option<Vec<(&'b Id, &'b License)>> {
        ids.into_iter().map(|id| Some((id, self.license(id)?))).collect()
    }

    /// What everything in the catalog licenses.
    pub(super) fn everyone(&self) -> Vec<(&Id, &License)> {
        self.licenses.keys().filter_map(|id| Some((*id, self.license(id)?))).collect()
    }

    /// What may be named whatever is cited.
    pub(super) const fn always(&self) -> &License {
        &self.always
    }
}
