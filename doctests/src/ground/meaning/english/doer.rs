//! Who can do what: a client refuses nobody, and a server neither runs a command nor keeps a stored login.

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[
    Rule { says: "a server where something is refused, accepted, revoked or rotated", breaks: client_serves },
    Rule { says: "the client where something is refreshed, saved or emptied", breaks: server_acts },
    Rule {
        says: "the access token where something is renewed: a refresh token is presented",
        breaks: renewed,
    },
    Rule { says: "a helper or a command where something is run or called", breaks: server_runs },
    Rule { says: "exit code 0 with what works, and another with what fails", breaks: works_with },
    Rule { says: "to whom it loses", breaks: loses_to_nobody },
];

/// What only a server does.
const SERVES: [&str; 18] = [
    "refuse", "refuses", "refused", "accept", "accepts", "accepted", "revoked", "revokes", "rotate",
    "rotates", "rotated", "retire", "retires", "retired", "issue", "issues", "issued", "is",
];
/// What only a client does.
const ACTS: [&str; 14] = [
    "refresh",
    "refreshes",
    "refreshed",
    "renew",
    "renews",
    "save",
    "saves",
    "saved",
    "empty",
    "empties",
    "emptied",
    "recovers",
    "sends",
    "stores",
];
/// What may stand between somebody and what they do.
const BETWEEN: [&str; 9] = ["has", "had", "then", "still", "never", "also", "does", "not", "first"];

/// The place of what the one does who stands before `at`.
fn act(sentence: &Sentence<'_>, at: usize) -> usize {
    at + (at..).take_while(|next| BETWEEN.contains(&sentence.at(*next))).count()
}

fn client_serves(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let client = sentence.says(at, "the client") || sentence.says(at, "claude code");
    let by = sentence.before(at);
    let act = act(sentence, at + 2);
    let word = sentence.at(act);
    let serves = SERVES.contains(&word) && (word != "is" || sentence.says(act, "is the authority"));
    let at_client = matches!(by, "at" | "of") && sentence.says(at, "the client");
    if client && (serves || at_client) { Some(act + 1 - at) } else { None }
}

fn server_acts(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let server = matches!(sentence.at(at), "server" | "endpoint");
    let act = act(sentence, at + 1);
    let asked = sentence.back(at).any(|word| word == "whether");
    (server && !asked && ACTS.contains(&sentence.at(act))).then(|| act + 1 - at)
}

fn renewed(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let token = sentence.says(at, "refresh token is") || sentence.says(at, "refresh token was");
    (token && matches!(sentence.at(at + 3), "renewed" | "refreshed")).then_some(4)
}

fn server_runs(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let called =
        sentence.says(at, "server calls") && (sentence.ends(at + 2) || sentence.at(at + 2) == "then");
    let run = sentence.says(at, "running the server") || sentence.says(at, "runs the server");
    let does = sentence.says(at, "once the client does") && sentence.ends(at + 4);
    if called {
        Some(2)
    } else if run {
        Some(3)
    } else {
        does.then_some(4)
    }
}

fn works_with(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let wrong = match sentence.at(at) {
        "works" | "work" | "worked" => sentence.says(at + 1, "with exit code 1"),
        "fails" | "fail" | "failed" => sentence.says(at + 1, "with exit code 0"),
        _ => false,
    };
    wrong.then_some(5)
}

fn loses_to_nobody(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    (matches!(sentence.at(at), "lose" | "loses") && sentence.ends(at + 1)).then_some(1)
}
