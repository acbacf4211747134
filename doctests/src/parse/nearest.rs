//! The name somebody probably meant.

/// The candidate nearest to `word`, when one is near enough to be a slip of the keyboard.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const NEAR: f64 = 0.8;
    // A name is short; comparing is quadratic, and a file may hold anything.
    const LONGEST: usize = 100;
    if word.len() > LONGEST {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, candidate)| {
            *likeness >= NEAR || strsim::damerau_levenshtein(word, candidate) <= 1
        })
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_is_recognised() {
        assert_eq!(nearest("outcom", ["exit", "outcome", "counts"]), Some("outcome"));
        assert_eq!(nearest("promt", ["prompt", "prompts"]), Some("prompt"));
    }

    #[test]
    fn what_is_longer_than_any_name_is_compared_with_none() {
        let longest = "a".repeat(100);
        let longer = "a".repeat(101);
        assert_eq!(nearest(&longest, [longer.as_str()]), Some(longer.as_str()));
        assert_eq!(nearest(&longer, [longest.as_str()]), None);
    }

    #[test]
    fn a_foreign_word_is_near_to_nothing() {
        assert_eq!(nearest("zebra", ["exit", "outcome", "counts"]), None);
    }
}
