//! Faults shown in the page itself, while its author is at work on it.

use std::fmt::Write as _;

use doctests::diagnostic::{Diagnostic, Note};
use doctests::page::Page;
use doctests::report;

use super::escape::{attribute, text};
use super::{Edit, Evidence};

/// A `✕` after every unit that has a fault.
pub(super) fn edits(evidence: &Evidence<'_>, page: &Page) -> Vec<Edit> {
    let mut edits = Vec::new();
    for unit in &page.units {
        let mut faults = evidence
            .faults
            .iter()
            .filter(|fault| fault.place.file.path == page.file.path && unit.span.contains(fault.place.span));
        let Some(first) = faults.next() else { continue };
        let more = match faults.count() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let words = attribute(&format!("✕ {}{more}", first.message));
        // A row of a table ends with a bar; the mark belongs into its last cell.
        let slice = page.file.slice(unit.span).trim_end();
        let end = unit.span.start + slice.strip_suffix('|').unwrap_or(slice).trim_end().len();
        edits.push(Edit::insert(
            end,
            format!(" <strong class=\"claim-mark\" data-state=\"fails\">{words}</strong>"),
        ));
    }
    edits
}

/// A readable page in place of one that does not parse.
pub fn page_of_faults(title: &str, faults: &[&Diagnostic]) -> String {
    let mut page = format!("# {}\n\n", plain(title));
    page.push_str("<p>This page does not parse. It comes back by itself once these are mended.</p>\n\n");
    for fault in faults {
        let shown = report::human(std::slice::from_ref(*fault), false);
        let _ = writeln!(page, "<pre class=\"snippet\" tabindex=\"0\">{}</pre>\n", text(shown.trim_end()));
    }
    page
}

/// The faults as one HTML list.
pub fn list(faults: &[Diagnostic]) -> String {
    let mut block = String::from("<ol class=\"faults\">\n");
    for fault in faults {
        let path = text(&fault.place.file.path);
        let (position, code, message) = (fault.place.position(), fault.code, text(&fault.message));
        let _ = write!(block, "<li><code>{path}:{position}</code> <strong>{code}</strong> {message}");
        for note in &fault.notes {
            let (word, said) = match note {
                Note::Expected(said) => ("expected: ", said),
                Note::Seen(said) => ("seen: ", said),
                Note::Help(said) => ("help: ", said),
                Note::Info(said) => ("", said),
            };
            let _ = write!(block, "<br>{word}{}", text(said));
        }
        block.push_str("</li>\n");
    }
    block.push_str("</ol>\n");
    block
}

/// A heading's text without anything Markdown would read.
fn plain(title: &str) -> String {
    title.chars().filter(|character| character.is_alphanumeric() || *character == ' ').collect()
}
