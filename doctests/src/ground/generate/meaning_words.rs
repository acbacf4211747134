//! The words that have a meaning in a claim, as contributors read them.

use super::Scope;
use crate::ground::cell;

/// One row a meaning: what is done first, then who and what.
pub(super) fn write(scope: Scope<'_>) -> String {
    let document = &scope.checker.catalog.lexicon.document;
    let words = |words: &[String]| {
        words.iter().map(|word| cell::plain(word.trim_matches('`'))).collect::<Vec<_>>().join(", ")
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (meaning, phrases) in document.verbs.iter().chain(&document.nouns) {
        rows.push(vec![cell::code(meaning), words(phrases)]);
    }
    rows.push(vec!["turns a clause into its opposite".to_owned(), words(&document.negators)]);
    rows.push(vec!["says only what can happen".to_owned(), words(&document.modal)]);
    rows.push(vec!["parts two clauses".to_owned(), words(&document.joints)]);
    let group = |phrases: &Vec<String>| words(phrases);
    let weights = document.weights.values().map(group).collect::<Vec<_>>().join(" · ");
    rows.push(vec!["is said only where a source says it".to_owned(), weights]);
    cell::table(&["Meaning", "Words"], &rows)
}
