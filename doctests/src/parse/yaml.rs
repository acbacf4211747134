//! YAML → a tree with places → types: within fixed limits, and with every fault named.

mod fault;
mod node;
#[cfg(test)]
mod tests;
mod typed;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_yaml::budget::BudgetBreach;
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_yaml::{Error, Location, Spanned};

use self::node::{Node, Raw, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::source_file::{Place, SourceFile, is_invisible};
use crate::span::Span;
use crate::written::Written;

/// How large a file may be: no page needs more, and a bomb ends at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) kib: usize,
    pub(super) nodes: usize,
    pub(super) depth: usize,
}

impl Limits {
    const fn bytes(self) -> usize {
        self.kib * 1024
    }
}

/// More faults than this in one file are not listed.
const MOST_FAULTS: usize = 50;

/// One document, read but not yet typed.
#[derive(Debug)]
pub(super) struct Tree {
    file: Arc<SourceFile>,
    code: Code,
    root: Node,
}

impl Tree {
    /// Reads `file`; what is wrong is named by `code`. Without a tree there is at least one diagnostic.
    pub(super) fn read(
        file: &Arc<SourceFile>,
        code: Code,
        limits: Limits,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        if file.text.len() > limits.bytes() {
            let message =
                format!("{} bytes are too many: at most {} are read", file.text.len(), limits.bytes());
            return (None, vec![Diagnostic::new(code, Place::new(file, Span::at(0)), message)]);
        }
        let mut diagnostics = invisible_characters(file, code);
        if !diagnostics.is_empty() {
            return (None, diagnostics);
        }
        let root = match parse(file, limits, DuplicateKeyPolicy::Error) {
            Ok(root) => root,
            Err(error) => {
                diagnostics.push(unreadable(file, code, limits, &error));
                // A second reading keeps the first of two equal keys, so that the other faults are named too.
                match matches!(error.without_snippet(), Error::DuplicateMappingKey { .. })
                    .then(|| parse(file, limits, DuplicateKeyPolicy::FirstWins))
                {
                    Some(Ok(root)) => root,
                    _ => return (None, diagnostics),
                }
            }
        };
        if !matches!(root.value, Value::Mapping(_)) {
            let message = match root.value {
                Value::Null => "the file says nothing".to_owned(),
                _ => format!("the file holds {}, not keys and values", root.describe(&file.text)),
            };
            diagnostics.push(Diagnostic::new(
                code,
                Place::new(file, fault::first_line(file, root.span)),
                message,
            ));
            return (None, diagnostics);
        }
        (Some(Self { file: Arc::clone(file), code, root }), diagnostics)
    }

    /// The whole document as a `T`. Without a value there is at least one diagnostic.
    pub(super) fn typed<T: DeserializeOwned>(&self) -> (Option<T>, Vec<Diagnostic>) {
        self.typed_node(&self.root, self.root.span)
    }

    /// The values of the top-level keys, each as a `T`: key, where the key is, where key and value are, the value.
    pub(super) fn entries<T: DeserializeOwned>(&self) -> (Vec<TopEntry<T>>, Vec<Diagnostic>) {
        let Value::Mapping(entries) = &self.root.value else { return (Vec::new(), Vec::new()) };
        let mut read = Vec::new();
        let mut diagnostics = Vec::new();
        for entry in entries {
            let (value, faults) = self.typed_node(&entry.value, entry.key_span);
            diagnostics.extend(faults);
            let span = Span::new(entry.key_span.start, entry.value.span.end);
            read.extend(value.map(|value| TopEntry {
                key: entry.key.clone(),
                key_span: entry.key_span,
                span,
                value,
            }));
        }
        (read, diagnostics)
    }

    /// Where the value at `path` (`steps[1].revoke[0]`) was written: its first line; of a path that leads
    /// nowhere, the part of it that does lead somewhere.
    pub(super) fn place(&self, path: &str) -> Place {
        let (_, span, _) = self.follow(path);
        self.place_of(span)
    }

    /// The place of `span`: its first line.
    pub(super) fn place_of(&self, span: Span) -> Place {
        Place::new(&self.file, fault::first_line(&self.file, span))
    }

    /// Where the last key of `path` was written.
    pub(super) fn key_place(&self, path: &str) -> Place {
        let (key, _, _) = self.follow(path);
        Place::new(&self.file, key)
    }

    /// Where the last of `keys` was written, for keys that have dots in them.
    pub(super) fn key_place_at(&self, keys: &[&str]) -> Place {
        let (key, _, _) = self.follow_parts(keys.iter().copied());
        Place::new(&self.file, key)
    }

    /// Whether something was written at `path`.
    pub(super) fn has(&self, path: &str) -> bool {
        self.follow(path).2
    }

    /// Every text of the document with its place, keys left out.
    pub(super) fn texts(&self) -> Vec<(&str, Span)> {
        let mut texts = Vec::new();
        let mut waiting = vec![&self.root];
        while let Some(node) = waiting.pop() {
            match &node.value {
                Value::Text(text) => texts.push((text.as_str(), node.span)),
                Value::Sequence(items) => waiting.extend(items.iter().rev()),
                Value::Mapping(entries) => waiting.extend(entries.iter().rev().map(|entry| &entry.value)),
                _ => {}
            }
        }
        texts
    }

    /// The document as JSON, with the place of each value.
    pub(super) fn written(&self) -> Written {
        let mut places = BTreeMap::new();
        let value = self.root.json(String::new(), &mut places);
        Written { value, places }
    }

    /// The places of the last key and of its value, as far as `path` leads, and whether it leads to its end.
    fn follow(&self, path: &str) -> (Span, Span, bool) {
        self.follow_parts(path.split(['.', '[']).filter(|part| !part.is_empty()))
    }

    fn follow_parts<'p>(&self, parts: impl Iterator<Item = &'p str>) -> (Span, Span, bool) {
        let mut node = &self.root;
        let mut key = Span::at(node.span.start);
        for part in parts {
            let next = match (&node.value, part.strip_suffix(']')) {
                (Value::Sequence(items), Some(index)) => index
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get(index))
                    .map(|item| (item.span, item)),
                (Value::Mapping(entries), None) => {
                    entries.iter().find(|entry| entry.key == part).map(|entry| (entry.key_span, &entry.value))
                }
                _ => None,
            };
            match next {
                Some((next_key, next)) => (key, node) = (next_key, next),
                None => return (key, node.span, false),
            }
        }
        (key, node.span, true)
    }

    fn typed_node<T: DeserializeOwned>(&self, node: &Node, key: Span) -> (Option<T>, Vec<Diagnostic>) {
        let (value, faults) = typed::typed(node, key, &self.file.text);
        (value, faults.into_iter().filter_map(|fault| fault.diagnostic(self.code, &self.file)).collect())
    }
}

/// `diagnostics` in the order of the text. Of very many only the first are kept, and the last of these says so: the
/// file is then something else, and a wall of text helps nobody.
pub(super) fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| diagnostic.place.span);
    let more = diagnostics.len().saturating_sub(MOST_FAULTS);
    diagnostics.truncate(MOST_FAULTS);
    if more > 0
        && let Some(last) = diagnostics.pop()
    {
        diagnostics
            .push(last.info(format!("{more} more faults of this file are not listed: mend these first")));
    }
    diagnostics
}

/// A top-level key with its typed value.
#[derive(Debug)]
pub(super) struct TopEntry<T> {
    pub(super) key: String,
    pub(super) key_span: Span,
    pub(super) span: Span,
    pub(super) value: T,
}

fn parse(file: &SourceFile, limits: Limits, duplicate_keys: DuplicateKeyPolicy) -> Result<Node, Error> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_events: limits.nodes * 2 + limits.depth,
            max_nodes: limits.nodes,
            max_depth: limits.depth,
            max_aliases: 0,
            max_anchors: 0,
            flow_nesting_limit: limits.depth,
        },
        duplicate_keys: duplicate_keys,
        merge_keys: MergeKeyPolicy::Error,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        reject_unsupported_tags: true,
        non_finite_float_policy: NonFiniteFloatPolicy::Reject,
        with_snippet: false,
    };
    let raw: Spanned<Raw> = serde_yaml::from_str_with_options(&file.text, options)?;
    Ok(Node::new(raw, &file.text))
}

fn unreadable(file: &Arc<SourceFile>, code: Code, limits: Limits, error: &Error) -> Diagnostic {
    let span = error.location().map_or(Span::at(0), |location| span_of(location, &file.text));
    let at =
        |message: String| Diagnostic::new(code, Place::new(file, fault::first_line(file, span)), message);
    match error.without_snippet() {
        Error::DuplicateMappingKey { key, .. } => {
            at(format!("the key `{}` is there twice", key.as_deref().unwrap_or_default()))
                .label("written a second time here")
                .help("keep one of them")
        }
        Error::MultipleDocuments { .. } => at("a second document begins here".to_owned())
            .help("write one document a file, without `---` in it"),
        Error::MergeKeyNotAllowed { .. } => {
            at("merge keys are not used here".to_owned()).help("write the keys out")
        }
        Error::Budget { breach, .. } => match breach {
            BudgetBreach::Aliases { .. } | BudgetBreach::Anchors { .. } => {
                at("anchors and aliases are not used here".to_owned())
                    .help("write the value out where it is needed")
            }
            BudgetBreach::Depth { .. } => at(format!("nested deeper than {} levels", limits.depth)),
            _ => at(format!("more than {} values in one file", limits.nodes)),
        },
        other => {
            let message = other.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
            if message.starts_with("recursion limit") {
                return at(format!("nested deeper than {} levels", limits.depth));
            }
            let diagnostic = at(format!("this is no YAML: {message}"));
            if message.contains("mapping values are not allowed") {
                diagnostic.help("a text with `: ` in it needs quotes")
            } else if message.contains("while parsing a flow") {
                diagnostic.help("between brackets, a text with one of `, [ ] { }` in it needs quotes")
            } else {
                diagnostic
            }
        }
    }
}

/// The bytes of a place; the scanner's own errors have only a line and a column.
fn span_of(location: Location, text: &str) -> Span {
    let bytes = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    let span = location.span();
    if let (Some(start), Some(length)) = (span.byte_offset(), span.byte_len()) {
        return Span::new(bytes(start), bytes(start).saturating_add(bytes(length)));
    }
    let line = bytes(location.line().saturating_sub(1));
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let line = text[start..].lines().next().unwrap_or_default();
    let column = bytes(location.column().saturating_sub(1));
    let (offset, length) =
        line.char_indices().nth(column).map_or((line.len(), 0), |(at, c)| (at, c.len_utf8()));
    Span::new(start + offset, start + offset + length)
}

/// Characters that a reader does not see or that turn the text around have no business in a file.
fn invisible_characters(file: &Arc<SourceFile>, code: Code) -> Vec<Diagnostic> {
    const MOST: usize = 10;
    file.text
        .char_indices()
        .filter(|(_, character)| is_invisible(*character) && !matches!(character, '\n' | '\r' | '\t'))
        .take(MOST)
        .map(|(start, character)| {
            let place = Place::new(file, Span::new(start, start + character.len_utf8()));
            let escaped = character.escape_unicode();
            Diagnostic::new(code, place, format!("the invisible character `{escaped}` is not allowed"))
                .help("remove it")
        })
        .collect()
}
