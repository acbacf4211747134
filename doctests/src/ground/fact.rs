//! Facts are held to what their claim cites: like against like, else an error with the caret under the fact.

mod help;
mod matching;

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::fact::{Fact, FactKind};
use crate::id::Id;
use crate::page::Page;
use crate::source_file::Place;
use crate::span::Span;
use crate::unit::{Unit, UnitKind};

use super::checker::Checker;
use super::license::License;
use super::link::resolve;
use super::quote::quotes;
use super::rerun;
use super::section::{Section, heading_codes, is_troubleshooting, sections};
use matching::Asked;

/// Every fact of a claim or an instruction that what it cites does not say.
pub(super) fn of_unit(page: &Page, unit: &Unit, checker: &Checker<'_>) -> Vec<Diagnostic> {
    let scope = scope(unit);
    let Some((cited, asked)) = asked(page, unit, checker) else { return Vec::new() };
    let refused = asked.iter().filter(|asked| !is_said(asked, &cited, unit, checker));
    refused.map(|asked| diagnose(page, asked, &cited, scope, checker)).collect()
}

/// Whether some fact of `unit` is not said by what it cites.
pub(super) fn refuses(page: &Page, unit: &Unit, checker: &Checker<'_>) -> bool {
    asked(page, unit, checker)
        .is_some_and(|(cited, asked)| asked.iter().any(|asked| !is_said(asked, &cited, unit, checker)))
}

/// For each fact of `unit` whether `license` says it.
pub(super) fn said(page: &Page, unit: &Unit, license: &License) -> Vec<bool> {
    unit.facts.iter().map(|fact| Asked::of(page, unit, fact).is_said_by(license)).collect()
}

fn scope(unit: &Unit) -> &'static str {
    if unit.kind == UnitKind::Claim { "what the claim cites" } else { "what this section cites" }
}

type Asking<'b> = (Vec<(&'b Id, &'b License)>, Vec<Asked<'b>>);

/// The facts of `unit` that are checked, and what they are held to; none when nothing is, or a citation is unknown,
/// which is an error of its own.
fn asked<'b>(page: &'b Page, unit: &'b Unit, checker: &'b Checker<'_>) -> Option<Asking<'b>> {
    let (ids, facts): (BTreeSet<&Id>, Vec<&Fact>) = match unit.kind {
        UnitKind::Claim => {
            let ids: BTreeSet<&Id> = unit.binding.iter().map(|citation| &citation.id).collect();
            if ids.is_empty() {
                return None;
            }
            (ids, unit.facts.iter().filter(|fact| !names_a_section(page, fact, checker)).collect())
        }
        // An instruction needs no citation, but what it names and has typed must occur in what its section cites.
        UnitKind::Instruction => {
            let codes: Vec<&Fact> =
                unit.facts.iter().filter(|fact| matches!(fact.kind, FactKind::Code(_))).collect();
            if codes.is_empty() {
                return None;
            }
            (cited_in(Section::at(page, unit.span.start)?), codes)
        }
        UnitKind::Question | UnitKind::Prose | UnitKind::Exempt { .. } => return None,
    };
    let cited = checker.known(ids)?;
    Some((cited, facts.into_iter().map(|fact| Asked::of(page, unit, fact)).collect()))
}

fn is_said(asked: &Asked<'_>, cited: &[(&Id, &License)], unit: &Unit, checker: &Checker<'_>) -> bool {
    cited.iter().any(|(_, license)| asked.is_said_by(license))
        || unit.kind == UnitKind::Instruction && asked.is_said_by(checker.always())
}

/// A link whose text is the heading it leads to names a section of the book and says nothing.
fn names_a_section(page: &Page, fact: &Fact, checker: &Checker<'_>) -> bool {
    let link = page.links.iter().find(|link| link.span.contains(fact.span));
    let target = link.and_then(|link| Some((link, link.target.split_once('#')?)));
    let Some((link, (path, anchor))) = target else { return false };
    let there = if path.is_empty() {
        Some(page)
    } else {
        let path = resolve(&page.file.path, path);
        checker.pages.iter().find(|page| Some(&page.file.path) == path.as_ref())
    };
    let heading = there.and_then(|page| page.headings.iter().find(|heading| heading.anchor == anchor));
    let link_text = page.file.slice(link.span).split("](").next().unwrap_or_default();
    heading.is_some_and(|heading| letters(link_text) == letters(&heading.text))
}

/// The code of a troubleshooting heading is a text that something cited under its H2 prints.
pub(super) fn headings(page: &Page, checker: &Checker<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !is_troubleshooting(page) {
        return found;
    }
    for section in sections(page) {
        let headings = page.headings.iter().filter(|h| h.level > 1 && section.span.contains(h.span));
        let Some(cited) = checker.known(cited_in(section)) else { continue };
        for (code, span) in headings.flat_map(|heading| heading_codes(page, heading)) {
            let prints = |license: &License| {
                license.texts.iter().chain(&license.elsewhere).any(|text| quotes(text, code))
            };
            if !cited.iter().any(|(_, license)| prints(license)) {
                found.push(diagnose_heading(page, code, span, &cited, checker));
            }
        }
    }
    found
}

fn diagnose(
    page: &Page,
    asked: &Asked<'_>,
    cited: &[(&Id, &License)],
    scope: &str,
    checker: &Checker<'_>,
) -> Diagnostic {
    let written = page.file.slice(asked.fact.span);
    let place = Place::new(&page.file, asked.fact.span);
    let mut diagnostic =
        Diagnostic::new(Code::FactUngrounded, place, format!("{scope} does not say `{written}`"))
            .label(format!("this {}{}", asked.fact.kind.noun(), asked.qualifier()));
    let texts = |license: &License| license.names.iter().chain(&license.texts).cloned().collect();
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
    let elsewhere = help::who_says(&checker.everyone(), cited, |license| asked.is_said_by(license));
    diagnostic.help(elsewhere).rerun(rerun(page))
}

fn diagnose_heading(
    page: &Page,
    code: &str,
    span: Span,
    cited: &[(&Id, &License)],
    checker: &Checker<'_>,
) -> Diagnostic {
    let place = Place::new(&page.file, span);
    let message = format!("nothing cited under this heading prints `{code}`");
    let mut diagnostic = Diagnostic::new(Code::FactUngrounded, place, message).label("this printed text");
    let says = |license: &License| help::listed(&license.texts, code);
    let texts = |license: &License| license.texts.iter().cloned().collect();
    for note in help::by_citation(cited, code, "prints", texts, says) {
        diagnostic = diagnostic.expected(note);
    }
    let elsewhere = help::who_says(&checker.everyone(), cited, |license| {
        license.texts.iter().any(|text| quotes(text, code))
    });
    diagnostic.seen(format!("`{code}`")).help(elsewhere).rerun(rerun(page))
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
