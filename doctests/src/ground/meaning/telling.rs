//! What a reader is told to look for is there: a member that is `null` shows nothing.

use crate::fact::FactKind;
use crate::name::Kind;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::slot::words;
use crate::ground::checker::Checker;

/// Contradicts every member of printed JSON that `unit`, which `text` is, has the reader look for although it is empty.
pub(super) fn hold(unit: &Unit, text: &str, checker: &Checker<'_>, held: &mut Vec<HeldClause>) {
    if !words(text).iter().any(|word| word == "run") {
        return;
    }
    let names = &checker.lexicon().document.names;
    for fact in &unit.facts {
        let FactKind::Code(code) = &fact.kind else { continue };
        let before = text.get(..fact.span.start.saturating_sub(unit.span.start)).unwrap_or_default();
        let printed = words(before).pop().is_some_and(|last| last == "prints" || last == "shows");
        let value = code.trim_end_matches(',').rsplit(' ').next();
        if printed && value == Some("null") && names.kinds_of(code).contains(&Kind::Quote) {
            let expected = "a member with a value: by what is `null` nobody is told anything".to_owned();
            let seen = format!("`{code}`");
            held.push(HeldClause { span: fact.span, held: Held::Contradicted { expected, seen } });
        }
    }
}
