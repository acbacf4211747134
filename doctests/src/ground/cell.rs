//! Text made safe for Markdown: a title in a table cell or a link can never become markup or HTML.

use std::fmt::Write as _;

/// `text` as plain words in a table cell or a link text.
pub(super) fn plain(text: &str) -> String {
    let characters: Vec<char> = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let mut out = String::new();
    for (at, &character) in characters.iter().enumerate() {
        let beside =
            |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|c| c.is_alphanumeric());
        match character {
            '\\' | '|' | '`' | '*' | '[' | ']' | '~' => {
                out.push('\\');
                out.push(character);
            }
            // Between letters an underscore is only an underscore, and `invalid_grant` stays readable.
            '_' if !(beside(at.checked_sub(1)) && beside(Some(at + 1))) => out.push_str("\\_"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // `{{#` is a directive to mdBook.
            '{' => out.push_str("&#123;"),
            _ if character.is_control() => {
                let _ = write!(out, "\\\\u&#123;{:x}}}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out
}

/// `text` as a code span in a table cell.
pub(super) fn code(text: &str) -> String {
    let text: String = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', "\\|"))
}

/// A link with `text` as plain words.
pub(super) fn link(text: &str, target: &str) -> String {
    format!("[{}]({})", plain(text), destination(target))
}

/// A link's destination: in angle brackets where it could otherwise end early.
pub(super) fn destination(target: &str) -> String {
    let mut safe = String::new();
    for character in target.chars() {
        match character {
            '<' => safe.push_str("%3C"),
            '>' => safe.push_str("%3E"),
            '|' => safe.push_str("%7C"),
            '`' => safe.push_str("%60"),
            '\\' => safe.push_str("%5C"),
            _ if character.is_control() => {}
            _ => safe.push(character),
        }
    }
    if safe.contains([' ', '(', ')']) { format!("<{safe}>") } else { safe }
}

/// A Markdown table of cells that are already safe.
pub(super) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!("| {} |\n|{}", header.join(" | "), " --- |".repeat(header.len()));
    for row in rows {
        let _ = write!(out, "\n| {} |", row.join(" | "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{code, destination, plain};

    #[test]
    fn no_title_becomes_markup_html_or_a_citation() {
        assert_eq!(
            plain("a|b `c` <b> & [^x.y] {{#include}}"),
            r"a\|b \`c\` &lt;b&gt; &amp; \[^x.y\] &#123;&#123;#include}}"
        );
        assert_eq!(plain("invalid_grant _x_"), r"invalid_grant \_x\_");
        assert_eq!(plain("a\u{1b}[31m\nb"), r"a\\u&#123;1b}\[31m b");
    }

    #[test]
    fn code_keeps_its_backticks_and_pipes() {
        assert_eq!(code("a`b|c"), r"``a`b\|c``");
        assert_eq!(code("`"), "`` ` ``");
    }

    #[test]
    fn a_destination_with_parentheses_stays_whole() {
        assert_eq!(destination("https://x.example/a_(b)"), "<https://x.example/a_(b)>");
    }
}
