//! What a client asks of the revocation endpoint (RFC 7009 §2.1).

use serde::{Deserialize, Serialize};

use super::{ErrorResponse, Parameters, Secret};

/// A revocation request (RFC 7009 §2.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevocationRequest {
    /// `token`, required: an access or a refresh token.
    pub token: Secret,
    /// `token_type_hint`, optional; a server may ignore it, and ours does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_type_hint: Option<TokenTypeHint>,
    /// `client_id` of a public client (RFC 6749 §2.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

/// `token_type_hint` (RFC 7009 §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenTypeHint {
    /// `access_token`.
    AccessToken,
    /// `refresh_token`.
    RefreshToken,
}

impl RevocationRequest {
    /// Reads a request as an authorization server does; an unknown hint is ignored (RFC 7009 §2.1).
    pub fn read(parameters: &Parameters) -> Result<Self, ErrorResponse> {
        Ok(Self {
            token: Secret::new(parameters.required("token")?),
            token_type_hint: match parameters.get("token_type_hint") {
                Some("access_token") => Some(TokenTypeHint::AccessToken),
                Some("refresh_token") => Some(TokenTypeHint::RefreshToken),
                _ => None,
            },
            client_id: parameters.get("client_id").map(str::to_owned),
        })
    }
}
