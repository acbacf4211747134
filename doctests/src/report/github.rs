//! Diagnostics as GitHub's workflow commands, which annotate a pull request at line and column.

use std::fmt::Write;

use super::visible::visible;
use crate::diagnostic::{Diagnostic, Note};

/// One `::error` line a diagnostic.
pub fn github(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "::error {}::{}", properties(diagnostic), data(&message(diagnostic)));
    }
    text
}

fn properties(diagnostic: &Diagnostic) -> String {
    let (start, end) = (diagnostic.place.position(), diagnostic.place.end_position());
    let mut properties = format!("file={},line={}", property(&diagnostic.place.file.path), start.line);
    // GitHub takes columns only of a place within one line.
    if start.line == end.line {
        let _ = write!(properties, ",col={},endLine={},endColumn={}", start.column, end.line, end.column);
    } else {
        let _ = write!(properties, ",endLine={}", end.line);
    }
    let _ = write!(properties, ",title={}", property(diagnostic.code.as_str()));
    properties
}

fn message(diagnostic: &Diagnostic) -> String {
    let mut lines = vec![visible(&diagnostic.message).into_owned()];
    if !diagnostic.label.is_empty() {
        lines.push(visible(&diagnostic.label).into_owned());
    }
    for note in &diagnostic.notes {
        let (name, text) = match note {
            Note::Expected(text) => ("expected", text),
            Note::Seen(text) => ("seen", text),
            Note::Help(text) => ("help", text),
            Note::Info(text) => ("note", text),
        };
        lines.push(format!("{name}: {}", visible(text)));
    }
    for related in &diagnostic.related {
        let place = format!("{}:{}", related.place.file.path, related.place.position());
        lines.push(format!("{}: {}", visible(&place), visible(&related.label)));
    }
    lines.extend(diagnostic.rerun.iter().map(|command| format!("re-run: {}", visible(command))));
    lines.join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}
