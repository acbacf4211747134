//! The invented tokens of one run: fresh for every symbol, and turned back into symbols before anything is kept.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::oauth::Secret;
use crate::symbol::{CredentialKind, Symbol};

/// A client that shows only enough of a key for a person to know it by shows this much of its beginning and its end.
const BEGINNING: usize = "sk-ant-".len();
const END: usize = 20;

/// Which token stands for which symbol, in one run. Clones share the book.
#[derive(Debug, Clone, Default)]
pub struct TokenBook {
    tokens: Arc<Mutex<BTreeMap<Symbol, Secret>>>,
    codes: Arc<Mutex<Vec<Secret>>>,
}

impl TokenBook {
    /// The token of `symbol`, invented on first use.
    pub fn token(&self, symbol: Symbol) -> Secret {
        self.lock().entry(symbol).or_insert_with(|| invent(symbol)).clone()
    }

    /// The next symbol of `kind` that has no token yet, with a new token.
    pub fn issue(&self, kind: CredentialKind) -> (Symbol, Secret) {
        let mut tokens = self.lock();
        let last = tokens.keys().filter(|symbol| symbol.kind == kind).map(|symbol| symbol.number).max();
        let symbol = Symbol { kind, number: last.unwrap_or(0) + 1 };
        let token = invent(symbol);
        tokens.insert(symbol, token.clone());
        (symbol, token)
    }

    /// A new authorization code. Codes have no symbols: they are good once, and for minutes.
    pub fn code(&self) -> Secret {
        let code = Secret::new(format!("code-invented-{}", random(0)));
        self.codes.lock().unwrap_or_else(PoisonError::into_inner).push(code.clone());
        code
    }

    /// The symbol that `token` stands for, if it is one of this run's.
    pub fn symbol(&self, token: &str) -> Option<Symbol> {
        self.lock().iter().find(|(_, known)| known.expose() == token).map(|(symbol, _)| *symbol)
    }

    /// `text` with every token of this run replaced by its symbol, a shortened one too, and every code by `CODE`.
    pub fn redact(&self, text: &str) -> String {
        let mut redacted = text.to_owned();
        for (symbol, token) in self.lock().iter() {
            let token = token.expose();
            for shown in [token, &shortened(token)] {
                if redacted.contains(shown) {
                    redacted = redacted.replace(shown, &symbol.to_string());
                }
            }
        }
        for code in self.codes.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            redacted = redacted.replace(code.expose(), "CODE");
        }
        redacted
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Symbol, Secret>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `sk-ant-...` and the end.
fn shortened(token: &str) -> String {
    let end = token.len().saturating_sub(END);
    format!("{}...{}", token.get(..BEGINNING).unwrap_or_default(), token.get(end..).unwrap_or_default())
}

/// A token of the shape its kind has, with a random middle: it opens nothing anywhere.
fn invent(symbol: Symbol) -> Secret {
    let prefix = match symbol.kind {
        CredentialKind::AccessToken | CredentialKind::SetupToken => "sk-ant-oat01-",
        CredentialKind::RefreshToken => "sk-ant-ort01-",
        CredentialKind::ApiKey => "sk-ant-api03-",
        CredentialKind::AuthToken => "gateway-",
    };
    Secret::new(format!("{prefix}invented-{}", random(symbol.number)))
}

/// A text that nobody can guess and no earlier call gave: every `RandomState` has keys of its own.
fn random(salt: u16) -> String {
    let state = RandomState::new();
    let part = |part: u8| state.hash_one((salt, part));
    format!("{:016x}{:016x}{:016x}{:016x}", part(0), part(1), part(2), part(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_token_becomes_its_symbol() {
        let book = TokenBook::default();
        let a1: Symbol = "A1".parse().unwrap();
        let printed = format!("token {} was refused", book.token(a1).expose());
        assert_eq!(book.redact(&printed), "token A1 was refused");
    }

    #[test]
    fn a_key_that_is_shown_shortened_becomes_its_symbol_too() {
        let book = TokenBook::default();
        let key = book.token("K1".parse().unwrap());
        let end = &key.expose()[key.expose().len() - 20..];
        assert_eq!(book.redact(&format!("ANTHROPIC_API_KEY: sk-ant-...{end}")), "ANTHROPIC_API_KEY: K1");
    }

    #[test]
    fn issued_symbols_count_on_from_the_given_ones() {
        let book = TokenBook::default();
        book.token("A1".parse().unwrap());
        assert_eq!(book.issue(CredentialKind::AccessToken).0.to_string(), "A2");
        assert_eq!(book.issue(CredentialKind::RefreshToken).0.to_string(), "R1");
    }
}
