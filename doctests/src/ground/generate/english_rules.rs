//! The rules of English that hold for every sentence, as contributors read them.

use super::Scope;
use crate::ground::meaning::english_rules;

/// One line a rule, in the order in which they are tried.
pub(super) fn write(_: Scope<'_>) -> String {
    let lines: Vec<String> = english_rules().map(|rule| format!("- {}", rule.says)).collect();
    lines.join("\n")
}
