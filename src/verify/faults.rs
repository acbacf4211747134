//! A scenario that fails is a fault of every claim that cites it.

use doctests::claim::{Claim, claims_of};
use doctests::diagnostic::{Code, Diagnostic};
use doctests::report::{claim_diagnostics, mismatch_diagnostics};
use doctests::scenario::Scenario;
use doctests::source_file::Place;
use doctests::span::Span;

use super::{Run, Runs};
use crate::project::Project;

/// What `runs` say against the claims of the book; a scenario that no claim cites stands for itself.
pub fn faults(project: &Project, runs: &Runs) -> Vec<Diagnostic> {
    let claims: Vec<Claim<'_>> = project.pages.iter().flat_map(claims_of).collect();
    let mut faults = Vec::new();
    for (id, run) in runs {
        let Some(scenario) = project.catalog.scenarios.get(id) else { continue };
        match run {
            Run::NotModelled(_) => {}
            Run::Broke(why) => faults.push(broke(scenario, why)),
            Run::Ran(run) => {
                let mut citing = claims.iter().filter(|claim| claim.cites.contains(&id)).peekable();
                if citing.peek().is_none() {
                    faults.extend(mismatch_diagnostics(scenario, run));
                }
                faults.extend(citing.flat_map(|claim| claim_diagnostics(claim, scenario, run)));
            }
        }
    }
    crate::check::sort(&mut faults);
    faults
}

fn broke(scenario: &Scenario, why: &str) -> Diagnostic {
    let place = Place::new(&scenario.file, Span::at(0));
    Diagnostic::new(Code::RunBroke, place, format!("the run of `{}` broke", scenario.id))
        .info(why)
        .rerun(format!("cargo run -- verify {}", scenario.id))
}
