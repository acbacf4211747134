//! What in a sentence is a fact: the kinds in the order they are looked for, and the words they go by.

use super::WordList;

/// A kind of fact that is looked for. What one has taken is no other's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactRule {
    /// `5 minutes`.
    Duration,
    /// `exit code 1`.
    ExitCode,
    /// `two token requests`.
    Count,
    /// `0600`.
    Mode,
    /// `2.1.118`.
    Version,
    /// `401`.
    Status,
    /// Any other code.
    Code,
}

impl FactRule {
    /// All of them, the most specific first.
    pub const IN_ORDER: [Self; 7] =
        [Self::Duration, Self::ExitCode, Self::Count, Self::Mode, Self::Version, Self::Status, Self::Code];

    /// What is one, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Duration => {
                "A duration: a number, in figures or in words, with a unit of time; both ends of a range; two that follow \
                 one another, as in “1 hour 30 minutes”, are one."
            }
            Self::ExitCode => {
                "An exit code: a number up to 255 after “exit”, “exits”, “exited” or “exiting”, and after “with” later on."
            }
            Self::Count => {
                "A count: a number with a noun that is counted, at most three other words between; “once” and “twice”. A bare \
                 “one” counts only after “exactly”, “only”, “just”, “at most” or “at least”."
            }
            Self::Mode => {
                "A file mode: four octal figures that begin with 0, or three after “mode” or “permissions”."
            }
            Self::Version => "A version: three numbers with two full stops.",
            Self::Status => {
                "A status: 200, 201, 204, or 300 to 599, unless another word's number; any other three figures with a word \
                 of a status beside them, or in code."
            }
            Self::Code => "Any other code: a name, a command, a printed text, a value.",
        }
    }
}

/// Units of time, each with its names and its length in milliseconds.
pub const TIMES: [(&[&str], i64); 8] = [
    (&["ms", "msec", "millisecond", "milliseconds"], 1),
    (&["s", "sec", "secs", "second", "seconds"], 1000),
    (&["m", "min", "mins", "minute", "minutes"], 60_000),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600_000),
    (&["d", "day", "days"], 86_400_000),
    (&["w", "week", "weeks"], 604_800_000),
    // A month has no fixed length; a page that says one means 30 days.
    (&["month", "months"], 2_592_000_000),
    (&["y", "yr", "year", "years"], 31_536_000_000),
];

/// Nouns that a count is bound to: singular and plural.
pub const COUNTED: [(&str, &str); 26] = [
    ("answer", "answers"),
    ("attempt", "attempts"),
    ("call", "calls"),
    ("client", "clients"),
    ("command", "commands"),
    ("error", "errors"),
    ("exchange", "exchanges"),
    ("failure", "failures"),
    ("line", "lines"),
    ("login", "logins"),
    ("process", "processes"),
    ("prompt", "prompts"),
    ("question", "questions"),
    ("redirect", "redirects"),
    ("refresh", "refreshes"),
    ("replay", "replays"),
    ("request", "requests"),
    ("response", "responses"),
    ("retry", "retries"),
    ("run", "runs"),
    ("session", "sessions"),
    ("store", "stores"),
    ("time", "times"),
    ("token", "tokens"),
    ("try", "tries"),
    ("write", "writes"),
];

/// Words that end the way from a number to its noun.
pub const STOPS: WordList = WordList {
    does: "Between a number and its noun none of these may stand",
    words: &[
        "a", "after", "an", "and", "are", "as", "at", "because", "before", "but", "by", "for", "from", "if",
        "in", "is", "it", "never", "no", "not", "of", "on", "or", "per", "so", "than", "that", "the", "then",
        "to", "until", "was", "when", "which", "while", "with",
    ],
};

/// Nouns that a status stands before: `401 answers` counts nothing.
pub const NOT_COUNTED: WordList = WordList {
    does: "Three figures before these are a status and no count",
    words: &["answer", "response", "error", "failure"],
};

/// Words that may stand between an exit and its code.
pub const AFTER_EXIT: WordList = WordList {
    does: "Between an exit and its code only these may stand",
    words: &["with", "code", "codes", "status", "statuses", "a", "an", "the", "of", "is", "are"],
};

/// Words that make the three figures after them a status.
pub const BEFORE_STATUS: WordList = WordList {
    does: "Words of a status in front of it",
    words: &[
        "status",
        "statuses",
        "code",
        "codes",
        "http",
        "answer",
        "answers",
        "answered",
        "answering",
        "return",
        "returns",
        "returned",
        "responds",
        "responded",
        "with",
        "gets",
    ],
};

/// Words that make the three figures before them a status.
pub const AFTER_STATUS: WordList = WordList {
    does: "Words of a status behind it",
    words: &["status", "answer", "answers", "response", "responses", "error"],
};

/// Words whose number is no status.
pub const OTHER_NUMBERS: WordList = WordList {
    does: "Words whose number is no status",
    words: &["port", "ports", "line", "lines", "issue", "page", "clause", "rfc", "section"],
};

/// Every list, in the order they are printed.
pub const LISTS: [&WordList; 6] =
    [&STOPS, &NOT_COUNTED, &AFTER_EXIT, &BEFORE_STATUS, &AFTER_STATUS, &OTHER_NUMBERS];
