//! Expectations → others that the run did not show.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::List;
use crate::exchange::Endpoint;
use crate::mutant::Operator::Expectation;
use crate::mutate::misspelling::misspelt;
use crate::outcome::Outcome;
use crate::scenario::ExpectedExchange;
use crate::symbol::Symbol;
use crate::transcript::Transcript;

/// The mutants of what is expected at `at`: `/expect`, or that of a boundary. `seen` is what the run showed.
pub(super) fn of(at: &str, seen: Option<&Transcript>, list: &mut List<'_>) {
    outcome(&format!("{at}/outcome"), list);
    exit(&format!("{at}/exit"), list);
    for pointer in list.items(&format!("{at}/exits")) {
        exit(&pointer, list);
    }
    for pointer in list.items(&format!("{at}/prints")) {
        if let Some(other) = list.at(&pointer).and_then(Value::as_str).and_then(misspelt) {
            list.change(Expectation, &pointer, other);
        }
    }
    for pointer in list.items(&format!("{at}/releases_print")) {
        let pointer = format!("{pointer}/text");
        if let Some(other) = list.at(&pointer).and_then(Value::as_str).and_then(misspelt) {
            list.change(Expectation, &pointer, other);
        }
    }
    for endpoint in [Endpoint::Messages, Endpoint::Token, Endpoint::Revoke] {
        number(&format!("{at}/counts/{endpoint}"), list);
    }
    number(&format!("{at}/helper_calls"), list);
    list.change(Expectation, &format!("{at}/elapsed"), "7h");
    for pointer in list.items(&format!("{at}/exchanges")) {
        exchange(&pointer, list);
    }
    if let Some(seen) = seen {
        nevers(at, seen, list);
    }
    stored_login(&format!("{at}/stored_login"), list);
}

/// The next two outcomes.
fn outcome(pointer: &str, list: &mut List<'_>) {
    let Some(now) = list.at(pointer).and_then(Value::as_str) else { return };
    let place = Outcome::ALL.iter().position(|outcome| outcome.as_str() == now).unwrap_or_default();
    for further in 1..=2 {
        list.change(Expectation, pointer, Outcome::ALL[(place + further) % Outcome::ALL.len()].as_str());
    }
}

fn exit(pointer: &str, list: &mut List<'_>) {
    let Some(code) = list.at(pointer).and_then(Value::as_i64) else { return };
    for other in [i64::from(code == 0), 2] {
        list.change(Expectation, pointer, other);
    }
}

/// One more, and none; of none two.
fn number(pointer: &str, list: &mut List<'_>) {
    let Some(count) = list.at(pointer).and_then(Value::as_u64) else { return };
    for other in [count + 1, if count == 0 { 2 } else { 0 }] {
        list.change(Expectation, pointer, other);
    }
}

/// Each part of an exchange: where, with what, how it was answered, what was issued; and none at all.
fn exchange(pointer: &str, list: &mut List<'_>) {
    let now = list.at(pointer).and_then(Value::as_str).and_then(|text| text.parse::<ExpectedExchange>().ok());
    let Some(now) = now else { return };
    let mut others = Vec::new();
    let mut other = |change: &dyn Fn(&mut ExpectedExchange)| {
        let mut changed = now.clone();
        change(&mut changed);
        others.push(changed.to_string());
    };
    // Only the token endpoint issues anything.
    if now.issues.is_empty() {
        let elsewhere = if now.endpoint == Endpoint::Messages { Endpoint::Token } else { Endpoint::Messages };
        other(&|exchange| exchange.endpoint = elsewhere);
    }
    if let Some(symbol) = another_symbol(now.credential, list) {
        other(&|exchange| exchange.credential = Some(symbol));
    }
    if let Some(symbol) = now.beside.and_then(|beside| another_symbol(Some(beside), list)) {
        other(&|exchange| exchange.beside = Some(symbol));
    }
    let status = match now.status {
        Some(200) if !now.issues.is_empty() => 201,
        Some(401) => 403,
        Some(_) => 401,
        None => 503,
    };
    if now.issues.is_empty() || now.status.is_some() {
        other(&|exchange| exchange.status = Some(status));
    }
    if now.error.is_some() {
        other(&|exchange| exchange.error = Some("other_error".to_owned()));
    }
    if !now.issues.is_empty() {
        other(&|exchange| exchange.issues.clear());
    }
    for other in others {
        list.change(Expectation, pointer, other);
    }
    list.remove(Expectation, pointer);
}

/// Another symbol that the scenario knows, of the same kind when there is one.
fn another_symbol(now: Option<Symbol>, list: &List<'_>) -> Option<Symbol> {
    let text = list.written.value.to_string();
    let known: BTreeSet<Symbol> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|word| word.parse().ok()).collect();
    let others = || known.iter().copied().filter(|symbol| Some(*symbol) != now);
    let alike = |symbol: &Symbol| now.is_some_and(|now| now.kind == symbol.kind);
    others().find(alike).or_else(|| others().next())
}

/// What was never to be seen is what was seen.
fn nevers(at: &str, seen: &Transcript, list: &mut List<'_>) {
    if let Some(first) = seen.exchanges.first() {
        let credential = first.credential.map(|symbol| format!(" {symbol}")).unwrap_or_default();
        for pointer in list.items(&format!("{at}/never")) {
            list.change(Expectation, &pointer, format!("{}{credential}", first.endpoint));
        }
    }
    let printed = seen.printed();
    if let Some(line) = printed.lines().map(str::trim).find(|line| !line.is_empty()) {
        for pointer in list.items(&format!("{at}/never_prints")) {
            list.change(Expectation, &pointer, line);
        }
    }
}

fn stored_login(pointer: &str, list: &mut List<'_>) {
    match list.at(pointer) {
        Some(Value::String(word)) => {
            let other = if word == "none" { "unchanged" } else { "none" };
            list.change(Expectation, pointer, other);
        }
        Some(Value::Object(_)) => {
            list.change(Expectation, pointer, "none");
            for field in ["access", "refresh"] {
                let pointer = format!("{pointer}/{field}");
                let now = list.at(&pointer).and_then(Value::as_str).unwrap_or_default();
                let symbol = now.parse().ok();
                let other =
                    another_symbol(symbol, list).map_or_else(|| json!("blank"), |s| json!(s.to_string()));
                list.change(Expectation, &pointer, other);
                list.change(Expectation, &pointer, "blank");
            }
            list.change(Expectation, &format!("{pointer}/mode"), "640");
            for pointer in list.items(&format!("{pointer}/keeps")) {
                if let Some(other) = list.at(&pointer).and_then(Value::as_str).and_then(misspelt) {
                    list.change(Expectation, &pointer, other);
                }
            }
        }
        _ => {}
    }
}
