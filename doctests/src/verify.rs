//! Runs scenarios and judges them: what joins `run` and `judge`.

mod gallery;
mod mutants;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::id::Id;
use crate::judge::judge;
use crate::run::{ReferenceProgram, RunError, Runner};
use crate::scenario::{ReferenceClaim, Scenario};
use crate::verdict::{CaseRun, Mismatch, ScenarioRun, Verdict};

pub use self::gallery::{Gallery, gallery};
pub use self::mutants::mutants;

/// What to run them on.
#[derive(Debug, Clone)]
pub struct Options {
    /// How to start the reference client as a process of its own.
    pub program: ReferenceProgram,
    /// How many scenarios run at once; at least one.
    pub jobs: usize,
    /// Run everything on this broken variant in place of the plain client.
    pub variant: Option<String>,
}

/// The runs by scenario. A scenario that the reference client does not model has none.
pub type Runs = BTreeMap<Id, Result<ScenarioRun, RunError>>;

/// Runs and judges `scenarios`, several at once; blocks until all are done.
///
/// # Errors
/// When the servers cannot be started. What breaks in one scenario is that scenario's result, and stops no other.
pub fn scenarios<'a>(
    scenarios: impl IntoIterator<Item = &'a Scenario>,
    options: &Options,
) -> Result<Runs, RunError> {
    let chosen: Vec<Scenario> = scenarios.into_iter().cloned().collect();
    runtime(options)?.block_on(all(chosen, options))
}

fn runtime(options: &Options) -> Result<tokio::runtime::Runtime, RunError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.jobs.clamp(1, 16))
        .enable_all()
        .build()
        .map_err(RunError::io("starting the runtime"))
}

async fn all(scenarios: Vec<Scenario>, options: &Options) -> Result<Runs, RunError> {
    let runner = Arc::new(Runner::start(options.program.clone()).await?);
    let turns = Arc::new(tokio::sync::Semaphore::new(options.jobs.max(1)));
    let mut running = tokio::task::JoinSet::new();
    for scenario in scenarios {
        let (runner, turns, variant) = (Arc::clone(&runner), Arc::clone(&turns), options.variant.clone());
        running.spawn(async move {
            let _turn = turns.acquire_owned().await;
            let run = one(&runner, &scenario, variant.as_deref()).await;
            (scenario.id, run)
        });
    }
    let mut runs = Runs::new();
    while let Some(ended) = running.join_next().await {
        let (id, run) = ended.map_err(|error| RunError::Internal(error.to_string()))?;
        match run {
            Ok(None) => {}
            Ok(Some(run)) => {
                runs.insert(id, Ok(run));
            }
            Err(error) => {
                runs.insert(id, Err(error));
            }
        }
    }
    Ok(runs)
}

/// Runs and judges one scenario as its `clients.reference` says, or on `variant`. None: it is not modelled.
pub async fn one(
    runner: &Runner,
    scenario: &Scenario,
    variant: Option<&str>,
) -> Result<Option<ScenarioRun>, RunError> {
    match (variant, &scenario.document.clients.reference.value) {
        (_, ReferenceClaim::NotModelled(_)) => Ok(None),
        (Some(variant), _) => on(runner, scenario, Some(variant)).await.map(Some),
        (None, ReferenceClaim::Holds) => on(runner, scenario, None).await.map(Some),
        (None, ReferenceClaim::Variant(name)) => {
            let mut run = on(runner, scenario, Some(name)).await?;
            if on(runner, scenario, None).await?.verdict().is_pass() {
                run.cases[0].judgement.verdict = needless_variant(scenario, name);
            }
            Ok(Some(run))
        }
    }
}

/// Runs and judges one scenario on the plain client or on `variant`, whatever it says of them.
pub async fn on(
    runner: &Runner,
    scenario: &Scenario,
    variant: Option<&str>,
) -> Result<ScenarioRun, RunError> {
    let mut cases = Vec::new();
    for case in scenario.cases() {
        let transcript = runner.run(&case, variant).await?;
        let judgement = judge(&case, &transcript);
        cases.push(CaseRun { case: case.name, transcript, judgement });
    }
    Ok(ScenarioRun { cases })
}

/// A scenario that claims to need a variant must fail on the plain client, or it says nothing about the variant.
fn needless_variant(scenario: &Scenario, name: &str) -> Verdict {
    Verdict::Fail {
        mismatches: vec![Mismatch {
            expectation: "clients.reference".to_owned(),
            span: scenario.document.clients.reference.span,
            expected: format!("holds on the variant `{name}` and fails on the plain client"),
            seen: "it holds on the plain client as well".to_owned(),
        }],
    }
}
