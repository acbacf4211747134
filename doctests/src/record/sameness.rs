//! Which runs went alike: what varies from run to run without meaning anything is taken out first.

use jiff::SignedDuration;

use super::{SeenCase, SeenRun};
use crate::exchange::Endpoint;
use crate::scenario::{Case, Scenario, Step};
use crate::symbol::Symbol;
use crate::transcript::Transcript;

/// The runs of `scenario` as a record keeps them: each distinct one once, the most frequent first.
/// Each run has a transcript for each case, in the order of the cases.
pub fn gathered(scenario: &Scenario, runs: Vec<Vec<Transcript>>) -> Vec<SeenRun> {
    let cases = scenario.cases();
    let steps: Vec<&Step> = scenario.document.steps.iter().map(|step| &step.value).collect();
    let mut gathered: Vec<SeenRun> = Vec::new();
    for run in runs {
        let seen = |(case, transcript): (&Case, Transcript)| SeenCase {
            case: case.name.to_owned(),
            transcript: settled(transcript, &steps),
        };
        let cases: Vec<SeenCase> = cases.iter().zip(run).map(seen).collect();
        match gathered.iter_mut().find(|known| known.cases == cases) {
            Some(known) => known.count += 1,
            None => gathered.push(SeenRun { count: 1, cases }),
        }
    }
    sort(&mut gathered);
    gathered
}

/// The most frequent first. The order in which they were run means nothing: equal counts are put in the order of
/// their text.
pub(super) fn sort(runs: &mut [SeenRun]) {
    runs.sort_by_cached_key(|run| (std::cmp::Reverse(run.count), text(run)));
}

/// What a record says of a run. Which client it was is said once, at its head.
pub(super) fn text(run: &SeenRun) -> String {
    let mut cases = run.cases.clone();
    for case in &mut cases {
        case.transcript.client.clear();
    }
    serde_json::to_string(&cases).unwrap_or_default()
}

/// `transcript` without times, and with what ran at once in an order of its own: of those exchanges and commands
/// the order in which they came about is chance.
fn settled(mut transcript: Transcript, steps: &[&Step]) -> Transcript {
    transcript.elapsed_seconds = 0;
    for exchange in transcript.exchanges.iter_mut().chain(&mut transcript.quota) {
        exchange.at = SignedDuration::ZERO;
    }
    let at_once = |step: usize| matches!(steps.get(step), Some(Step::Prompts(_)));
    transcript.exchanges.sort_by_cached_key(|exchange| {
        // What a refresh issued comes after it, and the request for it after what made it necessary.
        let generation = |symbol: Symbol| symbol.number;
        let order = (
            exchange.credential.map_or(0, generation),
            matches!(exchange.endpoint, Endpoint::Token),
            serde_json::to_string(exchange).unwrap_or_default(),
        );
        (exchange.step, at_once(exchange.step).then_some(order))
    });
    transcript.commands.sort_by_cached_key(|command| {
        (command.step, at_once(command.step).then(|| serde_json::to_string(command).unwrap_or_default()))
    });
    transcript
}

/// What in a transcript would differ on another machine or on another day, if anything: it must not be recorded.
pub fn unfit(transcript: &Transcript) -> Option<String> {
    let printed = transcript.commands.iter().flat_map(|command| [&command.stdout, &command.stderr]);
    printed.flat_map(|text| text.lines()).find_map(|line| {
        let what = if has_port(line) {
            "a port"
        } else if line.contains("/tmp/") || line.contains("/home/") {
            "a path"
        } else if line.contains("sk-ant-") {
            "a token"
        } else if has_time(line) {
            "a time"
        } else {
            return None;
        };
        Some(format!("{what} in `{line}`"))
    })
}

/// `127.0.0.1:40123` or `localhost:40123`.
fn has_port(line: &str) -> bool {
    ["127.0.0.1:", "localhost:"].iter().any(|host| {
        line.match_indices(host)
            .any(|(at, _)| line[at + host.len()..].starts_with(|character: char| character.is_ascii_digit()))
    })
}

/// `2026-11-28T21:32:31`.
fn has_time(line: &str) -> bool {
    line.as_bytes().windows(19).any(|window| {
        window.iter().zip(b"0000-00-00T00:00:00").all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            _ => byte == shape,
        })
    })
}
