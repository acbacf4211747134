//! Runs the scenarios on the reference client, and turns what failed into faults at the claims that rest on it.

mod faults;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use doctests::id::Id;
use doctests::run::ReferenceProgram;
use doctests::scenario::{Document, ReferenceClaim, Scenario};
use doctests::verdict::{ScenarioRun, Verdict};
use doctests::verify::Options;

pub use self::faults::faults;

pub use doctests::run::runner::REFERENCE_CLIENT;

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
    program: ReferenceProgram,
    jobs: usize,
    variant: Option<String>,
    ran: BTreeMap<Id, (Document, Run)>,
}

impl Verifier {
    /// A verifier that runs up to `jobs` scenarios at once (as many as there are processors, when left out),
    /// on the plain client or on a broken `variant`.
    pub fn new(jobs: Option<NonZeroUsize>, variant: Option<String>) -> std::io::Result<Self> {
        let jobs = jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let program = ReferenceProgram {
            path: std::env::current_exe()?,
            first_arguments: vec![REFERENCE_CLIENT.into()],
        };
        Ok(Self { program, jobs, variant, ran: BTreeMap::new() })
    }

    /// What becomes of `scenarios`.
    pub fn run<'a>(&mut self, scenarios: impl IntoIterator<Item = &'a Scenario>) -> Runs {
        let mut runs = Runs::new();
        let mut fresh = Vec::new();
        for scenario in scenarios {
            match self.ran.get(&scenario.id) {
                Some((document, run)) if *document == scenario.document => {
                    runs.insert(scenario.id.clone(), run.clone());
                }
                _ => fresh.push(scenario),
            }
        }
        for (id, run) in self.run_now(&fresh) {
            if let Some(scenario) = fresh.iter().find(|scenario| scenario.id == id) {
                self.ran.insert(id.clone(), (scenario.document.clone(), run.clone()));
            }
            runs.insert(id, run);
        }
        runs
    }

    fn run_now(&self, scenarios: &[&Scenario]) -> Runs {
        let mut runs = Runs::new();
        let mut modelled = Vec::new();
        for scenario in scenarios {
            match &scenario.document.clients.reference.value {
                ReferenceClaim::NotModelled(reason) => {
                    runs.insert(scenario.id.clone(), Run::NotModelled(reason.clone()));
                }
                ReferenceClaim::Holds | ReferenceClaim::Variant(_) => modelled.push(*scenario),
            }
        }
        if modelled.is_empty() {
            return runs;
        }
        let options =
            Options { program: self.program.clone(), jobs: self.jobs, variant: self.variant.clone() };
        match doctests::verify::scenarios(modelled.iter().copied(), &options) {
            Ok(ran) => runs.extend(ran.into_iter().map(|(id, result)| match result {
                Ok(run) => (id, Run::Ran(Arc::new(run))),
                Err(error) => (id, Run::Broke(error.to_string())),
            })),
            Err(error) => {
                runs.extend(
                    modelled.iter().map(|scenario| (scenario.id.clone(), Run::Broke(error.to_string()))),
                );
            }
        }
        runs
    }
}
