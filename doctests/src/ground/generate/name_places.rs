//! What may stand beside a name, and what else its sentence speaks of, as contributors read them.

use std::collections::BTreeSet;

use super::Scope;
use crate::ground::cell;
use crate::name::Kind;

/// One row for words that stand beside a name, then one for each group of names.
pub(super) fn write(scope: Scope<'_>) -> String {
    let names = &scope.checker.lexicon().document.names;
    let mut rows = Vec::new();
    for beside in &names.beside {
        let places =
            [("after", &beside.before), ("before", &beside.after), ("in the column", &beside.column)];
        let place = |(place, words): &(&str, &Vec<String>)| {
            (!words.is_empty()).then(|| format!("{place} “{}”", words.join("”, “")))
        };
        let place = places.iter().filter_map(place).collect::<Vec<_>>().join(", ");
        rows.push(vec![cell::plain(&place), listed(&beside.only), listed(&beside.never)]);
    }
    let mut out = cell::table(&["A name", "is one of", "and none of"], &rows);
    let home = |home: &crate::name::Home| {
        let codes = home.names.iter().map(|name| cell::code(name)).collect::<Vec<_>>().join(", ");
        vec![codes, cell::plain(&home.words.join(", "))]
    };
    let rows: Vec<Vec<String>> = names.homes.iter().map(home).collect();
    out.push_str("\n\n");
    out.push_str(&cell::table(
        &["With one of these", "a sentence has a word that begins with one of these"],
        &rows,
    ));
    out
}

fn listed(kinds: &BTreeSet<Kind>) -> String {
    kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ")
}
