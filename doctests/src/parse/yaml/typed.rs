//! Nodes → a type, with every fault found: a faulty value is left out and the rest read again.

use std::collections::BTreeSet;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};

use super::MOST_FAULTS;
use super::fault::{At, Fault, Problem};
use super::node::{Entry, Node, Value};
use crate::located::LOCATED;
use crate::parse::nearest;
use crate::span::Span;

/// Reads `root` as a `T`; a key that is missing in it is missed at `key`. Without faults there is a value.
pub(super) fn typed<T: DeserializeOwned>(root: &Node, key: Span, text: &str) -> (Option<T>, Vec<Fault>) {
    let mut left_out = BTreeSet::new();
    let mut faults = Vec::new();
    // One more than is listed, so that the list says that it ends early.
    while faults.len() <= MOST_FAULTS {
        let reader = Reader { node: root, text, left_out: &left_out };
        let fault = match T::deserialize(reader) {
            Ok(value) => return (faults.is_empty().then_some(value), faults),
            Err(mut fault) => {
                if matches!((&fault.problem, fault.at), (Problem::MissingKey { .. }, Some(at)) if at.node == root.id)
                {
                    fault.at = None;
                }
                fault.or_at(At { node: root.id, span: key })
            }
        };
        let node = fault.at.map_or(root.id, |at| at.node);
        if !matches!(fault.problem, Problem::Follows) {
            faults.push(fault);
        }
        if node == root.id || !left_out.insert(node) {
            break;
        }
    }
    (None, faults)
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    node: &'a Node,
    text: &'a str,
    left_out: &'a BTreeSet<usize>,
}

impl<'a> Reader<'a> {
    fn at(self) -> At {
        At { node: self.node.id, span: self.node.span }
    }

    fn child(self, node: &'a Node) -> Self {
        Self { node, ..self }
    }

    fn written(self) -> &'a str {
        self.text.get(self.node.span.range()).unwrap_or_default()
    }

    fn has(self, node: &Node) -> bool {
        !self.left_out.contains(&node.id)
    }

    /// The error of a value that is no `expected`.
    fn no(self, expected: &dyn Expected) -> Fault {
        let mut fault = <Fault as serde::de::Error>::invalid_type(Unexpected::Unit, expected);
        if let Problem::WrongKind { seen, .. } = &mut fault.problem {
            *seen = Some(self.node.describe(self.text));
        }
        fault.or_at(self.at())
    }

    /// A key that is missing because it was left out, or misspelt, is not missing a second time.
    fn in_mapping(self, entries: &[Entry], fault: Fault) -> Fault {
        match fault {
            Fault { problem: Problem::MissingKey { key }, at: None }
                if entries
                    .iter()
                    .any(|entry| !self.has(&entry.value) && nearest(&entry.key, [key]).is_some()) =>
            {
                Fault::new(Problem::Follows).or_at(self.at())
            }
            fault => self.claim(fault),
        }
    }

    /// Puts the place on an error that a visitor made of this value, and what was written where it left that out.
    fn claim(self, fault: Fault) -> Fault {
        let fault = fault.or_at(self.at());
        match fault.problem {
            Problem::WrongKind { expected, seen: None } => {
                let seen = Some(self.node.describe(self.text));
                Fault { problem: Problem::WrongKind { expected, seen }, ..fault }
            }
            // jiff's own message is about its grammar, not about what to write.
            Problem::Other(message) if message.contains("friendly") => {
                let message = format!(
                    "{} is no duration: write it like `290s`, `5m`, `2h`, `1h 30m` or `-1h`",
                    self.node.describe(self.text)
                );
                Fault { problem: Problem::Other(message), ..fault }
            }
            problem => Fault { problem, ..fault },
        }
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Unsigned(value) => visitor.visit_u64(*value),
            Value::Signed(value) => visitor.visit_i64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::Text(value) => visitor.visit_str(value),
            Value::Sequence(items) => visitor.visit_seq(Items { reader: self, rest: items.iter() }),
            Value::Mapping(entries) => visitor
                .visit_map(Entries { reader: self, rest: entries.iter(), value: None })
                .map_err(|fault| self.in_mapping(entries, fault)),
        }
        .map_err(|fault| self.claim(fault))
    }

    /// A text may be written without quotes although YAML reads a number or `true`: `mode: 600`.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.value {
            Value::Text(value) => visitor.visit_str(value).map_err(|fault| self.claim(fault)),
            Value::Null | Value::Sequence(_) | Value::Mapping(_) => Err(self.no(&visitor)),
            _ => visitor.visit_str(self.written()).map_err(|fault| self.claim(fault)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    /// A key that is there says something, also when its value is `null`: `exit:` is no "any exit code".
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if name == LOCATED {
            visitor.visit_seq(LocatedParts { reader: self, part: 0 })
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Value::Mapping(entries) = &self.node.value else { return Err(self.no(&"keys and values")) };
        let read = visitor.visit_map(Entries { reader: self, rest: entries.iter(), value: None });
        read.map_err(|fault| self.in_mapping(entries, fault))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Value::Sequence(items) = &self.node.value else { return Err(self.no(&"a list")) };
        visitor.visit_seq(Items { reader: self, rest: items.iter() }).map_err(|fault| self.claim(fault))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let variant = match &self.node.value {
            Value::Text(word) => Variant { reader: self, word, word_span: self.at(), value: None },
            Value::Mapping(entries) => match entries.as_slice() {
                [entry] if self.has(&entry.value) => Variant {
                    reader: self,
                    word: &entry.key,
                    word_span: At { node: self.node.id, span: entry.key_span },
                    value: Some(&entry.value),
                },
                [_] => return Err(Fault::new(Problem::Follows).or_at(self.at())),
                [_, second, ..] if known.contains(&second.key.as_str()) => {
                    let problem = Problem::Other(format!(
                        "`{}` begins a second one: write each on its own",
                        second.key
                    ));
                    return Err(Fault::new(problem).or_at(At { node: self.node.id, span: second.key_span }));
                }
                _ => return Err(self.no(&"one word, or one word with its value")),
            },
            _ => return Err(self.no(&"one word, or one word with its value")),
        };
        visitor.visit_enum(variant).map_err(|fault| self.claim(fault))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        identifier ignored_any
    }
}

/// The parts of a [`Located`](crate::located::Located): start, end, value.
struct LocatedParts<'a> {
    reader: Reader<'a>,
    part: u8,
}

impl<'de> SeqAccess<'de> for LocatedParts<'_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        self.part += 1;
        let span = self.reader.node.span;
        match self.part {
            1 => seed.deserialize(span.start.into_deserializer()),
            2 => seed.deserialize(span.end.into_deserializer()),
            3 => seed.deserialize(self.reader),
            _ => return Ok(None),
        }
        .map(Some)
    }
}

struct Items<'a> {
    reader: Reader<'a>,
    rest: std::slice::Iter<'a, Node>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let reader = self.reader;
        let Some(item) = self.rest.find(|item| reader.has(item)) else { return Ok(None) };
        let item = reader.child(item);
        seed.deserialize(item).map(Some).map_err(|fault| item.claim(fault))
    }
}

struct Entries<'a> {
    reader: Reader<'a>,
    rest: std::slice::Iter<'a, Entry>,
    value: Option<&'a Entry>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let reader = self.reader;
        let Some(entry) = self.rest.find(|entry| reader.has(&entry.value)) else { return Ok(None) };
        self.value = Some(entry);
        let at = At { node: entry.value.id, span: entry.key_span };
        seed.deserialize(entry.key.as_str().into_deserializer())
            .map(Some)
            .map_err(|fault: Fault| fault.or_at(at))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let Some(entry) = self.value.take() else {
            return Err(Fault::new(Problem::Other("a value was asked for before its key".to_owned())));
        };
        let value = self.reader.child(&entry.value);
        seed.deserialize(value).map_err(|fault| {
            let missing = matches!(fault.problem, Problem::MissingKey { .. });
            let fault = value.claim(fault);
            match fault.at {
                // A key is missing in a mapping of many lines: the mapping's own key is the place to look at.
                Some(at) if missing && at.node == value.node.id => {
                    Fault { at: Some(At { span: entry.key_span, ..at }), ..fault }
                }
                _ => fault,
            }
        })
    }
}

struct Variant<'a> {
    reader: Reader<'a>,
    word: &'a str,
    word_span: At,
    value: Option<&'a Node>,
}

impl<'a> Variant<'a> {
    fn value(&self) -> Result<Reader<'a>, Fault> {
        let needs = || Fault::new(Problem::Other(format!("`{0}` needs a value: write `{0}: …`", self.word)));
        self.value.map(|value| self.reader.child(value)).ok_or_else(|| needs().or_at(self.word_span))
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Fault> {
        let variant = seed
            .deserialize(self.word.into_deserializer())
            .map_err(|fault: Fault| fault.or_at(self.word_span))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        if self.value.is_none() {
            return Ok(());
        }
        let problem = Problem::Other(format!("`{0}` takes no value: write `{0}` alone", self.word));
        Err(Fault::new(problem).or_at(self.word_span))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        let value = self.value()?;
        seed.deserialize(value).map_err(|fault| value.claim(fault))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.value()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.value()?.deserialize_map(visitor)
    }
}
