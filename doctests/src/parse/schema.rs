//! The JSON Schema of a scenario, generated from the types.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::scenario::Document;

/// Where the schema is published, relative to the project's root.
pub const SCHEMA_PATH: &str = "doctests/scenario.schema.json";

/// The schema of a scenario's file (JSON Schema 2020-12).
pub fn schema() -> Value {
    let generated = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Document>();
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("$id".to_owned(), json!("scenario.schema.json"));
    schema.insert("title".to_owned(), json!("Scenario"));
    schema.insert(
        "description".to_owned(),
        json!("What is given, the steps a person takes, what must be seen, and on which clients it holds."),
    );
    let mut generated = generated.to_value();
    as_read(&mut generated);
    if let Value::Object(generated) = generated {
        for (key, value) in generated {
            schema.entry(key).or_insert(value);
        }
    }
    Value::Object(schema)
}

/// What the types cannot tell schemars: a key that is there has a value, so `null` stands for nothing optional.
fn as_read(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(as_read),
        Value::Object(keys) => {
            if let Some(Value::Array(types)) = keys.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    keys.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(any)) = keys.get_mut("anyOf") {
                any.retain(|schema| schema.get("type").is_none_or(|name| name != "null"));
                if let [only] = any.as_slice() {
                    let only = only.clone();
                    keys.remove("anyOf");
                    if let Value::Object(only) = only {
                        keys.extend(only);
                    }
                }
            }
            // What is left out is said in the descriptions; whole objects of defaults are noise in an editor.
            if keys.get("default").is_some_and(|default| default.is_object() || default.is_array()) {
                keys.remove("default");
            }
            keys.values_mut().for_each(as_read);
        }
        _ => {}
    }
}

/// The schema as its published file has it.
pub fn schema_text() -> String {
    let mut text = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn null_stands_for_nothing_at_any_depth() {
        let mut schema = json!({ "oneOf": [{ "properties": { "a": { "type": ["string", "null"] } } }] });
        as_read(&mut schema);
        assert_eq!(schema, json!({ "oneOf": [{ "properties": { "a": { "type": "string" } } }] }));
    }

    #[test]
    fn the_published_schema_is_the_one_of_the_types() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let published = std::fs::read_to_string(root.join(SCHEMA_PATH)).unwrap_or_default();
        assert!(
            published == schema_text(),
            "{SCHEMA_PATH} is not what the types say; write it with: cargo run -- schema > {SCHEMA_PATH}"
        );
    }
}
