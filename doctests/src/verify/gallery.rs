//! The gallery: every scenario that the reference client models, on every broken variant of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Options, on, runtime};
use crate::id::Id;
use crate::run::client::reference::variants;
use crate::run::{RunError, Runner};
use crate::scenario::{ReferenceClaim, Scenario};
use crate::verdict::ScenarioRun;

/// By variant, in the order of the gallery: how each scenario went on it.
pub type Gallery = Vec<(&'static str, BTreeMap<Id, ScenarioRun>)>;

/// Runs those of `scenarios` that hold on the plain client on every variant. `done` hears of each run.
///
/// # Errors
/// When the servers cannot be started, or a run breaks.
pub fn gallery<'a>(
    scenarios: impl IntoIterator<Item = &'a Scenario>,
    options: &Options,
    done: impl Fn() + Sync,
) -> Result<Gallery, RunError> {
    let holds = |scenario: &&Scenario| *scenario.document.clients.reference == ReferenceClaim::Holds;
    let modelled: Vec<Arc<Scenario>> = scenarios.into_iter().filter(holds).cloned().map(Arc::new).collect();
    runtime(options)?.block_on(async {
        let runner = Arc::new(Runner::start(options.program.clone()).await?);
        let turns = Arc::new(tokio::sync::Semaphore::new(options.jobs.max(1)));
        let mut running = tokio::task::JoinSet::new();
        for (place, variant) in variants().iter().enumerate() {
            for scenario in &modelled {
                let (runner, turns, scenario) =
                    (Arc::clone(&runner), Arc::clone(&turns), Arc::clone(scenario));
                running.spawn(async move {
                    let _turn = turns.acquire_owned().await;
                    let run = on(&runner, &scenario, Some(variant.name)).await;
                    (place, scenario.id.clone(), run)
                });
            }
        }
        let mut gallery: Gallery = variants().iter().map(|variant| (variant.name, BTreeMap::new())).collect();
        while let Some(ended) = running.join_next().await {
            let (place, id, run) = ended.map_err(|error| RunError::Internal(error.to_string()))?;
            gallery[place].1.insert(id, run?);
            done();
        }
        Ok(gallery)
    })
}
