//! Runs scenarios on versions and keeps what is seen, scenario by scenario; what is kept already is not run again.

use std::collections::BTreeMap;

use anyhow::Result;
use doctests::id::Id;
use doctests::judge::range::{seen_on, standing};
use doctests::record::{Entry, Record, Seen, digest, gathered, unfit};
use doctests::run::RunError;
use doctests::scenario::Scenario;
use doctests::standing::Standing;
use semver::Version;

use super::{Event, Failed, Matrix, Ran, Recorder, Released, Subject, Task};
use crate::project::Project;

/// What to run.
#[derive(Debug)]
pub struct Campaign<'a> {
    /// The book.
    pub project: &'a Project,
    /// On which versions, oldest first.
    pub versions: &'a [Version],
    /// Which scenarios; all of them name released versions.
    pub scenarios: &'a [&'a Scenario],
    /// How often, and how many runs at once.
    pub matrix: Matrix,
    /// What is run, and written down.
    pub recording: Recording,
}

/// What is run, and what becomes of what was seen before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recording {
    /// Everything runs, and nothing is written down.
    Off,
    /// What is recorded as it stands is kept, and does not run.
    Missing,
    /// Everything runs; a way in which a scenario went before stays beside those in which it goes now.
    Again,
    /// Everything runs, and what was seen before is forgotten.
    Afresh,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// All records as they stand now, oldest version first; those of the campaign hold what it saw.
    pub records: Vec<Record>,
    /// What became of each scenario on each version.
    pub became: BTreeMap<(Version, Id), Became>,
}

/// What became of one scenario on one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// It ran, or cannot run there; the record says which.
    Seen,
    /// It was recorded already, and was not run again.
    Kept,
    /// The run itself broke; why.
    Broke(String),
}

/// Whoever watches.
pub trait Watcher {
    /// So many runs are to be made.
    fn begins(&mut self, runs: usize) -> Result<()>;
    /// One of them ended.
    fn ran(&mut self) -> Result<()>;
    /// The last run of `subject` ended, as `how` says in a word or a line.
    fn done(&mut self, subject: &Subject<'_>, how: &str) -> Result<()>;
}

impl Campaign<'_> {
    /// Runs it.
    ///
    /// # Errors
    /// When a record cannot be read or written, or the watcher fails. What breaks in a run is in the report.
    pub fn run(&self, released: &impl Released, watcher: &mut impl Watcher) -> Result<Report> {
        let mut recorders: BTreeMap<&Version, Recorder> = BTreeMap::new();
        for version in self.versions {
            recorders.insert(version, Recorder::of(self.project, version)?);
        }
        let mut report = Report::default();
        let mut tasks = Vec::new();
        for version in self.versions {
            for scenario in self.scenarios.iter().copied() {
                let enough = u32::try_from(self.matrix.runs).unwrap_or(u32::MAX);
                if self.recording == Recording::Missing && recorders[version].has(scenario, enough) {
                    report.became.insert((version.clone(), scenario.id.clone()), Became::Kept);
                } else {
                    tasks.push(Task { version, scenario });
                }
            }
        }
        watcher.begins(tasks.len() * self.matrix.runs)?;
        self.matrix.run(released, &tasks, |task, event| {
            let Event::Task(ran) = event else { return watcher.ran() };
            let (became, how) = match entry(task.scenario, ran) {
                Ok(entry) => {
                    let Some(recorder) = recorders.get_mut(task.version) else { return Ok(()) };
                    let id = &task.scenario.id;
                    match self.recording {
                        Recording::Off => drop(recorder.record.entries.insert(id.clone(), entry)),
                        Recording::Missing | Recording::Afresh => recorder.keep(id, entry)?,
                        Recording::Again => recorder.keep(id, recorder.beside_known(id, entry))?,
                    }
                    (Became::Seen, seen_on(task.scenario, &recorder.record).word())
                }
                Err(why) => (Became::Broke(why.to_string()), "broke"),
            };
            let subject = Subject { version: task.version, scenario: &task.scenario.id };
            watcher.done(&subject, how)?;
            report.became.insert((task.version.clone(), task.scenario.id.clone()), became);
            Ok(())
        })?;
        for recorder in recorders.values().filter(|_| self.recording != Recording::Off && tasks.is_empty()) {
            // What belongs to no scenario any more goes, even when nothing had to be run.
            recorder.write()?;
        }
        report.records.clone_from(&self.project.releases().records);
        report.records.retain(|record| !recorders.contains_key(&record.version));
        report.records.extend(recorders.into_values().map(|recorder| recorder.record));
        report.records.sort_by(|one, other| one.version.cmp(&other.version));
        Ok(report)
    }
}

impl Report {
    /// How `scenario` stands on the versions of the campaign, with all records in view.
    pub fn standing(&self, project: &Project, scenario: &Scenario) -> Standing {
        let mut standing = standing(scenario, &self.records, project.never_published());
        standing.versions.retain(|on| self.became.contains_key(&(on.version.clone(), scenario.id.clone())));
        standing
    }
}

/// What a record keeps of the runs of `scenario`.
fn entry(scenario: &Scenario, ran: Ran) -> Result<Entry, Failed> {
    let runs = match ran {
        Ok(runs) => runs,
        Err(Failed::Run(RunError::Unsupported(reason))) => return Ok(Entry::NotRun(reason)),
        Err(failed) => return Err(failed),
    };
    if let Some(what) = runs.iter().flatten().find_map(unfit) {
        let why = format!("{} was seen to print what no record may hold: {what}", scenario.id);
        return Err(RunError::Internal(why).into());
    }
    Ok(Entry::Seen(Seen { digest: digest(scenario), runs: gathered(scenario, runs) }))
}
