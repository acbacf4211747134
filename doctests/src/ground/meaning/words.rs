//! The words of a unit with their places: markup, link targets and citations left out.

use crate::span::Span;

/// A word, a code span, or a mark between clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In small letters; a code span as it stands, with backticks.
    pub text: String,
    /// Its bytes; of a code span those between the backticks.
    pub span: Span,
    /// Whether it is a mark such as `,`, or the border of a cell.
    pub is_mark: bool,
}

/// The words of `text`, which begins at `start` of its file.
pub(super) fn words(text: &str, start: usize) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut link_depth = 0_usize;
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..];
        let length = match character {
            '`' => code(rest, start + at, &mut found),
            '[' if rest.starts_with("[^") => rest.find(']').map_or(1, |end| end + 1),
            // A link to a section of this page only names it.
            '[' if leads_into_page(rest) => rest.find(')').map_or(1, |end| end + 1),
            '[' => {
                link_depth += 1;
                1
            }
            ']' if link_depth > 0 => {
                link_depth -= 1;
                if rest[1..].starts_with('(') { rest.find(')').map_or(1, |end| end + 1) } else { 1 }
            }
            '<' if rest.starts_with("<!--") => rest.find("-->").map_or(rest.len(), |end| end + 3),
            ',' | ';' | ':' | '|' | '(' | ')' | '—' | '–' => {
                let span = Span::new(start + at, start + at + character.len_utf8());
                found.push(Word { text: character.to_string(), span, is_mark: true });
                character.len_utf8()
            }
            _ if is_letter(character) => {
                let length = length_of_word(rest);
                let word = rest[..length].to_lowercase().replace('’', "'");
                let span = Span::new(start + at, start + at + length);
                found.push(Word { text: word, span, is_mark: false });
                length
            }
            _ => character.len_utf8(),
        };
        at += length.max(1);
    }
    found
}

fn leads_into_page(rest: &str) -> bool {
    rest.split_once("](").is_some_and(|(text, target)| !text[1..].contains('[') && target.starts_with('#'))
}

/// A code span from its first backtick on; its length.
fn code(rest: &str, at: usize, found: &mut Vec<Word>) -> usize {
    let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
    let fence = &rest[..ticks];
    let Some(length) = rest[ticks..].find(fence) else { return ticks };
    let inner = &rest[ticks..ticks + length];
    let span = Span::new(at + ticks, at + ticks + length);
    found.push(Word { text: format!("`{}`", inner.trim()), span, is_mark: false });
    length + 2 * ticks
}

fn is_letter(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '/'
}

/// Letters and figures, with a `-`, `.` or `'` only inside.
fn length_of_word(rest: &str) -> usize {
    let mut length = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let inside = matches!(character, '-' | '.' | '\'' | '’') && at > 0 && next.is_some_and(is_letter);
        if !is_letter(character) && !inside {
            break;
        }
        length = at + character.len_utf8();
    }
    length
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn markup_links_and_citations_are_no_words() {
        let text = "**The API** answers `401`, see [the *page*](x.md#a) once.[^a.b] | It's early-2.1.3";
        let texts: Vec<String> = words(text, 0).into_iter().map(|word| word.text).collect();
        assert_eq!(
            texts,
            ["the", "api", "answers", "`401`", ",", "see", "the", "page", "once", "|", "it's", "early-2.1.3"]
        );
    }

    #[test]
    fn a_word_knows_its_bytes() {
        let text = "é `a b` ünder";
        for word in words(text, 0) {
            assert_eq!(text[word.span.range()].to_lowercase(), word.text.trim_matches('`'));
        }
    }
}
