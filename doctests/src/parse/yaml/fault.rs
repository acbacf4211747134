//! What is wrong with a value, first without its place, then with it, then as a diagnostic.

use std::fmt;
use std::sync::Arc;

use serde::de::{self, Expected, Unexpected};

use crate::diagnostic::{Code, Diagnostic};
use crate::parse::nearest;
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

/// A value that does not fit its type.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) problem: Problem,
    pub(super) at: Option<At>,
}

/// Where a fault is, and which node a second reading leaves out so that the next fault is found.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) node: usize,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) enum Problem {
    UnknownKey {
        key: String,
        known: &'static [&'static str],
    },
    UnknownWord {
        word: String,
        known: &'static [&'static str],
    },
    MissingKey {
        key: &'static str,
    },
    WrongKind {
        expected: String,
        seen: Option<String>,
    },
    Other(String),
    /// Only follows from a value that was left out; not worth a diagnostic.
    Follows,
}

impl Fault {
    pub(super) fn new(problem: Problem) -> Self {
        Self { problem, at: None }
    }

    /// At `at`, unless a deeper value has claimed the fault already.
    pub(super) fn or_at(mut self, at: At) -> Self {
        self.at.get_or_insert(at);
        self
    }

    pub(super) fn diagnostic(self, code: Code, file: &Arc<SourceFile>) -> Option<Diagnostic> {
        let span = self.at.map_or(Span::at(0), |at| at.span);
        let at = |message: String| Diagnostic::new(code, Place::new(file, first_line(file, span)), message);
        Some(match self.problem {
            Problem::Follows => return None,
            Problem::UnknownKey { key, known } => {
                with_known(at(format!("unknown key `{key}`")).label("no such key here"), &key, known)
            }
            Problem::UnknownWord { word, known } => with_known(
                at(format!("unknown word `{word}`")).label("not one of the words for this"),
                &word,
                known,
            ),
            Problem::MissingKey { key } => at(format!("the key `{key}` is missing"))
                .label(format!("`{key}` belongs here"))
                .help(format!("add `{key}: …`")),
            Problem::WrongKind { expected, seen } => {
                let diagnostic =
                    at(format!("this is not {expected}")).label("wrong kind of value").expected(expected);
                match seen {
                    Some(seen) => diagnostic.seen(seen),
                    None => diagnostic,
                }
            }
            Problem::Other(message) => match message.split_once(": write ") {
                Some((what, how)) => at(what.to_owned()).help(format!("write {how}")),
                None => at(message),
            },
        })
    }
}

fn with_known(diagnostic: Diagnostic, word: &str, known: &[&str]) -> Diagnostic {
    let list = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let diagnostic = if list.is_empty() { diagnostic } else { diagnostic.expected(format!("one of {list}")) };
    match nearest(word, known.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}

/// The part of `span` on its first line: a caret under twenty lines shows nothing.
pub(super) fn first_line(file: &SourceFile, span: Span) -> Span {
    let line = file.slice(span).lines().next().unwrap_or_default();
    Span::new(span.start, span.start + line.trim_end().len())
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.problem)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Problem::Other(message.to_string()))
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Problem::WrongKind { expected: in_plain_words(&expected.to_string()), seen: None })
    }

    fn invalid_value(seen: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let seen = match seen {
            Unexpected::Str(text) => format!("`{text}`"),
            other => other.to_string(),
        };
        Self::new(Problem::WrongKind { expected: in_plain_words(&expected.to_string()), seen: Some(seen) })
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        Self::new(Problem::UnknownWord { word: word.to_owned(), known })
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        Self::new(Problem::UnknownKey { key: key.to_owned(), known })
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(Problem::MissingKey { key })
    }
}

/// serde names Rust's types; an author of YAML wants to know what to write.
fn in_plain_words(expected: &str) -> String {
    let words = match expected {
        "a string" | "string" | "str" => "a text",
        "a sequence" => "a list",
        "a map" => "keys and values",
        "a boolean" => "`true` or `false`",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" => "a whole number from 0",
        "i32" | "i64" => "a whole number",
        other => other,
    };
    words.to_owned()
}
