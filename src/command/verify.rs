//! `cargo run -- verify`: run scenarios on the reference client, and say which claims do not hold.

mod released;

use std::num::NonZeroUsize;
use std::path::Path;

use anyhow::Result;
use clap::Args;
use doctests::diagnostic::Diagnostic;
use doctests::report::{self, visible};
use doctests::scenario::Scenario;

use crate::cli::Usage;
use crate::console::{Console, Format};
use crate::examination::counted;
use crate::exit_code::Exit;
use crate::project::{Project, SCENARIOS};
use crate::verify::{self, Run, Runs, Verifier};

/// The client that is ours.
const REFERENCE: &str = "reference";

/// Options of `verify`.
#[derive(Debug, Args)]
pub struct Options {
    /// Scenarios by id, or topics; all of them when left out.
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// How many to run at once; as many as there are processors when left out.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Run on this client: `reference`, or a release: `claude-code@2.1.118`, `@latest`, `@2.1.117..2.1.118`, `@all`,
    /// or a list with commas.
    #[arg(long, value_name = "CLIENT", default_value = REFERENCE)]
    client: String,
    /// Write down what a release was seen to do, after every scenario; what is recorded as it stands is kept.
    #[arg(long)]
    record: bool,
    /// Record again what is recorded already; a way in which a scenario went before stays on record.
    #[arg(long, requires = "record")]
    again: bool,
    /// Record again, and forget what was seen before.
    #[arg(long, requires = "record", conflicts_with = "again")]
    afresh: bool,
    /// How often each scenario runs on a release; three times at least, because they race with themselves.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(3..=1000))]
    runs: u16,
    /// Run this broken variant of the reference client: what it gets wrong must fail.
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

/// Runs what was asked for.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    known_variant(options.variant.as_deref())?;
    let (project, unreadable) = Project::load(root);
    let scenarios = chosen(&project, &unreadable, &options.ids)?;
    if options.client != REFERENCE {
        return released::execute(&project, &scenarios, options, console);
    }
    if options.record {
        return Err(Usage(
            "only what a release does is recorded: add --client claude-code@VERSION".to_owned(),
        )
        .into());
    }
    let named = !options.ids.is_empty();

    let runs = Verifier::new(options.jobs, options.variant.clone())?.run(scenarios)?;
    let mut faults: Vec<Diagnostic> =
        unreadable.into_iter().filter(|fault| !named || concerns(fault, options)).collect();
    faults.extend(verify::faults(&project, &runs));
    crate::check::sort(&mut faults);

    if console.format == Format::Human {
        table(&project, &runs, named, console)?;
    }
    console.report(&project, &runs, &project.releases().standings, &faults)?;
    console.note(summary(&runs))?;
    Ok(Exit::of(&faults))
}

fn known_variant(variant: Option<&str>) -> Result<()> {
    let variants = doctests::run::client::reference::variants();
    match variant {
        Some(name) if !variants.iter().any(|variant| variant.name == name) => {
            let mut text = format!("no variant is called `{name}`; these are:");
            text.extend(variants.iter().map(|known| format!("\n  {}: {}", known.name, known.does_wrong)));
            Err(Usage(text).into())
        }
        _ => Ok(()),
    }
}

/// The scenarios that `ids` name, by id or by topic; all without any.
fn chosen<'a>(project: &'a Project, unreadable: &[Diagnostic], ids: &[String]) -> Result<Vec<&'a Scenario>> {
    let all = &project.catalog.scenarios;
    for id in ids {
        let unparsed = unreadable.iter().any(|fault| fault.place.file.path == path(id));
        if !unparsed && !all.values().any(|scenario| is_named(scenario, id)) {
            let known = all.keys().map(doctests::id::Id::as_str);
            let near = doctests::parse::nearest(id, known).map(|near| format!(": did you mean `{near}`?"));
            return Err(Usage(format!("no scenario is called `{id}`{}", near.unwrap_or_default())).into());
        }
    }
    Ok(all
        .values()
        .filter(|scenario| ids.is_empty() || ids.iter().any(|id| is_named(scenario, id)))
        .collect())
}

fn is_named(scenario: &Scenario, id: &str) -> bool {
    let own = scenario.id.as_str();
    own == id || own.strip_prefix(id).is_some_and(|rest| rest.starts_with('.'))
}

fn path(id: &str) -> String {
    format!("{SCENARIOS}/{}.yaml", id.replace('.', "/"))
}

/// Whether a fault of reading lies in a scenario that was named.
fn concerns(fault: &Diagnostic, options: &Options) -> bool {
    options.ids.iter().any(|id| fault.place.file.path == path(id))
}

/// A line for each scenario; with what was seen when it was asked for by name, or did not pass.
fn table(project: &Project, runs: &Runs, named: bool, console: &mut Console<'_>) -> Result<()> {
    for (id, run) in runs {
        let title = project.catalog.scenarios.get(id).map_or("", |scenario| &scenario.document.title);
        let line =
            |verdict: &str, outcome: &str| format!("{verdict:<13} {id} ({outcome}): {}", visible(title));
        match run {
            Run::NotModelled(reason) => console.say(line("not modelled", &visible(reason)))?,
            Run::Broke(why) => console.say(line("broke", &visible(why)))?,
            Run::Ran(run) => {
                console.say(line(run.verdict().as_str(), run.outcome().as_str()))?;
                for case in run.cases.iter().filter(|case| named || !case.judgement.verdict.is_pass()) {
                    if run.cases.len() > 1 {
                        console.say(format!("  {} ({}):", case.case, case.judgement.outcome))?;
                    }
                    console.print(report::transcript(&case.transcript))?;
                }
            }
        }
    }
    Ok(())
}

fn summary(runs: &Runs) -> String {
    let count = |pick: fn(&Run) -> bool| runs.values().filter(|run| pick(run)).count();
    let passed = count(|run| run.verdict().is_some_and(doctests::verdict::Verdict::is_pass));
    let not_modelled = count(|run| matches!(run, Run::NotModelled(_)));
    let rest = runs.len() - passed - not_modelled;
    format!("{}: {passed} pass, {rest} do not, {not_modelled} not modelled", counted(runs.len(), "scenario"))
}
