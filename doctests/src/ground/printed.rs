//! What checked releases print is answered by troubleshooting, text by text; and an entry is about a text that somebody saw.

use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{Heading, Page};
use crate::printed::Shown;
use crate::source_file::Place;
use crate::span::Span;

use super::entry::{LABELS, labels};
use super::nearest::nearest;
use super::quote::{fold, quotes};
use super::rerun;
use super::section::{codes, heading_codes, is_troubleshooting, sections};

/// A text that an entry answers.
pub(super) struct Answered<'a> {
    page: &'a Page,
    /// The heading of its entry.
    pub(super) entry: &'a Heading,
    /// As it stands between its backticks.
    pub(super) text: &'a str,
    span: Span,
    heading: bool,
}

/// Lines of the records that are listed nowhere as no error and that no entry has in its heading or under
/// **You see**, lines that are listed for nothing, and entries about a text that nobody saw.
///
/// A book without a troubleshooting page answers nothing, and one without records has seen nothing.
pub fn printed(pages: &[Page], catalog: &Catalog) -> Vec<Diagnostic> {
    let Some(printed) = catalog.printed.get() else { return Vec::new() };
    if !pages.iter().any(is_troubleshooting) {
        return Vec::new();
    }
    let answered: Vec<Answered<'_>> =
        pages.iter().filter(|page| is_troubleshooting(page)).flat_map(answered).collect();
    let mut found = Vec::new();
    for (line, shown) in printed.lines() {
        let listed = catalog.no_errors.iter().find(|listed| listed.is(line));
        let entry = answered.iter().find(|answered| answered.answers(line));
        match (listed, entry) {
            (None, None) => found.push(unanswered(line, shown, &answered)),
            (Some(listed), Some(entry)) => {
                let message = format!("`{line}` is listed as no error, and an entry is about it");
                let place = Place::new(&entry.page.file, entry.span);
                found.push(
                    Diagnostic::new(Code::PrintedSyntax, listed.place.clone(), message)
                        .related(place, "this entry")
                        .help("keep one of the two"),
                );
            }
            _ => {}
        }
    }
    let idle = catalog.no_errors.iter().filter(|listed| !printed.lines().any(|(line, _)| listed.is(line)));
    found.extend(idle.map(|listed| {
        let message = format!("no checked release prints `{}`", listed.line);
        Diagnostic::new(Code::PrintedSyntax, listed.place.clone(), message).help("remove the line")
    }));
    let lines: Vec<&str> = printed.lines().map(|(line, _)| line).collect();
    let facts = || catalog.sources.values().flat_map(|source| &source.entry.facts);
    let unseen = answered.iter().filter(|answered| {
        answered.heading
            && !lines.iter().any(|line| answered.answers(line))
            && !facts().any(|fact| quotes(fact, answered.text))
    });
    found.extend(unseen.map(|entry| entry.unseen(&lines)));
    found
}

/// The texts in the headings of entries and under their **You see**.
pub(super) fn answered(page: &Page) -> Vec<Answered<'_>> {
    let mut found = Vec::new();
    for section in sections(page) {
        let Some(entry) = section.heading else { continue };
        let labels = labels(section);
        let Some((_, see)) = labels.iter().find(|(label, _)| *label == LABELS[0]) else { continue };
        let next = labels.iter().map(|(_, span)| span.start).find(|start| *start > see.start);
        let below = Span::new(see.end, next.unwrap_or(section.span.end));
        let answer = |heading| move |(text, span)| Answered { page, entry, text, span, heading };
        found.extend(heading_codes(page, entry).into_iter().map(answer(true)));
        found.extend(codes(page, below).into_iter().map(answer(false)));
    }
    found
}

impl Answered<'_> {
    /// Whether `line` begins with the text, in whole words; each `…` of the text stands for anything. A name alone, such
    /// as a variable's, answers no line that goes on.
    pub(super) fn answers(&self, line: &str) -> bool {
        if !self.text.contains(char::is_whitespace) && fold(line) != fold(self.text) {
            return false;
        }
        let first = self.text.split('…').next().unwrap_or_default();
        fold(line).starts_with(fold(first).as_str()) && quotes(line, self.text)
    }

    fn unseen(&self, lines: &[&str]) -> Diagnostic {
        let message = format!("no checked release prints `{}`, and no source quotes it", self.text);
        let fault = Diagnostic::new(Code::EntryUnseen, Place::new(&self.page.file, self.span), message)
            .label("an entry about a text that nobody saw")
            .rerun(rerun(self.page));
        match nearest(self.text, lines.iter().copied()) {
            Some(near) => fault.help(format!("is `{near}` meant?")),
            None => fault.help("record a scenario that prints it, or quote it as a fact of a source"),
        }
    }
}

fn unanswered(line: &str, shown: &Shown, answered: &[Answered<'_>]) -> Diagnostic {
    let Shown { newest, scenario, .. } = shown;
    let message = format!("{newest} prints a text that no troubleshooting entry answers");
    let fault = Diagnostic::new(Code::PrintedUnanswered, shown.place(line), message)
        .label(format!("printed in `{scenario}`"))
        .expected("an entry with this text in its heading or under **You see**")
        .help(
            "write the entry, or list the line in doctests/printed.yaml with the reason why it is no error",
        );
    match nearest(line, answered.iter().map(|answered| answered.text)) {
        Some(near) => fault.info(format!("the nearest text that is answered: `{near}`")),
        None => fault,
    }
}
