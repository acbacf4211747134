//! One HTTP request with its answer, as the servers' journal saw it and with tokens already named.

use std::fmt;

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::symbol::Symbol;

/// Where a credential-bearing request went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Endpoint {
    /// The resource server: `POST /v1/messages`.
    Messages,
    /// The token endpoint (RFC 6749 §3.2).
    Token,
    /// The revocation endpoint (RFC 7009 §2).
    Revoke,
}

impl Endpoint {
    /// The word as scenarios write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Token => "token",
            Self::Revoke => "revoke",
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What carried the credential, so that a claim about a header or a grant can be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// `Authorization: Bearer …` (RFC 6750 §2.1).
    Bearer,
    /// `X-Api-Key: …`.
    ApiKey,
    /// Both headers at once, as a helper's output is sent.
    BearerAndApiKey,
    /// The body of a token request with `grant_type=refresh_token` (RFC 6749 §6).
    RefreshGrant,
    /// The body of a token request with `grant_type=authorization_code` (RFC 6749 §4.1.3).
    AuthorizationCodeGrant,
    /// The body of a revocation request (RFC 7009 §2.1).
    RevocationBody,
    /// No credential at all.
    Nothing,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A whole answer: its status and, for a refusal, the error's code
    /// (`error.type` of the resource server, `error` of RFC 6749 §5.2).
    Status {
        /// HTTP status code.
        status: u16,
        /// Error code of the body, when it has one.
        error: Option<String>,
        /// Which fault spoiled the body, if any: `garbage`, `truncated`, …
        spoiled: Option<String>,
    },
    /// No whole answer came: `reset`, `stalled`, `closed`.
    None {
        /// What happened to the connection.
        fault: String,
    },
}

impl Answer {
    /// The status, when there was one.
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } => Some(*status),
            Self::None { .. } => None,
        }
    }
}

/// One request and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The step it was seen in, from 0.
    #[serde(default)]
    pub step: usize,
    /// Virtual time since the scenario began, when the request arrived.
    #[serde(serialize_with = "seconds", deserialize_with = "from_seconds", default)]
    pub at: SignedDuration,
    /// Where it went.
    pub endpoint: Endpoint,
    /// The credential it carried.
    pub credential: Option<Symbol>,
    /// Another one beside it: `Authorization` and `X-Api-Key` carried two, and this was in `X-Api-Key`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Symbol>,
    /// How it carried it.
    pub carrier: Carrier,
    /// What came back.
    pub answer: Answer,
    /// Tokens this answer issued, in the order access, refresh.
    #[serde(default)]
    pub issued: Vec<Symbol>,
    /// Values of the request that facts may name: header and parameter names, never values of credentials.
    #[serde(default)]
    pub details: Vec<String>,
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.endpoint)?;
        if let Some(credential) = self.credential {
            write!(f, " {credential}")?;
        }
        if let Some(beside) = self.beside {
            write!(f, "+{beside}")?;
        }
        match &self.answer {
            Answer::Status { status, error, spoiled } => {
                write!(f, " -> {status}")?;
                if let Some(error) = error {
                    write!(f, " {error}")?;
                }
                if let Some(spoiled) = spoiled {
                    write!(f, " ({spoiled})")?;
                }
            }
            Answer::None { fault } => write!(f, " -> no answer ({fault})")?,
        }
        if !self.issued.is_empty() {
            f.write_str(" issues")?;
            for symbol in &self.issued {
                write!(f, " {symbol}")?;
            }
        }
        Ok(())
    }
}

fn seconds<S: serde::Serializer>(at: &SignedDuration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(at.as_secs())
}

fn from_seconds<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<SignedDuration, D::Error> {
    i64::deserialize(deserializer).map(SignedDuration::from_secs)
}
