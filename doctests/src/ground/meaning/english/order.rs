//! What comes when: "twice" joins nothing, "first" stands first, and a time is over before "after".

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[
    Rule { says: "“once” where a clause begins: “twice” only counts", breaks: twice_joins },
    Rule {
        says: "“then” for what follows: “first” opens what something follows on", breaks: first_follows
    },
    Rule { says: "what is last of what: one begins with a first", breaks: last_opens },
    Rule { says: "“within” or “after” a time, or a number of times", breaks: before_a_time },
    Rule {
        says: "“wait” for what passes: nobody waits with a command, and nobody need not",
        breaks: waits_with,
    },
    Rule {
        says: "“after” a status: nothing tells before it what a server will answer",
        breaks: before_a_status,
    },
    Rule { says: "what it comes after", breaks: after_nothing },
    Rule { says: "“later” for what is done again", breaks: again_earlier },
];

/// What a clause begins with.
const SUBJECTS: [&str; 9] = ["it", "they", "the", "all", "that", "this", "a", "is", "no"];

fn twice_joins(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let joins = SUBJECTS.contains(&sentence.at(at + 1)) || sentence.before(at) == "at";
    (sentence.at(at) == "twice" && joins).then_some(2)
}

/// What makes "first" one of several things, and what may come right before "first" where it ends a clause.
const OF_SEVERAL: [&str; 8] = ["the", "a", "its", "this", "that", "each", "his", "their"];

fn first_follows(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let adverb =
        sentence.at(at) == "first" && !OF_SEVERAL.contains(&sentence.before(at)) && !sentence.ends(at + 1);
    let begins = sentence.begins(at) || at > 0 && sentence.begins(at - 1) && sentence.back(at).count() < 2;
    let goes_on = (at..sentence.words.len())
        .any(|later| matches!(sentence.at(later), "then" | "before" | "later" | "afterwards"));
    let follows = (0..at)
        .any(|earlier| sentence.words[earlier].is_mark || matches!(sentence.at(earlier), "and" | "that"));
    (adverb && follows && !begins && !goes_on && !sentence.says(at, "first and")).then_some(1)
}

fn last_opens(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let broken = sentence.at(at) == "last"
        && (sentence.ends(at + 1)
            || matches!(sentence.at(at + 1), "start" | "such" | "says" | "and" | "because"));
    broken.then_some(1)
}

/// Units of time and what is counted.
const COUNTED: [&str; 11] = [
    "seconds", "minutes", "minute", "hours", "hour", "days", "day", "attempts", "requests", "calls", "while",
];

fn before_a_time(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    if sentence.at(at) != "before" || sentence.at(at + 1) == "the" {
        return None;
    }
    let that_time = sentence.says(at + 1, "that time") && sentence.ends(at + 3);
    let counted = (1..4)
        .take_while(|more| !sentence.ends(at + more))
        .find(|more| COUNTED.contains(&sentence.at(at + more)));
    counted.map(|more| more + 1).or(that_time.then_some(3))
}

fn waits_with(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let next = at + 1 + usize::from(sentence.at(at + 1) == ",");
    let with = matches!(sentence.at(next), "with" | "by");
    let told_not_to = at > 1 && sentence.says(at - 2, "do not") && sentence.ends(at + 1);
    (sentence.at(at) == "wait" && (with || told_not_to)).then_some(1)
}

fn before_a_status(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    const BETWEEN: [&str; 8] = ["a", "an", "one", "any", "such", "single", "first", "second"];
    let more = (at + 1..).take_while(|next| BETWEEN.contains(&sentence.at(*next))).count();
    let status = sentence.at(at + 1 + more).trim_matches('`').parse::<u16>();
    let refusal = status.is_ok_and(|status| (400..600).contains(&status));
    (sentence.at(at) == "before" && refusal).then_some(more + 2)
}

fn after_nothing(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let bare = sentence.ends(at + 1) || matches!(sentence.at(at + 1), "is" | "are" | "was");
    (sentence.at(at) == "after" && bare).then_some(1)
}

fn again_earlier(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    sentence.says(at, "again earlier").then_some(2)
}
