//! The browser's part of a sign-in: the authorization endpoint's answer, and the code it hands over
//! (RFC 6749 §4.1.2, RFC 7636 §4.4, RFC 8252 §7.3).

use jiff::{SignedDuration, Timestamp};
use reqwest::Url;

use super::World;
use super::http::form;
use super::ledger::Family;
use super::scene::State;
use crate::oauth::{
    AuthorizationRequest, ErrorCode, ErrorResponse, Parameters, Secret, is_code_verifier, s256_challenge,
};
use crate::run::clock::later;
use crate::run::error::RunError;
use crate::scenario::step::Browser;

/// How long a code is good: ten minutes at most (RFC 6749 §4.1.2).
const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// An authorization code and what it is bound to.
#[derive(Debug)]
pub(super) struct Code {
    secret: Secret,
    request: AuthorizationRequest,
    issued: Timestamp,
    /// Whether the person carries it over by hand: the client then names the address of a page that shows codes, which
    /// stands behind a short link that the client prints and that leads nowhere here.
    pasted: bool,
    /// The sign-in it was exchanged for: a code is good once (RFC 6749 §4.1.2).
    spent: Option<Family>,
}

/// What a client proves that it may have the tokens of a code (RFC 6749 §4.1.3, RFC 7636 §4.5).
pub(super) struct Proof<'a> {
    pub(super) code: &'a Secret,
    pub(super) redirect_uri: &'a str,
    pub(super) client_id: &'a str,
    pub(super) code_verifier: &'a Secret,
}

impl World {
    /// Plays a person who approves the authorization request at `url`: the address the browser is
    /// then sent to, with `code` and `state` (RFC 6749 §4.1.2). A faulty request gets `error` there
    /// (§4.1.2.1); one whose client or redirect address cannot be trusted is an error here.
    pub fn authorize(&self, url: &str) -> Result<String, RunError> {
        let (parameters, redirect_uri) = self.authorization_request(url)?;
        let state = parameters.get("state");
        let request = AuthorizationRequest::read(&parameters).and_then(|request| {
            self.scene.grants(request.scope.as_deref())?;
            Ok(request)
        });
        let answer = match request {
            Ok(request) => {
                let code = self.scene.tokens.code();
                let answer = vec![("code", code.expose().to_owned())];
                let issued = self.scene.clock.now();
                self.scene.state().codes.push(Code {
                    secret: code,
                    request,
                    issued,
                    pasted: false,
                    spent: None,
                });
                answer
            }
            Err(refusal) => vec![
                ("error", refusal.error.to_string()),
                ("error_description", refusal.error_description.unwrap_or_default()),
            ],
        };
        Ok(callback(redirect_uri, &answer, state))
    }

    /// Plays the browser as a step tells it: the address it is sent to, or none when it never comes back.
    pub fn browse(&self, url: &str, browser: Browser) -> Result<Option<String>, RunError> {
        match browser {
            Browser::Unused => {
                Err(RunError::Unsupported("a browser was opened in a sign-in that needs none".to_owned()))
            }
            Browser::Approve => self.authorize(url).map(Some),
            Browser::Paste => {
                let approved = self.authorize(url)?;
                if let Some(code) = self.scene.state().codes.last_mut() {
                    code.pasted = true;
                }
                Ok(Some(approved))
            }
            Browser::Deny => {
                let (parameters, redirect_uri) = self.authorization_request(url)?;
                let answer = [("error", ErrorCode::AccessDenied.to_string())];
                Ok(Some(callback(redirect_uri, &answer, parameters.get("state"))))
            }
            Browser::WrongState => {
                let approved = self.authorize(url)?;
                let (parameters, redirect_uri) = self.authorization_request(url)?;
                let code = form(approved.split_once('?').map_or("", |(_, query)| query));
                let answer = [("code", code.get("code").unwrap_or_default().to_owned())];
                let foreign = parameters.get("state").map(|state| format!("not-{state}"));
                Ok(Some(callback(redirect_uri, &answer, foreign.as_deref())))
            }
            Browser::Never => Ok(None),
        }
    }

    /// The request in `url`, with the address to come back to.
    fn authorization_request(&self, url: &str) -> Result<(Parameters, Url), RunError> {
        let refuse = |what: &str| RunError::Unsupported(format!("the authorization request: {what}"));
        let (endpoint, query) = url.split_once('?').unwrap_or((url, ""));
        if !self.scene.surroundings.authorize.iter().any(|known| known == endpoint) {
            return Err(refuse("it does not go to the authorization endpoint of this server"));
        }
        let parameters = form(query);
        if parameters.get("client_id").is_none() {
            return Err(refuse("client_id is missing"));
        }
        let redirect_uri = parameters.get("redirect_uri").ok_or_else(|| refuse("redirect_uri is missing"))?;
        let redirect_uri = Url::parse(redirect_uri).map_err(|_| refuse("redirect_uri is no URL"))?;
        let loopback = matches!(redirect_uri.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        if redirect_uri.scheme() != "http" || !loopback {
            return Err(refuse("redirect_uri is no http address of this machine"));
        }
        Ok((parameters, redirect_uri))
    }
}

fn callback(mut redirect_uri: Url, answer: &[(&str, String)], state: Option<&str>) -> String {
    redirect_uri
        .query_pairs_mut()
        .extend_pairs(answer.iter().map(|(name, value)| (*name, value.as_str())))
        .extend_pairs(state.map(|state| ("state", state)));
    redirect_uri.into()
}

/// Exchanges a code for a new sign-in and its scope. Presenting one twice revokes what it was
/// exchanged for (RFC 6749 §4.1.2).
pub(super) fn redeem(
    state: &mut State,
    proof: &Proof<'_>,
    now: Timestamp,
) -> Result<(Family, Option<String>), ErrorResponse> {
    let refuse = |what: &str| Err(ErrorResponse::new(ErrorCode::InvalidGrant, what));
    let Some(code) = state.codes.iter_mut().find(|known| known.secret == *proof.code) else {
        return refuse("the code is unknown");
    };
    if let Some(family) = code.spent {
        state.ledger.revoke_family(family);
        return refuse("the code has been used already");
    }
    if now >= later(code.issued, CODE_LIFETIME) {
        return refuse("the code has expired");
    }
    if proof.client_id != code.request.client_id {
        return refuse("the code was issued to another client");
    }
    if proof.redirect_uri != code.request.redirect_uri && !code.pasted {
        return refuse("redirect_uri is not the one of the authorization request");
    }
    let verifier = proof.code_verifier.expose();
    if !is_code_verifier(verifier) || s256_challenge(verifier) != code.request.code_challenge {
        return refuse("code_verifier does not fit the challenge");
    }
    let scope = code.request.scope.clone();
    let family = state.ledger.open_family(scope.clone());
    code.spent = Some(family);
    Ok((family, scope))
}
