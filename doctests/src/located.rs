//! A value together with the place it was written at.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::span::Span;

/// A value read from a file, with its bytes there. Two are equal when their values are.
#[derive(Debug, Clone, Default)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was written; empty at 0 for a value that no file holds.
    pub span: Span,
}

impl<T> Located<T> {
    /// A value that no file holds, for tests and generated scenarios.
    pub const fn nowhere(value: T) -> Self {
        Self { value, span: Span::at(0) }
    }
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

/// The newtype name by which a deserializer that knows places recognises a [`Located`]. It answers with the
/// sequence start, end, value; any other deserializer gives the bare value, which is then nowhere.
pub(crate) const LOCATED: &str = "$located";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LocatedVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for LocatedVisitor<T> {
            type Value = Located<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, bare: D) -> Result<Self::Value, D::Error> {
                T::deserialize(bare).map(Located::nowhere)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                let missing = |at| move || de::Error::invalid_length(at, &"a start, an end and a value");
                let start = parts.next_element()?.ok_or_else(missing(0))?;
                let end = parts.next_element()?.ok_or_else(missing(1))?;
                let value = parts.next_element()?.ok_or_else(missing(2))?;
                Ok(Located { value, span: Span::new(start, end) })
            }
        }

        deserializer.deserialize_newtype_struct(LOCATED, LocatedVisitor(PhantomData))
    }
}

impl<T: Serialize> Serialize for Located<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for Located<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_from_json_is_there_and_nowhere() {
        let located: Located<String> = serde_json::from_str("\"x\"").unwrap();
        assert_eq!((located.value.as_str(), located.span), ("x", Span::at(0)));
    }
}
