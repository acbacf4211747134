//! What an authorization server answers when it refuses (RFC 6749 §5.2).

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A refusal of the token or revocation endpoint (RFC 6749 §5.2, RFC 7009 §2.2.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorResponse {
    /// `error`: what a client may act on.
    pub error: ErrorCode,
    /// `error_description`: for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
}

impl ErrorResponse {
    /// A refusal with its reason for people.
    pub fn new(error: ErrorCode, description: impl Into<String>) -> Self {
        Self { error, error_description: Some(description.into()) }
    }
}

/// `error` of a refusal. The codes of RFC 6749 §5.2 have names here, any other is kept as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum ErrorCode {
    /// A parameter is missing, repeated or unreadable (RFC 6749 §5.2).
    InvalidRequest,
    /// The client is unknown or did not authenticate (RFC 6749 §5.2).
    InvalidClient,
    /// The code or refresh token is invalid, expired, revoked or another client's (RFC 6749 §5.2).
    InvalidGrant,
    /// The client may not use this grant (RFC 6749 §5.2).
    UnauthorizedClient,
    /// The server does not know this grant (RFC 6749 §5.2).
    UnsupportedGrantType,
    /// The scope is unknown or wider than what was granted (RFC 6749 §5.2 and §6).
    InvalidScope,
    /// The resource owner said no (RFC 6749 §4.1.2.1).
    AccessDenied,
    /// The server does not issue codes by this means (RFC 6749 §4.1.2.1).
    UnsupportedResponseType,
    /// The access token is expired, revoked or malformed (RFC 6750 §3.1).
    InvalidToken,
    /// The access token does not reach this far (RFC 6750 §3.1).
    InsufficientScope,
    /// The server cannot revoke this kind of token (RFC 7009 §2.2.1).
    UnsupportedTokenType,
    /// A code of no RFC above.
    Other(String),
}

impl ErrorCode {
    /// The code as it is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::UnsupportedTokenType => "unsupported_token_type",
            Self::Other(code) => code,
        }
    }
}

impl From<&str> for ErrorCode {
    fn from(code: &str) -> Self {
        match code {
            "invalid_request" => Self::InvalidRequest,
            "invalid_client" => Self::InvalidClient,
            "invalid_grant" => Self::InvalidGrant,
            "unauthorized_client" => Self::UnauthorizedClient,
            "unsupported_grant_type" => Self::UnsupportedGrantType,
            "invalid_scope" => Self::InvalidScope,
            "access_denied" => Self::AccessDenied,
            "unsupported_response_type" => Self::UnsupportedResponseType,
            "invalid_token" => Self::InvalidToken,
            "insufficient_scope" => Self::InsufficientScope,
            "unsupported_token_type" => Self::UnsupportedTokenType,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl From<String> for ErrorCode {
    fn from(code: String) -> Self {
        code.as_str().into()
    }
}

impl FromStr for ErrorCode {
    type Err = Infallible;

    fn from_str(code: &str) -> Result<Self, Infallible> {
        Ok(code.into())
    }
}

impl From<ErrorCode> for String {
    fn from(code: ErrorCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_read_whatever_else_it_says() {
        let body = r#"{"error":"invalid_grant","error_uri":"https://x.invalid/","trace":1}"#;
        let refusal: ErrorResponse = serde_json::from_str(body).unwrap();
        assert_eq!(refusal, ErrorResponse { error: ErrorCode::InvalidGrant, error_description: None });
    }

    #[test]
    fn a_code_of_nobody_is_kept_as_it_came() {
        let refusal: ErrorResponse = serde_json::from_str(r#"{"error":"slow_down"}"#).unwrap();
        assert_eq!(refusal.error, ErrorCode::Other("slow_down".to_owned()));
        assert_eq!(serde_json::to_string(&refusal).unwrap(), r#"{"error":"slow_down"}"#);
    }
}
