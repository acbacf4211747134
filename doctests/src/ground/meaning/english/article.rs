//! Articles and what counts: "a" stands before one thing, "all" before several, "no" before none.

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[
    Rule { says: "one thing after “a”", breaks: one_thing },
    Rule { says: "what “all” are", breaks: bare_all },
    Rule { says: "a thing after “no”", breaks: bare_no },
    Rule { says: "each thing of a list once", breaks: listed_twice },
    Rule {
        says: "an endpoint without a key of its own: “API key” is what one has", breaks: endpoint_key
    },
    Rule { says: "“an” before a vowel, and “a” before anything else", breaks: article },
];

/// What "a" cannot stand before: what is more than one thing, or none.
const NO_ONE_THING: [&str; 18] = [
    "more", "longer", "such", "other", "any", "all", "each", "every", "json", "updates", "trouble", "harm",
    "need", "is", "are", "one", "api", "access",
];

fn one_thing(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let next = sentence.at(at + 1);
    let broken = sentence.at(at) == "a" && (sentence.ends(at + 1) || NO_ONE_THING.contains(&next));
    broken.then_some(2)
}

fn bare_all(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let alone = sentence.begins(at) || matches!(sentence.before(at), "as" | "is" | "are");
    let bare = alone && (sentence.ends(at + 1) || sentence.at(at + 1) == "until");
    (sentence.at(at) == "all" && bare || sentence.says(at, "all is") && sentence.before(at) == "when")
        .then_some(1)
}

fn bare_no(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let next = sentence.at(at + 1);
    let verb = matches!(next, "is" | "are" | "was" | "were" | "have" | "has" | "three" | "two" | "tokens" if next != "tokens" || sentence.before(at) == "once");
    (sentence.at(at) == "no" && verb).then_some(2)
}

fn endpoint_key(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    (sentence.says(at, "endpoint key") || sentence.says(at, "endpoint keys")).then_some(2)
}

fn listed_twice(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let articles = |word: &str| matches!(word, "a" | "an" | "the");
    let another = sentence.at(at) == "," && matches!(sentence.at(at + 1), "a" | "an");
    let joins = another || matches!(sentence.at(at), "and" | "or" | "nor");
    let next = at + 1 + usize::from(articles(sentence.at(at + 1)));
    let same = |length: &usize| {
        let start = at.checked_sub(*length);
        start.is_some_and(|start| {
            let words = || (0..*length).all(|more| sentence.at(start + more) == sentence.at(next + more));
            let named = *length > 1 || articles(sentence.before(start)) && next > at + 1;
            named && !sentence.ends(next) && words()
        })
    };
    let length = (1..4).find(same)?;
    joins.then_some(next + length - at)
}

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
