//! `records/<client>/<version>.json` → the record in it.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::record::{Entry, PROTOCOL, Record, unfit};
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

/// Reads a record. One that has diagnostics is not to be judged.
pub fn record(file: &Arc<SourceFile>) -> (Option<Record>, Vec<Diagnostic>) {
    let mut record: Record = match serde_json::from_str(&file.text) {
        Ok(record) => record,
        Err(error) => {
            let at = offset(&file.text, error.line(), error.column());
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
            let fault = Diagnostic::new(Code::RecordSyntax, Place::new(file, Span::at(at)), message);
            return (
                None,
                vec![
                    fault.help("a record is written by `cargo run -- verify --record`: restore it from git"),
                ],
            );
        }
    };
    let name = record.name();
    let mut faults = heads(&record, file);
    for (id, entry) in &mut record.entries {
        let Entry::Seen(seen) = entry else { continue };
        let fault = |message: String| {
            Diagnostic::new(Code::RecordSyntax, entry_place(file, id.as_str()), message)
                .rerun(format!("cargo run -- verify --client {name} {id} --record --again"))
        };
        if seen.runs.is_empty() || seen.runs.iter().any(|run| run.count == 0 || run.cases.is_empty()) {
            faults.push(fault(format!("`{id}` has an entry without a run")));
        }
        for case in seen.runs.iter_mut().flat_map(|run| &mut run.cases) {
            case.transcript.client.clone_from(&name);
            if let Some(what) = unfit(&case.transcript) {
                faults.push(fault(format!("`{id}` has recorded {what}")));
            }
        }
    }
    (Some(record), faults)
}

/// Where the entry of `id` begins in a record's text.
pub fn entry_place(file: &Arc<SourceFile>, id: &str) -> Place {
    let key = format!("\"{id}\":");
    let start = file.text.find(&key).unwrap_or_default();
    let length = if file.text[start..].starts_with(&key) { key.len() - 1 } else { 0 };
    Place::new(file, Span::new(start, start + length))
}

fn heads(record: &Record, file: &Arc<SourceFile>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let path = format!("/{}/{}.json", record.client, record.version);
    if !file.path.ends_with(&path) {
        let message = format!("this is a record of {}, and lies elsewhere", record.name());
        faults.push(
            Diagnostic::new(Code::RecordSyntax, entry_place(file, "version"), message)
                .expected(format!("…{path}"))
                .seen(file.path.clone()),
        );
    }
    if record.protocol > PROTOCOL {
        let message = format!("the record follows the runner's protocol {}", record.protocol);
        faults.push(
            Diagnostic::new(Code::RecordSyntax, entry_place(file, "protocol"), message)
                .expected(format!("{PROTOCOL} or less"))
                .help("a newer runner wrote it: pull, or record again"),
        );
    }
    faults
}

/// The byte at a line and column as `serde_json` counts them: both from 1, columns in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column.saturating_sub(1)).min(text.len())
}
