//! A page as it must be: generated blocks filled in, definitions at the foot.

use crate::id::Id;
use crate::page::Page;
use crate::source_file::SourceFile;
use crate::span::Span;

use super::checker::Checker;
use super::{definition, generate};

/// The text of `page` with its generated blocks and its definitions rewritten; the same text when nothing differs.
///
/// A block about other pages (coverage) follows what those say now, so a caller that fixes a whole book parses it
/// again and repeats until nothing changes.
///
/// A page whose last code fence or comment is never closed stays as it is, since that would swallow its foot. So does
/// one that would cite something else without its definitions: what is left of a list can turn a line into a heading.
pub fn fix(page: &Page, checker: &Checker<'_>) -> String {
    let text = written(page, checker);
    if text == page.file.text || keeps_its_foot(page, &text, checker) { text } else { page.file.text.clone() }
}

/// Whether the definitions at the foot of `text` are read as such, and the citations above them as before.
fn keeps_its_foot(page: &Page, text: &str, checker: &Checker<'_>) -> bool {
    let file = SourceFile::new(page.file.path.as_str(), text);
    let (read, _) = crate::parse::page(&file, &checker.catalog.vocabulary.document);
    let foot = cited_in_order(page, checker);
    let defined = |id: &Id| read.definitions.iter().any(|definition| definition.id == *id);
    cited_in_order(&read, checker) == foot
        && foot.iter().all(|id| checker.catalog.get(id).is_none() || defined(id))
}

fn written(page: &Page, checker: &Checker<'_>) -> String {
    let mut text = body(page, checker);
    let foot = foot(page, checker);
    let newline = newline(page);
    if foot.is_empty() && page.definitions.is_empty() {
        return text;
    }
    text.truncate(text.trim_end().len());
    if !foot.is_empty() {
        if !text.is_empty() {
            text.push_str(newline);
            text.push_str(newline);
        }
        text.push_str(&foot.join(newline));
    }
    text.push_str(newline);
    text
}

/// Whether only the place or the order of the definitions is not as it must be.
pub(super) fn foot_differs(page: &Page, checker: &Checker<'_>) -> bool {
    let generated_too = generate::texts(page, checker)
        .iter()
        .any(|(block, text)| text.as_ref().is_some_and(|text| text != page.file.slice(block.inner)));
    !generated_too && fix(page, checker) != page.file.text
}

/// What `page` cites, each once, in the order of the text, once its generated blocks are rewritten.
pub(super) fn cited_in_order(page: &Page, checker: &Checker<'_>) -> Vec<Id> {
    let mut places: Vec<(usize, Id)> = super::section::written_citations(page)
        .map(|citation| (citation.span.start, citation.id.clone()))
        .collect();
    for (block, text) in generate::texts(page, checker) {
        match text {
            Some(text) => places.extend(citations(&text).map(|id| (block.inner.start, id))),
            None => places.extend(
                page.citations
                    .iter()
                    .filter(|citation| block.span.contains(citation.span))
                    .map(|citation| (citation.span.start, citation.id.clone())),
            ),
        }
    }
    // The sort is stable: the citations of one block keep their order.
    places.sort_by_key(|(start, _)| *start);
    let mut ids: Vec<Id> = Vec::new();
    for (_, id) in places {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// The citations in a text of ours.
fn citations(text: &str) -> impl Iterator<Item = Id> {
    text.split("[^").skip(1).filter_map(|rest| rest.split_once(']')?.0.parse().ok())
}

fn foot(page: &Page, checker: &Checker<'_>) -> Vec<String> {
    cited_in_order(page, checker)
        .iter()
        .filter_map(|id| definition::line(id, page, checker.catalog))
        .collect()
}

/// The text without its definitions, generated blocks filled in.
fn body(page: &Page, checker: &Checker<'_>) -> String {
    let source = page.file.text.as_str();
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for (block, text) in generate::texts(page, checker) {
        if let Some(text) = text {
            edits.push((block.inner.start, block.inner.end, text));
        }
    }
    edits.extend(definition_lines(page).into_iter().map(|Span { start, end }| {
        let parts_blocks = source[..start].ends_with("\n\n") || source[..start].ends_with("\r\n\r\n");
        let at_edge = start == 0 || end == source.len();
        let mut rest = after_newline(source, end);
        let blank_after = rest > end;
        // Between two blank lines one is enough; where there is none, the blocks around must not grow together.
        if !parts_blocks {
            rest = end;
        }
        let blank = if parts_blocks || blank_after || at_edge { "" } else { newline(page) };
        (start, rest, blank.to_owned())
    }));
    edits.sort_by_key(|(start, _, _)| *start);
    let mut out = String::with_capacity(source.len());
    let mut from = 0;
    for (start, end, text) in edits {
        if start < from {
            continue;
        }
        out.push_str(source.get(from..start).unwrap_or_default());
        out.push_str(&text);
        from = end;
    }
    out.push_str(source.get(from..).unwrap_or_default());
    out
}

/// The lines that definitions take up, each run of them as one span, with their line breaks.
fn definition_lines(page: &Page) -> Vec<Span> {
    let source = page.file.text.as_str();
    let mut lines: Vec<Span> = Vec::new();
    for definition in &page.definitions {
        let start = definition.span.start.min(source.len());
        let end = after_newline(source, start + page.file.slice(definition.span).trim_end().len());
        match lines.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => lines.push(Span::new(start, end)),
        }
    }
    lines
}

/// The offset after the line break at `offset`, or `offset` where there is none.
fn after_newline(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    match &rest[blank..] {
        rest if rest.starts_with("\r\n") => offset + blank + 2,
        rest if rest.starts_with('\n') => offset + blank + 1,
        _ => offset,
    }
}

/// How `page` ends its lines.
pub(super) fn newline(page: &Page) -> &'static str {
    if page.file.text.contains("\r\n") { "\r\n" } else { "\n" }
}
