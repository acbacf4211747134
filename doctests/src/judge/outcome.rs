//! The outcome of a run, computed from what was seen and from the probe (DESIGN section 5).

use crate::exchange::Endpoint;
use crate::outcome::Outcome;
use crate::transcript::Transcript;

/// What the person got in the end: the last step that ran a command decides.
pub fn outcome(transcript: &Transcript) -> Outcome {
    if transcript.succeeded() {
        if untroubled(transcript) { Outcome::Unaffected } else { Outcome::Recovered }
    } else if transcript.probe.same_store == Some(true) {
        Outcome::RetryLater
    } else if transcript.probe.fresh_login == Some(true) {
        Outcome::LoginRequired
    } else {
        Outcome::Misconfigured
    }
}

fn untroubled(transcript: &Transcript) -> bool {
    transcript.commands.iter().all(|command| command.ok)
        && transcript.at(Endpoint::Token).next().is_none()
        && transcript
            .exchanges
            .iter()
            .all(|exchange| !matches!(exchange.answer.status(), Some(401 | 403) | None))
}
