//! The few words at an arrow or in a box; the list has all of them.

use doctests::exchange::{Answer, Carrier, Endpoint, Exchange};
use doctests::scenario::given::StoredToken;
use doctests::scenario::{Given, Step, StoredLogin};
use doctests::symbol::Symbol;
use doctests::transcript::{CommandSeen, StoredLoginSeen, TokenSeen};

use super::event::runs_of;
use crate::evidence::words;

/// `/v1/messages with A1`.
pub(super) fn request(exchange: &Exchange) -> String {
    let path = match exchange.endpoint {
        Endpoint::Messages => "/v1/messages",
        Endpoint::Token => "/v1/oauth/token",
        Endpoint::Revoke => "/v1/oauth/token/revoke",
    };
    let carried = match (exchange.credential, exchange.beside, exchange.carrier) {
        (Some(one), Some(other), _) => format!("with {one} and {other}"),
        (Some(one), None, _) => format!("with {one}"),
        (None, _, Carrier::AuthorizationCodeGrant) => "with a code".to_owned(),
        (None, _, Carrier::Nothing) => "without a credential".to_owned(),
        (None, ..) => "with another credential".to_owned(),
    };
    format!("{path} {carried}")
}

/// `200, issues A2 and R2`.
pub(super) fn answer(exchange: &Exchange) -> String {
    let mut label = match &exchange.answer {
        Answer::Status { status, error, spoiled } => {
            let error = error.as_deref().map(|error| format!(" {error}")).unwrap_or_default();
            let spoiled = spoiled.as_deref().map(|spoiled| format!(", body: {spoiled}")).unwrap_or_default();
            format!("{status}{error}{spoiled}")
        }
        Answer::None { fault } => format!("no answer: {fault}"),
    };
    if !exchange.issued.is_empty() {
        let lost = if exchange.answer.status().is_some() { "issues" } else { "lost:" };
        label.push_str(&format!(", {lost} {}", and(&exchange.issued)));
    }
    label
}

/// What a person does, or what happens elsewhere.
pub(super) fn step(step: &Step, commands: &[&CommandSeen]) -> String {
    match (step, commands) {
        (Step::Advance(by), _) => format!("{} pass", words::duration(*by)),
        (Step::Revoke(symbols), _) => format!("the server revokes {}", and(symbols)),
        (Step::RewriteStore(_), _) => "another process rewrites the store".to_owned(),
        (Step::KilledPrompt(_), [command, ..]) => format!("{}, killed", command.command),
        (_, [command]) => command.command.clone(),
        (_, [command, ..]) => format!("{} × {} at once", commands.len(), command.command),
        (_, []) => "the next step".to_owned(),
    }
}

/// `exit code 0`, `exit codes 0, 1 and 1`.
pub(super) fn ended(commands: &[&CommandSeen]) -> String {
    let ends = runs_of(commands.iter().map(|command| command.exit));
    let several = |count: usize| if count == 1 { String::new() } else { format!("{count} × ") };
    let end = |(exit, count): &(Option<i32>, usize)| match exit {
        Some(exit) => format!("{}exit code {exit}", several(*count)),
        None => format!("{}no exit code", several(*count)),
    };
    ends.iter().map(end).collect::<Vec<_>>().join(", ")
}

/// The tokens that the store is given, one line each.
pub(super) fn given(given: &Given) -> Vec<String> {
    given.stored_login.as_ref().map_or_else(|| vec!["empty".to_owned()], stored)
}

/// The tokens of a stored login, one line each.
pub(super) fn stored(login: &StoredLogin) -> Vec<String> {
    let token = |token: Option<StoredToken>| match token {
        None => "none".to_owned(),
        Some(StoredToken::Blank) => "blank".to_owned(),
        Some(StoredToken::Token(symbol)) => symbol.to_string(),
    };
    match login.text {
        Some(_) => vec!["some text".to_owned()],
        None => vec![token(login.access), token(login.refresh)],
    }
}

/// The tokens that were found in the store, one line each.
pub(super) fn seen(seen: &StoredLoginSeen) -> Vec<String> {
    let token = |token: &TokenSeen| match token {
        TokenSeen::Missing => "none".to_owned(),
        TokenSeen::Blank => "blank".to_owned(),
        TokenSeen::Known(symbol) => symbol.to_string(),
        TokenSeen::Foreign => "another".to_owned(),
    };
    match seen {
        StoredLoginSeen::None => vec!["empty".to_owned()],
        StoredLoginSeen::Unreadable { .. } => vec!["some text".to_owned()],
        StoredLoginSeen::Login { access, refresh, .. } => vec![token(access), token(refresh)],
    }
}

fn and(symbols: &[Symbol]) -> String {
    let symbols: Vec<String> = symbols.iter().map(ToString::to_string).collect();
    words::and(&symbols)
}
