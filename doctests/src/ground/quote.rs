//! Whether one text quotes another: whole, at word boundaries, or in parts joined by `…`.

/// Whether `quoted` stands in `text`: at word boundaries, white space folded, each `…` (or `...`) in
/// `quoted` matching any run of characters.
pub(super) fn quotes(text: &str, quoted: &str) -> bool {
    let text = fold(text);
    let quoted = fold(&quoted.replace("...", "…"));
    let mut rest = 0;
    let mut any = false;
    for piece in quoted.split('…').map(str::trim).filter(|piece| !piece.is_empty()) {
        any = true;
        match find_bounded(&text, piece, rest) {
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

/// Where the first occurrence of `piece` from `from` on that begins and ends at a word boundary ends.
fn find_bounded(text: &str, piece: &str, from: usize) -> Option<usize> {
    let mut from = from;
    while let Some(start) = text.get(from..)?.find(piece).map(|at| at + from) {
        let end = start + piece.len();
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        if !inside_word(before, piece.chars().next()) && !inside_word(piece.chars().next_back(), after) {
            return Some(end);
        }
        from = start + piece.chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Whether a word goes on from `left` to `right`.
fn inside_word(left: Option<char>, right: Option<char>) -> bool {
    let word = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    word(left) && word(right)
}

#[cfg(test)]
mod tests {
    use super::quotes;

    const PRINTED: &str = "Failed to authenticate. API Error: 401 OAuth token has expired";

    #[test]
    fn a_part_of_a_printed_text_is_a_quote_only_at_word_boundaries() {
        assert!(quotes(PRINTED, "API Error: 401"));
        assert!(quotes(PRINTED, PRINTED));
        assert!(!quotes(PRINTED, "API Error: 40"));
        assert!(!quotes(PRINTED, "PI Error"));
    }

    #[test]
    fn an_ellipsis_stands_for_any_run_but_keeps_the_order() {
        assert!(quotes(PRINTED, "Failed to authenticate … expired"));
        assert!(quotes(PRINTED, "API Error: 401 ..."));
        assert!(!quotes(PRINTED, "expired … Failed"));
        assert!(!quotes(PRINTED, "…"));
    }

    #[test]
    fn a_second_occurrence_counts_when_the_first_is_inside_a_word() {
        assert!(quotes("relogin login", "login"));
        assert!(!quotes("ébéb", "b"));
    }
}
