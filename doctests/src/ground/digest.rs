//! The digest of what a claim rests on: it changes when the evidence does, and not when prose around it does.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::catalog::Cited;

use super::keys::as_written;

/// The first 16 hexadecimal digits of the SHA-256 over canonical JSON of what is cited: a scenario without its
/// title and its prose, or a source's entry.
pub fn digest(cited: Cited<'_>) -> String {
    let evidence = match cited {
        Cited::Scenario(scenario) => {
            let mut document = as_written(&scenario.document);
            if let Some(members) = document.as_object_mut() {
                members.retain(|name, _| name != "title" && name != "about");
            }
            document
        }
        Cited::Source(source) => serde_json::to_value(&source.entry).unwrap_or_else(|_| json!(null)),
    };
    let hash = Sha256::digest(canonical(evidence).to_string().as_bytes());
    hash.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The same value with the members of every object sorted by name.
fn canonical(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<(String, Value)> =
                members.into_iter().map(|(name, member)| (name, canonical(member))).collect();
            sorted.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(Map::from_iter(sorted))
        }
        Value::Array(items) => Value::Array(items.into_iter().map(canonical).collect()),
        other => other,
    }
}
