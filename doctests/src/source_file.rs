//! One text file of the project, with its path, so that a span can become `file:line:column`.

use std::sync::Arc;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::span::{Position, Span};

/// A file as it was read: path relative to the project's root, with `/`, and the whole text.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the project's root, always with `/`.
    pub path: String,
    /// The text, unchanged.
    pub text: String,
}

impl SourceFile {
    /// A file of `path` with `text`, ready to be shared by everything that points into it.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
    }

    /// The slice under `span`; empty when the span lies outside the text or inside a character.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// A span in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The bytes in it.
    pub span: Span,
}

impl Place {
    /// The place of `span` in `file`.
    pub fn new(file: &Arc<SourceFile>, span: Span) -> Self {
        Self { file: Arc::clone(file), span }
    }

    /// Line and column of the first character.
    pub fn position(&self) -> Position {
        self.file.position(self.span.start)
    }

    /// Line and column just after the last character.
    pub fn end_position(&self) -> Position {
        self.file.position(self.span.end)
    }
}

/// As file, line and column, the last two from 1.
impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let position = self.position();
        let mut place = serializer.serialize_struct("Place", 3)?;
        place.serialize_field("file", &self.file.path)?;
        place.serialize_field("line", &position.line)?;
        place.serialize_field("column", &position.column)?;
        place.end()
    }
}

/// Whether a reader cannot see `character`, or it turns the text around it: control characters, byte order marks,
/// marks of direction, joiners. Line ends and tabs are among them.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_line_ends() {
        let file = SourceFile::new("x.md", "é\u{1f600}a\r\nb\tc");
        assert_eq!(file.position(6).to_string(), "1:3");
        assert_eq!(file.position(9).to_string(), "2:1");
        assert_eq!(file.position(11).to_string(), "2:3");
        assert_eq!(file.position(99).to_string(), "2:4");
        assert_eq!(file.position(3).to_string(), "1:2", "inside a character counts as its start");
    }

    #[test]
    fn what_turns_text_around_is_invisible() {
        assert!(['\u{1b}', '\u{9b}', '\u{202e}', '\u{feff}', '\u{200b}'].into_iter().all(is_invisible));
        assert!(!['a', 'é', '\u{1f600}', ' ', '—'].into_iter().any(is_invisible));
    }
}
