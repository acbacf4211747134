//! What a unit is, what kind of unit it is and what binds it, as the parser decides it.

use super::Scope;
use crate::ground::cell;
use crate::rule::{BindingRule, KindRule, UNITS, WORD_LISTS};

/// How a page is cut into units.
pub(super) fn write_units(_: Scope<'_>) -> String {
    UNITS.map(|rule| format!("- {}", cell::plain(rule))).join("\n")
}

/// One row a rule, in the order in which they are tried.
pub(super) fn write_kinds(_: Scope<'_>) -> String {
    let row = |(number, rule): (usize, KindRule)| {
        vec![number.to_string(), cell::plain(rule.words()), rule.makes().to_string()]
    };
    let rows: Vec<Vec<String>> = (1..).zip(KindRule::IN_ORDER).map(row).collect();
    cell::table(&["", "A unit that", "is"], &rows)
}

/// Where the citations of a unit come from, in the order in which they are looked for.
pub(super) fn write_binding(_: Scope<'_>) -> String {
    let rules = (1..).zip(BindingRule::IN_ORDER);
    rules
        .map(|(number, rule)| format!("{number}. {}", cell::plain(rule.words())))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The word lists that the rules speak of.
pub(super) fn write_words(_: Scope<'_>) -> String {
    let line = |list: &&crate::rule::WordList| {
        format!(
            "- {}: {}",
            cell::plain(list.does),
            list.words.iter().map(|word| cell::plain(word)).collect::<Vec<_>>().join(" · ")
        )
    };
    WORD_LISTS.iter().map(line).collect::<Vec<_>>().join("\n")
}
