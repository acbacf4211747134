//! What is given → not given, the opposite, or beyond the boundary.

use serde_json::{Value, json};

use super::List;
use crate::mutant::Operator::{GivenAcross, GivenNegated, GivenRemoved};

/// Where it stands.
const GIVEN: &str = "/given";
/// The value that a boundary can move in it.
const EXPIRES_IN: &str = "/given/stored_login/expires_in";

/// The mutants of what is given: what has an opposite is negated, everything else is taken away.
pub(super) fn of(list: &mut List<'_>) {
    let pointers: Vec<String> =
        list.written.pointers(GIVEN).filter(|pointer| *pointer != GIVEN).map(ToOwned::to_owned).collect();
    for pointer in pointers {
        match list.at(&pointer).and_then(|value| opposite(&pointer, value)) {
            Some(other) => list.change(GivenNegated, &pointer, other),
            None => list.remove(GivenRemoved, &pointer),
        }
    }
    let beyond = list.at("/boundary/of").and_then(Value::as_str) == Some("stored_login.expires_in");
    if let Some(value) = list.at("/boundary/beyond").filter(|_| beyond) {
        list.change(GivenAcross, EXPIRES_IN, value.clone());
    }
}

/// The opposite of `value`: a switch turned, a time ahead that lies behind, a blank for a token.
fn opposite(pointer: &str, value: &Value) -> Option<Value> {
    let key = pointer.rsplit('/').next().unwrap_or_default();
    match (key, value) {
        (_, Value::Bool(value)) => Some(json!(!value)),
        ("expires_in" | "clock_skew", Value::String(duration)) => {
            Some(json!(duration.strip_prefix('-').map_or_else(|| format!("-{duration}"), ToOwned::to_owned)))
        }
        ("access" | "refresh", Value::String(token)) if token != "blank" => Some(json!("blank")),
        _ => None,
    }
}
