//! Diagnostics as rustc prints them: code, place, the line with a caret, what was expected and seen, what to type next.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use super::visible::{visible, visible_in_place};
use crate::diagnostic::{Diagnostic, Note};
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

/// A line longer than this is not shown, only its place: no terminal could show it.
const LONGEST_LINE: usize = 20_000;

/// A place of more lines than this is shown by its first line.
const MOST_LINES: usize = 6;

/// All `diagnostics`, in their order, with an empty line between them.
pub fn human(diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for diagnostic in diagnostics {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&one(diagnostic, &renderer));
        text.push('\n');
    }
    text
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let title = Level::ERROR.primary_title(visible(&diagnostic.message)).id(diagnostic.code.as_str());
    let primary = Mark { place: &diagnostic.place, label: &diagnostic.label, kind: AnnotationKind::Primary };
    let mut files = vec![vec![primary]];
    for related in &diagnostic.related {
        let mark = Mark { place: &related.place, label: &related.label, kind: AnnotationKind::Context };
        match files.iter_mut().find(|marks| marks[0].place.file.path == related.place.file.path) {
            Some(marks) if near(marks[0].place, &related.place) => marks.push(mark),
            _ => files.push(vec![mark]),
        }
    }
    let mut elements: Vec<Element<'_>> = files.iter().map(|marks| excerpt(marks)).collect();
    for note in &diagnostic.notes {
        let (name, text) = match note {
            Note::Expected(text) => ("expected", text),
            Note::Seen(text) => ("seen", text),
            Note::Help(text) => ("help", text),
            Note::Info(text) => ("note", text),
        };
        let level = if name == "help" { Level::HELP } else { Level::NOTE };
        elements.push(level.with_name(Some(name)).message(visible(text)).into());
    }
    if let Some(command) = &diagnostic.rerun {
        elements.push(Level::HELP.with_name(Some("re-run")).message(visible(command)).into());
    }
    renderer.render(&[title.elements(elements)])
}

struct Mark<'a> {
    place: &'a Place,
    label: &'a str,
    kind: AnnotationKind,
}

/// The lines under the marks of one file.
fn excerpt<'a>(marks: &[Mark<'a>]) -> Element<'a> {
    let file = &marks[0].place.file;
    let spans: Vec<Span> = marks.iter().map(|mark| shown(file, mark.place.span)).collect();
    let start = spans.iter().map(|span| span.start).min().unwrap_or_default();
    let end = spans.iter().map(|span| span.end).max().unwrap_or_default();
    let start = file.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = file.text[end..].find('\n').map_or(file.text.len(), |newline| end + newline);
    let lines = &file.text[start..end];
    if lines.lines().any(|line| line.len() > LONGEST_LINE) {
        let position = marks[0].place.position();
        return Origin::path(visible(&file.path)).line(position.line).char_column(position.column).into();
    }
    let annotations = marks.iter().zip(spans).map(|(mark, span)| {
        let label = (!mark.label.is_empty()).then(|| visible(mark.label));
        annotation(mark.kind, span, start).label(label)
    });
    Snippet::source(visible_in_place(lines))
        .path(visible(&file.path))
        .line_start(file.position(start).line)
        .annotations(annotations)
        .into()
}

fn annotation<'a>(kind: AnnotationKind, span: Span, start: usize) -> Annotation<'a> {
    kind.span(span.start - start..span.end - start)
}

/// `span` inside the text, on the bounds of characters, and not many lines long.
fn shown(file: &SourceFile, span: Span) -> Span {
    let inside = |offset: usize| {
        let mut offset = offset.min(file.text.len());
        while !file.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let start = inside(span.start);
    let end = inside(span.end).max(start);
    let text = &file.text[start..end];
    if text.lines().count() > MOST_LINES {
        Span::new(start, start + text.lines().next().map_or(0, str::len))
    } else {
        Span::new(start, start + text.trim_end_matches(['\n', '\r']).len())
    }
}

/// Whether two places of one file can stand in one excerpt.
fn near(one: &Place, other: &Place) -> bool {
    const LINES: usize = 12;
    one.position().line.abs_diff(other.position().line) <= LINES
}
