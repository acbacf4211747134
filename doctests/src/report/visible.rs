//! Text from elsewhere, made safe for a terminal.

use std::borrow::Cow;

use crate::source_file::is_invisible;

/// `text` on one line, with everything invisible written out: an escape becomes `\u{1b}`, a line end `\n`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => shown.extend(character.escape_default()),
            hidden if is_invisible(hidden) => shown.extend(hidden.escape_unicode()),
            plain => shown.push(plain),
        }
    }
    Cow::Owned(shown)
}

/// `text` with every invisible character but line ends and tabs replaced by one of the same length in bytes, so that
/// spans into it stay right. The first half of a Windows line end is a blank.
pub(super) fn visible_in_place(text: &str) -> Cow<'_, str> {
    let hidden = |character: char| is_invisible(character) && !matches!(character, '\n' | '\t');
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let stand_in = |character: char| match character.len_utf8() {
        _ if !hidden(character) => character,
        _ if character == '\r' => ' ',
        1 => '?',
        2 => '¿',
        _ => '\u{fffd}',
    };
    Cow::Owned(text.chars().map(stand_in).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_escape_sequence_is_written_out() {
        assert_eq!(visible_in_place("a\r\n\tb\u{1b}"), "a \n\tb?");
        assert_eq!(visible("a\u{1b}[31m\r\n\u{9b}é"), "a\\u{1b}[31m\\r\\n\\u{9b}é");
    }

    proptest! {
        #[test]
        fn nothing_invisible_is_left_and_no_byte_moves(text in any::<String>()) {
            prop_assert!(!visible(&text).contains(is_invisible));
            let in_place = visible_in_place(&text);
            prop_assert_eq!(in_place.len(), text.len());
            for (start, _) in text.char_indices() {
                prop_assert!(in_place.is_char_boundary(start));
            }
        }
    }
}
