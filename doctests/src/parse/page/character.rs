//! Characters that a page may not hold, because a reader cannot see them or they change the order of the others.

use super::Faults;
use crate::diagnostic::Code;
use crate::span::Span;

/// Every character of `text` that may not be there.
pub(super) fn check(text: &str, faults: &mut Faults<'_>) {
    let mut previous = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if let Some(name) = hidden(character, previous, characters.peek().map(|(_, next)| *next)) {
            let span = Span::new(at, at + character.len_utf8());
            refuse(character, name, span, faults);
        }
        previous = Some(character);
    }
    // mdBook's helpers would bring in text that we have not read.
    for (at, _) in text.match_indices("{{#") {
        if !text[..at].ends_with('\\') {
            faults.push_with(
                Code::PageMarkup,
                Span::new(at, at + 3),
                "an mdBook helper on a page",
                |fault| {
                    fault
                        .expected("the text itself, so that it can be checked")
                        .help("write the text out, or `\\{{#` for the three characters themselves")
                },
            );
        }
    }
}

/// Text that an entity such as `&#8203;` stands for.
pub(super) fn check_entity(decoded: &str, span: Span, faults: &mut Faults<'_>) {
    for character in decoded.chars() {
        if let Some(name) = hidden(character, None, None) {
            refuse(character, name, span, faults);
        }
    }
}

fn refuse(character: char, name: &str, span: Span, faults: &mut Faults<'_>) {
    let message = format!("{name} (U+{:04X}) on a page", u32::from(character));
    faults.push_with(Code::PageMarkup, span, message, |fault| {
        fault.label("it cannot be seen here").help("delete it")
    });
}

/// What kind of hidden character this is, if it is one.
fn hidden(character: char, previous: Option<char>, next: Option<char>) -> Option<&'static str> {
    match character {
        '\n' | '\r' | '\t' => None,
        '\u{feff}' => Some("a byte order mark"),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some("a bidirectional control")
        }
        // Between two pictures it joins them into one, as in a family or a trade.
        '\u{200d}' if previous.is_some_and(is_picture) && next.is_some_and(is_picture) => None,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' => {
            Some("a character without width")
        }
        '\u{2028}' | '\u{2029}' => Some("a line separator"),
        '\u{e0000}'..='\u{e007f}' => Some("a tag character"),
        control if control.is_control() => Some("a control character"),
        _ => None,
    }
}

fn is_picture(character: char) -> bool {
    character == '\u{fe0f}' || (character >= '\u{2190}' && !character.is_alphanumeric())
}
