//! The resource server: `POST /v1/messages` with a credential (RFC 6750 §2 and §3).

use serde::Deserialize;
use serde_json::json;

use super::http::{Reply, Request};
use super::ledger::Standing;
use super::scene::{Outcome, Presented, Scene, State};
use crate::exchange::Carrier;
use crate::oauth::{Challenge, ErrorCode};
use crate::scenario::given::Answer;
use crate::symbol::{CredentialKind, Symbol};

/// What the model answers to every prompt.
const ANSWER: &str = "pong";

/// The credential of a request, and what carries it. Released clients may send a different one in each
/// header; ours follows `Authorization` then, as a gateway does.
pub(super) fn presented(scene: &Scene, request: &Request<'_>) -> Presented {
    let bearer = request.header("authorization").and_then(bearer_token);
    let key = request.header("x-api-key");
    let (carrier, token) = match (bearer, key) {
        (Some(bearer), Some(_)) => (Carrier::BearerAndApiKey, Some(bearer)),
        (Some(bearer), None) => (Carrier::Bearer, Some(bearer)),
        (None, Some(key)) => (Carrier::ApiKey, Some(key)),
        (None, None) => (Carrier::Nothing, None),
    };
    let names = [("Authorization", bearer), ("X-Api-Key", key)];
    Presented {
        credential: token.and_then(|token| scene.tokens.symbol(token)),
        beside: bearer.and(key).filter(|key| Some(*key) != bearer).and_then(|key| scene.tokens.symbol(key)),
        carrier,
        details: names
            .into_iter()
            .filter(|(_, value)| value.is_some())
            .map(|(name, _)| name.to_owned())
            .collect(),
    }
}

/// The scheme is compared without regard to case (RFC 9110 §11.1).
fn bearer_token(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whether a request asks for the state of the account's quota, and for no answer: one token for the word `quota`.
pub(super) fn asks_for_quota(request: &Request<'_>) -> bool {
    #[derive(Deserialize)]
    struct Asked {
        max_tokens: u32,
        messages: Vec<Message>,
    }

    #[derive(Deserialize)]
    struct Message {
        content: serde_json::Value,
    }

    serde_json::from_slice::<Asked>(request.body).is_ok_and(|asked| {
        asked.max_tokens == 1 && matches!(&asked.messages[..], [only] if only.content == "quota")
    })
}

/// Answers by the script, else lets in whoever holds a good credential.
pub(super) fn answer(
    scene: &Scene,
    state: &mut State,
    request: &Request<'_>,
    presented: &Presented,
    script: &Answer,
) -> Outcome {
    if let Some(status) = script.status {
        if (200..300).contains(&status) {
            return welcome(request, status);
        }
        let error = script.error.as_deref().unwrap_or_else(|| usual_error(status));
        let message = script.message.as_deref().unwrap_or_else(|| usual_message(status));
        return refuse(status, error, message, presented.carrier);
    }
    let refused = |message| refuse(401, "authentication_error", message, presented.carrier);
    let standing = match presented.credential {
        Some(symbol) if fits(symbol, presented.carrier) => state.ledger.standing(symbol, scene.clock.now()),
        _ => Standing::Unknown,
    };
    match (standing, presented.credential.map(|symbol| symbol.kind), presented.carrier) {
        (Standing::Good, ..) => welcome(request, 200),
        (_, _, Carrier::Nothing) => refused("x-api-key header is required"),
        (_, Some(CredentialKind::ApiKey), _) | (_, _, Carrier::ApiKey) => refused("invalid x-api-key"),
        (Standing::Revoked, ..) => refused("OAuth token has been revoked."),
        (Standing::Expired, ..) => refused("OAuth token has expired."),
        (Standing::Unknown, ..) => refused("Invalid bearer token"),
    }
}

/// An OAuth token is no API key, an API key no bearer token; a gateway takes its token either way.
fn fits(symbol: Symbol, carrier: Carrier) -> bool {
    match carrier {
        Carrier::BearerAndApiKey => true,
        Carrier::Bearer => symbol.kind != CredentialKind::ApiKey,
        _ => matches!(symbol.kind, CredentialKind::ApiKey | CredentialKind::AuthToken),
    }
}

/// The answer, as JSON or, when the request asks for a stream, as server-sent events.
fn welcome(request: &Request<'_>, status: u16) -> Outcome {
    #[derive(Deserialize, Default)]
    struct Asked {
        #[serde(default)]
        stream: bool,
    }

    let asked: Asked = serde_json::from_slice(request.body).unwrap_or_default();
    let reply = if asked.stream {
        Reply::new(status, "text/event-stream; charset=utf-8", stream().into_bytes())
    } else {
        Reply::json(status, &message(&json!([{ "type": "text", "text": ANSWER }]), Some("end_turn")))
    };
    Outcome::idle(reply)
}

fn message(content: &serde_json::Value, stop_reason: Option<&str>) -> serde_json::Value {
    json!({
        "id": "msg_invented", "type": "message", "role": "assistant", "model": "invented",
        "content": content, "stop_reason": stop_reason, "stop_sequence": null,
        "usage": { "input_tokens": 1, "output_tokens": 1 },
    })
}

fn stream() -> String {
    let block = json!({ "type": "text", "text": "" });
    let stop = json!({ "stop_reason": "end_turn", "stop_sequence": null });
    let events = [
        json!({ "type": "message_start", "message": message(&json!([]), None) }),
        json!({ "type": "content_block_start", "index": 0, "content_block": block }),
        json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "text_delta", "text": ANSWER } }),
        json!({ "type": "content_block_stop", "index": 0 }),
        json!({ "type": "message_delta", "delta": stop, "usage": { "output_tokens": 1 } }),
        json!({ "type": "message_stop" }),
    ];
    let event = |data: &serde_json::Value| {
        format!("event: {}\ndata: {data}\n\n", data["type"].as_str().unwrap_or_default())
    };
    events.iter().map(event).collect()
}

/// A refusal with what the server usually says at that status.
pub(super) fn refusal(status: u16) -> Reply {
    refuse(status, usual_error(status), usual_message(status), Carrier::Bearer).reply
}

/// A refusal; one with 401 carries a challenge (RFC 9110 §15.5.2), which names an error only where a
/// token was presented (RFC 6750 §3.1).
fn refuse(status: u16, error: &str, message: &str, carrier: Carrier) -> Outcome {
    let body = json!({ "type": "error", "error": { "type": error, "message": message } });
    let mut reply = Reply::json(status, &body);
    if status == 401 {
        let mut challenge = Challenge { realm: Some("messages".to_owned()), ..Challenge::default() };
        if matches!(carrier, Carrier::Bearer | Carrier::BearerAndApiKey) {
            challenge.error = Some(ErrorCode::InvalidToken);
            challenge.error_description = Some(message.to_owned());
        }
        reply = reply.with_header("WWW-Authenticate", challenge.to_string());
    }
    Outcome { reply, error: Some(error.to_owned()), issued: Vec::new() }
}

/// `error.type` as the resource server has it for a status.
const fn usual_error(status: u16) -> &'static str {
    match status {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        529 => "overloaded_error",
        400..500 => "invalid_request_error",
        _ => "api_error",
    }
}

const fn usual_message(status: u16) -> &'static str {
    match status {
        401 => "Invalid bearer token",
        403 => "Your account does not have access to this resource.",
        404 => "Not found",
        429 => "This request would exceed your account's rate limit. Please try again later.",
        529 => "Overloaded",
        400..500 => "The request is invalid.",
        _ => "Internal server error",
    }
}
