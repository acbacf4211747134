//! One scenario's run as text: its verdict, what was seen, and each expectation that did not come true.

use std::fmt::Write;

use super::{human, mismatch_diagnostics, visible};
use crate::scenario::Scenario;
use crate::transcript::Transcript;
use crate::verdict::ScenarioRun;

/// A line with verdict, id, outcome and title; for anything but a pass also the diagnostics and what was seen.
pub fn scenario(scenario: &Scenario, run: &ScenarioRun, color: bool) -> String {
    let verdict = run.verdict();
    let title = visible(&scenario.document.title);
    let mut text = format!("{:<12} {} ({}): {title}\n", verdict.as_str(), scenario.id, run.outcome());
    if verdict.is_pass() {
        return text;
    }
    text.push('\n');
    text.push_str(&human(&mismatch_diagnostics(scenario, run), color));
    for case in run.cases.iter().filter(|case| !case.judgement.verdict.is_pass()) {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\nseen on {}, case `{}`:\n{}",
            case.transcript.client,
            case.case,
            transcript(&case.transcript)
        );
    }
    text
}

/// What was seen: the exchanges in order, the commands with what they printed, the stored login, the helper.
pub fn transcript(transcript: &Transcript) -> String {
    let mut text = String::new();
    let mut line = |line: String| {
        text.push_str("  ");
        text.push_str(&visible(&line));
        text.push('\n');
    };
    if transcript.exchanges.is_empty() {
        line("no exchange carried a credential".to_owned());
    }
    for (number, exchange) in (1..).zip(&transcript.exchanges) {
        line(format!("{number}. {exchange}  (at {} s)", exchange.at.as_secs()));
    }
    for exchange in &transcript.quota {
        line(format!("for the quota: {exchange}"));
    }
    for command in &transcript.commands {
        let exit = command.exit.map_or_else(|| "no exit code".to_owned(), |code| format!("exit code {code}"));
        line(format!("$ {}: {exit}", command.command));
        for (name, stream) in [("out", &command.stdout), ("err", &command.stderr)] {
            for printed in stream.lines() {
                line(format!("  {name} | {printed}"));
            }
        }
    }
    line(format!("stored login: {}", transcript.stored_login));
    if transcript.helper_calls > 0 {
        line(format!("helper calls: {}", transcript.helper_calls));
    }
    if let Some(reason) = &transcript.unreached {
        line(format!("not reached: {reason}"));
    }
    text
}
