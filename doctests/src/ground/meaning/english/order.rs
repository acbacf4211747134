//! What comes when: "first" stands first, and nothing is known before it is answered.

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[
    Rule { says: "“then” for what follows: on “first” something follows", breaks: first_follows },
    Rule { says: "what is the last of what", breaks: last_of_nothing },
    Rule { says: "“within” or “after” a time, or a number of times", breaks: before_a_time },
    Rule { says: "“after” a status: nothing tells what a server will answer", breaks: before_a_status },
];

fn first_follows(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    // "The first": one of several things. "It is sent first": where it ends a clause it stands for itself.
    const OF_SEVERAL: [&str; 8] = ["the", "a", "its", "this", "that", "each", "his", "their"];
    let adverb = sentence.at(at) == "first"
        && !OF_SEVERAL.contains(&sentence.before(at))
        && !sentence.ends(at + 1)
        && !sentence.says(at, "first and");
    let follows = (0..at)
        .any(|earlier| sentence.words[earlier].is_mark || ["and", "that"].contains(&sentence.at(earlier)));
    let begins = sentence.begins(at) || sentence.begins(at - 1);
    let later = ["then", "before", "later", "afterwards"];
    let goes_on = (at..sentence.words.len()).any(|next| later.contains(&sentence.at(next)));
    (adverb && follows && !begins && !goes_on).then_some(1)
}

fn last_of_nothing(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let of_nothing = ["start", "such", "says", "and", "because"].contains(&sentence.at(at + 1));
    (sentence.at(at) == "last" && (of_nothing || sentence.ends(at + 1))).then_some(1)
}

fn before_a_time(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    const COUNTED: [&str; 11] = [
        "seconds", "minutes", "minute", "hours", "hour", "days", "day", "attempts", "requests", "calls",
        "while",
    ];
    if sentence.at(at) != "before" || sentence.at(at + 1) == "the" {
        return None;
    }
    let that_time = sentence.says(at + 1, "that time") && sentence.ends(at + 3);
    let counted = (1..4)
        .take_while(|more| !sentence.ends(at + more))
        .find(|more| COUNTED.contains(&sentence.at(at + more)));
    counted.map(|more| more + 1).or(that_time.then_some(3))
}

fn before_a_status(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let between = ["a", "an", "one", "any", "such", "single", "first", "second"];
    let more = sentence.run_of(at + 1, &between);
    let status = sentence.at(at + 1 + more).trim_matches('`').parse::<u16>();
    let refusal = status.is_ok_and(|status| (400..600).contains(&status));
    (sentence.at(at) == "before" && refusal).then_some(more + 2)
}
