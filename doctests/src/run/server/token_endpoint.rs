//! The token endpoint: refresh and authorization code grants (RFC 6749 §3.2, §4.1.3, §5 and §6).

use jiff::SignedDuration;
use serde_json::json;

use super::browser;
use super::http::{Reply, Request};
use super::ledger::Family;
use super::scene::{Outcome, Presented, Scene, State};
use crate::exchange::Carrier;
use crate::oauth::{ErrorCode, ErrorResponse, Parameters, TokenRequest, TokenResponse};
use crate::run::clock::later;
use crate::scenario::given::Answer;
use crate::symbol::{CredentialKind, Symbol};

/// What a token request asks with: its refresh token, when it is one of this run's.
pub(super) fn presented(scene: &Scene, request: &Request<'_>) -> Presented {
    let parameters = request.parameters().unwrap_or_default();
    let grant = parameters.get("grant_type");
    let carrier = match grant {
        Some("refresh_token") => Carrier::RefreshGrant,
        Some("authorization_code") => Carrier::AuthorizationCodeGrant,
        _ => Carrier::Nothing,
    };
    let mut details: Vec<String> = parameters.names().map(str::to_owned).collect();
    if carrier == Carrier::AuthorizationCodeGrant {
        details.push("authorization_code".to_owned());
    }
    let credential = parameters.get("refresh_token").and_then(|token| scene.tokens.symbol(token));
    Presented { credential, beside: None, carrier, details }
}

/// Answers by the script, else honours a good grant. Nothing that it says may be cached (RFC 6749 §5.1).
pub(super) fn answer(scene: &Scene, state: &mut State, request: &Request<'_>, script: &Answer) -> Outcome {
    let mut outcome = match script.status {
        Some(status) => scripted(status, script),
        None => grant(scene, state, request, script).unwrap_or_else(|refusal| refuse(400, &refusal)),
    };
    outcome.reply = outcome.reply.with_header("Cache-Control", "no-store").with_header("Pragma", "no-cache");
    outcome
}

/// A refusal as RFC 6749 §5.2 writes it.
pub(super) fn refuse(status: u16, refusal: &ErrorResponse) -> Outcome {
    Outcome {
        reply: Reply::json(status, &json!(refusal)),
        error: Some(refusal.error.to_string()),
        issued: Vec::new(),
    }
}

/// A status of the script's. A 5xx or 429 that names no error comes from before the endpoint, and has none.
pub(super) fn scripted(status: u16, script: &Answer) -> Outcome {
    let usual = match status {
        400 => Some(ErrorCode::InvalidRequest),
        401 => Some(ErrorCode::InvalidClient),
        _ => None,
    };
    if let Some(error) = script.error.as_deref().map(ErrorCode::from).or(usual) {
        return refuse(status, &ErrorResponse { error, error_description: script.message.clone() });
    }
    let body = script.message.as_ref().map_or_else(|| json!({}), |message| json!({ "message": message }));
    Outcome::idle(Reply::json(status, &body))
}

fn grant(
    scene: &Scene,
    state: &mut State,
    request: &Request<'_>,
    script: &Answer,
) -> Result<Outcome, ErrorResponse> {
    let parameters: Parameters = request.parameters()?;
    parameters.refuse_repeated()?;
    match TokenRequest::read(&parameters)? {
        TokenRequest::RefreshToken { refresh_token, scope, .. } => {
            scene.grants(scope.as_deref())?;
            let now = scene.clock.now();
            let presented = scene.tokens.symbol(refresh_token.expose());
            let family = state.ledger.present(presented, now)?;
            let scope = narrowed(state.ledger.scope(family), scope)?;
            // A response without a new refresh token leaves the old one in force (RFC 6749 §6).
            let successor_of =
                presented.filter(|_| state.ledger.rotates() && !left_out(script, "refresh_token"));
            if let Some(old) = successor_of {
                state.ledger.retire(old, now);
            }
            let new = New { family, successor_of, refresh: successor_of.is_some(), lifetime: None, scope };
            Ok(issue(scene, state, script, new))
        }
        TokenRequest::AuthorizationCode {
            code, redirect_uri, client_id, code_verifier, expires_in, ..
        } => {
            let proof = browser::Proof {
                code: &code,
                redirect_uri: &redirect_uri,
                client_id: &client_id,
                code_verifier: &code_verifier,
            };
            let (family, scope) = browser::redeem(state, &proof, scene.clock.now())?;
            let new = New {
                family,
                successor_of: None,
                refresh: expires_in.is_none(),
                lifetime: expires_in,
                scope,
            };
            Ok(issue(scene, state, script, new))
        }
    }
}

/// The scope of a refreshed token: what is asked for, as long as it is no wider than before (RFC 6749 §6).
fn narrowed(granted: Option<&str>, asked: Option<String>) -> Result<Option<String>, ErrorResponse> {
    match (granted, asked) {
        (Some(granted), Some(asked)) => {
            let covered = |scope: &str| granted.split(' ').any(|known| known == scope);
            if asked.split(' ').all(covered) {
                Ok(Some(asked))
            } else {
                Err(ErrorResponse::new(ErrorCode::InvalidScope, "the scope is wider than what was granted"))
            }
        }
        (granted, asked) => Ok(asked.or_else(|| granted.map(str::to_owned))),
    }
}

/// What is to be issued.
struct New {
    family: Family,
    successor_of: Option<Symbol>,
    refresh: bool,
    /// A lifetime the client asked for, in seconds: the long-lived kind, which has no refresh token.
    lifetime: Option<u64>,
    scope: Option<String>,
}

/// Issues what the response will name; a member that the script leaves out is not issued.
fn issue(scene: &Scene, state: &mut State, script: &Answer, new: New) -> Outcome {
    let (kind, lifetime) = match new.lifetime {
        Some(seconds) => {
            let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
            (CredentialKind::SetupToken, SignedDuration::from_secs(seconds))
        }
        None => (CredentialKind::AccessToken, scene.access_lifetime),
    };
    let mut issued = Vec::new();
    let mut body = serde_json::Map::new();
    if !left_out(script, "access_token") {
        let (symbol, token) = scene.tokens.issue(kind);
        let expires = later(scene.clock.now(), lifetime);
        state.ledger.admit(symbol, Some(new.family), Some(expires));
        issued.push(symbol);
        let response = TokenResponse {
            access_token: token,
            token_type: "Bearer".to_owned(),
            expires_in: u64::try_from(lifetime.as_secs()).ok(),
            refresh_token: None,
            scope: new.scope,
        };
        if let serde_json::Value::Object(members) = json!(response) {
            body = members;
        }
    }
    if new.refresh && !left_out(script, "refresh_token") {
        let (symbol, token) = scene.tokens.issue(CredentialKind::RefreshToken);
        state.ledger.admit_refresh(symbol, new.family, new.successor_of);
        issued.push(symbol);
        body.insert("refresh_token".to_owned(), json!(token));
    }
    body.retain(|name, _| !left_out(script, name));
    Outcome { reply: Reply::json(200, &body.into()), error: None, issued }
}

fn left_out(script: &Answer, member: &str) -> bool {
    script.without.iter().any(|name| name == member)
}
