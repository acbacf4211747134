//! Text of scenarios, sources and clients as HTML that can be nothing but text.

use std::fmt::Write as _;

/// `text` for an HTML block of a Markdown page: it can close no element, open none, and holds neither a line
/// break that would end the block nor a brace that mdBook would expand.
pub fn text(text: &str) -> String {
    escape(text, |character| matches!(character, '&' | '<' | '>' | '"' | '\'' | '{' | '}'))
}

/// `text` for an attribute inside a line of Markdown, where a backtick or a table's bar would count as well.
pub(super) fn attribute(text: &str) -> String {
    escape(text, |character| character.is_ascii_punctuation() && !matches!(character, ',' | '.' | ';'))
}

/// `text` as code.
pub(super) fn code(shown: &str) -> String {
    format!("<code>{}</code>", text(shown))
}

/// An expectation, or what was seen, as code: what it puts between backticks itself is not put there twice.
pub(super) fn value(shown: &str) -> String {
    let inner = shown.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    code(inner.filter(|inner| !inner.contains('`')).unwrap_or(shown))
}

fn escape(text: &str, special: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            _ if is_invisible(character) => {
                let _ = write!(escaped, "\\u&#123;{:x}&#125;", u32::from(character));
            }
            _ if special(character) => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Control characters, and those that change the direction or hide the end of what is read.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let hostile = "</details><script>x</script>\n\n# {{#include /etc/passwd}} \u{1b}[2J \u{202e}";
        let shown = text(hostile);
        for forbidden in ["<", ">", "{{", "\n", "\u{1b}", "\u{202e}"] {
            assert!(!shown.contains(forbidden), "{forbidden:?} in {shown}");
        }
    }

    #[test]
    fn an_attribute_breaks_no_table_and_opens_no_code() {
        let shown = attribute("a | b ` c \" d ]( > \\");
        for forbidden in ['|', '`', '"', ']', '(', '>', '\\'] {
            assert!(!shown.contains(forbidden), "{forbidden:?} in {shown}");
        }
    }
}
