//! The digest of what a claim rests on: it changes when the evidence does, and not when prose around it does.

use serde_json::json;

use crate::canonical;
use crate::catalog::Cited;

/// The first 16 hexadecimal digits of the SHA-256 over canonical JSON of what is cited: a scenario without its
/// title and its prose, or a source's entry.
pub fn digest(cited: Cited<'_>) -> String {
    let evidence = match cited {
        Cited::Scenario(scenario) => {
            let mut document = scenario.document.as_written();
            if let Some(members) = document.as_object_mut() {
                members.retain(|name, _| name != "title" && name != "about");
            }
            document
        }
        Cited::Source(source) => serde_json::to_value(&source.entry).unwrap_or_else(|_| json!(null)),
    };
    let mut hex = canonical::sha256(evidence);
    hex.truncate(16);
    hex
}
