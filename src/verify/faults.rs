//! A scenario that fails is a fault of every claim that cites it.

use doctests::claim::{Claim, claims_of};
use doctests::diagnostic::{Code, Diagnostic};
use doctests::page::Page;
use doctests::scenario::Scenario;
use doctests::source_file::Place;
use doctests::span::Span;
use doctests::verdict::{Mismatch, Verdict};

use super::{Run, Runs};
use crate::project::Project;

/// What `runs` say against the claims of the book; a scenario that no claim cites stands for itself.
pub fn faults(project: &Project, runs: &Runs) -> Vec<Diagnostic> {
    let claims: Vec<Claim<'_>> = project.pages.iter().flat_map(|page: &Page| claims_of(page)).collect();
    let mut faults = Vec::new();
    for (id, run) in runs {
        let Some(scenario) = project.catalog.scenarios.get(id) else { continue };
        let Some(fault) = fault(scenario, run) else { continue };
        let citing: Vec<_> = claims.iter().filter(|claim| claim.cites.contains(&id)).collect();
        if citing.is_empty() || fault.code == Code::RunBroke {
            faults.push(fault);
            continue;
        }
        for claim in citing {
            let mut fault = fault.clone();
            let found = std::mem::replace(&mut fault.place, claim.place());
            fault
                .related
                .insert(0, doctests::diagnostic::Related { place: found, label: "expected here".to_owned() });
            faults.push(fault);
        }
    }
    crate::check::sort(&mut faults);
    faults
}

/// The fault of one scenario, at its own file.
fn fault(scenario: &Scenario, run: &Run) -> Option<Diagnostic> {
    let id = &scenario.id;
    let at = |span| Place::new(&scenario.file, span);
    let fault = match run {
        Run::NotModelled(_) => return None,
        Run::Broke(why) => {
            Diagnostic::new(Code::RunBroke, at(Span::at(0)), format!("the run of `{id}` broke"))
                .info(why.clone())
        }
        Run::Ran(run) => match run.verdict() {
            Verdict::Pass => return None,
            Verdict::Inconclusive { reason } => Diagnostic::new(
                Code::ClaimInconclusive,
                at(Span::at(0)),
                format!("`{id}` came to no verdict"),
            )
            .info(reason.clone()),
            Verdict::Fail { mismatches } => failed(id.as_str(), mismatches, at),
        },
    };
    Some(fault.rerun(format!("cargo run -- verify {id}")))
}

fn failed(id: &str, mismatches: &[Mismatch], at: impl Fn(Span) -> Place) -> Diagnostic {
    let first = mismatches.first().map_or(Span::at(0), |mismatch| mismatch.span);
    let mut fault = Diagnostic::new(Code::ClaimFails, at(first), format!("`{id}` does not hold"));
    for mismatch in mismatches {
        let Mismatch { expectation, expected, seen, .. } = mismatch;
        fault = fault.expected(format!("{expectation}: {expected}")).seen(seen.clone());
    }
    fault
}
