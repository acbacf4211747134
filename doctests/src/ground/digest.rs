//! The digest of what a claim rests on: it changes when the evidence does, and not when prose around it does.

use serde_json::{Value, json};

use crate::canonical;
use crate::catalog::Cited;
use crate::standing::Standing;

/// The first 16 hexadecimal digits of the SHA-256 over canonical JSON of what is cited: a scenario with what records
/// show of it, or a source's entry. Titles and `about` are prose: nobody saw them, and they are left out.
pub fn digest(cited: Cited<'_>, standing: Option<&Standing>) -> String {
    let evidence = match cited {
        Cited::Scenario(scenario) => {
            let shown = standing.and_then(|standing| standing.shown.as_deref());
            json!([without(scenario.document.as_written(), &["title", "about"]), shown])
        }
        Cited::Source(source) => {
            without(serde_json::to_value(&source.entry).unwrap_or_else(|_| json!(null)), &["title"])
        }
    };
    let mut hex = canonical::sha256(evidence);
    hex.truncate(16);
    hex
}

fn without(mut document: Value, prose: &[&str]) -> Value {
    if let Some(members) = document.as_object_mut() {
        members.retain(|name, _| !prose.contains(&name.as_str()));
    }
    document
}
