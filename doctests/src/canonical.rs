//! Canonical JSON, and the digests over it: the same value gives the same text, whoever wrote it.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// SHA-256 over the canonical text of `value`, in lower-case hexadecimal.
pub fn sha256(value: Value) -> String {
    sha256_of_text(&sorted(value).to_string())
}

/// SHA-256 over `text` as it stands, in lower-case hexadecimal.
pub fn sha256_of_text(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The same value with the members of every object sorted by name.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> =
                members.into_iter().map(|(name, member)| (name, sorted(member))).collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(Map::from_iter(members))
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_members_is_nothing_and_that_of_items_is() {
        assert_eq!(
            sha256(json!({ "a": 1, "b": { "c": 2, "d": 3 } })),
            sha256(json!({ "b": { "d": 3, "c": 2 }, "a": 1 }))
        );
        assert_ne!(sha256(json!([1, 2])), sha256(json!([2, 1])));
    }
}
