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
    Rule { says: "“nor” after “neither”, and one thing each that “both” do", breaks: pairs },
    Rule { says: "“whether” without “not”: it asks for both", breaks: whether },
    Rule {
        says: "“than any” and “like any” for “than no” and “like no”", breaks: likened_to_none
    },
    Rule { says: "a verb after “does not”, beside “so” and “anything”", breaks: no_verb },
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

fn pairs(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let denies = ["neither", "not", "no", "never", "cannot", "nothing"];
    let broken = match sentence.at(at) {
        "nor" => !(0..at).any(|earlier| denies.contains(&sentence.at(earlier))),
        "both" => {
            let singular = sentence.says(at, "both of them") && sentence.at(at + 3).ends_with('s');
            singular || ["does", "is"].contains(&sentence.at(at + 1))
        }
        // Of two things neither is one.
        "neither" => {
            sentence.at(at + 1).ends_with('s') && !["is", "was", "has", "does"].contains(&sentence.at(at + 1))
        }
        _ => false,
    };
    broken.then_some(1)
}

fn whether(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let denies = sentence.at(at) == "not" && sentence.before(at) != "or";
    let opens = |word: &&str| ["whether", "which", "and", "but", "that"].contains(word);
    let asked = sentence.back(at).find(opens) == Some("whether");
    let which = sentence.follows(at, &["see"]) && sentence.follows(at, &["which"]);
    (denies && (asked || which)).then_some(1)
}

fn likened_to_none(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    sentence.says_one(at, &["than no", "like no"]).then_some(2)
}

fn no_verb(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let bare = sentence.says_one(at, &["not so", "not anything"]);
    let done = ["does", "do", "did", "is"].contains(&sentence.before(at));
    if sentence.begins(at) && sentence.says(at, "so does not") {
        return Some(3);
    }
    (bare && done).then_some(2)
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
