//! What stands after an article, "all" and "no", and what a list names.

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[
    Rule { says: "“an” before a vowel, and “a” before anything else", breaks: article },
    Rule { says: "one thing after “a”", breaks: one_thing },
    Rule { says: "what they are that “all” are", breaks: bare_all },
    Rule { says: "a thing between “no” and its verb", breaks: bare_no },
    Rule { says: "each thing of a list once", breaks: listed_twice },
    Rule { says: "no key of an endpoint: what one has is an API key", breaks: endpoint_key },
];

fn article(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let next = sentence.at(at + 1);
    // Names in capitals are spelt out: "an SSH key", "a UI".
    let spelt = next.len() <= 4 || !next.chars().all(char::is_alphabetic);
    let opens = |sounds: &[&str]| sounds.iter().any(|sound| next.starts_with(sound));
    let broken = match sentence.at(at) {
        "a" => opens(&["a", "e", "i", "o"]) && !opens(&["eu", "one", "once"]),
        "an" => !opens(&["a", "e", "i", "o", "u", "hour", "honest", "heir"]),
        _ => false,
    };
    (broken && !spelt).then_some(2)
}

/// What is more than one thing, or none that is counted.
const NO_ONE_THING: [&str; 18] = [
    "more", "longer", "such", "other", "any", "all", "each", "every", "json", "updates", "trouble", "harm",
    "need", "is", "are", "one", "api", "access",
];

fn one_thing(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let none = sentence.ends(at + 1) || NO_ONE_THING.contains(&sentence.at(at + 1));
    (sentence.at(at) == "a" && none).then_some(2)
}

fn bare_all(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let alone = sentence.begins(at) || ["as", "is", "are"].contains(&sentence.before(at));
    let bare = alone && (sentence.ends(at + 1) || sentence.at(at + 1) == "until");
    let verb = sentence.before(at) == "when" && sentence.at(at + 1) == "is";
    (sentence.at(at) == "all" && (bare || verb)).then_some(1)
}

fn bare_no(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let verb = ["is", "are", "was", "were", "have", "has"].contains(&sentence.at(at + 1));
    // "No three": of what there is none, there are not three.
    let several = ["two", "three", "four", "five", "six"].contains(&sentence.at(at + 1));
    let once = sentence.before(at) == "once" && sentence.at(at + 1).ends_with('s');
    (sentence.at(at) == "no" && (verb || several || once)).then_some(2)
}

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

fn endpoint_key(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    sentence.says_one(at, &["endpoint key", "endpoint keys"]).then_some(2)
}
