//! `cargo run -- verify --client claude-code@…`: the same scenarios and the same judge, on released versions.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use anyhow::Result;
use doctests::claim::claims_of;
use doctests::diagnostic::{Code, Diagnostic};
use doctests::judge::outcome;
use doctests::record::{Entry, Record};
use doctests::report::{self, visible};
use doctests::scenario::Scenario;
use doctests::source_file::Place;
use doctests::span::Span;
use doctests::standing::{Claimed, OnVersion, SeenThere};
use semver::Version;

use super::Options;
use crate::cli::Usage;
use crate::console::{Console, Format};
use crate::examination::counted;
use crate::exit_code::Exit;
use crate::project::{CLIENTS, Project};
use crate::released::{
    Became, CLIENT, Campaign, Machine, Matrix, Progress, Recording, Released, Report, Selection, Subject,
    Watcher,
};

/// Runs what was asked for on the versions that were asked for.
pub(super) fn execute(
    project: &Project,
    scenarios: &[&Scenario],
    options: &Options,
    console: &mut Console<'_>,
) -> Result<Exit> {
    if options.variant.is_some() {
        return Err(Usage("--variant is for the reference client: a release is as it is".to_owned()).into());
    }
    let selection: Selection = options.client.parse().map_err(Usage)?;
    let mut listed = project.versions();
    if !selection.asks_for_the_latest() {
        // What is not there is said before the sandbox is looked for.
        selection.of(&listed).map_err(|unknown| Usage(unknown.to_string()))?;
    }
    let (named, others): (Vec<&Scenario>, Vec<&Scenario>) =
        scenarios.iter().partition(|scenario| scenario.document.clients.claude_code.is_some());
    if let (true, Some(other)) = (named.is_empty(), others.first()) {
        let text = format!("{} names no release: add `{CLIENT}` to its `clients`", other.id);
        return Err(Usage(text).into());
    }
    let released = Machine::find(project)?;
    if selection.asks_for_the_latest() {
        listed = with_the_latest(listed, released.published()?, console)?;
    }
    let versions = selection.of(&listed).map_err(|unknown| Usage(unknown.to_string()))?;
    run(project, &named, &versions, options, &released, console)
}

/// `listed` with the newest version of all, which may be newer than the list.
fn with_the_latest(
    mut listed: Vec<Version>,
    published: Vec<Version>,
    console: &mut Console<'_>,
) -> Result<Vec<Version>> {
    if let Some(newest) = published.into_iter().next_back()
        && !listed.contains(&newest)
    {
        console.note(format!(
            "{CLIENT}@{newest} is newer than {CLIENTS}: list it there to keep what is recorded"
        ))?;
        listed.push(newest);
        listed.sort();
    }
    Ok(listed)
}

/// As [`execute`], on whatever runs releases.
pub(super) fn run(
    project: &Project,
    scenarios: &[&Scenario],
    versions: &[Version],
    options: &Options,
    released: &impl Released,
    console: &mut Console<'_>,
) -> Result<Exit> {
    let jobs =
        options.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let campaign = Campaign {
        project,
        versions,
        scenarios,
        matrix: Matrix { runs: usize::from(options.runs), jobs },
        recording: recording(options),
    };
    let mut watcher = OnConsole { progress: Progress::hidden(), console };
    let seen = campaign.run(released, &mut watcher)?;
    watcher.progress.end();

    let faults = faults(project, scenarios, &seen);
    if console.format == Format::Human {
        table(project, scenarios, &seen, !options.ids.is_empty(), console)?;
    }
    let standings = scenarios.iter().map(|scenario| (scenario.id.clone(), seen.standing(project, scenario)));
    console.report(project, &BTreeMap::new(), &standings.collect(), &faults)?;
    console.note(summary(project, scenarios, &seen))?;
    Ok(Exit::of(&faults))
}

fn recording(options: &Options) -> Recording {
    match options {
        Options { record: false, .. } => Recording::Off,
        Options { again: true, .. } => Recording::Again,
        Options { afresh: true, .. } => Recording::Afresh,
        _ => Recording::Missing,
    }
}

struct OnConsole<'a, 'b> {
    progress: Progress,
    console: &'a mut Console<'b>,
}

impl Watcher for OnConsole<'_, '_> {
    fn begins(&mut self, runs: usize) -> Result<()> {
        if runs > 0 {
            self.progress = Progress::new(runs);
        }
        Ok(())
    }

    fn ran(&mut self) -> Result<()> {
        self.progress.ran();
        Ok(())
    }

    fn done(&mut self, subject: &Subject<'_>, how: &str) -> Result<()> {
        match self.progress.done(subject, how) {
            Some(line) => self.console.note(line),
            None => Ok(()),
        }
    }
}

/// What was seen against what is claimed of the versions that were run, and what broke.
fn faults(project: &Project, scenarios: &[&Scenario], seen: &Report) -> Vec<Diagnostic> {
    let claims: Vec<_> = project.pages.iter().flat_map(claims_of).collect();
    let mut faults = Vec::new();
    for scenario in scenarios {
        let standing = seen.standing(project, scenario);
        faults.extend(report::standing_diagnostics(scenario, &standing));
        for claim in claims.iter().filter(|claim| claim.cites.contains(&&scenario.id)) {
            faults.extend(report::claim_standing_diagnostics(claim, scenario, &standing));
        }
    }
    for ((version, id), became) in &seen.became {
        let (Became::Broke(why), Some(scenario)) = (became, project.catalog.scenarios.get(id)) else {
            continue;
        };
        let place = Place::new(&scenario.file, Span::at(0));
        let fault = Diagnostic::new(Code::RunBroke, place, format!("the run of `{id}` on {version} broke"));
        faults.push(
            fault.info(why.as_str()).rerun(format!("cargo run -- verify --client {CLIENT}@{version} {id}")),
        );
    }
    crate::check::sort(&mut faults);
    faults
}

/// A line for each scenario on each version; with what was seen when it was asked for by name, or not as claimed.
fn table(
    project: &Project,
    scenarios: &[&Scenario],
    seen: &Report,
    named: bool,
    console: &mut Console<'_>,
) -> Result<()> {
    for scenario in scenarios {
        let standing = seen.standing(project, scenario);
        for ((version, id), became) in seen.became.iter().filter(|((_, id), _)| *id == scenario.id) {
            let record = seen.records.iter().find(|record| record.version == *version);
            let on = standing.versions.iter().find(|on| on.version == *version);
            let word = match (became, on) {
                (Became::Broke(_), _) | (_, None) => "broke",
                (_, Some(on)) => verdict(on, standing.contradictions().any(|found| found.version == version)),
            };
            let kept = if *became == Became::Kept { ", kept" } else { "" };
            console
                .say(format!("{word:<13} {version:<9} {id}{kept}: {}", visible(&scenario.document.title)))?;
            if named || word == "fail" {
                transcripts(record, scenario, console)?;
            }
        }
    }
    Ok(())
}

fn verdict(on: &OnVersion, contradicted: bool) -> &'static str {
    match (&on.claimed, &on.seen) {
        _ if contradicted => "fail",
        (Claimed::Holds, SeenThere::Holds { .. }) => "pass",
        (_, SeenThere::Fails { .. }) => "differs",
        (_, SeenThere::NotRun { .. }) => "not run",
        (_, SeenThere::Stale | SeenThere::Unrecorded) => "not recorded",
        (_, SeenThere::Varies { .. } | SeenThere::Inconclusive { .. } | SeenThere::Holds { .. }) => {
            "inconclusive"
        }
    }
}

fn transcripts(record: Option<&Record>, scenario: &Scenario, console: &mut Console<'_>) -> Result<()> {
    match record.and_then(|record| record.entries.get(&scenario.id)) {
        None => Ok(()),
        Some(Entry::NotRun(reason)) => console.say(format!("  {}", visible(reason))),
        Some(Entry::Seen(seen)) => {
            let all = seen.count();
            for run in &seen.runs {
                for case in &run.cases {
                    let outcome = outcome(&case.transcript);
                    console.say(format!("  {} of {all} runs, {} ({outcome}):", run.count, case.case))?;
                    console.print(report::transcript(&case.transcript))?;
                }
            }
            Ok(())
        }
    }
}

fn summary(project: &Project, scenarios: &[&Scenario], seen: &Report) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for scenario in scenarios {
        let standing = seen.standing(project, scenario);
        for on in &standing.versions {
            let contradicted = standing.contradictions().any(|found| *found.version == on.version);
            *counts.entry(verdict(on, contradicted)).or_default() += 1;
        }
    }
    let broke = seen.became.values().filter(|became| matches!(became, Became::Broke(_))).count();
    let counts: Vec<String> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
    let versions: std::collections::BTreeSet<&Version> =
        seen.became.keys().map(|(version, _)| version).collect();
    format!(
        "{} on {}: {}, {broke} broke",
        counted(scenarios.len(), "scenario"),
        counted(versions.len(), "version"),
        counts.join(", ")
    )
}
