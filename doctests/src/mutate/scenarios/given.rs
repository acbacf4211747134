//! What is given → not given, the opposite, or beyond the boundary.

use serde_json::{Value, json};

use super::List;
use crate::mutant::Operator::{GivenAcross, GivenNegated, GivenRemoved};

/// Where it stands.
const GIVEN: &str = "/given";
/// Where variables stand.
const ENV: &str = "/given/env/";
/// Where a credential can be blank, and a token that nothing else knows.
const TOKENS: [(&str, &str); 5] = [
    ("access", "A9"),
    ("refresh", "R9"),
    ("ANTHROPIC_API_KEY", "K9"),
    ("ANTHROPIC_AUTH_TOKEN", "T9"),
    ("CLAUDE_CODE_OAUTH_TOKEN", "E9"),
];
/// The value that a boundary can move in it.
const EXPIRES_IN: &str = "/given/stored_login/expires_in";

/// The mutants of what is given: what has an opposite is negated, everything else is taken away.
pub(super) fn of(list: &mut List<'_>) {
    let pointers: Vec<String> =
        list.written.pointers(GIVEN).filter(|pointer| *pointer != GIVEN).map(ToOwned::to_owned).collect();
    for pointer in pointers {
        match list.at(&pointer) {
            // Without its only part the whole is empty: that part is changed by itself.
            Some(Value::Object(members)) if members.len() < 2 => {}
            Some(Value::Array(items)) if items.len() < 2 => {}
            Some(value) => match opposite(&pointer, value) {
                Some(other) => list.change(GivenNegated, &pointer, other),
                None => list.remove(GivenRemoved, &pointer),
            },
            None => {}
        }
    }
    let beyond = list.at("/boundary/of").and_then(Value::as_str) == Some("stored_login.expires_in");
    if let Some(value) = list.at("/boundary/beyond").filter(|_| beyond) {
        list.change(GivenAcross, EXPIRES_IN, value.clone());
    }
}

/// The opposite of `value`: a switch turned, a time ahead that lies behind, a blank for a token, a token for a blank.
fn opposite(pointer: &str, value: &Value) -> Option<Value> {
    let key = pointer.rsplit('/').next().unwrap_or_default();
    match (key, value) {
        (_, Value::Bool(value)) => Some(json!(!value)),
        ("expires_in" | "clock_skew", Value::String(duration)) => {
            Some(json!(duration.strip_prefix('-').map_or_else(|| format!("-{duration}"), ToOwned::to_owned)))
        }
        ("error", Value::String(_)) => Some(json!("other_error")),
        (_, Value::String(text)) => {
            let token = TOKENS.iter().find(|(place, _)| *place == key).map(|(_, token)| json!(token));
            let blank = text == "blank" || text.trim().is_empty();
            token.map(|token| {
                if blank {
                    token
                } else if pointer.starts_with(ENV) {
                    json!("")
                } else {
                    json!("blank")
                }
            })
        }
        _ => None,
    }
}
