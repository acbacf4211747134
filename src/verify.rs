//! Runs the scenarios on the reference client, and turns what failed into faults at the claims that rest on it.

mod faults;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use doctests::id::Id;
use doctests::run::{ReferenceProgram, RunError};
use doctests::scenario::{Document, ReferenceClaim, Scenario};
use doctests::verdict::{ScenarioRun, Verdict};
use doctests::verify::Options;

pub use self::faults::faults;

/// What became of one scenario.
#[derive(Debug, Clone)]
pub enum Run {
    /// It ran.
    Ran(Arc<ScenarioRun>),
    /// The reference client does not do this; the reason.
    NotModelled(String),
    /// The run itself broke; why.
    Broke(String),
}

impl Run {
    /// The verdict, when it ran.
    pub fn verdict(&self) -> Option<&Verdict> {
        match self {
            Self::Ran(run) => Some(run.verdict()),
            Self::NotModelled(_) | Self::Broke(_) => None,
        }
    }
}

/// What became of every scenario that was asked for.
pub type Runs = BTreeMap<Id, Run>;

/// The runs of the scenarios that ran.
pub fn ran(runs: &Runs) -> BTreeMap<Id, ScenarioRun> {
    let ran = |run: &Run| if let Run::Ran(run) = run { Some(ScenarioRun::clone(run)) } else { None };
    runs.iter().filter_map(|(id, run)| Some((id.clone(), ran(run)?))).collect()
}

/// Runs scenarios, and remembers what it ran: a scenario that did not change is not run again.
#[derive(Debug)]
pub struct Verifier {
    options: Options,
    ran: BTreeMap<Id, (Document, Run)>,
}

impl Verifier {
    /// A verifier that runs up to `jobs` scenarios at once (as many as there are processors, when left out),
    /// on the plain client or on a broken `variant`.
    pub fn new(jobs: Option<NonZeroUsize>, variant: Option<String>) -> Result<Self, RunError> {
        let jobs = jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let program = ReferenceProgram::this_program()?;
        Ok(Self { options: Options { program, jobs, variant }, ran: BTreeMap::new() })
    }

    /// What becomes of `scenarios`.
    ///
    /// # Errors
    /// When nothing could be run at all; what breaks in one scenario is that scenario's own.
    pub fn run<'a>(&mut self, scenarios: impl IntoIterator<Item = &'a Scenario>) -> Result<Runs, RunError> {
        let mut runs = Runs::new();
        let mut fresh = BTreeMap::new();
        for scenario in scenarios {
            match self.ran.get(&scenario.id) {
                Some((document, run)) if *document == scenario.document => {
                    runs.insert(scenario.id.clone(), run.clone());
                }
                _ => {
                    fresh.insert(&scenario.id, scenario);
                }
            }
        }
        let mut ran = self.run_now(fresh.values().copied())?;
        for (id, scenario) in fresh {
            let run = match (&scenario.document.clients.reference.value, ran.remove(id)) {
                (_, Some(Ok(run))) => Run::Ran(Arc::new(run)),
                (_, Some(Err(error))) => Run::Broke(error.to_string()),
                (ReferenceClaim::NotModelled(reason), None) => Run::NotModelled(reason.clone()),
                (_, None) => Run::Broke("the runner left it out".to_owned()),
            };
            self.ran.insert(id.clone(), (scenario.document.clone(), run.clone()));
            runs.insert(id.clone(), run);
        }
        Ok(runs)
    }

    fn run_now<'a>(
        &self,
        scenarios: impl Iterator<Item = &'a Scenario>,
    ) -> Result<doctests::verify::Runs, RunError> {
        let mut scenarios = scenarios.peekable();
        if scenarios.peek().is_none() {
            return Ok(doctests::verify::Runs::new());
        }
        doctests::verify::scenarios(scenarios, &self.options)
    }
}
