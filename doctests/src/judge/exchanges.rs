//! The exchanges: in order, in number, and those that must never be seen.

use super::Findings;
use crate::exchange::{Answer, Exchange};
use crate::located::Located;
use crate::scenario::{Expect, ExpectedExchange};
use crate::transcript::Transcript;

pub(super) fn judge(expect: &Expect, transcript: &Transcript, findings: &mut Findings) {
    if let Some(expected) = &expect.exchanges
        && !lists_quota(expected, transcript)
    {
        in_order(expected, &transcript.exchanges, findings);
        for_quota(expected, &transcript.quota, findings);
    }
    for (endpoint, expected) in &expect.counts {
        let seen = u32::try_from(transcript.at(*endpoint).count()).unwrap_or(u32::MAX);
        let path = format!("counts.{endpoint}");
        findings.compare(&path, expected, &seen);
        if let Some(quota) =
            transcript.quota.iter().find(|quota| quota.endpoint == *endpoint && **expected == 0)
        {
            findings.add(&path, expected, &"no request at all", &format!("`{quota}` for the quota"));
        }
    }
    for (index, never) in expect.never.iter().enumerate() {
        let mut seen = transcript
            .at(never.endpoint)
            // A credential that must not be sent must not be sent for the quota either; that it is sent twice is
            // said of what prompts ask.
            .chain(transcript.quota.iter().filter(|quota| !never.twice && quota.endpoint == never.endpoint))
            .filter(|exchange| never.credential.is_none() || exchange.credential == never.credential);
        let offending = if never.twice { seen.nth(1) } else { seen.next() };
        if let Some(exchange) = offending {
            findings.add(
                &format!("never[{index}]"),
                never,
                &format!("never `{}`", never.value),
                &format!("`{exchange}`"),
            );
        }
    }
}

/// Reports the first place where the two sequences part: what follows it says nothing of its own.
fn in_order(expected: &Located<Vec<Located<ExpectedExchange>>>, seen: &[Exchange], findings: &mut Findings) {
    for (index, want) in expected.iter().enumerate() {
        match seen.get(index) {
            Some(exchange) if matches(want, exchange) => {}
            Some(exchange) => {
                findings.add(
                    &format!("exchanges[{index}]"),
                    want,
                    &format!("`{}`", want.value),
                    &format!("`{exchange}`"),
                );
                return;
            }
            None => {
                let path = format!("exchanges[{index}]");
                findings.add(&path, want, &format!("`{}`", want.value), &"no further exchange");
                return;
            }
        }
    }
    if let Some(extra) = seen.get(expected.len()) {
        let further = seen.len() - expected.len();
        findings.add(
            "exchanges",
            expected,
            &format!("{} exchanges in all", expected.len()),
            &format!("{further} more, the first `{extra}`"),
        );
    }
}

/// Whether a scenario is about the requests for the quota too: it lists them ahead of what prompts ask, one by one.
fn lists_quota(expected: &[Located<ExpectedExchange>], transcript: &Transcript) -> bool {
    let seen = transcript.quota.iter().chain(&transcript.exchanges);
    !transcript.quota.is_empty()
        && expected.len() == seen.clone().count()
        && expected.iter().zip(seen).all(|(want, exchange)| matches(want, exchange))
}

/// A request for the quota tells nothing new where a prompt's own is answered alike with the same credential; any
/// other is one that the scenario does not have.
fn for_quota(expected: &Located<Vec<Located<ExpectedExchange>>>, seen: &[Exchange], findings: &mut Findings) {
    if let Some(other) = seen.iter().find(|quota| !expected.iter().any(|want| matches(want, quota))) {
        findings.add(
            "exchanges",
            expected,
            &"no request for the quota but one that goes as a prompt's does",
            &format!("`{other}` for the quota"),
        );
    }
}

fn matches(want: &ExpectedExchange, seen: &Exchange) -> bool {
    let answered = match (&seen.answer, want.status) {
        (Answer::Status { status, error, .. }, Some(expected)) => {
            *status == expected && (want.error.is_none() || want.error == *error)
        }
        // A body that was cut off is no answer to the client, whatever its status line said.
        (Answer::None { .. }, None) => true,
        _ => false,
    };
    answered
        && want.endpoint == seen.endpoint
        && want.credential == seen.credential
        && want.beside == seen.beside
        && want.issues == seen.issued
}
