//! The outcome of a run, computed from what was seen and from the probe (DESIGN section 5).

use crate::exchange::Endpoint;
use crate::outcome::Outcome;
use crate::transcript::Transcript;

/// What the person got in the end: the last step that ran a command decides.
pub fn outcome(transcript: &Transcript) -> Outcome {
    if succeeded(transcript) {
        if untroubled(transcript) { Outcome::Unaffected } else { Outcome::Recovered }
    } else if transcript.probe.same_store == Some(true) {
        Outcome::RetryLater
    } else if transcript.probe.fresh_login == Some(true) {
        Outcome::LoginRequired
    } else {
        Outcome::Misconfigured
    }
}

/// Whether every command of the last step that ran one worked.
pub(crate) fn succeeded(transcript: &Transcript) -> bool {
    transcript.commands.last().is_some_and(|last| {
        transcript.commands.iter().filter(|command| command.step == last.step).all(|command| command.ok)
    })
}

fn untroubled(transcript: &Transcript) -> bool {
    let refused =
        |exchange: &&crate::exchange::Exchange| matches!(exchange.answer.status(), Some(401 | 403) | None);
    transcript.commands.iter().all(|command| command.ok)
        && !transcript.exchanges.iter().any(|exchange| refused(&exchange))
        && transcript.at(Endpoint::Token).next().is_none()
}
