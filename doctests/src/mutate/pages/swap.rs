//! Words → others: who does it, when, how often, and what becomes of it.

use super::List;
use super::word::Word;
use crate::mutant::Operator::{self, Actor, Again, Order, Outcome};
use crate::span::Span;

/// What is replaced by what; the longest that fits is taken. What replaces it makes the sentence false: without
/// "again", or with "one" for "each", it would only say less.
const SWAPS: [(Operator, &str, &str); 62] = [
    (Order, "before", "after"),
    (Order, "after", "before"),
    (Order, "until", "after"),
    (Order, "ahead of", "after"),
    (Order, "first", "last"),
    (Order, "then", "first"),
    (Order, "next", "previous"),
    (Order, "earlier", "later"),
    (Order, "later", "earlier"),
    (Outcome, "recovers", "has to log in again"),
    (Outcome, "heals by itself", "needs a new login"),
    (Outcome, "log in again", "wait"),
    (Outcome, "works", "fails"),
    (Outcome, "work", "fail"),
    (Outcome, "fails", "works"),
    (Outcome, "fail", "work"),
    (Outcome, "yes", "no"),
    (Outcome, "accepts", "refuses"),
    (Outcome, "refuses", "accepts"),
    (Outcome, "accepted", "refused"),
    (Outcome, "refused", "accepted"),
    (Outcome, "expired", "valid"),
    (Outcome, "good", "dead"),
    (Outcome, "dead", "good"),
    (Outcome, "keeps", "removes"),
    (Outcome, "kept", "removed"),
    (Outcome, "removes", "keeps"),
    (Outcome, "removed", "kept"),
    (Outcome, "empties", "keeps"),
    (Outcome, "stores", "removes"),
    (Outcome, "stays", "changes"),
    (Outcome, "stay", "change"),
    (Outcome, "wins", "loses"),
    (Outcome, "win", "lose"),
    (Actor, "access token", "refresh token"),
    (Actor, "refresh token", "access token"),
    (Actor, "access tokens", "refresh tokens"),
    (Actor, "refresh tokens", "access tokens"),
    (Actor, "api key", "access token"),
    (Actor, "the client", "the server"),
    (Actor, "the server", "the client"),
    (Actor, "claude code", "the server"),
    (Actor, "token endpoint", "API"),
    (Actor, "the api", "the token endpoint"),
    (Actor, "authorization server", "resource server"),
    (Actor, "resource server", "authorization server"),
    (Actor, "stored login", "API key"),
    (Actor, "helper", "server"),
    (Actor, "linux", "Windows"),
    (Actor, "macos", "Linux"),
    (Actor, "windows", "macOS"),
    (Actor, "a person", "Claude Code"),
    (Again, "again", "for the first time"),
    (Again, "once more", "for the first time"),
    (Again, "a second time", "for the first time"),
    (Again, "once", "twice"),
    (Again, "twice", "once"),
    (Again, "still", "no longer"),
    (Again, "no longer", "still"),
    (Again, "both", "neither"),
    (Again, "each", "no"),
    (Again, "every", "no"),
];

/// The mutants of `words`.
pub(super) fn of(words: &[Word<'_>], list: &mut List<'_>) {
    let mut at = 0;
    while at < words.len() {
        let fitting = SWAPS.iter().filter_map(|swap| Some((fit(swap.1, &words[at..])?, swap)));
        let Some((length, (operator, _, to))) = fitting.max_by_key(|(length, _)| *length) else {
            at += 1;
            continue;
        };
        let (opening, closing) = (&words[at], &words[at + length - 1]);
        let span = Span::new(opening.span.start, closing.span.end);
        list.push(*operator, span, cased(to, opening.text));
        at += length;
    }
}

/// How many of `words` the `phrase` is, if they begin with it.
fn fit(phrase: &str, words: &[Word<'_>]) -> Option<usize> {
    let mut length = 0;
    for part in phrase.split(' ') {
        let word = words.get(length)?;
        if word.lower != part || (length > 0 && !word.follows) {
            return None;
        }
        length += 1;
    }
    Some(length)
}

/// `span` with the blanks before it, so that taking it away leaves no gap.
pub(super) fn with_blank(span: Span, list: &List<'_>) -> Span {
    let before = &list.page.file.text[..span.start];
    let start = before.trim_end_matches([' ', '\n']).len();
    // At the start of a line something else may stand there, a list's mark for one.
    if before[start..].contains('\n') { span } else { Span::new(start, span.end) }
}

/// `text` with a capital where `like` has one.
pub(super) fn cased(text: &str, like: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) if like.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(characters).collect()
        }
        _ => text.to_owned(),
    }
}
