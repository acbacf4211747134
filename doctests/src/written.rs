//! A document as it was written: its values as JSON, and where each of them stands.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::span::Span;

/// A file's document before it is anything in particular.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// What it says.
    pub value: Value,
    /// Where each value stands, by its JSON pointer (RFC 6901).
    pub places: BTreeMap<String, Span>,
}

impl Written {
    /// The JSON pointers of `below` and of everything in it, in their order.
    pub fn pointers<'a>(&'a self, below: &'a str) -> impl Iterator<Item = &'a str> {
        let inside = move |pointer: &&str| {
            pointer.strip_prefix(below).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.places.keys().map(String::as_str).filter(inside)
    }

    /// The document with another value at `pointer`; none when nothing stands there.
    pub fn with(&self, pointer: &str, value: Value) -> Option<Value> {
        let mut changed = self.value.clone();
        *changed.pointer_mut(pointer)? = value;
        Some(changed)
    }

    /// The document with nothing at `pointer`; none when nothing stands there.
    pub fn without(&self, pointer: &str) -> Option<Value> {
        let (parent, last) = pointer.rsplit_once('/')?;
        let mut changed = self.value.clone();
        match changed.pointer_mut(parent)? {
            Value::Object(members) => {
                drop(members.shift_remove(&last.replace("~1", "/").replace("~0", "~"))?);
            }
            Value::Array(items) => {
                let at: usize = last.parse().ok().filter(|at| *at < items.len())?;
                items.remove(at);
            }
            _ => return None,
        }
        Some(changed)
    }
}

/// A JSON pointer as messages write paths: `/expect/exchanges/1` is `expect.exchanges[1]`.
pub fn path(pointer: &str) -> String {
    let mut path = String::new();
    for part in pointer.split('/').skip(1) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) && !path.is_empty() {
            path.push('[');
            path.push_str(part);
            path.push(']');
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&part.replace("~1", "/").replace("~0", "~"));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written() -> Written {
        let places = ["", "/a", "/a/b", "/a/b/0", "/a/b/1", "/ab"];
        let places = places.map(|pointer| (pointer.to_owned(), Span::at(0))).into();
        Written { value: json!({ "a": { "b": [1, 2] }, "ab": 3 }), places }
    }

    #[test]
    fn a_value_is_replaced_or_taken_out_and_the_rest_stays() {
        assert_eq!(written().with("/a/b/1", json!(7)), Some(json!({ "a": { "b": [1, 7] }, "ab": 3 })));
        assert_eq!(written().without("/a/b/0"), Some(json!({ "a": { "b": [2] }, "ab": 3 })));
        assert_eq!(written().without("/a"), Some(json!({ "ab": 3 })));
        assert_eq!((written().with("/x", json!(1)), written().without("/x")), (None, None));
    }

    #[test]
    fn what_lies_below_is_not_what_begins_alike() {
        assert_eq!(written().pointers("/a").collect::<Vec<_>>(), ["/a", "/a/b", "/a/b/0", "/a/b/1"]);
    }

    #[test]
    fn a_pointer_reads_like_a_path() {
        assert_eq!(path("/expect/exchanges/1"), "expect.exchanges[1]");
        assert_eq!(path("/given/stored_login/others/a~1b"), "given.stored_login.others.a/b");
    }
}
