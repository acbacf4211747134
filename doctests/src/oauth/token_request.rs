//! What a client asks of the token endpoint (RFC 6749 §4.1.3 and §6).

use serde::{Deserialize, Serialize};

use super::{ErrorCode, ErrorResponse, Parameters, Secret};

/// A token request, as the JSON body that Claude Code sends
/// (RFC 6749 asks for a form; the parameters are the same).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "grant_type", rename_all = "snake_case")]
pub enum TokenRequest {
    /// `grant_type=refresh_token` (RFC 6749 §6).
    RefreshToken {
        /// `refresh_token`, required.
        refresh_token: Secret,
        /// `client_id`: a public client names itself (RFC 6749 §3.2.1).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_id: Option<String>,
        /// `scope`: no wider than what was granted; the same when absent (RFC 6749 §6).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<String>,
    },
    /// `grant_type=authorization_code` (RFC 6749 §4.1.3).
    AuthorizationCode {
        /// `code`, required.
        code: Secret,
        /// `redirect_uri`: the same as in the authorization request (RFC 6749 §4.1.3).
        redirect_uri: String,
        /// `client_id`, required of a public client (RFC 6749 §4.1.3).
        client_id: String,
        /// `code_verifier` (RFC 7636 §4.5).
        code_verifier: Secret,
        /// `state`: no parameter of RFC 6749 here, Claude Code repeats it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<String>,
        /// `expires_in`: no parameter of RFC 6749 here; a lifetime asked for, in seconds, as
        /// `claude setup-token` does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expires_in: Option<u64>,
    },
}

impl TokenRequest {
    /// Reads a request as an authorization server does: what is missing is `invalid_request`,
    /// an unknown grant `unsupported_grant_type` (RFC 6749 §5.2).
    pub fn read(parameters: &Parameters) -> Result<Self, ErrorResponse> {
        let secret = |name: &str| parameters.required(name).map(Secret::new);
        let optional = |name: &str| parameters.get(name).map(str::to_owned);
        match parameters.required("grant_type")? {
            "refresh_token" => Ok(Self::RefreshToken {
                refresh_token: secret("refresh_token")?,
                client_id: optional("client_id"),
                scope: optional("scope"),
            }),
            "authorization_code" => Ok(Self::AuthorizationCode {
                code: secret("code")?,
                redirect_uri: parameters.required("redirect_uri")?.to_owned(),
                client_id: parameters.required("client_id")?.to_owned(),
                code_verifier: secret("code_verifier")?,
                state: optional("state"),
                expires_in: match parameters.get("expires_in") {
                    None => None,
                    Some(seconds) => Some(seconds.parse().map_err(|_| {
                        ErrorResponse::new(ErrorCode::InvalidRequest, "expires_in is no whole number")
                    })?),
                },
            }),
            _ => Err(ErrorResponse::new(
                ErrorCode::UnsupportedGrantType,
                "grant_type is neither refresh_token nor authorization_code",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_writes_is_what_a_server_reads() {
        let request = TokenRequest::RefreshToken {
            refresh_token: Secret::new("r"),
            client_id: Some("c".to_owned()),
            scope: None,
        };
        let body = serde_json::to_string(&request).unwrap();
        assert_eq!(body, r#"{"grant_type":"refresh_token","refresh_token":"r","client_id":"c"}"#);
        let parameters: Parameters = serde_json::from_str(&body).unwrap();
        assert_eq!(TokenRequest::read(&parameters), Ok(request));
    }

    #[test]
    fn an_unknown_grant_and_a_missing_parameter_are_told_apart() {
        let read = |body: &str| {
            let parameters: Parameters = serde_json::from_str(body).unwrap();
            TokenRequest::read(&parameters).unwrap_err().error
        };
        assert_eq!(read(r#"{"grant_type":"password"}"#), ErrorCode::UnsupportedGrantType);
        assert_eq!(read(r#"{"grant_type":"refresh_token"}"#), ErrorCode::InvalidRequest);
        assert_eq!(read(r#"{"refresh_token":"r"}"#), ErrorCode::InvalidRequest);
    }
}
