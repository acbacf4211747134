//! On which clients, and on which versions, a scenario's expectations hold.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::located::Located;

/// Where the expectations hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clients {
    /// The reference client.
    pub reference: Located<ReferenceClaim>,
    /// Released Claude Code; left out where no release can show it.
    #[serde(rename = "claude-code", default, skip_serializing_if = "Option::is_none")]
    pub claude_code: Option<Located<ClaudeCodeClaim>>,
}

/// What is claimed of the reference client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceClaim {
    /// The expectations hold on it.
    Holds,
    /// They hold on this variant (an old release, a broken client) and fail on the plain client.
    Variant(String),
    /// The reference client does not do this; the reason.
    NotModelled(String),
}

/// What is claimed of released versions.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaudeCodeClaim {
    /// The expectations hold on every recorded version.
    Any,
    /// They hold inside each of these ranges and fail just outside.
    Ranges(Vec<VersionRange>),
}

/// Versions on which the expectations hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionRange {
    /// A semver requirement such as `>=2.1.118, <2.1.206`.
    #[schemars(with = "String")]
    pub range: Located<semver::VersionReq>,
    /// The expectation that a version just outside contradicts.
    pub differs_at: String,
}

impl ClaudeCodeClaim {
    /// Whether it speaks of `version`.
    pub fn covers(&self, version: &semver::Version) -> bool {
        match self {
            Self::Any => true,
            Self::Ranges(ranges) => ranges.iter().any(|range| range.range.matches(version)),
        }
    }

    /// Whether it speaks of releases to come, as one without an end does.
    pub fn goes_on(&self) -> bool {
        self.covers(&semver::Version::new(u64::MAX, 0, 0))
    }
}

impl<'de> Deserialize<'de> for ClaudeCodeClaim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ClaimVisitor;

        impl<'de> Visitor<'de> for ClaimVisitor {
            type Value = ClaudeCodeClaim;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`any`, or a `range` with `differs_at`, or a list of these")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                if text == "any" {
                    Ok(ClaudeCodeClaim::Any)
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(text), &self))
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let range = VersionRange::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(ClaudeCodeClaim::Ranges(vec![range]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(ClaudeCodeClaim::Ranges)
            }
        }

        deserializer.deserialize_any(ClaimVisitor)
    }
}

impl Serialize for ClaudeCodeClaim {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Any => serializer.serialize_str("any"),
            Self::Ranges(ranges) => ranges.serialize(serializer),
        }
    }
}

impl JsonSchema for ClaudeCodeClaim {
    fn schema_name() -> Cow<'static, str> {
        "ClaudeCodeClaim".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let range = generator.subschema_for::<VersionRange>();
        json_schema!({ "oneOf": [{ "const": "any" }, range, { "type": "array", "items": range, "minItems": 1 }] })
    }
}
