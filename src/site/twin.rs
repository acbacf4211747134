//! A page as Markdown for machines: the author's text, with what each citation shows in the place of its definition.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use doctests::catalog::Cited;
use doctests::id::Id;
use doctests::page::Page;
use doctests::parse::markdown;
use doctests::span::Span;
use pulldown_cmark::Event;

use super::{Book, claims, html_path};

/// The path of the twin of `page`.
pub(super) fn path(page: &Page) -> String {
    format!("{}.md", page.name)
}

/// The twin of `page`, with the way to all others on top.
pub(super) fn markdown(book: &Book<'_>, page: &Page) -> String {
    format!("> All pages: {}\n\n{}", book.address.shown("llms.txt"), text(book, page))
}

/// The text alone.
pub(super) fn text(book: &Book<'_>, page: &Page) -> String {
    let mut text = String::with_capacity(page.file.text.len());
    let mut done = 0;
    for span in left_out(page) {
        if span.start >= done {
            text.push_str(&page.file.text[done..span.start]);
            done = span.end;
        }
    }
    text.push_str(&page.file.text[done..]);
    let mut text = squeezed(text.trim());
    let mut said = BTreeSet::new();
    for citation in &page.citations {
        if said.insert(&citation.id) {
            if said.len() == 1 {
                text.push('\n');
            }
            let _ = writeln!(text, "[^{}]: {}", citation.id, definition(book, page, &citation.id));
        }
    }
    text
}

/// Definitions and comments, in their order.
fn left_out(page: &Page) -> Vec<Span> {
    let comments =
        markdown::parser(&page.file.text).into_offset_iter().filter_map(|(event, range)| match event {
            Event::Html(html) | Event::InlineHtml(html) if html.trim_start().starts_with("<!--") => {
                Some(Span::new(range.start, range.end))
            }
            _ => None,
        });
    let mut spans: Vec<Span> =
        page.definitions.iter().map(|definition| definition.span).chain(comments).collect();
    spans.sort();
    spans
}

/// `text` without the blank lines that what was left out leaves behind.
fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut blank = false;
    let mut code = false;
    for line in text.lines() {
        code ^= line.trim_start().starts_with("```");
        let empty = line.trim().is_empty() && !code;
        if !(empty && blank) {
            squeezed.push_str(if code { line } else { line.trim_end() });
            squeezed.push('\n');
        }
        blank = empty;
    }
    squeezed
}

/// State, versions, day, title and the address of the proof.
fn definition(book: &Book<'_>, page: &Page, id: &Id) -> String {
    let state = book.evidence.state(id);
    let mut text = format!("{} {}", state.shape(), state.word());
    if let Some(versions) = claims::versions(book, id) {
        let _ = write!(text, " {} to {}", versions.from, versions.to);
    }
    if let Some(day) = claims::checked(book, id) {
        let _ = write!(text, ", {day}");
    }
    let title = match book.evidence.catalog.get(id) {
        Some(Cited::Scenario(scenario)) => &scenario.document.title,
        Some(Cited::Source(source)) => &source.entry.title,
        None => return text,
    };
    let _ = write!(text, ": {title}. {}", book.address.shown(&claims::evidence(page, id)));
    if let Some(Cited::Source(source)) = book.evidence.catalog.get(id) {
        let _ = write!(text, " {}", source.entry.url);
    }
    text
}

/// Where the page that people read is.
pub(super) fn of_people(book: &Book<'_>, page: &Page) -> String {
    book.address.shown(&html_path(page))
}
