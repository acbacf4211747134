//! What the records say of the book's scenarios: read and judged once, when somebody first asks.

use std::collections::BTreeMap;
use std::sync::Arc;

use doctests::claim::{Claim, claims_of};
use doctests::diagnostic::{Code, Diagnostic};
use doctests::id::Id;
use doctests::judge::agreement::differences;
use doctests::judge::judge_release;
use doctests::judge::range::standing;
use doctests::parse;
use doctests::printed::Printed;
use doctests::record::{Entry, Record, digest};
use doctests::report;
use doctests::scenario::{ReferenceClaim, Scenario};
use doctests::source_file::SourceFile;
use doctests::standing::{OnVersion, SeenThere, Standing};
use doctests::verdict::{CaseRun, ScenarioRun};
use rayon::prelude::*;
use semver::Version;

use crate::project::{CLIENTS, Project};

/// The records, and how every scenario stands on them.
#[derive(Debug)]
pub struct Releases {
    /// The records that could be read, oldest version first.
    pub records: Vec<Record>,
    /// How the scenarios stand.
    pub standings: Arc<BTreeMap<Id, Standing>>,
    /// What they print.
    pub printed: Arc<Printed>,
    /// When the versions came out and were last compared with their registry.
    pub dates: BTreeMap<Version, Dates>,
    /// What is wrong with the records themselves.
    pub faults: Vec<Diagnostic>,
}

/// The days of one version, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// When it was published.
    pub released: String,
    /// When it was last compared with the registry.
    pub checked: String,
}

impl Releases {
    /// Reads and judges what lies in `project`.
    pub fn of(project: &Project) -> Self {
        let mut faults = Vec::new();
        let mut records = Vec::new();
        let mut printed = Printed::default();
        for (file, (record, found)) in project.records.iter().zip(read(&project.records)) {
            if found.is_empty() {
                let Some(record) = record else { continue };
                faults.extend(report::gone_diagnostics(file, &record, &project.catalog));
                faults.extend(unlisted(project, file, &record));
                printed.add(file, &record);
                records.push(record);
            } else {
                faults.extend(found);
            }
        }
        records.sort_by(|one, other| one.version.cmp(&other.version));
        let skipped = project.never_published();
        let standings = project
            .catalog
            .scenarios
            .values()
            .map(|scenario| (scenario.id.clone(), standing(scenario, &records, skipped)));
        let releases = project.client().into_iter().flat_map(|client| &client.releases);
        let dates = releases.map(|release| {
            let dates =
                Dates { released: release.released.to_string(), checked: release.checked.to_string() };
            (release.archive.version.clone(), dates)
        });
        Self {
            standings: Arc::new(standings.collect()),
            printed: Arc::new(printed),
            dates: dates.collect(),
            records,
            faults,
        }
    }

    /// How the scenario `id` stands.
    pub fn standing(&self, id: &Id) -> Option<&Standing> {
        self.standings.get(id)
    }

    /// What was seen of `scenario` on the newest version that it claims and that was seen to hold, case by case.
    pub fn seen(&self, scenario: &Scenario) -> Option<ScenarioRun> {
        let held = |on: &&OnVersion| matches!(on.seen, SeenThere::Holds { .. });
        let newest = self.standing(&scenario.id)?.inside().rev().find(held)?;
        let record = self.records.iter().find(|record| record.version == newest.version)?;
        let Entry::Seen(seen) = record.entries.get(&scenario.id)? else { return None };
        let cases = scenario.cases().into_iter().zip(&seen.runs.first()?.cases).map(|(case, seen)| CaseRun {
            case: case.name,
            judgement: judge_release(&case, &seen.transcript, &record.version),
            transcript: seen.transcript.clone(),
        });
        Some(ScenarioRun { cases: cases.collect() })
    }

    /// The newest version that is listed, when it is newer than every record.
    pub fn newer(&self) -> Option<&Version> {
        let (newest, _) = self.dates.last_key_value()?;
        (*newest > self.newest()?.version).then_some(newest)
    }

    /// The same, when `scenario` speaks of it.
    pub fn unchecked(&self, scenario: &Scenario) -> Option<&Version> {
        let claim = scenario.document.clients.claude_code.as_deref()?;
        self.newer().filter(|newest| claim.covers(newest))
    }

    /// The newest record.
    pub fn newest(&self) -> Option<&Record> {
        self.records.last()
    }
}

/// A version that is recorded and not listed: nobody could run it again.
fn unlisted(project: &Project, file: &Arc<SourceFile>, record: &Record) -> Option<Diagnostic> {
    let listed = project.client().is_some_and(|client| client.release(&record.version).is_some());
    (!listed).then(|| {
        let message = format!("{} is recorded, and {CLIENTS} does not list it", record.name());
        Diagnostic::new(Code::RecordGone, parse::entry_place(file, "version"), message)
            .help("list it with its dates, its integrity and the reason for it, or remove the record")
    })
}

type Read = (Option<Record>, Vec<Diagnostic>);

/// Reads the files, several at once: they are large, and nothing joins them.
fn read(files: &[Arc<SourceFile>]) -> Vec<Read> {
    files.par_iter().map(parse::record).collect()
}

/// Everything that records say against the book: at their own places, at the scenarios, and at the claims.
pub fn faults(project: &Project) -> Vec<Diagnostic> {
    let releases = project.releases();
    let mut faults = releases.faults.clone();
    let claims: Vec<Claim<'_>> = project.pages.iter().flat_map(claims_of).collect();
    for (id, standing) in releases.standings.iter() {
        let Some(scenario) = project.catalog.scenarios.get(id) else { continue };
        faults.extend(report::standing_diagnostics(scenario, standing));
        for claim in claims.iter().filter(|claim| claim.cites.contains(&id)) {
            faults.extend(report::claim_standing_diagnostics(claim, scenario, standing));
        }
    }
    faults
}

/// Where the reference client, which ran as `run`, parts from the newest release in the scenario `id`, against the
/// list of differences.
pub fn disagreements(project: &Project, id: &Id, run: &ScenarioRun) -> Vec<Diagnostic> {
    let (Some(scenario), Some(newest)) = (project.catalog.scenarios.get(id), project.releases().newest())
    else {
        return Vec::new();
    };
    let Some(Entry::Seen(seen)) = newest.entries.get(id) else { return Vec::new() };
    if seen.digest != digest(scenario) || *scenario.document.clients.reference != ReferenceClaim::Holds {
        return Vec::new();
    }
    let found = differences(scenario, run, seen);
    report::agreement_diagnostics(scenario, newest, &found, project.differences.get(id))
}
