//! The commands that a claim names, and those that it tells the reader to run, are run by what it cites.

use std::collections::BTreeSet;

use crate::fact::FactKind;
use crate::ground::alternative::is_slash_command;
use crate::id::Id;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::fit::Witness;

/// Words after which whatever follows is to be run.
const RUN: [&str; 2] = ["run", "type"];

/// Contradicts every command of `unit`, which `text` is, that nothing cited runs or speaks of.
pub(super) fn hold(unit: &Unit, text: &str, witnesses: &[(&Id, Witness<'_>)], held: &mut Vec<HeldClause>) {
    for (index, fact) in unit.facts.iter().enumerate() {
        let FactKind::Code(code) = &fact.kind else { continue };
        let before = text.get(..fact.span.start.saturating_sub(unit.span.start)).unwrap_or_default();
        let to_be_run = is_to_be_run(before);
        if !is_command(code) && !to_be_run {
            continue;
        }
        // "Tells you to run `/login`": there it is enough that it is printed.
        let runs = |(id, witness): &(&Id, Witness<'_>)| {
            if id.is_source() {
                witness.mentions(index)
            } else {
                witness.types(code) || !to_be_run && witness.prints(code)
            }
        };
        if witnesses.is_empty() || witnesses.iter().any(runs) {
            continue;
        }
        let typed = witnesses.iter().flat_map(|(_, witness)| &witness.account.commands);
        let typed: BTreeSet<String> = typed.map(|command| format!("`{command}`")).collect();
        let typed: Vec<String> = typed.into_iter().collect();
        let seen = if typed.is_empty() { "nothing is run".to_owned() } else { typed.join(", ") };
        let expected = format!("a step that runs `{code}`");
        held.push(HeldClause { span: fact.span, held: Held::Contradicted { expected, seen } });
    }
}

/// Whether `code` is typed by somebody. A `/login` is also what one has after it, wherever it was made.
fn is_command(code: &str) -> bool {
    code != "/login" && (is_slash_command(code) || code.split(' ').next() == Some("claude"))
}

fn is_to_be_run(before: &str) -> bool {
    let mut words = before.trim_end_matches('`').split_whitespace().rev().map(str::to_lowercase);
    words.next().is_some_and(|last| RUN.contains(&last.as_str())) && words.next().as_deref() != Some("to")
}
