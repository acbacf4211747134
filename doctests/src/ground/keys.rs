//! The key paths that a scenario has: what `vocabulary.yaml` binds words to.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic};
use crate::exchange::Endpoint;
use crate::scenario::Scenario;
use crate::scenario::expect::Expect;
use crate::source_file::Place;
use crate::span::Span;

use super::nearest::nearest;

/// The key every claim has, whatever it cites.
pub(super) const ALWAYS: &str = "always";

/// The key paths of `scenario`, such as `given.stored_login`, `given.env.ANTHROPIC_API_KEY`, `steps.prompt`,
/// `exchanges.token`, `exchanges.token.400`, `outcome.recovered`, `boundary`, and `always`.
///
/// What is left out of the file has no key; a value that is one lower-case word is a key too
/// (`given.authorization_server.reuse_detection.revoke-family`). What stands under `expect` is written
/// without that word.
pub fn keys(scenario: &Scenario) -> BTreeSet<String> {
    let mut keys = BTreeSet::from([ALWAYS.to_owned()]);
    let document = scenario.document.as_written();
    for part in ["given", "steps", "boundary", "clients"] {
        if let Some(value) = document.get(part) {
            walk(value, part, &mut keys);
        }
    }
    if let Some(expect) = document.get("expect") {
        walk_expect(expect, &mut keys);
    }
    if let Some(expect) = document.pointer("/boundary/expect") {
        walk_expect(expect, &mut keys);
    }
    let boundary = scenario.document.boundary.as_ref().map(|boundary| &boundary.expect);
    for expect in std::iter::once(&scenario.document.expect).chain(boundary) {
        for endpoint in endpoints(expect) {
            keys.insert(format!("exchanges.{endpoint}"));
        }
        for exchange in expect.exchanges.iter().flat_map(|all| all.iter()) {
            let answer = exchange.status.map_or_else(|| "no-answer".to_owned(), |status| status.to_string());
            keys.insert(format!("exchanges.{}.{answer}", exchange.endpoint));
        }
    }
    keys
}

/// Licences of `vocabulary.yaml` for keys that no scenario has.
pub fn vocabulary(catalog: &Catalog) -> Vec<Diagnostic> {
    let known: BTreeSet<String> = catalog.scenarios.values().flat_map(keys).collect();
    let file = &catalog.vocabulary.file;
    let idle = |key: &&String| key.as_str() != ALWAYS && !known.contains(*key);
    let diagnose = |key: &String| {
        let start = file.text.find(key.as_str()).unwrap_or_default();
        let span = Span::new(start, (start + key.len()).min(file.text.len()));
        let diagnostic = Diagnostic::new(
            Code::VocabularySyntax,
            Place::new(file, span),
            format!("no scenario has `{key}`"),
        )
        .label("this licenses nothing");
        match nearest(key, known.iter().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("remove it, or write the scenario that has it"),
        }
    };
    catalog.vocabulary.document.licenses.keys().filter(idle).map(diagnose).collect()
}

fn endpoints(expect: &Expect) -> BTreeSet<Endpoint> {
    let listed = expect.exchanges.iter().flat_map(|all| all.iter()).map(|exchange| exchange.endpoint);
    let counted = expect.counts.iter().filter(|(_, count)| ***count > 0).map(|(endpoint, _)| *endpoint);
    listed.chain(counted).collect()
}

fn walk_expect(expect: &Value, keys: &mut BTreeSet<String>) {
    let Some(members) = expect.as_object() else { return };
    // Endpoints are keys by what is exchanged, not by being counted as none.
    for (name, value) in members.iter().filter(|(name, _)| *name != "exchanges" && *name != "counts") {
        walk(value, name, keys);
    }
}

fn walk(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
    keys.insert(path.to_owned());
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| *name != "expect") {
                walk(member, &format!("{path}.{name}"), keys);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, path, keys)),
        Value::String(word) if is_word(word) => {
            keys.insert(format!("{path}.{word}"));
        }
        _ => {}
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
}
