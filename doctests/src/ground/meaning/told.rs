//! What a claim tells the reader to run is what the scenario that it cites runs.

use crate::fact::FactKind;
use crate::id::Id;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::fit::Witness;

/// Words after which a command is one to run.
const RUN: [&str; 2] = ["run", "type"];

/// Contradicts every command of `unit`, which `text` is, that the reader is told to run, and that nothing cited runs.
pub(super) fn hold(unit: &Unit, text: &str, witnesses: &[(&Id, Witness<'_>)], held: &mut Vec<HeldClause>) {
    for (index, fact) in unit.facts.iter().enumerate() {
        let FactKind::Code(code) = &fact.kind else { continue };
        let before = text.get(..fact.span.start.saturating_sub(unit.span.start)).unwrap_or_default();
        let before = before.trim_end_matches('`');
        let last = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        if !RUN.contains(&last.as_str()) {
            continue;
        }
        let runs = |(id, witness): &(&Id, Witness<'_>)| {
            if id.is_source() { witness.mentions(index) } else { witness.types(code) }
        };
        if witnesses.is_empty() || witnesses.iter().any(runs) {
            continue;
        }
        let typed: Vec<String> = witnesses
            .iter()
            .flat_map(|(_, witness)| witness.account.commands.iter().map(|command| format!("`{command}`")))
            .collect();
        let seen = if typed.is_empty() { "nothing is run".to_owned() } else { typed.join(", ") };
        let expected = format!("a step that runs `{code}`");
        held.push(HeldClause { span: fact.span, held: Held::Contradicted { expected, seen } });
    }
}
