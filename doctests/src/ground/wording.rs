//! The few words beside a fact that change what it asks for: comparisons, and negation.

/// How a duration is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    /// Not at all.
    None,
    /// `before`, `ahead`: a threshold where the citation declares one, else a plain distance.
    Weak,
    /// `within`, `or less`, `more than`: a threshold, which only a boundary or a source can say.
    Strong,
}

/// How the duration between `before` and `after` is compared.
pub(super) fn comparison(before: &str, after: &str) -> Comparison {
    const STRONG_BEFORE: [&str; 14] = [
        "within",
        "within the",
        "within the last",
        "more than",
        "less than",
        "at least",
        "at most",
        "up to",
        "under",
        "no more than",
        "no less than",
        "longer than",
        "shorter than",
        "fewer than",
    ];
    const STRONG_AFTER: [&str; 6] = ["or less", "or more", "or longer", "or fewer", "or sooner", "or later"];
    const WEAK_AFTER: [&str; 5] = ["before", "ahead", "left", "earlier", "early"];
    let before = words(before);
    let after = words(after);
    if STRONG_BEFORE.iter().any(|word| ends_with(&before, word))
        || STRONG_AFTER.iter().any(|word| starts_with(&after, word))
    {
        Comparison::Strong
    } else if WEAK_AFTER.iter().any(|word| starts_with(&after, word)) {
        Comparison::Weak
    } else {
        Comparison::None
    }
}

/// Whether the duration between `before` and `after` says at which moment something is done, and not how long it lasts.
pub(super) fn is_moment(before: &str, after: &str) -> bool {
    let (before, after) = (words(before), words(after));
    ["after", "with"].iter().any(|word| ends_with(&before, word))
        || ["after", "later", "to go", "into"].iter().any(|word| starts_with(&after, word))
}

/// Whether a sentence denies something.
pub(super) fn negated(sentence: &str) -> bool {
    let negators =
        ["not", "no", "never", "without", "neither", "nor", "nothing", "none", "cannot", "instead"];
    words(sentence).split(' ').any(|word| negators.contains(&word) || word.ends_with("n't"))
}

/// Whether a sentence speaks of some releases and not of others.
pub(super) fn of_other_releases(sentence: &str) -> bool {
    let telling = ["older", "old", "newer", "earlier", "before", "until", "formerly"];
    words(sentence).split(' ').any(|word| telling.contains(&word))
}

/// Whether a sentence, or the header of a table, tells of older releases and of no others: that is how it opens.
pub(super) fn of_older_releases(sentence: &str) -> bool {
    const OPENINGS: [&str; 8] = [
        "older",
        "old releases",
        "an older",
        "releases before",
        "releases up to",
        "before it",
        "in older",
        "until",
    ];
    let words = words(sentence);
    OPENINGS.iter().any(|opening| starts_with(&words, opening))
}

/// Whether a sentence speaks of a server, of what one answers, or of what follows, outside what it quotes.
pub(super) fn speaks_of_a_server(sentence: &str) -> bool {
    let plain: String = sentence.split('`').step_by(2).collect();
    let telling = ["api", "server", "endpoint", "answer", "response", "message", "refresh", "token", "page"];
    words(&plain).split(' ').any(|word| {
        telling.iter().any(|telling| word == *telling || telling.len() > 3 && word.starts_with(telling))
    })
}

/// Whether the words right before a fact deny it: `no`, `without a`.
pub(super) fn denied(before: &str) -> bool {
    let before = words(before);
    ["no", "without", "without a", "without any", "never a", "not a"]
        .iter()
        .any(|phrase| ends_with(&before, phrase))
}

/// Lower case, single blanks, no marks at the edges of words.
fn words(text: &str) -> String {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn ends_with(text: &str, phrase: &str) -> bool {
    text.strip_suffix(phrase).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}

fn starts_with(text: &str, phrase: &str) -> bool {
    text.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::{Comparison, comparison, negated};

    #[test]
    fn a_threshold_is_told_from_a_plain_duration() {
        assert_eq!(comparison("when it expires within ", " it refreshes"), Comparison::Strong);
        assert_eq!(comparison("with ", " or less left"), Comparison::Strong);
        assert_eq!(comparison("refreshes ", " before expiry"), Comparison::Weak);
        assert_eq!(comparison("lives for ", "."), Comparison::None);
        assert_eq!(comparison("tofrom notwithin ", ""), Comparison::None);
    }

    #[test]
    fn a_negative_sentence_is_known_by_its_words() {
        assert!(negated("It does not print that."));
        assert!(negated("It doesn't."));
        assert!(!negated("It prints a notice."));
    }
}
