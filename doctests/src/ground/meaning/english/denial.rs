//! What is denied, and how: "does heal" denies nothing, "nothing … no more" denies twice.

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[
    Rule {
        says: "“heals” or “does not heal”: nothing is stressed by “does heal”", breaks: stress
    },
    Rule {
        says: "an instruction that is denied with “do not”, not by “no” further on", breaks: instruction
    },
    Rule { says: "one denial in a clause: “nothing … any more”", breaks: denied_twice },
    Rule { says: "“but” or “also” after “not only”", breaks: not_only },
    Rule { says: "what the one who is cited does say", breaks: silent_witness },
];

/// What is no verb after "do", "does" and "did".
const AFTER_DO: [&str; 27] = [
    "is", "are", "was", "not", "so", "the", "it", "this", "that", "these", "too", "more", "harm", "nothing",
    "anything", "all", "what", "with", "without", "on", "to", "for", "in", "no", "before", "by", "either",
];

fn stress(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let next = sentence.at(at + 1);
    // "So does one", "what the server does": there it is no auxiliary.
    let turned = ["so", "neither", "nor", "as", "what", "than"].contains(&sentence.before(at));
    let verb = next.chars().all(char::is_alphabetic) && !next.ends_with("ing") && !AFTER_DO.contains(&next);
    let stressed = ["do", "does", "did"].contains(&sentence.at(at)) && !turned && verb;
    (stressed && !sentence.ends(at + 1)).then_some(2)
}

/// Words that tell the reader to do something with a thing.
const DO: [&str; 12] =
    ["run", "open", "close", "log", "let", "give", "ask", "unset", "set", "remove", "use", "sign"];

fn instruction(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let denies = ["no", "neither", "none"].contains(&sentence.at(at)) && !sentence.says(at, "no longer");
    let so_far: Vec<&str> = sentence.back(at).collect();
    let from_front = so_far.iter().rev();
    let joined = ["or", "then", "and", "fix", "check", "confirm"];
    let opening = from_front.clone().find(|word| !joined.contains(word));
    // What else is said in the same breath may be denied.
    let apart = ["if", "where", "that", "when", "and", "or"];
    let alone = from_front.skip(1).all(|word| !apart.contains(word));
    (denies && alone && opening.is_some_and(|word| DO.contains(word))).then_some(1)
}

fn denied_twice(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let bare = sentence.at(at) == "no" && sentence.ends(at + 1);
    let more = bare || sentence.says_one(at, &["no more", "no longer"]);
    (more && sentence.follows(at, &["nothing", "no", "never", "not", "none", "cannot"])).then_some(2)
}

fn not_only(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let goes_on = (at..sentence.words.len()).any(|later| ["but", "also"].contains(&sentence.at(later)));
    (sentence.says(at, "not only") && !goes_on).then_some(2)
}

/// Who speaks for a source.
const SPEAKERS: [&str; 8] =
    ["user", "users", "maintainer", "maintainers", "documentation", "changelog", "issue", "faq"];

fn silent_witness(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let denies = sentence.says_one(at, &["does not", "do not"]);
    let tells = ["say", "report", "answer", "show"].contains(&sentence.at(at + 2));
    let turned = sentence.at(at + 3) == "the" && SPEAKERS.contains(&sentence.at(at + 4));
    (denies && tells && (turned || sentence.follows(at, &SPEAKERS))).then_some(3)
}
