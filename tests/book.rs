//! The book under oath: every page, every claim, every scenario, every broken client and every record is a test.
//!
//! `cargo test early-revocation` runs one scenario and the claims that cite it. With `--no-oaths`
//! (`cargo test --test book -- --no-oaths`) `claims.lock` is left out, so that facts and scenarios stand alone.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock};

use doctests::catalog::Cited;
use doctests::claim::claims_of;
use doctests::diagnostic::Diagnostic;
use doctests::gallery::Sighting;
use doctests::id::Id;
use doctests::judge::likeness::{Likeness, holds_as_on, likeness};
use doctests::run::client::reference::{self, Variant};
use doctests::run::role::Role;
use doctests::run::{ReferenceProgram, RunError, Runner};
use doctests::scenario::{ReferenceClaim, Scenario};
use doctests::standing::{OnVersion, Standing};
use doctests::verdict::ScenarioRun;
use doctests::{report, verify};
use libtest_mimic::{Arguments, Failed, Trial};
use oathbook::check::{Oaths, check};
use oathbook::project::{Contents, Project};
use oathbook::releases::disagreements;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

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

/// The book as it lies in the repository: read when the first test asks, so that listing the tests stays quick.
struct Book {
    oaths: Oaths,
    read: OnceLock<(Project, Vec<Diagnostic>)>,
    faults: OnceLock<BTreeMap<String, Vec<Diagnostic>>>,
    stage: Stage,
}

impl Book {
    fn open(oaths: Oaths) -> Arc<Self> {
        Arc::new(Self { oaths, read: OnceLock::new(), faults: OnceLock::new(), stage: Stage::default() })
    }

    fn project(&self) -> &Project {
        &self.read().0
    }

    fn read(&self) -> &(Project, Vec<Diagnostic>) {
        self.read.get_or_init(|| Project::load(Path::new(ROOT)))
    }

    /// All faults that need no run, by file.
    fn faults(&self) -> &BTreeMap<String, Vec<Diagnostic>> {
        self.faults.get_or_init(|| {
            let mut faults: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
            let (project, read) = self.read();
            for fault in check(project, read.clone(), self.oaths) {
                faults.entry(fault.place.file.path.clone()).or_default().push(fault);
            }
            faults
        })
    }

    fn trials(self: &Arc<Self>) -> Vec<Trial> {
        let contents = Contents::of(Path::new(ROOT));
        let mut trials = Vec::new();
        for page in contents.pages {
            let path = page.path.clone();
            trials.push(self.trial(format!("page::{}", page.name), move |book| book.file_is_right(&path)));
            for (place, claim) in page.claims.into_iter().enumerate() {
                let path = page.path.clone();
                let name = format!("claim::{claim}");
                trials.push(self.trial(name, move |book| book.claim_holds(&path, place)));
            }
        }
        for (id, path) in contents.scenarios {
            let scenario = id.clone();
            trials.push(self.trial(format!("file::{id}"), move |book| book.file_is_right(&path)));
            trials.push(self.trial(format!("scenario::{id}"), move |book| {
                book.scenario_holds(&scenario)?;
                book.clients_agree(&scenario)
            }));
            trials.push(self.trial(format!("can-fail::{id}"), move |book| book.scenario_can_fail(&id)));
        }
        for variant in reference::variants() {
            trials.push(
                self.trial(format!("variant::{}", variant.name), |book| book.variant_is_noticed(variant)),
            );
        }
        for (version, path) in contents.records {
            trials.push(self.trial(format!("record::{version}"), move |book| book.record_holds(&path)));
        }
        trials.push(self.trial("book::everything-else-is-right".to_owned(), Self::other_files_are_right));
        trials
    }

    fn trial(
        self: &Arc<Self>,
        name: String,
        test: impl FnOnce(&Self) -> Result<(), Failed> + Send + 'static,
    ) -> Trial {
        let book = Arc::clone(self);
        Trial::test(name, move || test(&book))
    }

    fn file_is_right(&self, path: &str) -> Result<(), Failed> {
        self.faults().get(path).map_or(Ok(()), |faults| failed(faults))
    }

    /// Sources, vocabulary, lock, and files that are no scenario although they lie among them.
    fn other_files_are_right(&self) -> Result<(), Failed> {
        let tested = |path: &String| {
            self.project().pages.iter().any(|page| page.file.path == *path)
                || self.project().catalog.scenarios.values().any(|scenario| scenario.file.path == *path)
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
    fn scenario_can_fail(&self, id: &Id) -> Result<(), Failed> {
        let scenario = self.scenario(id)?;
        if *scenario.document.clients.reference != ReferenceClaim::Holds {
            return Ok(());
        }
        // Those that the gallery names come first: one run is enough where it is right.
        let gallery = &self.project().catalog.gallery;
        let named =
            |name: &str| gallery.iter().any(|known| known.variant == name && known.fails.contains(id));
        let (first, others): (Vec<&str>, Vec<&str>) =
            reference::variants().iter().map(|variant| variant.name).partition(|name| named(name));
        if first.into_iter().chain(others).any(|variant| self.stage.fails_on(scenario, variant).is_some()) {
            return Ok(());
        }
        Err(Failed::from(format!("{id}: every broken client passes it too, so it proves nothing")))
    }

    /// A broken client is as the gallery says: it fails a scenario, and each release named there went like it.
    fn variant_is_noticed(&self, variant: &Variant) -> Result<(), Failed> {
        let name = variant.name;
        let again = "`cargo run -- mutate --clients --fix` writes doctests/gallery.yaml again";
        let exhibit = self.project().catalog.gallery.iter().find(|exhibit| exhibit.variant == name);
        let exhibit = exhibit.filter(|exhibit| exhibit.does_wrong == variant.does_wrong);
        let Some(exhibit) = exhibit else {
            return Err(Failed::from(format!("the gallery does not have `{name}` as it is: {again}")));
        };
        let Some(first) = exhibit.fails.first() else {
            return Err(Failed::from(format!(
                "no scenario fails on `{name}`: write one that does; then {again}"
            )));
        };
        if self.stage.fails_on(self.scenario(first)?, name).is_none() {
            return Err(Failed::from(format!(
                "{first} passes on `{name}`, and the gallery says it fails: {again}"
            )));
        }
        for Sighting { version, scenarios } in &exhibit.seen_on {
            let record = self.project().releases().records.iter().find(|record| record.version == *version);
            let shows = |id: &Id| {
                let (record, scenario) = (record?, self.project().catalog.scenarios.get(id)?);
                let alike = |run: &ScenarioRun| likeness(scenario, run, record) == Likeness::Alike;
                let shown = holds_as_on(name, scenario, record)
                    || self.stage.fails_on(scenario, name).as_ref().is_some_and(alike);
                shown.then_some(())
            };
            if scenarios.is_empty() || !scenarios.iter().take(3).all(|id| shows(id).is_some()) {
                let message = format!("the record of {version} does not show what `{name}` does: {again}");
                return Err(Failed::from(message));
            }
        }
        Ok(())
    }

    fn claim_holds(&self, path: &str, place: usize) -> Result<(), Failed> {
        let page = self.project().pages.iter().find(|page| page.file.path == path);
        let claims = page.map(claims_of).unwrap_or_default();
        let Some(claim) = claims.get(place) else {
            return Err(Failed::from(format!("{path} changed while the tests ran: run them again")));
        };
        let mut faults = Vec::new();
        for id in &claim.cites {
            let Some(Cited::Scenario(scenario)) = self.project().catalog.get(id) else { continue };
            if let Some(standing) = self.project().releases().standing(id) {
                faults.extend(report::claim_standing_diagnostics(claim, scenario, standing));
            }
            if let Some(run) = self.stage.run(scenario) {
                match &*run {
                    Ok(run) => faults.extend(report::claim_diagnostics(claim, scenario, run)),
                    Err(error) => return Err(Failed::from(format!("{id} could not be run: {error}"))),
                }
            }
        }
        if faults.is_empty() { Ok(()) } else { failed(&faults) }
    }

    fn scenario(&self, id: &Id) -> Result<&Scenario, Failed> {
        let scenario = self.project().catalog.scenarios.get(id);
        scenario.ok_or_else(|| Failed::from(format!("{id} does not parse: its own test says why")))
    }

    fn scenario_holds(&self, id: &Id) -> Result<(), Failed> {
        let scenario = self.scenario(id)?;
        let standing = self.project().releases().standing(id);
        let released = standing.map(|standing| report::standing_diagnostics(scenario, standing));
        if let Some(faults) = released.filter(|faults| !faults.is_empty()) {
            return failed(&faults);
        }
        let Some(run) = self.stage.run(scenario) else { return Ok(()) };
        match &*run {
            Ok(run) if run.verdict().is_pass() => Ok(()),
            Ok(run) => failed(&report::mismatch_diagnostics(scenario, run)),
            Err(error) => Err(Failed::from(format!("{id} could not be run: {error}"))),
        }
    }

    /// Where both the reference client and the newest release run a scenario, they do the same.
    fn clients_agree(&self, id: &Id) -> Result<(), Failed> {
        let clients = &self.scenario(id)?.document.clients;
        if clients.claude_code.is_none() || *clients.reference != ReferenceClaim::Holds {
            return Ok(());
        }
        let Some(run) = self.stage.run(self.scenario(id)?) else { return Ok(()) };
        // A run that broke is the scenario's own test to report.
        let Ok(run) = &*run else { return Ok(()) };
        let faults = disagreements(self.project(), id, run);
        if faults.is_empty() { Ok(()) } else { failed(&faults) }
    }

    /// The record can be read, and no scenario is claimed to go otherwise than it was seen to go there.
    fn record_holds(&self, path: &str) -> Result<(), Failed> {
        let releases = self.project().releases();
        let mut faults: Vec<Diagnostic> =
            releases.faults.iter().filter(|fault| fault.place.file.path == path).cloned().collect();
        let version = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".json");
        let version = semver::Version::parse(version).ok();
        for (id, standing) in releases.standings.iter() {
            let here = |on: &&OnVersion| Some(&on.version) == version.as_ref();
            let alone = Standing {
                claimed: standing.claimed,
                versions: standing.versions.iter().filter(here).cloned().collect(),
                bounds: standing.bounds.clone(),
                shown: standing.shown.clone(),
            };
            faults.extend(report::standing_diagnostics(&self.project().catalog.scenarios[id], &alone));
        }
        if faults.is_empty() { Ok(()) } else { failed(&faults) }
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

    /// The run of `scenario` on the broken client `variant`, when it does not pass there.
    fn fails_on(&self, scenario: &Scenario, variant: &str) -> Option<ScenarioRun> {
        let (runtime, runner) = self.servers();
        let run = runtime.block_on(verify::one(runner, scenario, Some(variant))).ok()??;
        (!run.verdict().is_pass()).then_some(run)
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
