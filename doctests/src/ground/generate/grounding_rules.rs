//! The vocabulary's licences, as contributors read them.

use super::Scope;
use crate::ground::cell;
use crate::ground::keys::ALWAYS;

/// One row a key path, `always` first.
pub(super) fn write(scope: Scope<'_>) -> String {
    let licenses = &scope.checker.catalog.vocabulary.document.licenses;
    let mut rows: Vec<(&String, &Vec<String>)> = licenses.iter().collect();
    rows.sort_by_key(|(key, _)| (key.as_str() != ALWAYS, key.as_str()));
    let row = |(key, words): (&String, &Vec<String>)| {
        let what = if key == ALWAYS { "anything".to_owned() } else { cell::code(key) };
        vec![what, words.iter().map(|word| cell::code(word)).collect::<Vec<_>>().join(", ")]
    };
    let rows: Vec<Vec<String>> = rows.into_iter().map(row).collect();
    cell::table(&["A claim that cites a scenario with", "may name"], &rows)
}
