//! Which events of a run a name belongs to: a member of the stored login is no word on a request to the API.

use std::collections::{BTreeMap, BTreeSet};

use crate::account::MARKS;
use crate::ground::keys::keys;
use crate::scenario::Scenario;
use crate::symbol::{CredentialKind, Symbol};
use crate::vocabulary::VocabularyDocument;

/// The names that belong to some events only, each with the marks of which such an event has one.
pub(super) type Names = BTreeMap<String, BTreeSet<&'static str>>;

const LOGIN: &[&str] =
    &["login", "file", "access", "refresh-token", "expiry", "scopes", "members", "sign-in", "sign-out"];

/// What the words are about that `vocabulary.yaml` gives to a key; the longest key that fits decides.
const ABOUT: [(&str, &[&str]); 11] = [
    ("given.stored_login", LOGIN),
    ("steps.rewrite_store", LOGIN),
    ("steps.auth_login", LOGIN),
    ("boundary", &["expiry", "access", "login"]),
    ("outcome.login-required", &["login-needed", "login", "sign-in", "sign-out"]),
    ("exchanges.messages", &["api", "header"]),
    ("exchanges.token", &["token-endpoint", "refresh", "sign-in"]),
    ("exchanges.revoke", &["revocation-endpoint", "revoking", "sign-out"]),
    ("given.settings.apiKeyHelper", &["helper"]),
    ("given.resource_server.answers.retry_after", &["answer", "wait"]),
    ("steps.killed_prompt", &["token-endpoint", "dead", "process"]),
];

/// The names of `scenario` that belong to some of its events.
pub(super) fn names(scenario: &Scenario, vocabulary: &VocabularyDocument) -> Names {
    let mut names = Names::new();
    for key in keys(scenario) {
        let about = ABOUT.iter().filter(|(prefix, _)| key.starts_with(prefix));
        let Some((_, about)) = about.max_by_key(|(prefix, _)| prefix.len()) else { continue };
        for word in vocabulary.licenses.get(&key).into_iter().flatten() {
            names.entry(word.clone()).or_default().extend(*about);
        }
    }
    for (_, name, value) in scenario.document.given.variables() {
        if let Ok(symbol) = value.parse::<Symbol>() {
            names.entry(name.to_owned()).or_default().extend(variable(symbol.kind));
        }
    }
    let given = &scenario.document.given;
    let servers = &given.authorization_server;
    let answers = [&servers.answers, &servers.revoke_answers, &given.resource_server.answers];
    let scripted = answers.into_iter().flatten().map(|answer| (answer.status, &answer.error));
    let exchanges = scenario.document.expect.exchanges.iter().flat_map(|exchanges| exchanges.iter());
    let seen = exchanges.map(|exchange| (exchange.value.status, &exchange.value.error));
    for (status, error) in scripted.chain(seen) {
        let (Some(status), Some(error)) = (status, error) else { continue };
        let mark = MARKS.iter().copied().find(|mark| mark.parse() == Ok(status));
        for name in [error.clone(), format!("{status} {error}")] {
            names.entry(name).or_default().extend(mark);
        }
    }
    names
}

/// What the variable that carries a credential of this kind is about.
const fn variable(kind: CredentialKind) -> &'static [&'static str] {
    match kind {
        CredentialKind::AccessToken | CredentialKind::SetupToken => &["variable", "env-token"],
        CredentialKind::RefreshToken => &["variable", "refresh-variable"],
        CredentialKind::AuthToken => &["variable", "auth-token"],
        CredentialKind::ApiKey => &["variable", "api-key"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_belong_to_marks_that_events_have() {
        let kinds = [
            CredentialKind::AccessToken,
            CredentialKind::RefreshToken,
            CredentialKind::SetupToken,
            CredentialKind::AuthToken,
            CredentialKind::ApiKey,
        ];
        let marks = ABOUT.iter().flat_map(|(_, marks)| *marks).chain(kinds.into_iter().flat_map(variable));
        let unknown: Vec<&str> = marks.copied().filter(|mark| !MARKS.contains(mark)).collect();
        assert_eq!(unknown, Vec::<&str>::new());
    }
}
