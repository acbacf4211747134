//! What is wrong with an answer, and how the journal tells it.

use super::http::{Delivery, Reply};
use super::scene::Outcome;
use crate::exchange::Answer as Seen;
use crate::scenario::given::{Answer, AnswerFault};
use crate::symbol::Symbol;

/// More than any client should read of an answer.
const OVERSIZED: usize = 2 * 1024 * 1024;

/// Spoils a good answer as the script says. The faults of which the server knows nothing are not met here.
pub(super) fn spoil(outcome: Outcome, script: &Answer) -> Outcome {
    let Outcome { mut reply, mut error, issued } = outcome;
    if let Some(after) = script.retry_after {
        reply = reply.with_header("Retry-After", after.as_secs().to_string());
    }
    match script.fault {
        None | Some(AnswerFault::Stalled | AnswerFault::ResetBeforeCommit | AnswerFault::Redirect) => {}
        Some(AnswerFault::Garbage) => reply.body = b"}{ neither JSON nor anything else".to_vec(),
        Some(AnswerFault::Html) => {
            reply.content_type = "text/html; charset=utf-8";
            reply.body = b"<!doctype html><title>Sign in to this network</title><h1>Welcome</h1>".to_vec();
        }
        Some(AnswerFault::Empty) => reply.body.clear(),
        // Only the size is wrong: a client that reads on would find good JSON.
        Some(AnswerFault::Oversized) => reply.body.resize(OVERSIZED, b' '),
        Some(AnswerFault::WrongContentType) => reply.content_type = "text/plain",
        Some(AnswerFault::Truncated) => reply.delivery = Delivery::Truncated,
        Some(AnswerFault::ResetAfterCommit) => reply.delivery = Delivery::Reset,
    }
    if let Some(AnswerFault::Garbage | AnswerFault::Html | AnswerFault::Empty) = script.fault {
        error = None;
    }
    Outcome { reply, error, issued }
}

/// The answer as the journal keeps it, with what it issued. An answer that never comes issues nothing:
/// that the server has spent a refresh token all the same is told by a word.
pub(super) fn seen(
    reply: &Reply,
    error: Option<String>,
    issued: Vec<Symbol>,
    fault: Option<AnswerFault>,
) -> (Seen, Vec<Symbol>) {
    let broken = match reply.delivery {
        Delivery::Whole | Delivery::Truncated => {
            let spoiled = fault.and_then(word).map(str::to_owned);
            return (Seen::Status { status: reply.status, error, spoiled }, issued);
        }
        Delivery::Reset => "reset",
        Delivery::Held => "stalled",
        Delivery::Closed => "closed",
    };
    let fault = if issued.is_empty() { broken.to_owned() } else { format!("{broken} after the grant") };
    (Seen::None { fault }, Vec::new())
}

/// The word for a spoiled answer, as a scenario writes it; none where no answer comes at all.
const fn word(fault: AnswerFault) -> Option<&'static str> {
    match fault {
        AnswerFault::Garbage => Some("garbage"),
        AnswerFault::Html => Some("html"),
        AnswerFault::Empty => Some("empty"),
        AnswerFault::Oversized => Some("oversized"),
        AnswerFault::WrongContentType => Some("wrong-content-type"),
        AnswerFault::Truncated => Some("truncated"),
        AnswerFault::Redirect => Some("redirect"),
        AnswerFault::ResetAfterCommit | AnswerFault::ResetBeforeCommit | AnswerFault::Stalled => None,
    }
}
