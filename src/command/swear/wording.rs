//! Two wordings of a claim, word by word.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// A run of words that stayed, went or came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Words {
    /// As before.
    Same(String),
    /// No longer there.
    Gone(String),
    /// New.
    New(String),
}

/// How `now` differs from `before`.
pub(super) fn changes(before: &str, now: &str) -> Vec<Words> {
    let mut changes: Vec<Words> = Vec::new();
    for change in TextDiff::from_words(before, now).iter_all_changes() {
        let (tag, text) = (change.tag(), change.value());
        match (changes.last_mut(), tag) {
            (Some(Words::Same(words)), ChangeTag::Equal)
            | (Some(Words::Gone(words)), ChangeTag::Delete)
            | (Some(Words::New(words)), ChangeTag::Insert) => words.push_str(text),
            (_, ChangeTag::Equal) => changes.push(Words::Same(text.to_owned())),
            (_, ChangeTag::Delete) => changes.push(Words::Gone(text.to_owned())),
            (_, ChangeTag::Insert) => changes.push(Words::New(text.to_owned())),
        }
    }
    changes
}

/// On one line, as `wdiff` does it.
pub(super) fn line(changes: &[Words]) -> String {
    let shown = |words: &Words| match words {
        Words::Same(words) => words.clone(),
        Words::Gone(words) => format!("[-{words}-]"),
        Words::New(words) => format!("{{+{words}+}}"),
    };
    changes.iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_word_stands_out_and_the_others_do_not() {
        let shown = |before, now| line(&changes(before, now));
        assert_eq!(shown("it sends it again", "it repeats it again"), "it [-sends-]{+repeats+} it again");
        assert_eq!(shown("it stops once", "it stops"), "it stops[- once-]");
        assert_eq!(shown("", "it stops"), "{+it stops+}");
        assert_eq!(shown("the same", "the same"), "the same");
    }
}
