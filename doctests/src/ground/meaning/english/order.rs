//! What comes when: "twice" joins nothing, "first" stands first, and "after" comes after something.

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[
    Rule { says: "“once” in front of a clause: “twice” only counts", breaks: twice_joins },
    Rule { says: "“then” for what follows: on “first” something follows", breaks: first_follows },
    Rule { says: "what is the last of what", breaks: last_of_nothing },
    Rule { says: "“within” or “after” a time, or a number of times", breaks: before_a_time },
    Rule { says: "“after” a status: nothing tells what a server will answer", breaks: before_a_status },
    Rule { says: "what it comes after", breaks: after_nothing },
    Rule { says: "“later” for what is done again", breaks: again_earlier },
    Rule {
        says: "“wait” for what passes: one waits with nothing, and need not be kept from it",
        breaks: waits,
    },
];

fn twice_joins(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    const SUBJECTS: [&str; 9] = ["it", "they", "the", "all", "that", "this", "a", "is", "no"];
    let joins = SUBJECTS.contains(&sentence.at(at + 1)) || sentence.before(at) == "at";
    (sentence.at(at) == "twice" && joins).then_some(2)
}

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

fn after_nothing(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let nothing = sentence.ends(at + 1) || ["is", "are", "was"].contains(&sentence.at(at + 1));
    (sentence.at(at) == "after" && nothing).then_some(1)
}

fn again_earlier(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    sentence.says(at, "again earlier").then_some(2)
}

fn waits(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let next = at + 1 + usize::from(sentence.at(at + 1) == ",");
    let with = ["with", "by"].contains(&sentence.at(next));
    let kept_from_it = at > 1 && sentence.says(at - 2, "do not") && sentence.ends(at + 1);
    (sentence.at(at) == "wait" && (with || kept_from_it)).then_some(1)
}
