//! What an entry tells the reader to run: a fix mends something, and whoever only looks neither signs in nor out.

use crate::diagnostic::{Code, Diagnostic};
use crate::fact::FactKind;
use crate::source_file::Place;
use crate::span::Span;

use super::LABELS;
use crate::ground::rerun;
use crate::ground::section::Section;

/// What changes the login.
const SIGNS: [&str; 5] =
    ["claude auth login", "claude auth logout", "claude setup-token", "/login", "/logout"];

/// Each command that **Check** or **Confirm** has run although it signs in or out, and each prompt that **Fix** has run
/// although no prompt mends anything, unless it is one that has to wait.
pub(super) fn misplaced(section: Section<'_>, labels: &[(&str, Span)]) -> Vec<Diagnostic> {
    let page = section.page;
    let mut found = Vec::new();
    for unit in section.units() {
        let label =
            labels.iter().rev().find(|(_, span)| span.end <= unit.span.start).map(|(label, _)| *label);
        for fact in &unit.facts {
            let FactKind::Code(code) = &fact.kind else { continue };
            let before = page.file.slice(Span::new(unit.span.start, fact.span.start));
            let after = page.file.slice(Span::new(fact.span.end, unit.span.end));
            let last = before.trim_end_matches('`').split_whitespace().next_back().unwrap_or_default();
            if !matches!(last, "Run" | "run" | "Type" | "type") {
                continue;
            }
            let signs = SIGNS.contains(&code.as_str());
            let prompts = code.starts_with("claude -p");
            let after = after.trim_start_matches('`').trim_start();
            let again = ["again after", "again once", "again when", "again later"];
            let again = again.iter().any(|words| after.starts_with(words));
            let why = match label {
                Some(label) if signs && (label == LABELS[2] || label == LABELS[4]) => {
                    "this changes the login"
                }
                Some(label) if label == LABELS[3] && prompts && !again => "a prompt mends nothing",
                _ => continue,
            };
            let help = "move it below the label that it belongs to, or name the command that was meant";
            let label = label.unwrap_or_default();
            found.push(
                Diagnostic::new(
                    Code::EntryForm,
                    Place::new(&page.file, fact.span),
                    format!("**{label}** does not run `{code}`"),
                )
                .label(why)
                .help(help)
                .rerun(rerun(page)),
            );
        }
    }
    found
}
