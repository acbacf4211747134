//! What of a scenario decides what is seen: a record's entry is stale once this changes.

use serde_json::{Value, json};

use super::PROTOCOL;
use crate::canonical;
use crate::scenario::Scenario;

/// SHA-256 over canonical JSON of what is given, the steps, the boundary's moved value and the runner's protocol
/// number. Title, expectations and ranges are outside: they are judged afresh.
pub fn digest(scenario: &Scenario) -> String {
    let mut document = scenario.document.as_written();
    let mut part = |name: &str| document.get_mut(name).map_or(Value::Null, Value::take);
    let mut run = json!({ "given": part("given"), "steps": part("steps"), "protocol": PROTOCOL });
    if let Some(boundary) = document.get_mut("boundary") {
        run["boundary"] = json!({ "of": boundary["of"].take(), "beyond": boundary["beyond"].take() });
    }
    canonical::sha256(run)
}
