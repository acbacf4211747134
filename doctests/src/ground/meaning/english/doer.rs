//! Who can do what: a client refuses nobody, and a server neither runs a command nor keeps a stored login.

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[
    Rule { says: "a server where something is refused, accepted, revoked or rotated", breaks: client_serves },
    Rule { says: "the client where something is refreshed, saved or emptied", breaks: server_acts },
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
