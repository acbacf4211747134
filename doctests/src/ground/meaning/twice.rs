//! A status that comes twice comes in two answers of one run.

use std::collections::BTreeSet;

use crate::account::Account;
use crate::fact::FactKind;
use crate::id::Id;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::fit::Witness;

/// Contradicts each status of `unit`, which `text` is, that is said to come twice and comes once.
pub(super) fn hold(unit: &Unit, text: &str, witnesses: &[(&Id, Witness<'_>)], held: &mut Vec<HeldClause>) {
    for fact in &unit.facts {
        let FactKind::Status(status) = fact.kind else { continue };
        let after = text.get(fact.span.end.saturating_sub(unit.span.start)..).unwrap_or_default();
        let twice = after.trim_start_matches('`').trim_start().starts_with("twice");
        let comes =
            |(id, witness): &(&Id, Witness<'_>)| id.is_source() || comes_twice(witness.account, status);
        if !twice || witnesses.is_empty() || witnesses.iter().any(comes) {
            continue;
        }
        let (expected, seen) = (format!("two answers with {status}"), "one at most".to_owned());
        held.push(HeldClause { span: fact.span, held: Held::Contradicted { expected, seen } });
    }
}

fn comes_twice(account: &Account, status: u16) -> bool {
    let mark = status.to_string();
    let such = || account.events.iter().filter(|event| event.has(&mark) && event.has("answer"));
    let places: BTreeSet<usize> = such().filter_map(|event| event.at).collect();
    places.len() > 1 || such().any(|event| event.at.is_none() && event.has("again"))
}
