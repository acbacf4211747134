//! Case + transcript → verdict and outcome: pure, the same for fresh and recorded transcripts.

pub mod agreement;
mod aspect;
pub mod drift;
mod exchanges;
pub mod likeness;
mod outcome;
mod printed;
pub mod range;
mod stored_login;

use semver::Version;

use crate::located::Located;
use crate::scenario::Case;
use crate::transcript::Transcript;
use crate::verdict::{Judgement, Mismatch, Verdict};

pub use outcome::outcome;

/// Judges what was seen in one run of `case` on the reference client.
pub fn judge(case: &Case, transcript: &Transcript) -> Judgement {
    judge_on(case, transcript, None)
}

/// Judges what was seen in one run of `case` on the release `version`. Virtual time is the reference client's alone.
pub fn judge_release(case: &Case, transcript: &Transcript, version: &Version) -> Judgement {
    judge_on(case, transcript, Some(version))
}

fn judge_on(case: &Case, transcript: &Transcript, release: Option<&Version>) -> Judgement {
    let outcome = outcome(transcript);
    if let Some(reason) = &transcript.unreached {
        return Judgement { verdict: Verdict::Inconclusive { reason: reason.clone() }, outcome };
    }
    let mut findings = Findings::of(case);
    let expect = &case.expect;
    if let Some(expected) = &expect.outcome {
        findings.compare("outcome", expected, &outcome);
    }
    exits(case, transcript, &mut findings);
    printed::judge(expect, transcript, &mut findings);
    if let Some(version) = release {
        printed::judge_release(expect, transcript, version, &mut findings);
    }
    exchanges::judge(expect, transcript, &mut findings);
    if let Some(expected) = &expect.stored_login {
        stored_login::judge(expected, &transcript.stored_login, &mut findings);
    }
    if let Some(expected) = &expect.helper_calls {
        findings.compare("helper_calls", expected, &transcript.helper_calls);
    }
    if let Some(expected) = expect.elapsed.as_ref().filter(|_| release.is_none()) {
        let seconds = Located { value: expected.as_secs(), span: expected.span };
        findings.compare("elapsed", &seconds, &transcript.elapsed_seconds);
    }
    Judgement { verdict: findings.into_verdict(), outcome }
}

/// A killed process has no exit code, and an interactive session goes on: such commands are left out. One that was to
/// end and did not has not done what was expected of it.
fn exits(case: &Case, transcript: &Transcript, findings: &mut Findings) {
    let expect = &case.expect;
    let seen = || transcript.commands.iter().filter_map(|command| Some((command, command.exit?)));
    if let Some(expected) = &expect.exit {
        let ends = |step: usize| case.steps.get(step).is_some_and(|step| step.exits() > 0);
        for command in
            transcript.commands.iter().filter(|command| command.exit.is_none() && ends(command.step))
        {
            let seen = format!("`{}` did not end", command.command);
            findings.add("exit", expected, &expected.value, &seen);
        }
        for (command, exit) in seen().filter(|(_, exit)| *exit != expected.value) {
            findings.add("exit", expected, &expected.value, &format!("{exit} from `{}`", command.command));
        }
    }
    if let Some(expected) = &expect.exits {
        let exits: Vec<i32> = seen().map(|(_, exit)| exit).collect();
        if exits != expected.value {
            findings.add("exits", expected, &format!("{:?}", expected.value), &format!("{exits:?}"));
        }
    }
}

/// The mismatches found so far, named by their path in the scenario's file.
struct Findings {
    prefix: &'static str,
    mismatches: Vec<Mismatch>,
}

impl Findings {
    fn of(case: &Case) -> Self {
        let prefix = if case.name == "beyond" { "boundary.expect" } else { "expect" };
        Self { prefix, mismatches: Vec::new() }
    }

    fn add<T>(&mut self, path: &str, at: &Located<T>, expected: &impl ToString, seen: &impl ToString) {
        self.mismatches.push(Mismatch {
            expectation: format!("{}.{path}", self.prefix),
            span: at.span,
            expected: expected.to_string(),
            seen: seen.to_string(),
        });
    }

    fn compare<T: PartialEq + ToString>(&mut self, path: &str, expected: &Located<T>, seen: &T) {
        if expected.value != *seen {
            self.add(path, expected, &expected.value, seen);
        }
    }

    fn into_verdict(self) -> Verdict {
        if self.mismatches.is_empty() { Verdict::Pass } else { Verdict::Fail { mismatches: self.mismatches } }
    }
}

#[cfg(test)]
mod tests;
