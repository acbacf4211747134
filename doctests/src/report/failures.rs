//! Failed runs → diagnostics: at the expectation in the scenario's file, and at the claim on its page.

use crate::claim::Claim;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::Scenario;
use crate::source_file::Place;
use crate::span::Span;
use crate::verdict::{CaseRun, Mismatch, ScenarioRun, Verdict};

/// What did not come true, at the places of the scenario's file.
pub fn mismatch_diagnostics(scenario: &Scenario, run: &ScenarioRun) -> Vec<Diagnostic> {
    run.cases
        .iter()
        .flat_map(|case| match &case.judgement.verdict {
            Verdict::Pass => Vec::new(),
            Verdict::Inconclusive { reason } => {
                let message = format!("`{}` came to no verdict{}", scenario.id, side(case));
                vec![inconclusive(
                    Diagnostic::new(Code::ClaimInconclusive, first_line(scenario), message),
                    case,
                    reason,
                )]
            }
            Verdict::Fail { mismatches } => mismatches
                .iter()
                .map(|mismatch| {
                    let message =
                        format!("`{}` was not seen as expected{}", mismatch.expectation, side(case));
                    let place = Place::new(&scenario.file, mismatch.span);
                    failed(Diagnostic::new(Code::ClaimFails, place, message), case, mismatch)
                })
                .collect(),
        })
        .map(|diagnostic| diagnostic.rerun(rerun(scenario)))
        .collect()
}

/// Why `claim` does not hold: `scenario`, which it cites, ran as `run`. At the claim's place, with the expectation's.
pub fn claim_diagnostics(claim: &Claim<'_>, scenario: &Scenario, run: &ScenarioRun) -> Vec<Diagnostic> {
    run.cases
        .iter()
        .flat_map(|case| match &case.judgement.verdict {
            Verdict::Pass => Vec::new(),
            Verdict::Inconclusive { reason } => {
                let message =
                    format!("`{}` came to no verdict{}, so this claim is not shown", scenario.id, side(case));
                vec![inconclusive(
                    Diagnostic::new(Code::ClaimInconclusive, claim.place(), message),
                    case,
                    reason,
                )]
            }
            Verdict::Fail { mismatches } => mismatches
                .iter()
                .map(|mismatch| {
                    let message = format!("`{}` does not show this{}", scenario.id, side(case));
                    let expectation = Place::new(&scenario.file, mismatch.span);
                    failed(Diagnostic::new(Code::ClaimFails, claim.place(), message), case, mismatch)
                        .related(expectation, format!("`{}` was not seen", mismatch.expectation))
                })
                .collect(),
        })
        .map(|diagnostic| diagnostic.rerun(rerun(scenario)))
        .collect()
}

/// A run without a verdict is about the whole scenario: its first line of text stands for it.
pub(super) fn first_line(scenario: &Scenario) -> Place {
    let text = &scenario.file.text;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim();
        if !written.is_empty() && !written.starts_with('#') {
            return Place::new(&scenario.file, Span::new(start, start + line.trim_end().len()));
        }
        start += line.len();
    }
    Place::new(&scenario.file, Span::at(0))
}

fn failed(diagnostic: Diagnostic, case: &CaseRun, mismatch: &Mismatch) -> Diagnostic {
    diagnostic
        .expected(mismatch.expected.as_str())
        .seen(mismatch.seen.as_str())
        .info(format!("client {}", case.transcript.client))
}

fn inconclusive(diagnostic: Diagnostic, case: &CaseRun, reason: &str) -> Diagnostic {
    diagnostic.seen(reason).info(format!("client {}", case.transcript.client))
}

fn side(case: &CaseRun) -> &'static str {
    if case.case == "beyond" { " beyond the boundary" } else { "" }
}

fn rerun(scenario: &Scenario) -> String {
    format!("cargo run -- verify {}", scenario.id)
}
