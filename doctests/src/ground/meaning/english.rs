//! Rules of English that hold for every sentence: words that cannot stand beside each other, whatever is cited.

mod denial;
mod doer;
mod list;
mod order;

use crate::span::Span;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::words::{Word, words};

/// A rule, as contributors read it, and what breaks it.
pub(in crate::ground) struct Rule {
    /// What is expected; it is printed on contributing.md.
    pub says: &'static str,
    /// How many words from the one at this place on break it.
    breaks: fn(&Sentence<'_>, usize) -> Option<usize>,
}

/// Every rule.
pub(in crate::ground) fn rules() -> impl Iterator<Item = &'static Rule> {
    denial::RULES.iter().chain(list::RULES).chain(order::RULES).chain(doer::RULES)
}

/// Contradicts what breaks a rule in `unit`, which `text` is.
pub(super) fn hold(unit: &Unit, text: &str, held: &mut Vec<HeldClause>) {
    let words = words(text, unit.span.start);
    let sentence = Sentence { words: &words };
    for at in 0..words.len() {
        for rule in rules() {
            let Some(length) = (rule.breaks)(&sentence, at) else { continue };
            let last = &words[(at + length).min(words.len()) - 1];
            let span = Span::new(words[at].span.start, last.span.end);
            let seen = text.get(span.start - unit.span.start..span.end - unit.span.start);
            let seen = format!("“{}”", seen.unwrap_or_default());
            held.push(HeldClause { span, held: Held::Contradicted { expected: rule.says.to_owned(), seen } });
        }
    }
}

/// The words of a unit, one after the other. Past either end stands nothing.
struct Sentence<'a> {
    words: &'a [Word],
}

impl Sentence<'_> {
    /// The word `at`, in small letters; a mark as it is, a code span with its backticks.
    fn at(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text.as_str())
    }

    /// The word before `at`.
    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.at(at))
    }

    /// Whether the words from `at` on are those of `phrase`.
    fn says(&self, at: usize, phrase: &str) -> bool {
        phrase.split(' ').enumerate().all(|(more, word)| self.at(at + more) == word)
    }

    /// Whether the words from `at` on are those of one of `phrases`.
    fn says_one(&self, at: usize, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.says(at, phrase))
    }

    /// Whether a clause ends before the word `at`: a mark, or the end.
    fn ends(&self, at: usize) -> bool {
        self.words.get(at).is_none_or(|word| word.is_mark)
    }

    /// Whether a sentence or a cell begins with the word `at`.
    fn begins(&self, at: usize) -> bool {
        at == 0 || self.before(at) == "|"
    }

    /// The words before `at` as far as the mark before them, the nearest first.
    fn back(&self, at: usize) -> impl Iterator<Item = &str> {
        self.words[..at].iter().rev().take_while(|word| !word.is_mark).map(|word| word.text.as_str())
    }

    /// Whether one of `wanted` stands before `at`, with no mark between.
    fn follows(&self, at: usize, wanted: &[&str]) -> bool {
        self.back(at).any(|word| wanted.contains(&word))
    }

    /// How many words from `at` on are among `words`.
    fn run_of(&self, at: usize, words: &[&str]) -> usize {
        let rest = self.words.get(at..).unwrap_or_default();
        rest.iter().take_while(|word| words.contains(&word.text.as_str())).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences that break a rule, each with the words that do.
    const WRONG: &[(&str, &str)] = &[
        ("It does heal by itself.", "does heal"),
        ("Close no session.", "no"),
        ("Nothing is sent no more.", "no more"),
        ("Not only a refused token needs you.", "not only"),
        ("The documentation does not say so.", "does not say"),
        ("It revokes a refresh token or a refresh token.", "or a refresh token"),
        ("The lock is held; first they refresh.", "first"),
        ("Update last.", "last"),
        ("It exits before 60 seconds.", "before 60 seconds"),
        ("The helper runs again before a `401`.", "before a `401`"),
        ("The client has refused all of them.", "the client has refused"),
        ("The token lives on at the client.", "the client"),
        ("The server then empties both tokens.", "server then empties"),
        ("An expired refresh token is renewed.", "refresh token is renewed"),
        ("The prompt works with exit code 1.", "works with exit code 1"),
        ("The access token was spent.", "access token was spent"),
        ("It redeems its access token.", "redeems its access token"),
    ];

    const RIGHT: &[&str] = &[
        "A read-only directory does harm, and what the server does is not known.",
        "An empty value counts as unset, and so does a value of blanks.",
        "Run `claude auth login` if there is no login.",
        "Nothing is sent any more, and no login is stored.",
        "Neither the key nor the login is sent, and both tokens are empty.",
        "It does not say whether a server accepts it or not.",
        "A user reports that nothing comes back.",
        "An hour later a user finds a one-time code and an SSH key.",
        "There is no refresh at all, and `*` stands for all.",
        "It goes out twice in all, again and again.",
        "With an API key beside a token the key beats the token.",
        "The refresh token is presented twice.",
        "It is refreshed first and never sent; the first start asks.",
        "Of old releases the last run exited with 1.",
        "It is sent before the second refresh, and after it the prompt ends.",
        "Wait, then run it again later.",
        "The server refuses it, and the client then refreshes.",
        "The access token is renewed; it loses to the helper.",
        "It fails with exit code 1.",
    ];

    /// What of `text` is refused.
    fn broken(text: &str) -> Vec<String> {
        let words = words(text, 0);
        let sentence = Sentence { words: &words };
        let places = (0..words.len()).flat_map(|at| rules().map(move |rule| (at, rule)));
        let found = places.filter_map(|(at, rule)| Some((at, (rule.breaks)(&sentence, at)?)));
        found
            .map(|(at, length)| {
                let words = words[at..].iter().take(length);
                words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    #[test]
    fn what_cannot_be_said_is_refused_at_its_words() {
        for (text, expected) in WRONG {
            assert!(broken(text).iter().any(|found| found == expected), "{text} {:?}", broken(text));
        }
    }

    #[test]
    fn what_can_be_said_is_not_refused() {
        for text in RIGHT {
            assert_eq!(broken(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn each_rule_is_broken_by_some_sentence_here() {
        let unbroken = rules().filter(|rule| {
            !WRONG.iter().any(|(text, _)| {
                let words = words(text, 0);
                (0..words.len()).any(|at| (rule.breaks)(&Sentence { words: &words }, at).is_some())
            })
        });
        assert_eq!(unbroken.map(|rule| rule.says).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
