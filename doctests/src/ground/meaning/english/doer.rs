//! Who can do what: a client refuses nobody, and a server keeps no stored login.

use super::{Rule, Sentence};

pub(super) const RULES: &[Rule] = &[
    Rule { says: "a server where something is refused, accepted, revoked or rotated", breaks: client_serves },
    Rule { says: "the client where something is refreshed, saved or emptied", breaks: server_acts },
    Rule {
        says: "an access token where something is renewed: a refresh token is presented",
        breaks: renewed,
    },
    Rule { says: "exit code 0 with what works, and another with what fails", breaks: wrong_exit },
    Rule { says: "a refresh token where something is spent, redeemed or rotated", breaks: spent },
];

/// What only a server does.
const SERVES: [&str; 17] = [
    "refuse", "refuses", "refused", "accept", "accepts", "accepted", "revokes", "revoked", "rotate",
    "rotates", "rotated", "retire", "retires", "retired", "issue", "issues", "issued",
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

fn client_serves(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let client = sentence.says_one(at, &["the client", "claude code"]);
    let act = at + 2 + sentence.run_of(at + 2, &BETWEEN);
    let serves = SERVES.contains(&sentence.at(act)) || sentence.says(act, "is the authority");
    // What is revoked or kept in mind "at" somebody, is at a server.
    let place = ["at", "of"].contains(&sentence.before(at)) && sentence.says(at, "the client");
    (client && (serves || place)).then(|| act + 1 - at)
}

fn server_acts(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let server = ["server", "endpoint"].contains(&sentence.at(at));
    let act = at + 1 + sentence.run_of(at + 1, &BETWEEN);
    let acts = ACTS.contains(&sentence.at(act)) && !sentence.follows(at, &["whether"]);
    (server && acts).then(|| act + 1 - at)
}

fn renewed(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let token = sentence.says_one(at, &["refresh token is", "refresh token was"]);
    (token && ["renewed", "refreshed"].contains(&sentence.at(at + 3))).then_some(4)
}

fn wrong_exit(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let wrong = match sentence.at(at) {
        "works" | "work" | "worked" => "with exit code 1",
        "fails" | "fail" | "failed" => "with exit code 0",
        _ => return None,
    };
    sentence.says(at + 1, wrong).then_some(5)
}

fn spent(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    const SPEND: [&str; 8] =
        ["spend", "spends", "spent", "redeem", "redeems", "redeemed", "rotate", "rotates"];
    let passive = sentence.at(at) == "access"
        && sentence.at(at + 1) == "token"
        && ["is", "was"].contains(&sentence.at(at + 2))
        && SPEND.contains(&sentence.at(at + 3));
    let object = at + 1 + sentence.run_of(at + 1, &["the", "its", "an", "your", "their"]);
    let active =
        SPEND.contains(&sentence.at(at)) && sentence.says_one(object, &["access token", "access tokens"]);
    if passive { Some(4) } else { active.then_some(object + 2 - at) }
}
