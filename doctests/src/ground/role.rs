//! Who answers a status: a 401 of the resource server is not one of the token endpoint.

use crate::exchange::Endpoint;

/// How far before the status its subject may stand, in words.
const NEAR: usize = 7;

/// Words between a subject and a status that part them: in "refreshes after a `401`" the status is not the refresh's.
const PARTING: [&str; 22] = [
    "on",
    "after",
    "upon",
    "before",
    "when",
    "if",
    "while",
    "because",
    "despite",
    "following",
    "from",
    "until",
    "since",
    "without",
    "for",
    "then",
    "but",
    "whose",
    "any",
    "see",
    "sees",
    "seen",
];

/// The endpoint that the wording right before a status names, if it names one.
pub(super) fn of_status(before: &str) -> Option<Endpoint> {
    match of_clause(before) {
        Subject::Named(endpoint) => Some(endpoint),
        Subject::Parted => None,
        Subject::Missing => labelled(before),
    }
}

/// Whether what follows `before` is what a server answers: a name after "gets", or after a status and "with".
pub(super) fn answers_an_error(before: &str) -> bool {
    let before = before.trim_end_matches('`').trim_end();
    if ["gets", "answers"].iter().any(|word| before.ends_with(&format!(" {word}"))) {
        return true;
    }
    let Some(rest) = ["with", "and"].iter().find_map(|word| before.strip_suffix(&format!(" {word}"))) else {
        return false;
    };
    let answered = ["answers", "answered", "refused", "gets", "got"].iter().any(|word| rest.contains(word));
    let digits = rest.trim_end_matches('`').rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    answered && digits.len() == 3 && rest.ends_with('`')
}

/// The endpoint that a label in front of all of `before` names: "API: the token is sent, and refused with".
fn labelled(before: &str) -> Option<Endpoint> {
    match before.split_once(':')?.0.trim().to_lowercase().as_str() {
        "api" | "resource server" => Some(Endpoint::Messages),
        "token endpoint" | "authorization server" => Some(Endpoint::Token),
        "revocation endpoint" => Some(Endpoint::Revoke),
        _ => None,
    }
}

/// Whom the words of a clause name before a status.
enum Subject {
    /// Whoever answers it.
    Named(Endpoint),
    /// Somebody from whom other words part the status.
    Parted,
    /// Nobody: what is in front of the clause may.
    Missing,
}

fn of_clause(before: &str) -> Subject {
    let clause = before.rsplit([',', ';', ':', '|', '(', '.', '\u{2014}']).next().unwrap_or_default();
    let lower = clause.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .filter(|w| !w.is_empty())
        .collect();
    let near = &words[words.len().saturating_sub(NEAR)..];
    for at in (0..near.len()).rev() {
        if PARTING.contains(&near[at]) {
            return Subject::Parted;
        }
        if let Some(endpoint) = subject(near, at) {
            // "The request after a refresh gets": the refresh only says which request.
            return if is_aside(&near[..at]) { Subject::Parted } else { Subject::Named(endpoint) };
        }
    }
    Subject::Missing
}

/// The endpoint that the word at `at`, with the one before it, names as somebody who answers.
fn subject(words: &[&str], at: usize) -> Option<Endpoint> {
    let before = at.checked_sub(1).and_then(|at| words.get(at)).copied();
    let after = words.get(at + 1).copied();
    match (before, words[at]) {
        (Some("revocation"), "endpoint" | "request" | "requests") => Some(Endpoint::Revoke),
        (Some("token" | "refresh"), "endpoint" | "request" | "requests" | "exchange")
        | (Some("authorization"), "server") => Some(Endpoint::Token),
        // A refresh token is a credential, not somebody who answers, and so is an API key.
        (_, "refresh") if !matches!(after, Some("token" | "tokens")) => Some(Endpoint::Token),
        (_, "api") if matches!(after, Some("key" | "keys")) => None,
        (Some("resource"), "server") | (_, "api" | "request" | "requests") => Some(Endpoint::Messages),
        _ => None,
    }
}

/// Whether what follows `words` hangs on a preposition.
fn is_aside(words: &[&str]) -> bool {
    const PREPOSITIONS: [&str; 14] = [
        "on", "after", "upon", "before", "without", "by", "of", "during", "for", "since", "to", "from",
        "with", "in",
    ];
    const PASSED: [&str; 16] = [
        "a",
        "an",
        "the",
        "this",
        "that",
        "its",
        "each",
        "every",
        "first",
        "second",
        "next",
        "new",
        "one",
        "token",
        "resource",
        "authorization",
    ];
    words.iter().rev().find(|word| !PASSED.contains(word)).is_some_and(|word| PREPOSITIONS.contains(word))
}

/// What messages call who answers.
pub(super) const fn name(endpoint: Option<Endpoint>) -> &'static str {
    match endpoint {
        Some(Endpoint::Messages) => "resource server",
        Some(Endpoint::Token) => "token endpoint",
        Some(Endpoint::Revoke) => "revocation endpoint",
        None => "anyone",
    }
}

#[cfg(test)]
mod tests {
    use super::of_status;
    use crate::exchange::Endpoint;

    #[test]
    fn the_words_before_a_status_say_whose_it_is() {
        for (before, endpoint) in [
            ("when the API answers `", Some(Endpoint::Messages)),
            ("the request is refused with `", Some(Endpoint::Messages)),
            ("The token endpoint answers `", Some(Endpoint::Token)),
            ("the authorization server refuses with `", Some(Endpoint::Token)),
            ("If the refresh fails with `", Some(Endpoint::Token)),
            ("the token request got `", Some(Endpoint::Token)),
            ("API: the access token is sent, and refused with `", Some(Endpoint::Messages)),
            ("Token endpoint: the refresh token is presented, and refused with `", Some(Endpoint::Token)),
        ] {
            assert_eq!(of_status(before), endpoint, "{before}");
        }
    }

    #[test]
    fn words_that_only_stand_nearby_say_nothing() {
        for before in [
            "Claude Code starts a refresh after a `",
            "it refreshes the token on `",
            "the refresh token is refused with `",
            "the API key is refused with `",
            "The request failed, and `",
            "After a `",
            "The request after a refresh is refused with `",
            "What a client gets from the API is `",
        ] {
            assert_eq!(of_status(before), None, "{before}");
        }
    }
}
