//! Durations, credentials and counts in words.

use doctests::symbol::{CredentialKind, Symbol};
use jiff::SignedDuration;

use super::escape::{code, text};

/// `2 hours`, `5 minutes 1 second`, `0 seconds`; the sign is left to the caller.
pub(super) fn duration(duration: SignedDuration) -> String {
    let seconds = duration.as_secs().unsigned_abs();
    let parts = [
        (seconds / 86_400, "day"),
        (seconds / 3600 % 24, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| counted(*n, unit)).collect();
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

/// `1 call`, `2 calls`.
pub(super) fn counted(n: u64, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// `access token A1`.
pub(super) fn credential(symbol: Symbol) -> String {
    format!("{} {}", kind(symbol.kind), code(&symbol.to_string()))
}

/// `A1, A2 and R1`.
pub(super) fn symbols(symbols: &[Symbol]) -> String {
    let symbols: Vec<String> = symbols.iter().map(|symbol| code(&symbol.to_string())).collect();
    and(&symbols)
}

/// `a, b and c`.
pub(super) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A value of JSON as code.
pub(super) fn json(value: &serde_json::Value) -> String {
    format!("<code>{}</code>", text(&value.to_string()))
}

const fn kind(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::AccessToken => "access token",
        CredentialKind::SetupToken => "setup token",
        CredentialKind::ApiKey => "API key",
        CredentialKind::RefreshToken => "refresh token",
        CredentialKind::AuthToken => "auth token",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(duration(SignedDuration::from_secs(301)), "5 minutes 1 second");
        assert_eq!(duration(SignedDuration::from_hours(-2)), "2 hours");
        assert_eq!(duration(SignedDuration::ZERO), "0 seconds");
    }
}
