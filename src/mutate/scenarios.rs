//! The mutants of all scenarios; those listed as making no difference are told apart.

use anyhow::Result;
use doctests::diagnostic::{Code, Diagnostic};
use doctests::equivalent::Equivalent;
use doctests::mutant::{Fate, Tried};
use doctests::mutate::scenarios::ScenarioMutant;
use doctests::run::ReferenceProgram;
use doctests::scenario::Scenario;
use doctests::verify;

use super::{Options, pool};
use crate::project::Project;

/// Every mutant, and what is wrong with the list of equivalents.
pub(super) fn tried(project: &Project, options: Options) -> Result<(Vec<Tried>, Vec<Diagnostic>)> {
    let scenarios: Vec<Scenario> = project.catalog.scenarios.values().cloned().collect();
    let run = verify::Options {
        program: ReferenceProgram::this_program()?,
        jobs: options.jobs.get(),
        variant: None,
    };
    let bar = pool::bar("scenarios", scenarios.len(), options);
    let records = &project.releases().records;
    let fates = verify::mutants(&scenarios, records, project.never_published(), &run, || bar.inc(1))?;
    bar.finish_and_clear();
    let mut used = vec![false; project.equivalents.len()];
    let mut tried = Vec::new();
    for (scenario, fates) in scenarios.iter().zip(fates) {
        for (change, fate) in fates {
            let fate =
                if fate == Fate::Survived { listed(project, scenario, &change, &mut used) } else { fate };
            tried.push(Tried { mutant: change.mutant, fate });
        }
    }
    let idle = project.equivalents.iter().zip(used).filter(|(_, used)| !used).map(|(entry, _)| idle(entry));
    Ok((tried, idle.collect()))
}

fn listed(project: &Project, scenario: &Scenario, change: &ScenarioMutant, used: &mut [bool]) -> Fate {
    let is_it = |entry: &Equivalent| entry.id == scenario.id && entry.path == change.path;
    match project.equivalents.iter().position(is_it) {
        Some(place) => {
            used[place] = true;
            Fate::Equivalent(project.equivalents[place].reason.clone())
        }
        None => Fate::Survived,
    }
}

fn idle(entry: &Equivalent) -> Diagnostic {
    let message = format!("no change of `{}` in `{}` goes unnoticed", entry.path, entry.id);
    Diagnostic::new(Code::EquivalentIdle, entry.place.clone(), message)
        .help("remove the entry")
        .rerun("cargo run -- mutate --scenarios")
}
