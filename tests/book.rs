//! The book under oath: every page, every claim and every scenario is a test of its own.
//!
//! `cargo test early-revocation` runs one scenario and the claims that cite it. With `--no-oaths`
//! (`cargo test --test book -- --no-oaths`) `claims.lock` is left out, so that facts and scenarios stand alone.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock};

use doctests::catalog::Cited;
use doctests::claim::{Claim, claims_of};
use doctests::diagnostic::Diagnostic;
use doctests::id::Id;
use doctests::run::client::reference;
use doctests::run::role::Role;
use doctests::run::{ReferenceProgram, RunError, Runner};
use doctests::scenario::{ReferenceClaim, Scenario};
use doctests::verdict::ScenarioRun;
use doctests::{report, verify};
use libtest_mimic::{Arguments, Failed, Trial};
use oathbook::check::{Oaths, check};
use oathbook::project::Project;

fn main() -> ExitCode {
    // Scenarios with several processes start this very program as the client.
    if let Some(role) = std::env::args_os().nth(1).and_then(|first| Role::of(&first)) {
        return role.play(std::env::args_os().skip(2));
    }
    let mut arguments: Vec<String> = std::env::args().collect();
    let before = arguments.len();
    arguments.retain(|argument| argument != "--no-oaths");
    let oaths = if arguments.len() == before { Oaths::Required } else { Oaths::LeftOut };
    let conclusion = libtest_mimic::run(&Arguments::from_iter(arguments), Book::open(oaths).trials());
    conclusion.exit_code()
}

/// The book as it lies in the repository.
struct Book {
    project: Project,
    read_faults: Vec<Diagnostic>,
    oaths: Oaths,
    faults: OnceLock<BTreeMap<String, Vec<Diagnostic>>>,
    stage: Stage,
}

impl Book {
    fn open(oaths: Oaths) -> Arc<Self> {
        let (project, read_faults) = Project::load(Path::new(env!("CARGO_MANIFEST_DIR")));
        Arc::new(Self { project, read_faults, oaths, faults: OnceLock::new(), stage: Stage::default() })
    }

    /// All faults that need no run, by file; found when the first test asks, so that listing the tests stays quick.
    fn faults(&self) -> &BTreeMap<String, Vec<Diagnostic>> {
        self.faults.get_or_init(|| {
            let mut faults: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
            for fault in check(&self.project, self.read_faults.clone(), self.oaths) {
                faults.entry(fault.place.file.path.clone()).or_default().push(fault);
            }
            faults
        })
    }

    fn trials(self: &Arc<Self>) -> Vec<Trial> {
        let mut trials = Vec::new();
        for (number, page) in self.project.pages.iter().enumerate() {
            let book = Arc::clone(self);
            let path = page.file.path.clone();
            trials.push(Trial::test(format!("page::{}", page.name), move || book.file_is_right(&path)));
            for (place, claim) in claims_of(page).iter().enumerate() {
                let book = Arc::clone(self);
                let name = format!("claim::{}", claim.id);
                trials.push(Trial::test(name, move || book.claim_holds(number, place)));
            }
        }
        for (id, scenario) in &self.project.catalog.scenarios {
            let book = Arc::clone(self);
            let path = scenario.file.path.clone();
            let id = id.clone();
            trials.push(Trial::test(format!("scenario::{id}"), move || {
                book.scenario_holds(&id)?;
                book.file_is_right(&path)
            }));
        }
        let book = Arc::clone(self);
        trials.push(Trial::test("book::every-scenario-can-fail", move || book.every_scenario_can_fail()));
        let book = Arc::clone(self);
        trials.push(Trial::test("book::everything-else-is-right", move || book.other_files_are_right()));
        trials
    }

    fn file_is_right(&self, path: &str) -> Result<(), Failed> {
        self.faults().get(path).map_or(Ok(()), |faults| failed(faults))
    }

    /// Sources, vocabulary, lock, and files that are no scenario although they lie among them.
    fn other_files_are_right(&self) -> Result<(), Failed> {
        let tested = |path: &String| {
            self.project.pages.iter().any(|page| page.file.path == *path)
                || self.project.catalog.scenarios.values().any(|scenario| scenario.file.path == *path)
        };
        let others: Vec<Diagnostic> = self
            .faults()
            .iter()
            .filter(|(path, _)| !tested(path))
            .flat_map(|(_, faults)| faults.clone())
            .collect();
        if others.is_empty() { Ok(()) } else { failed(&others) }
    }

    /// A scenario that no broken client fails proves nothing.
    fn every_scenario_can_fail(&self) -> Result<(), Failed> {
        let (runtime, runner) = self.stage.servers();
        let mut variants: Vec<&str> = reference::variants().iter().map(|variant| variant.name).collect();
        let mut vacuous = Vec::new();
        let holding =
            |scenario: &&Scenario| scenario.document.clients.reference.value == ReferenceClaim::Holds;
        for scenario in self.project.catalog.scenarios.values().filter(holding) {
            let fails = |variant: &&str| {
                let run = runtime.block_on(verify::one(runner, scenario, Some(variant)));
                matches!(run, Ok(Some(run)) if !run.verdict().is_pass())
            };
            match variants.iter().position(fails) {
                // Neighbours of one topic are mostly failed by the same variant: it is asked first next time.
                Some(found) => variants[..=found].rotate_right(1),
                None => vacuous.push(scenario.id.to_string()),
            }
        }
        if vacuous.is_empty() {
            Ok(())
        } else {
            Err(Failed::from(format!("no broken client fails {}", vacuous.join(", "))))
        }
    }

    fn claim_holds(&self, page: usize, place: usize) -> Result<(), Failed> {
        let claims = claims_of(&self.project.pages[page]);
        let claim: &Claim<'_> = &claims[place];
        let mut faults = Vec::new();
        for id in &claim.cites {
            if let Some(Cited::Scenario(scenario)) = self.project.catalog.get(id)
                && let Some(run) = self.stage.run(scenario)
            {
                match &*run {
                    Ok(run) => faults.extend(report::claim_diagnostics(claim, scenario, run)),
                    Err(error) => return Err(Failed::from(format!("{id} could not be run: {error}"))),
                }
            }
        }
        if faults.is_empty() { Ok(()) } else { failed(&faults) }
    }

    fn scenario_holds(&self, id: &Id) -> Result<(), Failed> {
        let scenario = &self.project.catalog.scenarios[id];
        let Some(run) = self.stage.run(scenario) else { return Ok(()) };
        match &*run {
            Ok(run) if run.verdict().is_pass() => Ok(()),
            Ok(run) => failed(&report::mismatch_diagnostics(scenario, run)),
            Err(error) => Err(Failed::from(format!("{id} could not be run: {error}"))),
        }
    }
}

fn failed(faults: &[Diagnostic]) -> Result<(), Failed> {
    let color =
        std::env::var_os("NO_COLOR").is_none() && std::io::IsTerminal::is_terminal(&std::io::stdout());
    Err(Failed::from(report::human(faults, color)))
}

/// The servers, started when the first test needs them, and each scenario's run, made once.
#[derive(Default)]
struct Stage {
    runner: OnceLock<(tokio::runtime::Runtime, Runner)>,
    runs: Mutex<BTreeMap<Id, Arc<OnceLock<SharedRun>>>>,
}

type SharedRun = Option<Arc<Result<ScenarioRun, RunError>>>;

impl Stage {
    fn servers(&self) -> &(tokio::runtime::Runtime, Runner) {
        self.runner.get_or_init(start)
    }

    /// The run of `scenario`; none when the reference client does not model it.
    fn run(&self, scenario: &Scenario) -> SharedRun {
        let cell = {
            let mut cells = self.runs.lock().expect("no test panics while it looks up a run");
            Arc::clone(cells.entry(scenario.id.clone()).or_default())
        };
        cell.get_or_init(|| {
            let (runtime, runner) = self.servers();
            runtime.block_on(verify::one(runner, scenario, None)).transpose().map(Arc::new)
        })
        .clone()
    }
}

fn start() -> (tokio::runtime::Runtime, Runner) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let program = ReferenceProgram::this_program().expect("the path of this test");
    let runner = runtime.block_on(Runner::start(program)).expect("servers on loopback");
    (runtime, runner)
}
