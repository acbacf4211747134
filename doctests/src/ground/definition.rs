//! The definitions at the foot of a page: what they must be, and where they are not.

use std::collections::BTreeSet;

use crate::catalog::{Catalog, Cited};
use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::page::Page;
use crate::source_file::Place;

use super::cell;
use super::checker::Checker;
use super::link::relative;
use super::rerun;

/// The definition of `id` as it must stand on `page`; none when nothing is called so.
pub(super) fn line(id: &Id, page: &Page, catalog: &Catalog) -> Option<String> {
    Some(match catalog.get(id)? {
        Cited::Scenario(scenario) => {
            let target = relative(&page.file.path, &scenario.file.path);
            format!("[^{id}]: {}", cell::link(&scenario.document.title, &target))
        }
        Cited::Source(source) => {
            let entry = &source.entry;
            let link = cell::link(&entry.title, &entry.url);
            format!("[^{id}]: {link}, {}, {}", entry.kind.as_str(), cell::plain(&entry.date))
        }
    })
}

/// Where the definitions of `page` are not what `check --fix` writes.
///
/// A page with a citation that names nothing is left alone: its definitions follow once that is mended.
pub(super) fn unfixed(page: &Page, checker: &Checker<'_>) -> Vec<Diagnostic> {
    let catalog = checker.catalog;
    if page.citations.iter().any(|citation| catalog.get(&citation.id).is_none()) {
        return Vec::new();
    }
    let cited = super::fix::cited_in_order(page, checker);
    let mut found = Vec::new();
    let fault = |span, message: String, label: &str| {
        Diagnostic::new(Code::CitationDefinition, Place::new(&page.file, span), message)
            .label(label)
            .rerun(rerun(page))
    };
    let mut defined: BTreeSet<&Id> = BTreeSet::new();
    for definition in &page.definitions {
        let id = &definition.id;
        let written = page.file.slice(definition.span).trim_end();
        if !defined.insert(id) {
            found.push(fault(definition.span, format!("`{id}` is defined twice"), "the second definition"));
        } else if !cited.contains(id) {
            found.push(fault(
                definition.span,
                format!("nothing on this page cites `{id}`"),
                "an idle definition",
            ));
        } else if let Some(line) = line(id, page, catalog)
            && line != written
        {
            let message = format!("the definition of `{id}` does not lead to what it names");
            found.push(fault(definition.span, message, "out of date").expected(line).seen(written));
        }
    }
    for id in &cited {
        if !defined.contains(id) {
            let citation = page.citations.iter().find(|citation| citation.id == *id);
            // A citation of a generated row that is not there yet is that block's fault, and an id that names
            // nothing is an error of its own.
            if let (Some(citation), Some(line)) = (citation, line(id, page, catalog)) {
                let message = format!("`{id}` is not defined at the foot of the page");
                found.push(fault(citation.span, message, "cited here").expected(line));
            }
        }
    }
    if found.is_empty() && super::fix::foot_differs(page, checker) {
        let span = page.definitions.first().map_or_else(Default::default, |definition| definition.span);
        found.push(fault(
            span,
            "the definitions are not at the foot, in the order of citation".to_owned(),
            "",
        ));
    }
    let swallowed = !found.is_empty() && super::fix(page, checker) == page.file.text;
    let help = |diagnostic: Diagnostic| {
        diagnostic.help(if swallowed {
            "close the last code fence or comment of the page; then `cargo run -- check --fix` writes the definitions"
        } else {
            "`cargo run -- check --fix` writes the definitions"
        })
    };
    found.into_iter().map(help).collect()
}
