//! The revocation endpoint (RFC 7009).

use serde_json::json;

use super::http::{Reply, Request};
use super::scene::{Outcome, Presented, Scene, State};
use super::token_endpoint::{refuse, scripted};
use crate::exchange::Carrier;
use crate::oauth::RevocationRequest;
use crate::scenario::given::Answer;

/// What a revocation request asks with: the token it gives up.
pub(super) fn presented(scene: &Scene, request: &Request<'_>) -> Presented {
    let parameters = request.parameters().unwrap_or_default();
    let token = parameters.get("token");
    Presented {
        credential: token.and_then(|token| scene.tokens.symbol(token)),
        beside: None,
        carrier: if token.is_some() { Carrier::RevocationBody } else { Carrier::Nothing },
        details: parameters.names().map(str::to_owned).collect(),
    }
}

/// Answers by the script, else revokes. A token that nobody knows is revoked already (RFC 7009 §2.2).
pub(super) fn answer(scene: &Scene, state: &mut State, request: &Request<'_>, script: &Answer) -> Outcome {
    if let Some(status) = script.status {
        return scripted(status, script);
    }
    let asked = request.parameters().and_then(|parameters| {
        parameters.refuse_repeated()?;
        RevocationRequest::read(&parameters)
    });
    match asked {
        Ok(asked) => {
            if let Some(symbol) = scene.tokens.symbol(asked.token.expose()) {
                state.ledger.revoke_as_asked(symbol);
            }
            Outcome::idle(Reply::json(200, &json!({})))
        }
        Err(refusal) => refuse(400, &refusal),
    }
}
