//! A YAML document as a tree of values with exact places, read by serde-saphyr.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;
use serde_yaml::Spanned;

use crate::span::Span;

/// A value and the bytes it was written with.
#[derive(Debug)]
pub(super) struct Node {
    /// Number in the document, so that a faulty node can be left out of a second reading.
    pub(super) id: usize,
    /// From its first to its last character.
    pub(super) span: Span,
    /// What it says.
    pub(super) value: Value,
}

/// The kinds of values YAML's core schema knows.
#[derive(Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(String),
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Span,
    pub(super) value: Node,
}

impl Node {
    /// Gives every value of `raw` its number and its exact place in `text`.
    pub(super) fn new(raw: Spanned<Raw>, text: &str) -> Self {
        Numbering { next: 0, text }.node(raw, None)
    }

    /// The value as JSON; its place and those of what it holds go to `places`, by their JSON pointers.
    pub(super) fn json(&self, pointer: String, places: &mut BTreeMap<String, Span>) -> Json {
        let value = match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::from(*value),
            Value::Unsigned(value) => Json::from(*value),
            Value::Signed(value) => Json::from(*value),
            Value::Float(value) => Json::from(*value),
            Value::Text(value) => Json::from(value.as_str()),
            Value::Sequence(items) => {
                let items = items.iter().enumerate();
                items.map(|(at, item)| item.json(format!("{pointer}/{at}"), places)).collect()
            }
            Value::Mapping(entries) => {
                let member = |entry: &Entry| {
                    let key = entry.key.replace('~', "~0").replace('/', "~1");
                    (entry.key.clone(), entry.value.json(format!("{pointer}/{key}"), places))
                };
                Json::Object(entries.iter().map(member).collect())
            }
        };
        places.insert(pointer, self.span);
        value
    }

    /// What the value is, for a message.
    pub(super) fn describe(&self, text: &str) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Sequence(_) => "a list".to_owned(),
            Value::Mapping(_) => "keys and values".to_owned(),
            Value::Text(said) => format!("`{}`", said.trim_end()),
            _ => format!("`{}`", text.get(self.span.range()).unwrap_or_default()),
        }
    }
}

struct Numbering<'a> {
    next: usize,
    text: &'a str,
}

impl Numbering<'_> {
    fn node(&mut self, raw: Spanned<Raw>, key: Option<Span>) -> Node {
        let id = self.next;
        self.next += 1;
        let written = span_of(&raw);
        let (value, end) = match raw.value {
            Raw::Null => (Value::Null, written.end),
            Raw::Bool(value) => (Value::Bool(value), written.end),
            Raw::Unsigned(value) => (Value::Unsigned(value), written.end),
            Raw::Signed(value) => (Value::Signed(value), written.end),
            Raw::Float(value) => (Value::Float(value), written.end),
            Raw::Text(value) => (Value::Text(value), written.end),
            Raw::Sequence(items) => {
                let items: Vec<Node> = items.into_iter().map(|item| self.node(item, None)).collect();
                let last = items.last().map_or(written.end, |item| item.span.end);
                (Value::Sequence(items), self.closed(written.start, last))
            }
            Raw::Mapping(entries) => {
                let entries: Vec<Entry> =
                    entries.into_iter().map(|(key, value)| self.entry(&key, value)).collect();
                let last = entries.last().map_or(written.end, |entry| entry.value.span.end);
                (Value::Mapping(entries), self.closed(written.start, last))
            }
        };
        let written = Span::new(written.start, end.max(written.start));
        // Nothing at all was written: the key is what a caret can show.
        let span = if matches!(value, Value::Null) && written.start == written.end {
            key.unwrap_or(written)
        } else {
            self.trimmed(written)
        };
        Node { id, span, value }
    }

    fn entry(&mut self, key: &Spanned<Raw>, value: Spanned<Raw>) -> Entry {
        let key_span = span_of(key);
        let key = match &key.value {
            Raw::Text(text) => text.clone(),
            _ => self.text.get(key_span.range()).unwrap_or_default().to_owned(),
        };
        Entry { key, key_span, value: self.node(value, Some(key_span)) }
    }

    /// The end of a list or mapping that starts at `start` and whose last value ends at `last`: in flow style
    /// the closing bracket lies behind it.
    fn closed(&self, start: usize, last: usize) -> usize {
        let close = match self.text.as_bytes().get(start) {
            Some(b'[') => ']',
            Some(b'{') => '}',
            _ => return last,
        };
        let mut comment = false;
        for (offset, character) in self.text.get(last..).unwrap_or_default().char_indices() {
            match character {
                '\n' => comment = false,
                _ if comment => {}
                '#' => comment = true,
                _ if character == close => return last + offset + close.len_utf8(),
                _ => {}
            }
        }
        last
    }

    /// Without the white space that block scalars drag along.
    fn trimmed(&self, span: Span) -> Span {
        let written = self.text.get(span.range()).unwrap_or_default();
        Span::new(span.start, span.start + written.trim_end().len())
    }
}

fn span_of<T>(raw: &Spanned<T>) -> Span {
    let span = raw.referenced.span();
    let offset = |bytes: Option<u64>| usize::try_from(bytes.unwrap_or_default()).unwrap_or_default();
    let start = offset(span.byte_offset());
    Span::new(start, start + offset(span.byte_len()))
}

/// What serde-saphyr read, places still as it gives them (lists and mappings have only a start).
pub(super) enum Raw {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(String),
    Sequence(Vec<Spanned<Raw>>),
    Mapping(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Unsigned(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(u64::try_from(value).map_or(Raw::Signed(value), Raw::Unsigned))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut read = Vec::new();
        while let Some(item) = items.next_element()? {
            read.push(item);
        }
        Ok(Raw::Sequence(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut read = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            read.push(entry);
        }
        Ok(Raw::Mapping(read))
    }
}
