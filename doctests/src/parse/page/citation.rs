//! Citation accounting: every `[^` of a page is a reference, a definition, code or an escape, or else a fault.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Faults;
use super::walk::{Context, Outline, Reference};
use crate::diagnostic::Code;
use crate::id::Id;
use crate::parse::markdown;
use crate::span::Span;

const GRAMMAR: &str =
    "`[^<topic>.<name>]`, lower case letters, digits and `-`, such as `[^refresh.early-revocation]`";

/// Every label of `text` that is an id, once: each gets a definition before parsing, since a reference
/// without one is no reference to Markdown.
pub(super) fn labels(text: &str) -> BTreeSet<&str> {
    openings(text).filter_map(|at| label(text, at)).filter(|label| label.parse::<Id>().is_ok()).collect()
}

/// Reports every `[^` that is not what it looks like.
pub(super) fn account(text: &str, outline: &Outline, faults: &mut Faults<'_>) {
    let in_links = linked(text, &outline.references);
    for reference in &outline.references {
        check_reference(reference, &in_links, faults);
    }
    let mut references = outline.references.iter().map(|reference| reference.span.start).peekable();
    let mut definitions = outline.footnotes.iter().copied().peekable();
    for at in openings(text) {
        let (reference, definition) = (known_at(&mut references, at), known_at(&mut definitions, at));
        if reference || definition || within(&outline.code, at) || within(&outline.excess, at) {
            continue;
        }
        let end = label(text, at).map_or(at + 2, |label| at + 3 + label.len());
        let span = Span::new(at, end);
        if within(&outline.html, at) {
            misplaced("HTML", span, faults);
        } else if !escaped(text, at) {
            broken(text, span, faults);
        }
    }
}

/// Offsets of `[^`.
fn openings(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices("[^").map(|(at, _)| at)
}

/// What stands between `[^` at `at` and the next `]` on the line.
fn label(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at + 2..)?;
    let end = rest.find(['[', ']', '\n', '\r'])?;
    rest[end..].starts_with(']').then(|| &rest[..end])
}

/// Moves `sorted` past `at` and says whether `at` was in it.
fn known_at(sorted: &mut std::iter::Peekable<impl Iterator<Item = usize>>, at: usize) -> bool {
    while sorted.next_if(|known| *known < at).is_some() {}
    sorted.next_if_eq(&at).is_some()
}

/// Whether `at` lies in one of `spans`, which are sorted and do not overlap.
fn within(spans: &[Span], at: usize) -> bool {
    let after = spans.partition_point(|span| span.start <= at);
    after > 0 && at < spans[after - 1].end
}

/// Whether an odd number of backslashes stands before `at`.
fn escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// A citation inside a link kills the link, so the links are looked for once more without citations.
fn linked(text: &str, references: &[Reference]) -> Vec<Span> {
    if references.is_empty() {
        return Vec::new();
    }
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for Reference { span, .. } in references {
        masked.push_str(text.get(at..span.start).unwrap_or_default());
        masked.extend(std::iter::repeat_n('x', span.end - span.start));
        at = span.end;
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    let mut links = Vec::new();
    let mut depth = 0_usize;
    for (event, Range { start, end }) in markdown::parser(&masked).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                if depth == 0 {
                    links.push(Span::new(start, end));
                }
                depth += 1;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => depth -= 1,
            _ => {}
        }
    }
    links
}

fn check_reference(reference: &Reference, in_links: &[Span], faults: &mut Faults<'_>) {
    let Reference { span, context, id, label } = reference;
    if id.is_none() {
        not_an_id(label, *span, faults);
    }
    match context {
        Context::Heading => misplaced("a heading", *span, faults),
        Context::TableHead => misplaced("the header of a table", *span, faults),
        Context::Definition => misplaced("a definition", *span, faults),
        Context::Text if within(in_links, span.start) => misplaced("the text of a link", *span, faults),
        Context::Text => {}
    }
}

fn misplaced(where_to: &str, span: Span, faults: &mut Faults<'_>) {
    faults.push_with(
        Code::CitationMisplaced,
        span,
        format!("a citation in {where_to} binds nothing"),
        |fault| fault.help("put it right after the full stop of the sentence it proves, or in a table cell"),
    );
}

/// A label that is no id, with the nearest id.
pub(super) fn not_an_id(label: &str, span: Span, faults: &mut Faults<'_>) {
    faults.push_with(Code::CitationBroken, span, "the label of a citation is no id", |fault| {
        let fault = fault.expected(GRAMMAR).seen(format!("`[^{label}]`"));
        match mended(label) {
            Some(id) => fault.help(format!("write `[^{id}]`")),
            None => fault.help("name a scenario or a source; a plain footnote has no place on a page"),
        }
    });
}

fn mended(label: &str) -> Option<Id> {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join("-").to_lowercase().replace('_', "-").parse().ok()
}

fn broken(text: &str, span: Span, faults: &mut Faults<'_>) {
    let label = label(text, span.start);
    match label {
        Some(label) if label.parse::<Id>().is_err() => return not_an_id(label, span, faults),
        _ => {}
    }
    let help = match (label, text.as_bytes().get(span.end)) {
        (None, _) => "close it on the same line with `]`, or write `\\[^` for the characters themselves",
        (Some(_), Some(b'(' | b'[')) => {
            "Markdown reads it as the text of a link: put a blank between the two"
        }
        (Some(_), Some(b':')) => "a definition stands at the foot of the page, at the start of its line",
        (Some(_), _) => "write it in plain text, right after the full stop",
    };
    faults.push_with(Code::CitationBroken, span, "Markdown does not read this as a citation", |fault| {
        fault.expected(GRAMMAR).help(help)
    });
}
