//! How durations and file modes are written in a scenario, for its schema: their types do not say.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// Stands for a [`SignedDuration`](jiff::SignedDuration) in the schema.
pub(super) enum DurationText {}

/// Stands for the digits of a file mode, which YAML may read as a number.
pub(super) enum FileMode {}

impl JsonSchema for DurationText {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A duration with its units: `290s`, `5m`, `2h`, `1h 30m`, `-1h`.",
            "type": "string",
            "pattern": "^-? ?[0-9]+ ?[a-z]+(,? ?[0-9]+ ?[a-z]+)*$",
            "examples": ["290s", "5m", "2h", "1h 30m", "-1h"]
        })
    }
}

impl JsonSchema for FileMode {
    fn schema_name() -> Cow<'static, str> {
        "FileMode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Three or four octal digits.",
            "type": ["string", "integer"],
            "pattern": "^[0-7]{3,4}$",
            "examples": ["600"]
        })
    }
}
