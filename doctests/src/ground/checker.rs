//! Holds pages and single units to what they cite; what the catalog says is worked out once and shared.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::account::Account;
use crate::catalog::Catalog;
use crate::coverage::Coverage;
use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::lexicon::Lexicon;
use crate::page::Page;
use crate::understanding::Understanding;
use crate::unit::Unit;

use super::license::License;
use super::subject::Subject;
use super::{citation, closest, coverage, diagram, fact, generate, meaning, repeat, subject};

/// Checks pages against one catalog. Made once, it answers for any number of pages and threads: what each citation
/// licenses is worked out when it is first asked for.
#[derive(Debug)]
pub struct Checker<'a> {
    pub(super) catalog: &'a Catalog,
    /// The whole book: a link may be named after a heading of another page.
    pub(super) pages: &'a [Page],
    licenses: BTreeMap<&'a Id, OnceLock<Option<License>>>,
    accounts: BTreeMap<&'a Id, OnceLock<Option<Vec<Account>>>>,
    subjects: BTreeMap<&'a Id, OnceLock<Option<Subject>>>,
    remembered: Vec<Remembered>,
    coverage: OnceLock<Coverage>,
    always: License,
}

/// What is kept of a page of the book.
#[derive(Debug)]
struct Remembered {
    /// What its units come to.
    understood: Vec<OnceLock<Option<Understanding>>>,
    /// What must stand in its generated blocks.
    generated: OnceLock<Vec<Option<String>>>,
}

impl Remembered {
    fn new(page: &Page) -> Self {
        Self { understood: page.units.iter().map(|_| OnceLock::new()).collect(), generated: OnceLock::new() }
    }

    /// Where it is kept what `unit` of this `page` comes to; none when it is a unit of its own.
    fn of(&self, page: &Page, unit: &Unit) -> Option<&OnceLock<Option<Understanding>>> {
        page.units
            .iter()
            .zip(&self.understood)
            .find_map(|(own, kept)| std::ptr::eq(own, unit).then_some(kept))
    }
}

impl<'a> Checker<'a> {
    /// A checker for `catalog`, whose records should have been judged before: bounds between versions are facts.
    /// `pages` is the whole book: a link may be named after a heading of another page.
    pub fn new(catalog: &'a Catalog, pages: &'a [Page]) -> Self {
        let mut always = License::default();
        always.always(catalog);
        let licenses = catalog.ids().map(|id| (id, OnceLock::new())).collect();
        let accounts = catalog.ids().map(|id| (id, OnceLock::new())).collect();
        let subjects = catalog.ids().map(|id| (id, OnceLock::new())).collect();
        let remembered = pages.iter().map(Remembered::new).collect();
        Self { catalog, pages, licenses, accounts, subjects, remembered, coverage: OnceLock::new(), always }
    }

    /// Everything that is wrong with `page` by itself: citations that name nothing, claims that cite
    /// nothing, diagrams out of place, and what its units say that they cannot know. What is generated and what the oaths say is looked at elsewhere.
    pub fn page(&self, page: &Page) -> Vec<Diagnostic> {
        let mut found = citation::unknown(page, self.catalog);
        found.extend(citation::missing(page));
        found.extend(diagram::misplaced(page, self.catalog));
        if page.prose.is_none() {
            found.extend(page.units.iter().flat_map(|unit| self.unit(page, unit)));
            found.extend(fact::headings(page, self));
        }
        found.sort_by_key(|diagnostic| diagnostic.place.span.start);
        found
    }

    /// What one unit of `page` says that what it cites does not.
    pub fn unit(&self, page: &Page, unit: &Unit) -> Vec<Diagnostic> {
        let mut found = fact::of_unit(page, unit, self);
        found.extend(meaning::of_unit(page, unit, self));
        found.extend(repeat::of_unit(page, unit));
        found.extend(subject::of_unit(page, unit, self));
        found.extend(closest::of_unit(page, unit, self));
        found
    }

    /// What the clauses of `unit` come to; none for what is no claim.
    pub fn understand(&self, page: &Page, unit: &Unit) -> Option<Cow<'_, Understanding>> {
        let understand = || meaning::understand(page, unit, self);
        match self.remembered(page).and_then(|kept| kept.of(page, unit)) {
            Some(kept) => kept.get_or_init(understand).as_ref().map(Cow::Borrowed),
            None => understand().map(Cow::Owned),
        }
    }

    /// What must stand in each of the generated blocks of `page`; none for a name that nothing generates.
    pub(super) fn generated(&self, page: &Page) -> Cow<'_, [Option<String>]> {
        let write = || generate::write(page, self);
        match self.remembered(page) {
            Some(kept) => Cow::Borrowed(kept.generated.get_or_init(write)),
            None => Cow::Owned(write()),
        }
    }

    /// What is kept of `page`, if it is one of the book's own: those are asked for again and again.
    fn remembered(&self, page: &Page) -> Option<&Remembered> {
        let at = self.pages.iter().position(|own| std::ptr::eq(own, page))?;
        self.remembered.get(at)
    }

    /// How much of each page, and of the book, cites something; prose pages are out of it.
    pub fn coverage(&self) -> &Coverage {
        self.coverage.get_or_init(|| coverage::coverage(self))
    }

    /// How many clauses of `unit` cannot be compared with what it cites; one when it is a claim without any.
    pub fn not_understood(&self, page: &Page, unit: &Unit) -> usize {
        self.understand(page, unit).map_or(0, |understanding| understanding.open())
    }

    /// What one unit of `page` is refused for first, if for anything; quicker than [`Checker::unit`], since nothing
    /// is said about how to mend it.
    pub fn refuses(&self, page: &Page, unit: &Unit) -> Option<Code> {
        if fact::refuses(page, unit, self) {
            return Some(Code::FactUngrounded);
        }
        if repeat::refuses(page, unit) {
            return Some(Code::MeaningRepeats);
        }
        if meaning::refuses(page, unit, self) {
            return Some(Code::MeaningContradicted);
        }
        if subject::refuses(page, unit, self) {
            return Some(Code::CitationElsewhere);
        }
        closest::refuses(page, unit, self).then_some(Code::CitationOutdone)
    }

    /// What `id` licenses, if there is such a scenario or source.
    pub(super) fn license(&self, id: &Id) -> Option<&License> {
        self.licenses.get(id)?.get_or_init(|| License::of(id, self.catalog)).as_ref()
    }

    /// What `id` shows, run by run.
    pub(super) fn accounts(&self, id: &Id) -> Option<&[Account]> {
        self.accounts.get(id)?.get_or_init(|| meaning::accounts(id, self)).as_deref()
    }

    /// What `id` is about.
    pub(super) fn subject(&self, id: &Id) -> Option<&Subject> {
        self.subjects.get(id)?.get_or_init(|| Subject::of(id, self)).as_ref()
    }

    /// The lexicon.
    pub(super) fn lexicon(&self) -> &Lexicon {
        &self.catalog.lexicon
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
