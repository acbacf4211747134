//! Facts are held to what their claim cites: like against like, else an error with the caret under the fact.

mod help;
mod matching;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic};
use crate::fact::{Fact, FactKind};
use crate::id::Id;
use crate::page::Page;
use crate::source_file::Place;
use crate::span::Span;
use crate::unit::{Unit, UnitKind};

use super::license::License;
use super::link::resolve;
use super::quote::quotes;
use super::rerun;
use super::section::{Section, heading_codes, is_troubleshooting, sections};
use matching::Asked;

/// Every fact of a claim, an instruction or a troubleshooting heading that what it cites does not say.
///
/// `pages` is the whole book: a link may be named after a heading of another page.
pub(super) fn ungrounded(page: &Page, pages: &[Page], catalog: &Catalog) -> Vec<Diagnostic> {
    if page.prose.is_some() {
        return Vec::new();
    }
    let mut check = Check {
        page,
        pages,
        catalog,
        licenses: BTreeMap::new(),
        everyone: OnceCell::new(),
        found: Vec::new(),
    };
    for unit in &page.units {
        match unit.kind {
            UnitKind::Claim => check.claim(unit),
            UnitKind::Instruction => check.instruction(unit),
            UnitKind::Question | UnitKind::Prose | UnitKind::Exempt { .. } => {}
        }
    }
    if is_troubleshooting(page) {
        check.headings();
    }
    check.found
}

struct Check<'a> {
    page: &'a Page,
    pages: &'a [Page],
    catalog: &'a Catalog,
    licenses: BTreeMap<&'a Id, Option<License>>,
    /// What everything in the catalog licenses; asked for only when something is wrong.
    everyone: OnceCell<Vec<(&'a Id, License)>>,
    found: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    fn learn(&mut self, ids: &BTreeSet<&'a Id>) {
        for id in ids {
            self.licenses.entry(id).or_insert_with(|| License::of(id, self.catalog));
        }
    }

    /// The licences of `ids`; none when one of them is unknown, which is an error of its own.
    fn known<'b>(&'b self, ids: &BTreeSet<&'b Id>) -> Option<Vec<(&'b Id, &'b License)>> {
        ids.iter().map(|id| Some((*id, self.licenses.get(id)?.as_ref()?))).collect()
    }

    fn claim(&mut self, unit: &'a Unit) {
        let ids: BTreeSet<&Id> = unit.binding.iter().map(|citation| &citation.id).collect();
        if ids.is_empty() {
            return;
        }
        self.learn(&ids);
        let mut found = Vec::new();
        if let Some(cited) = self.known(&ids) {
            for fact in unit.facts.iter().filter(|fact| !self.names_a_section(fact)) {
                let asked = Asked::of(self.page, unit, fact);
                if !cited.iter().any(|(_, license)| asked.is_said_by(license)) {
                    found.push(self.diagnose(&asked, &cited, "what the claim cites"));
                }
            }
        }
        self.found.extend(found);
    }

    /// A link whose text is the heading it leads to names a section of the book and says nothing.
    fn names_a_section(&self, fact: &Fact) -> bool {
        let link = self.page.links.iter().find(|link| link.span.contains(fact.span));
        let target = link.and_then(|link| Some((link, link.target.split_once('#')?)));
        let Some((link, (path, anchor))) = target else { return false };
        let there = if path.is_empty() {
            Some(self.page)
        } else {
            let path = resolve(&self.page.file.path, path);
            self.pages.iter().find(|page| Some(&page.file.path) == path.as_ref())
        };
        let heading = there.and_then(|page| page.headings.iter().find(|heading| heading.anchor == anchor));
        let link_text = self.page.file.slice(link.span).split("](").next().unwrap_or_default();
        heading.is_some_and(|heading| letters(link_text) == letters(&heading.text))
    }

    /// An instruction needs no citation, but what it names and has typed must occur in what its section cites.
    fn instruction(&mut self, unit: &'a Unit) {
        let codes: Vec<&Fact> =
            unit.facts.iter().filter(|fact| matches!(fact.kind, FactKind::Code(_))).collect();
        let Some(section) = Section::at(self.page, unit.span.start) else { return };
        if codes.is_empty() {
            return;
        }
        let ids = cited_in(section);
        self.learn(&ids);
        let mut always = License::default();
        always.always(self.catalog);
        let mut found = Vec::new();
        if let Some(cited) = self.known(&ids) {
            for fact in codes {
                let asked = Asked::of(self.page, unit, fact);
                if !asked.is_said_by(&always) && !cited.iter().any(|(_, license)| asked.is_said_by(license)) {
                    found.push(self.diagnose(&asked, &cited, "what this section cites"));
                }
            }
        }
        self.found.extend(found);
    }

    /// The code of a troubleshooting heading is a text that something cited under its H2 prints.
    fn headings(&mut self) {
        let page = self.page;
        for section in sections(page) {
            let ids = cited_in(section);
            self.learn(&ids);
            let headings = page.headings.iter().filter(|h| h.level > 1 && section.span.contains(h.span));
            let mut found = Vec::new();
            for (code, span) in headings.flat_map(|heading| heading_codes(page, heading)) {
                let Some(cited) = self.known(&ids) else { continue };
                if !cited.iter().any(|(_, license)| license.texts.iter().any(|text| quotes(text, code))) {
                    found.push(self.diagnose_heading(code, span, &cited));
                }
            }
            self.found.extend(found);
        }
    }

    fn everyone(&self) -> &[(&'a Id, License)] {
        let all = || self.catalog.ids().filter_map(|id| Some((id, License::of(id, self.catalog)?))).collect();
        self.everyone.get_or_init(all)
    }

    fn diagnose<'b>(&self, asked: &Asked<'_>, cited: &[(&Id, &'b License)], scope: &str) -> Diagnostic {
        let written = self.page.file.slice(asked.fact.span);
        let place = Place::new(&self.page.file, asked.fact.span);
        let mut diagnostic =
            Diagnostic::new(Code::FactUngrounded, place, format!("{scope} does not say `{written}`"))
                .label(format!("this {}{}", asked.fact.kind.noun(), asked.qualifier()));
        let texts = |license: &'b License| license.names.iter().chain(&license.texts).collect();
        for note in help::by_citation(cited, written, "says", texts, |license| asked.what_it_says(license)) {
            diagnostic = diagnostic.expected(note);
        }
        if cited.is_empty() {
            diagnostic = diagnostic.expected("a citation in this section that says it; there is none at all");
        }
        diagnostic = diagnostic.seen(format!("`{written}`"));
        for hint in asked.hints(cited) {
            diagnostic = diagnostic.info(hint);
        }
        let elsewhere = help::who_says(self.everyone(), cited, |license| asked.is_said_by(license));
        diagnostic.help(elsewhere).rerun(rerun(self.page))
    }

    fn diagnose_heading(&self, code: &str, span: Span, cited: &[(&Id, &License)]) -> Diagnostic {
        let place = Place::new(&self.page.file, span);
        let message = format!("nothing cited under this heading prints `{code}`");
        let mut diagnostic = Diagnostic::new(Code::FactUngrounded, place, message).label("this printed text");
        let says = |license: &License| help::listed(&license.texts, code);
        for note in help::by_citation(cited, code, "prints", |license| license.texts.iter().collect(), says) {
            diagnostic = diagnostic.expected(note);
        }
        let elsewhere = help::who_says(self.everyone(), cited, |license| {
            license.texts.iter().any(|text| quotes(text, code))
        });
        diagnostic.seen(format!("`{code}`")).help(elsewhere).rerun(rerun(self.page))
    }
}

/// What binds a unit of `section`.
fn cited_in(section: Section<'_>) -> BTreeSet<&Id> {
    let bound = section.units().flat_map(|unit| &unit.binding);
    section.citations().chain(bound).map(|citation| &citation.id).collect()
}

/// Only the letters and digits of a text: what is left of it when markup and escapes are gone.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
