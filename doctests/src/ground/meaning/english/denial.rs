//! What is denied, and how: "does heal" denies nothing, "nothing … no more" denies twice.

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[
    Rule {
        says: "no emphasis: “heals” for “does heal”, or what is denied with “not”", breaks: emphasis
    },
    Rule { says: "an instruction that is denied with “do not”", breaks: denied_instruction },
    Rule { says: "one denial in a clause", breaks: denied_twice },
    Rule { says: "“not only” with its “but”", breaks: not_only },
    Rule { says: "“nor” after “neither”, and “and” after “both”", breaks: pairs },
    Rule { says: "“whether” without “not”: it asks for both", breaks: whether },
    Rule { says: "“than any” or “than every” for “than no”", breaks: than_none },
    Rule { says: "who is cited, with what they do say", breaks: silent_witness },
    Rule {
        says: "what is not done: “not so” and “not anything” deny nothing by themselves",
        breaks: denies_nothing,
    },
];

/// Words that may follow "do", "does" and "did".
const AFTER_DO: [&str; 24] = [
    "not", "so", "the", "it", "this", "that", "these", "too", "more", "harm", "nothing", "anything", "all",
    "what", "with", "without", "on", "to", "for", "in", "no", "before", "by", "either",
];

fn emphasis(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let next = sentence.at(at + 1);
    let auxiliary = matches!(sentence.at(at), "do" | "does" | "did");
    // "So does one", "neither does it": there the order is turned.
    let turned = matches!(sentence.before(at), "so" | "neither" | "nor" | "as" | "what" | "than");
    let verb = next.chars().all(char::is_alphabetic) && !next.ends_with("ing") && !AFTER_DO.contains(&next);
    (auxiliary && !turned && verb && !sentence.ends(at + 1)).then_some(2)
}

/// Words that tell the reader what to do, of those that stand with a thing.
const INSTRUCTIONS: [&str; 12] =
    ["run", "open", "close", "log", "let", "give", "ask", "unset", "set", "remove", "use", "sign"];

fn denied_instruction(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let denies = matches!(sentence.at(at), "no" | "neither" | "none") && !sentence.says(at, "no longer");
    let opening = sentence.back(at).last().unwrap_or_default();
    let opens = |word: &str| INSTRUCTIONS.contains(&word);
    let second =
        || sentence.back(at).collect::<Vec<_>>().into_iter().rev().nth(1).unwrap_or_default().to_owned();
    let told = opens(opening)
        || matches!(opening, "or" | "then" | "and" | "fix" | "check" | "confirm") && opens(&second());
    (denies
        && told
        && !sentence
            .back(at)
            .any(|word| matches!(word, "if" | "where" | "that" | "when" | "and" | "or") && word != opening))
    .then_some(1)
}

fn denied_twice(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let more = sentence.says(at, "no more")
        || sentence.says(at, "no longer")
        || sentence.at(at) == "no" && sentence.ends(at + 1);
    let denied =
        sentence.back(at).any(|word| matches!(word, "nothing" | "no" | "never" | "not" | "none" | "cannot"));
    (more && denied).then_some(2)
}

fn not_only(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let goes_on = (at..sentence.words.len()).any(|later| matches!(sentence.at(later), "but" | "also"));
    (sentence.says(at, "not only") && !goes_on).then_some(2)
}

fn pairs(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let mut before = (0..at).map(|earlier| sentence.at(earlier));
    let broken = match sentence.at(at) {
        "nor" => {
            !before.any(|word| matches!(word, "neither" | "not" | "no" | "never" | "cannot" | "nothing"))
        }
        "both" => {
            sentence.says(at, "both of them") && sentence.at(at + 3).ends_with('s')
                || matches!(sentence.at(at + 1), "does" | "is")
        }
        _ => false,
    };
    broken.then_some(1)
}

fn whether(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let asks = sentence.at(at) == "not" && sentence.before(at) != "or";
    let asked = sentence
        .back(at)
        .find(|word| matches!(*word, "whether" | "which" | "and" | "but" | "that"))
        .is_some_and(|word| word == "whether");
    let which = sentence.back(at).any(|word| word == "see") && sentence.back(at).any(|word| word == "which");
    (asks && (asked || which)).then_some(1)
}

fn than_none(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    (sentence.says(at, "than no") || sentence.says(at, "like no")).then_some(2)
}

/// Who speaks for a source.
const SPEAKERS: [&str; 8] =
    ["user", "users", "maintainer", "maintainers", "documentation", "changelog", "issue", "faq"];

fn silent_witness(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let silent = (sentence.says(at, "does not") || sentence.says(at, "do not"))
        && matches!(sentence.at(at + 2), "say" | "report" | "answer" | "show");
    let speaks = sentence.back(at).any(|word| SPEAKERS.contains(&word))
        || SPEAKERS.contains(&sentence.at(at + 4)) && sentence.at(at + 3) == "the";
    (silent && speaks).then_some(3)
}

fn denies_nothing(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let bare = sentence.says(at, "not so") || sentence.says(at, "not anything");
    let done = matches!(sentence.before(at), "does" | "do" | "did" | "is");
    let turned = sentence.says(at, "so does not") && sentence.begins(at);
    if turned { Some(3) } else { (bare && done).then_some(2) }
}
