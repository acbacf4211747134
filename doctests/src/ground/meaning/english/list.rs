//! What a list names: each thing once.

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[Rule { says: "each thing of a list once", breaks: listed_twice }];

fn listed_twice(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let is_article = |word: &str| ["a", "an", "the"].contains(&word);
    let another = sentence.at(at) == "," && ["a", "an"].contains(&sentence.at(at + 1));
    let joins = another || ["and", "or", "nor"].contains(&sentence.at(at));
    let next = at + 1 + usize::from(is_article(sentence.at(at + 1)));
    let same = |length: &usize| {
        let Some(start) = at.checked_sub(*length) else { return false };
        // One word may be said twice, "again and again"; a thing with its article may not.
        let named = *length > 1 || is_article(sentence.before(start)) && next > at + 1;
        let words = || (0..*length).all(|more| sentence.at(start + more) == sentence.at(next + more));
        named && !sentence.ends(next) && words()
    };
    let length = (1..4).find(same).filter(|_| joins)?;
    Some(next + length - at)
}
