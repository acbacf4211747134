//! Whether one text quotes another: whole, at word boundaries, or in parts joined by `…`.

/// Whether `quoted` stands in `text` as whole words, white space folded; each `…` (or `...`) in `quoted` matches any
/// run of characters, also inside a word where it touches one.
pub(super) fn quotes(text: &str, quoted: &str) -> bool {
    let text = fold(text);
    let quoted = fold(&quoted.replace("...", "…"));
    let pieces: Vec<&str> = quoted.split('…').collect();
    let mut rest = 0;
    let mut any = false;
    for (at, raw) in pieces.iter().enumerate().filter(|(_, raw)| !raw.trim().is_empty()) {
        any = true;
        let piece = Piece {
            text: raw.trim(),
            starts_word: at == 0 || raw.starts_with(' '),
            ends_word: at + 1 == pieces.len() || raw.ends_with(' '),
        };
        match piece.find(&text, rest) {
            Some(end) => rest = end,
            None => return false,
        }
    }
    any
}

/// White space folded to single blanks.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between two `…`.
struct Piece<'a> {
    text: &'a str,
    starts_word: bool,
    ends_word: bool,
}

impl Piece<'_> {
    /// Where the first fitting occurrence from `from` on ends.
    fn find(&self, text: &str, mut from: usize) -> Option<usize> {
        while let Some(start) = text.get(from..)?.find(self.text).map(|at| at + from) {
            let end = start + self.text.len();
            let begins = !self.starts_word || self.may_follow(&text[..start]);
            if begins && (!self.ends_word || self.may_precede(&text[end..])) {
                return Some(end);
            }
            from = start + self.text.chars().next().map_or(1, char::len_utf8);
        }
        None
    }

    /// Whether a word may begin after `before`: `login` is no part of `/login`.
    fn may_follow(&self, before: &str) -> bool {
        before
            .chars()
            .next_back()
            .is_none_or(|c| c == ' ' || "([{“«‘·—–|".contains(c) || self.is_outer_quote(c))
    }

    /// Whether a word may end before `after`: `claude` is no part of `claude.ai`.
    fn may_precede(&self, after: &str) -> bool {
        let mut characters = after.chars();
        match characters.next() {
            None => true,
            Some(c) if c == ' ' || ")]}”»’·—–|".contains(c) || self.is_outer_quote(c) => true,
            // A mark ends a word only where the text goes on with a blank, a quote or nothing.
            Some(c) if ",;:.!?…".contains(c) => {
                !characters.next().is_some_and(|c| c.is_alphanumeric() || "/-_".contains(c))
            }
            Some(_) => false,
        }
    }

    /// Quotation marks bound a name, but a piece that has such marks itself must have both.
    fn is_outer_quote(&self, character: char) -> bool {
        matches!(character, '"' | '\'' | '`') && !self.text.contains(character)
    }
}

#[cfg(test)]
mod tests {
    use super::quotes;

    const PRINTED: &str = "Failed to authenticate. API Error: 401 OAuth token has expired";

    #[test]
    fn a_part_of_a_printed_text_is_a_quote_only_in_whole_words() {
        assert!(quotes(PRINTED, "API Error: 401"));
        assert!(quotes(PRINTED, "API Error"));
        assert!(quotes(PRINTED, "Failed to authenticate"));
        assert!(quotes(PRINTED, PRINTED));
        assert!(!quotes(PRINTED, "API Error: 40"));
        assert!(!quotes(PRINTED, "PI Error"));
    }

    #[test]
    fn a_part_of_a_name_is_no_quote() {
        for (name, part) in [
            ("/login", "login"),
            ("Please run /login", "login"),
            ("--bare", "-bare"),
            ("~/.claude/.credentials.json", "claude"),
            ("claude.ai", "claude"),
            ("ANTHROPIC_API_KEY", "API"),
            ("\"loggedIn\": true", "loggedIn\": true"),
        ] {
            assert!(!quotes(name, part), "{part} in {name}");
        }
        assert!(quotes("\"loggedIn\": true", "loggedIn"));
        assert!(quotes("Please run /login.", "/login"));
    }

    #[test]
    fn an_ellipsis_stands_for_any_run_but_keeps_the_order() {
        assert!(quotes(PRINTED, "Failed to authenticate … expired"));
        assert!(quotes(PRINTED, "API Error: 401 ..."));
        assert!(quotes(PRINTED, "Failed to auth… expired"));
        assert!(!quotes(PRINTED, "Failed to auth … expired"));
        assert!(!quotes(PRINTED, "expired … Failed"));
        assert!(!quotes(PRINTED, "…"));
    }

    #[test]
    fn a_second_occurrence_counts_when_the_first_is_inside_a_word() {
        assert!(quotes("relogin login", "login"));
        assert!(!quotes("ébéb", "b"));
    }
}
