//! The sections of a page: what stands under one H2.

use crate::citation::Citation;
use crate::page::{Heading, Page};
use crate::span::Span;
use crate::unit::Unit;

/// What stands under one H2, or before the first one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section<'a> {
    /// The page.
    pub page: &'a Page,
    /// The H2; none for what stands before the first one.
    pub heading: Option<&'a Heading>,
    /// From the heading's first byte to the next H2.
    pub span: Span,
}

impl<'a> Section<'a> {
    /// The section that holds `offset`.
    pub(super) fn at(page: &'a Page, offset: usize) -> Option<Self> {
        sections(page).into_iter().find(|section| section.span.range().contains(&offset))
    }

    /// The citations in it, those of generated blocks left out.
    pub(super) fn citations(self) -> impl Iterator<Item = &'a Citation> {
        written_citations(self.page).filter(move |citation| self.span.contains(citation.span))
    }

    /// Everything that binds a unit in it: a citation may stand to the right of the last full stop.
    pub(super) fn units(self) -> impl Iterator<Item = &'a Unit> {
        self.page.units.iter().filter(move |unit| self.span.contains(unit.span))
    }
}

/// Whether the entries of `page` are about printed texts: `troubleshooting`, and the pages it was split into.
pub(super) fn is_troubleshooting(page: &Page) -> bool {
    page.name.strip_prefix("troubleshooting").is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// The sections of `page` in order.
pub(super) fn sections(page: &Page) -> Vec<Section<'_>> {
    let mut starts: Vec<(usize, Option<&Heading>)> = vec![(0, None)];
    let h2 = |heading: &&Heading| heading.level == 2 && !page.is_generated(heading.span);
    starts.extend(page.headings.iter().filter(h2).map(|heading| (heading.span.start, Some(heading))));
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([page.file.text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|((start, heading), end)| Section { page, heading: *heading, span: Span::new(*start, end) })
        .collect()
}

/// The citations of `page` that an author wrote, those of generated blocks left out.
pub(super) fn written_citations(page: &Page) -> impl Iterator<Item = &Citation> {
    page.citations.iter().filter(|citation| !page.is_generated(citation.span))
}

/// The code spans in a heading, as they stand between their backticks, each with its place.
pub(super) fn heading_codes<'a>(page: &'a Page, heading: &Heading) -> Vec<(&'a str, Span)> {
    codes(page, heading.span)
}

/// The code spans in `span`, as they stand between their backticks, each with its place.
pub(super) fn codes(page: &Page, span: Span) -> Vec<(&str, Span)> {
    let line = page.file.slice(span);
    let mut codes = Vec::new();
    let mut from = 0;
    while let Some(open) = line[from..].find('`').map(|at| at + from) {
        let ticks = line[open..].bytes().take_while(|byte| *byte == b'`').count();
        let start = open + ticks;
        let fence = &line[open..start];
        let Some(end) = line[start..].find(fence).map(|at| at + start) else { break };
        let text = &line[start..end];
        let inner = text.trim();
        let lead = text.len() - text.trim_start().len();
        let at = span.start + start + lead;
        codes.push((inner, Span::new(at, at + inner.len())));
        from = end + ticks;
    }
    codes
}
