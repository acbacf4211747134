//! What a client sends the browser to the authorization endpoint with (RFC 6749 §4.1.1, RFC 7636 §4.3).

use super::{ErrorCode, ErrorResponse, Parameters};

/// An authorization request with a PKCE challenge of the method `S256`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// `client_id`, required (RFC 6749 §4.1.1).
    pub client_id: String,
    /// `redirect_uri`: where code and state are handed over (RFC 6749 §3.1.2; a loopback address, RFC 8252 §7.3).
    pub redirect_uri: String,
    /// `scope`, optional (RFC 6749 §3.3).
    pub scope: Option<String>,
    /// `state`, recommended: comes back unchanged (RFC 6749 §4.1.1).
    pub state: Option<String>,
    /// `code_challenge` of the method `S256` (RFC 7636 §4.3).
    pub code_challenge: String,
}

impl AuthorizationRequest {
    /// The parameters of the request, to be written into the query of the authorization endpoint's URL.
    pub fn parameters(&self) -> Vec<(&'static str, &str)> {
        let mut parameters = vec![
            ("response_type", "code"),
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", self.redirect_uri.as_str()),
        ];
        parameters.extend(self.scope.as_deref().map(|scope| ("scope", scope)));
        parameters.extend(self.state.as_deref().map(|state| ("state", state)));
        parameters.push(("code_challenge", &self.code_challenge));
        parameters.push(("code_challenge_method", "S256"));
        parameters
    }

    /// Reads a request as an authorization server does that insists on PKCE with `S256`
    /// (RFC 6749 §4.1.2.1, RFC 7636 §4.4.1).
    pub fn read(parameters: &Parameters) -> Result<Self, ErrorResponse> {
        parameters.refuse_repeated()?;
        if parameters.required("response_type")? != "code" {
            return Err(ErrorResponse::new(ErrorCode::UnsupportedResponseType, "response_type is not code"));
        }
        let invalid = |what: &str| ErrorResponse::new(ErrorCode::InvalidRequest, what);
        if parameters.required("code_challenge_method")? != "S256" {
            return Err(invalid("code_challenge_method is not S256"));
        }
        let code_challenge = parameters.required("code_challenge")?;
        if code_challenge.len() != 43 {
            return Err(invalid("code_challenge is not 43 characters long"));
        }
        Ok(Self {
            client_id: parameters.required("client_id")?.to_owned(),
            redirect_uri: parameters.required("redirect_uri")?.to_owned(),
            scope: parameters.get("scope").map(str::to_owned),
            state: parameters.get("state").map(str::to_owned),
            code_challenge: code_challenge.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> AuthorizationRequest {
        AuthorizationRequest {
            client_id: "c".to_owned(),
            redirect_uri: "http://localhost:1/callback".to_owned(),
            scope: None,
            state: Some("s".to_owned()),
            code_challenge: super::super::s256_challenge("v"),
        }
    }

    fn owned(pairs: Vec<(&str, &str)>) -> Parameters {
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn what_a_client_writes_is_what_a_server_reads() {
        let request = request();
        assert_eq!(AuthorizationRequest::read(&owned(request.parameters())), Ok(request));
    }

    #[test]
    fn the_plain_method_is_refused() {
        let request = request();
        let mut pairs = request.parameters();
        pairs.last_mut().unwrap().1 = "plain";
        let refusal = AuthorizationRequest::read(&owned(pairs)).unwrap_err();
        assert_eq!(refusal.error, ErrorCode::InvalidRequest);
    }
}
