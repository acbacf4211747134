//! **You see** begins with the text of the heading: whoever searched for the one is at the right place by the other.

use crate::diagnostic::{Code, Diagnostic};
use crate::source_file::Place;
use crate::span::Span;

use super::LABELS;
use crate::ground::quote::quotes;
use crate::ground::rerun;
use crate::ground::section::{Section, codes};

/// The first code under **You see**, if neither it nor the text `heading` is a part of the other.
pub(super) fn other(
    section: Section<'_>,
    labels: &[(&str, Span)],
    heading: (&str, Span),
) -> Option<Diagnostic> {
    let page = section.page;
    let (_, seen) = labels.iter().find(|(label, _)| *label == LABELS[0])?;
    let until = labels.iter().map(|(_, span)| span.start).find(|start| *start > seen.end);
    let part = Span::new(seen.end, until.unwrap_or(section.span.end));
    let (first, span) = codes(page, part).into_iter().next()?;
    let (text, place) = heading;
    (!quotes(first, text) && !quotes(text, first)).then(|| {
        Diagnostic::new(
            Code::EntryForm,
            Place::new(&page.file, span),
            format!("**{}** begins with another text than the heading", LABELS[0]),
        )
        .label("this is not what the heading quotes")
        .related(Place::new(&page.file, place), "the heading")
        .expected(format!("`{text}`, or a part of it, or a longer text that has it"))
        .help("begin with the text of the heading, and name its variants after it")
        .rerun(rerun(page))
    })
}
