//! Generated blocks: what stands between `<!-- generated: NAME -->` and `<!-- /generated -->`, by name.

mod behavior_changes;
mod coverage_table;
mod credential_pair;
mod decision_table;
mod english_rules;
mod exit_codes;
mod gallery;
mod grounding_rules;
mod instructions;
mod meaning_words;
mod name_places;
mod precedence_table;
mod printed_texts;
mod scenario_table;
mod status_members;
mod unit_rules;
mod variable_precedence;

use crate::diagnostic::{Code, Diagnostic};
use crate::page::{GeneratedBlock, Page};
use crate::source_file::Place;
use crate::span::Span;

use super::checker::Checker;
use super::nearest::nearest;
use super::rerun;

/// What a generator sees.
#[derive(Clone, Copy)]
struct Scope<'a> {
    page: &'a Page,
    checker: &'a Checker<'a>,
}

/// Writes one kind of block.
struct Generator {
    name: &'static str,
    write: fn(Scope<'_>) -> String,
}

/// Every generator, by name.
const GENERATORS: &[Generator] = &[
    Generator { name: "auth-status-members", write: status_members::write },
    Generator { name: "behavior-changes", write: behavior_changes::write },
    Generator { name: "behavior-changes-between", write: behavior_changes::write_between },
    Generator { name: "binding-rules", write: unit_rules::write_binding },
    Generator { name: "coverage-gates", write: coverage_table::write_gates },
    Generator { name: "coverage-table", write: coverage_table::write },
    Generator { name: "decision-table", write: decision_table::write },
    Generator { name: "english-rules", write: english_rules::write },
    Generator { name: "exemptions", write: coverage_table::write_exemptions },
    Generator { name: "exit-codes", write: exit_codes::write },
    Generator { name: "fact-rules", write: unit_rules::write_facts },
    Generator { name: "gallery", write: gallery::write },
    Generator { name: "grounding-rules", write: grounding_rules::write },
    Generator { name: "instructions", write: instructions::write },
    Generator { name: "kind-rules", write: unit_rules::write_kinds },
    Generator { name: "meaning-words", write: meaning_words::write },
    Generator { name: "name-places", write: name_places::write },
    Generator { name: "precedence-table", write: precedence_table::write },
    Generator { name: "printed-texts", write: printed_texts::write },
    Generator { name: "scenario-table", write: scenario_table::write },
    Generator { name: "unit-rules", write: unit_rules::write_units },
    Generator { name: "variable-precedence", write: variable_precedence::write },
    Generator { name: "word-lists", write: unit_rules::write_words },
];

/// The blocks of `page`, each with what must stand between its comments; none for an unknown name.
pub(super) fn texts<'a>(page: &'a Page, checker: &Checker<'_>) -> Vec<(&'a GeneratedBlock, Option<String>)> {
    page.generated.iter().zip(checker.generated(page).into_owned()).collect()
}

/// What must stand in each of the blocks of `page`.
pub(super) fn write(page: &Page, checker: &Checker<'_>) -> Vec<Option<String>> {
    let scope = Scope { page, checker };
    let newline = super::fix::newline(page);
    let text_of = |block: &GeneratedBlock| {
        let generator = GENERATORS.iter().find(|generator| generator.name == block.name)?;
        let text = format!("\n\n{}\n\n", (generator.write)(scope).trim_end());
        Some(text.replace('\n', newline))
    };
    page.generated.iter().map(text_of).collect()
}

/// The blocks of `page` that no generator writes, or that are not what it writes.
pub(super) fn unfixed(page: &Page, checker: &Checker<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (block, text) in texts(page, checker) {
        let fault = |span, message: String| {
            Diagnostic::new(Code::GeneratedBlock, Place::new(&page.file, span), message).rerun(rerun(page))
        };
        let written = page.file.slice(block.inner);
        match text {
            None => {
                let names: Vec<&str> = GENERATORS.iter().map(|generator| generator.name).collect();
                let opening = Span::new(block.span.start, block.inner.start);
                let diagnostic = fault(opening, format!("nothing generates `{}`", block.name))
                    .expected(names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
                found.push(match nearest(&block.name, names) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic,
                });
            }
            Some(text) if text != written => {
                let (span, expected, seen) = first_difference(written, &text, block.inner.start);
                let message = format!("the block `{}` is not what is generated now", block.name);
                found.push(
                    fault(span, message)
                        .label("differs from here on")
                        .expected(expected)
                        .seen(seen)
                        .help("`cargo run -- check --fix` writes it"),
                );
            }
            Some(_) => {}
        }
    }
    found
}

/// The first line that differs, blank ones aside: where it stands, what it must be, what it is.
fn first_difference(written: &str, text: &str, start: usize) -> (Span, String, String) {
    const END: &str = "the end of the block";
    let mut offset = start;
    let mut wanted = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    for line in written.split_inclusive('\n') {
        let bare = line.trim_end();
        let span = Span::new(offset, offset + bare.len());
        offset += line.len();
        if bare.is_empty() {
            continue;
        }
        let want = wanted.next();
        if want != Some(bare) {
            return (span, want.unwrap_or(END).to_owned(), bare.to_owned());
        }
    }
    match wanted.next() {
        Some(want) => (Span::at(offset), want.to_owned(), END.to_owned()),
        None => (
            Span::at(start),
            "a blank line after the opening and before the closing comment".to_owned(),
            "others".to_owned(),
        ),
    }
}
