//! The mutants of scenarios: what is expected is judged afresh over what was seen, what is given is run.

use std::sync::Arc;

use semver::Version;

use super::{Options, on, one, runtime};
use crate::mutant::{By, Fate};
use crate::mutate::scenarios::{Known, ScenarioMutant, fate, mutants as mutants_of};
use crate::parse;
use crate::record::Record;
use crate::run::{RunError, Runner};
use crate::scenario::{ReferenceClaim, Scenario};
use crate::transcript::Transcript;

/// The mutants of one scenario, each with what became of it.
type OfOne = Vec<(ScenarioMutant, Fate)>;

/// The mutants of `scenarios`, in their order. `done` hears of each scenario that is through.
///
/// # Errors
/// When the servers cannot be started, or a scenario breaks as it stands.
pub fn mutants(
    scenarios: &[Scenario],
    records: &[Record],
    skipped: &[Version],
    options: &Options,
    done: impl Fn() + Sync,
) -> Result<Vec<OfOne>, RunError> {
    runtime(options)?.block_on(async {
        let runner = Arc::new(Runner::start(options.program.clone()).await?);
        let releases: Arc<(Vec<Record>, Vec<Version>)> = Arc::new((records.to_vec(), skipped.to_vec()));
        let turns = Arc::new(tokio::sync::Semaphore::new(options.jobs.max(1)));
        let mut running = tokio::task::JoinSet::new();
        for (place, scenario) in scenarios.iter().cloned().enumerate() {
            let (runner, turns, releases) = (Arc::clone(&runner), Arc::clone(&turns), Arc::clone(&releases));
            running.spawn(async move {
                let _turn = turns.acquire_owned().await;
                (place, of_one(&runner, &scenario, &releases.0, &releases.1).await)
            });
        }
        let mut found: Vec<(usize, OfOne)> = Vec::new();
        while let Some(ended) = running.join_next().await {
            let (place, fates) = ended.map_err(|error| RunError::Internal(error.to_string()))?;
            found.push((place, fates?));
            done();
        }
        found.sort_by_key(|(place, _)| *place);
        Ok(found.into_iter().map(|(_, fates)| fates).collect())
    })
}

async fn of_one(
    runner: &Runner,
    scenario: &Scenario,
    records: &[Record],
    skipped: &[Version],
) -> Result<OfOne, RunError> {
    let (own, plain) = match &scenario.document.clients.reference.value {
        ReferenceClaim::NotModelled(_) => (Vec::new(), Vec::new()),
        ReferenceClaim::Holds => (seen(runner, scenario, None).await?, Vec::new()),
        ReferenceClaim::Variant(name) => {
            (seen(runner, scenario, Some(name)).await?, seen(runner, scenario, None).await?)
        }
    };
    let known = Known { own: &own, plain: &plain, records, skipped };
    let mut fates = Vec::new();
    for change in mutants_of(scenario, known) {
        let fate = match fate(scenario, &change, known) {
            Some(fate) => fate,
            None => run(runner, scenario, &change).await?,
        };
        fates.push((change, fate));
    }
    Ok(fates)
}

async fn seen(
    runner: &Runner,
    scenario: &Scenario,
    variant: Option<&str>,
) -> Result<Vec<Transcript>, RunError> {
    let run = on(runner, scenario, variant).await?;
    Ok(run.cases.into_iter().map(|case| case.transcript).collect())
}

/// What becomes of a change of what is given. Symbols that no longer add up do not keep it from being run.
async fn run(runner: &Runner, scenario: &Scenario, change: &ScenarioMutant) -> Result<Fate, RunError> {
    let (changed, faults) = parse::scenario(scenario.id.clone(), &change.file);
    let Some(changed) = changed else { return Ok(Fate::Caught(By::Parser)) };
    match one(runner, &changed, None).await {
        Ok(Some(run)) if !run.verdict().is_pass() => Ok(Fate::Caught(By::Reference)),
        _ if !faults.is_empty() => Ok(Fate::Caught(By::Parser)),
        Ok(_) => Ok(Fate::Survived),
        Err(error) => Err(error),
    }
}
