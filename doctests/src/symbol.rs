//! The name a scenario gives to a credential: `A1`, `R1`, `K1`; each run invents a token for it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// What kind of credential a symbol stands for; its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CredentialKind {
    /// `A`: an access token of an OAuth login (RFC 6749 §1.4).
    AccessToken,
    /// `E`: a long-lived access token as `claude setup-token` prints it.
    SetupToken,
    /// `K`: an API key, from the environment or a helper.
    ApiKey,
    /// `R`: a refresh token (RFC 6749 §1.5).
    RefreshToken,
    /// `T`: a bearer token for a gateway, `ANTHROPIC_AUTH_TOKEN`.
    AuthToken,
}

impl CredentialKind {
    /// The letter a symbol of this kind starts with.
    pub const fn letter(self) -> char {
        match self {
            Self::AccessToken => 'A',
            Self::SetupToken => 'E',
            Self::ApiKey => 'K',
            Self::RefreshToken => 'R',
            Self::AuthToken => 'T',
        }
    }

    /// What it is called.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::AccessToken => "an access token",
            Self::SetupToken => "a setup token",
            Self::ApiKey => "an API key",
            Self::RefreshToken => "a refresh token",
            Self::AuthToken => "an auth token",
        }
    }
}

/// A credential's name in a scenario: a letter for its kind and a number from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Symbol {
    /// What it stands for.
    pub kind: CredentialKind,
    /// Which one of its kind, from 1.
    pub number: u16,
}

/// Why a text is no symbol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no symbol: write A1 (access token), R1 (refresh token), K1 (API key), E1 (setup token) or T1 (auth token)"
)]
pub struct NotASymbol(String);

impl FromStr for Symbol {
    type Err = NotASymbol;

    fn from_str(text: &str) -> Result<Self, NotASymbol> {
        let refuse = || NotASymbol(text.to_owned());
        let mut characters = text.chars();
        let kind = match characters.next() {
            Some('A') => CredentialKind::AccessToken,
            Some('E') => CredentialKind::SetupToken,
            Some('K') => CredentialKind::ApiKey,
            Some('R') => CredentialKind::RefreshToken,
            Some('T') => CredentialKind::AuthToken,
            _ => return Err(refuse()),
        };
        let digits = characters.as_str();
        if digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refuse());
        }
        Ok(Self { kind, number: digits.parse().map_err(|_| refuse())? })
    }
}

impl TryFrom<String> for Symbol {
    type Error = NotASymbol;

    fn try_from(text: String) -> Result<Self, NotASymbol> {
        text.parse()
    }
}

impl From<Symbol> for String {
    fn from(symbol: Symbol) -> Self {
        symbol.to_string()
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.letter(), self.number)
    }
}

impl JsonSchema for Symbol {
    fn schema_name() -> Cow<'static, str> {
        "Symbol".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A credential: A1 access token, R1 refresh token, K1 API key, E1 setup token, T1 auth token.",
            "type": "string",
            "pattern": "^[AEKRT][1-9][0-9]*$"
        })
    }
}
