//! The stored login as a scenario expects it after the last step.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scenario::given::StoredToken;
use crate::scenario::written::FileMode;

/// The stored login as a scenario expects it afterwards: `none`, `unchanged`, or what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredLoginExpected {
    /// There is no file.
    None,
    /// Byte for byte what it was before the first step.
    Unchanged,
    /// There, with these tokens; `blank` is an empty text.
    Holds {
        /// `accessToken`.
        access: StoredToken,
        /// `refreshToken`.
        refresh: StoredToken,
        /// File mode as octal digits.
        mode: Option<String>,
        /// Other members that are still there.
        keeps: Vec<String>,
    },
}

/// The keys of [`StoredLoginExpected::Holds`].
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Holding {
    /// `accessToken`: a symbol, or `blank` for an empty text.
    access: StoredToken,
    /// `refreshToken`: a symbol, or `blank`.
    refresh: StoredToken,
    /// File mode as octal digits.
    #[schemars(with = "FileMode")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mode: Option<String>,
    /// Other members that are still there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    keeps: Vec<String>,
}

impl<'de> Deserialize<'de> for StoredLoginExpected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ExpectedVisitor;

        impl<'de> Visitor<'de> for ExpectedVisitor {
            type Value = StoredLoginExpected;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`none`, `unchanged`, or keys `access` and `refresh`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                match text {
                    "none" => Ok(StoredLoginExpected::None),
                    "unchanged" => Ok(StoredLoginExpected::Unchanged),
                    other => Err(E::unknown_variant(other, &["none", "unchanged"])),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let Holding { access, refresh, mode, keeps } =
                    Holding::deserialize(MapAccessDeserializer::new(map))?;
                Ok(StoredLoginExpected::Holds { access, refresh, mode, keeps })
            }
        }

        deserializer.deserialize_any(ExpectedVisitor)
    }
}

impl Serialize for StoredLoginExpected {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_str("none"),
            Self::Unchanged => serializer.serialize_str("unchanged"),
            Self::Holds { access, refresh, mode, keeps } => {
                let (access, refresh) = (*access, *refresh);
                Holding { access, refresh, mode: mode.clone(), keeps: keeps.clone() }.serialize(serializer)
            }
        }
    }
}

impl JsonSchema for StoredLoginExpected {
    fn schema_name() -> Cow<'static, str> {
        "StoredLoginExpected".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let holding = generator.subschema_for::<Holding>();
        json_schema!({ "oneOf": [{ "enum": ["none", "unchanged"] }, holding] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_a_word_or_as_what_it_holds() {
        for json in
            [r#""none""#, r#""unchanged""#, r#"{"access":"A2","refresh":"blank","mode":"600","keeps":["x"]}"#]
        {
            let expected: StoredLoginExpected = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&expected).unwrap(), json);
        }
        assert!(serde_json::from_str::<StoredLoginExpected>(r#""some""#).is_err());
        assert!(serde_json::from_str::<StoredLoginExpected>(r#"{"access":"A2"}"#).is_err());
    }
}
