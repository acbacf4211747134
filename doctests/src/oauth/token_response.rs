//! What the token endpoint answers when it agrees (RFC 6749 §5.1).

use serde::{Deserialize, Serialize};

use super::Secret;

/// A successful token response (RFC 6749 §5.1). Members it does not name are ignored, as the clause asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenResponse {
    /// `access_token`, required.
    pub access_token: Secret,
    /// `token_type`, required; compared without regard to case (RFC 6749 §5.1), `Bearer` here.
    pub token_type: String,
    /// `expires_in` in seconds, recommended: when absent the lifetime is unknown, not endless.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u64>,
    /// `refresh_token`, optional: when absent the old one stays (RFC 6749 §6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<Secret>,
    /// `scope`, required only where it differs from what was asked for (RFC 6749 §3.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

impl TokenResponse {
    /// Whether the token is of the one type this client understands (RFC 6749 §7.1, RFC 6750).
    pub fn is_bearer(&self) -> bool {
        self.token_type.eq_ignore_ascii_case("bearer")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_and_its_type_are_required() {
        let response: TokenResponse =
            serde_json::from_str(r#"{"access_token":"a","token_type":"BEARER","x":{}}"#).unwrap();
        assert!(response.is_bearer());
        assert_eq!((response.expires_in, response.refresh_token), (None, None));
        assert!(serde_json::from_str::<TokenResponse>(r#"{"access_token":"a"}"#).is_err());
        assert!(serde_json::from_str::<TokenResponse>(r#"{"token_type":"Bearer"}"#).is_err());
    }
}
