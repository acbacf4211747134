//! What a process said before it failed, fit to be shown.

use std::fmt::Write as _;

/// The end of what was said, with nothing in it that a terminal or a workflow would obey.
pub(super) fn last_words(said: &[u8]) -> String {
    const MOST: usize = 1500;
    let said = String::from_utf8_lossy(&said[said.len().saturating_sub(MOST)..]);
    let mut plain = String::new();
    for character in said.trim_start_matches('\u{fffd}').trim().chars() {
        match character {
            '\n' => plain.push('\n'),
            character if character.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(plain, "{}", character.escape_unicode());
            }
            character => plain.push(character),
        }
    }
    plain
}

/// Each line as a quotation, below the message it belongs to.
pub(super) fn quoted(said: &str) -> String {
    said.lines().fold(String::new(), |mut quoted, line| {
        // Writing to a string cannot fail.
        let _ = write!(quoted, "\n  | {line}");
        quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_quoted_at_its_end_and_cannot_be_obeyed() {
        let said = format!("{}\n::error::x\n\u{1b}[31mred\r\n", "y".repeat(5000));
        let words = last_words(said.as_bytes());
        assert!(words.len() < 1600, "{}", words.len());
        assert!(words.ends_with("\n::error::x\n\\u{1b}[31mred"), "{words}");
        assert!(quoted(&words).lines().skip(1).all(|line| line.starts_with("  | ")));
        assert_eq!(quoted(""), "");
    }
}
