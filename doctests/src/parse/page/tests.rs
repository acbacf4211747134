//! Pages as they are read: a corpus of ordinary and of awkward Markdown, and properties that hold for any text.

mod broken;
mod corpus;
mod depth;
mod facts;
mod mangled;
mod properties;
mod units;

use std::fmt::Write;
use std::sync::Arc;

use crate::diagnostic::{Code, Note};
use crate::fact::{Fact, FactKind};
use crate::page::Page;
use crate::source_file::SourceFile;
use crate::span::Span;
use crate::unit::UnitKind;
use crate::vocabulary::VocabularyDocument;

fn read(text: &str) -> (Page, Vec<crate::diagnostic::Diagnostic>) {
    let instructions = ["Run", "Set", "Unset", "Log in", "Check"].map(str::to_owned).to_vec();
    let vocabulary = VocabularyDocument { instructions, ..VocabularyDocument::default() };
    super::page(&SourceFile::new("docs/page.md", text), &vocabulary)
}

/// The units, one a line: place, kind, words, what binds them (`=` own, `>` inherited), facts.
fn units(text: &str) -> String {
    let (page, _) = read(text);
    let mut shown = String::new();
    for unit in &page.units {
        let kind = match &unit.kind {
            UnitKind::Exempt { reason } => format!("Exempt({reason})"),
            kind => format!("{kind:?}"),
        };
        let ids: Vec<&str> = unit.binding.iter().map(|citation| citation.id.as_str()).collect();
        let bound = match (ids.is_empty(), unit.own.is_empty()) {
            (true, _) => String::new(),
            (false, true) => format!(" > {}", ids.join(" ")),
            (false, false) => format!(" = {}", ids.join(" ")),
        };
        let facts: Vec<String> = unit.facts.iter().map(|fact| fact_of(&page.file, fact)).collect();
        let facts = if facts.is_empty() { String::new() } else { format!(" {{{}}}", facts.join(", ")) };
        let start = page.file.position(unit.span.start);
        let end = page.file.position(unit.span.end);
        let _ = writeln!(shown, "{start}-{end} {kind}: {}{bound}{facts}", unit.text);
    }
    shown
}

fn fact_of(file: &Arc<SourceFile>, fact: &Fact) -> String {
    let written = file.slice(fact.span);
    match &fact.kind {
        FactKind::Code(text) => format!("code {text:?} of {written:?}"),
        FactKind::Status(status) => format!("status {status} of {written:?}"),
        FactKind::ExitCode(code) => format!("exit {code} of {written:?}"),
        FactKind::Duration(duration) => format!("{}s of {written:?}", duration.as_secs_f64()),
        FactKind::Count { number, noun } => format!("{number} x {noun} of {written:?}"),
        FactKind::Version(version) => format!("version {version} of {written:?}"),
        FactKind::System(system) => format!("system {} of {written:?}", system.as_str()),
        FactKind::Mode(mode) => format!("mode {mode} of {written:?}"),
    }
}

/// The faults, one a line with the text under the caret, notes below.
fn faults(text: &str) -> String {
    let (_, faults) = read(text);
    let mut shown = String::new();
    for fault in &faults {
        let written = fault.place.file.slice(fault.place.span);
        let _ = writeln!(shown, "{} {} {}: {written:?}", fault.place.position(), fault.code, fault.message);
        for note in &fault.notes {
            let _ = match note {
                Note::Expected(text) => writeln!(shown, "  expected {text}"),
                Note::Seen(text) => writeln!(shown, "  seen {text}"),
                Note::Help(text) => writeln!(shown, "  help: {text}"),
                Note::Info(text) => writeln!(shown, "  note: {text}"),
            };
        }
    }
    shown
}

/// What became of every `[^`, told apart without asking the accounting: `None` for one that is lost.
fn accounts(text: &str) -> Vec<(usize, Option<String>)> {
    let (page, faults) = read(text);
    let file = SourceFile::new("docs/page.md", text);
    let outline = super::walk::walk(text, &mut super::Faults::new(&file));
    let within = |spans: &[Span], at: usize| spans.iter().any(|span| span.range().contains(&at));
    let account = |at: usize| {
        let cites = page.units.iter().find(|unit| unit.own.iter().any(|citation| citation.span.start == at));
        let fault = faults.iter().find(|fault| {
            let span = fault.place.span;
            let whole = matches!(fault.code, Code::TableExcessCell | Code::CitationMisplaced);
            (fault.code == Code::CitationBroken && span.start == at) || (whole && span.range().contains(&at))
        });
        let escaped = text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        if let Some(fault) = fault {
            Some(fault.code.to_string())
        } else if let Some(unit) = cites {
            Some(format!("cites: {}", unit.text))
        } else if within(&outline.code, at) {
            Some("code".to_owned())
        } else if page.definitions.iter().any(|definition| definition.span.start == at) {
            Some("definition".to_owned())
        } else {
            escaped.then(|| "escape".to_owned())
        }
    };
    text.match_indices("[^").map(|(at, _)| (at, account(at))).collect()
}

/// Codes and places alone.
fn codes(text: &str) -> Vec<String> {
    let (_, faults) = read(text);
    faults.iter().map(|fault| format!("{} {}", fault.place.position(), fault.code)).collect()
}
