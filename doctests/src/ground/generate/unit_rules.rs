//! What a unit is, what kind of unit it is, what binds it and what in it is a fact, as the parser decides it.

use super::Scope;
use crate::ground::cell;
use crate::rule::fact::{COUNTED, FactRule, LISTS, TIMES};
use crate::rule::{BindingRule, KindRule, UNITS, WORD_LISTS, WordList};

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
    cell::table(&["Rule", "A unit that", "is"], &rows)
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
    listed(&WORD_LISTS)
}

/// What in a claim is a fact, and the words by which it is known.
pub(super) fn write_facts(_: Scope<'_>) -> String {
    let rules = (1..).zip(FactRule::IN_ORDER);
    let rules: Vec<String> =
        rules.map(|(number, rule)| format!("{number}. {}", cell::plain(rule.words()))).collect();
    let times = words("Units of time", TIMES.iter().flat_map(|(names, _)| names.iter().copied()));
    let counted = words("Nouns that are counted", COUNTED.iter().map(|(_, many)| *many));
    format!("{}\n\n{times}\n{counted}\n{}", rules.join("\n"), listed(&LISTS))
}

fn listed(lists: &[&WordList]) -> String {
    lists.iter().map(|list| words(list.does, list.words.iter().copied())).collect::<Vec<_>>().join("\n")
}

fn words<'w>(does: &str, words: impl Iterator<Item = &'w str>) -> String {
    format!("- {}: {}", cell::plain(does), words.map(cell::plain).collect::<Vec<_>>().join(" · "))
}
