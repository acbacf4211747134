//! `cargo run -- bisect ID A B`: the first version between two on which a scenario begins or ceases to hold.

use std::num::NonZeroUsize;
use std::path::Path;

use anyhow::Result;
use clap::Args;
use doctests::judge::range::seen_on;
use doctests::report::visible;
use doctests::scenario::Scenario;
use doctests::standing::SeenThere;
use semver::Version;

use crate::cli::Usage;
use crate::console::Console;
use crate::exit_code::Exit;
use crate::project::Project;
use crate::released::bisect::{Found, Probed, bisect};
use crate::released::{Became, CLIENT, Campaign, Machine, Matrix, Recording, Released, Subject, Watcher};

/// Options of `bisect`.
#[derive(Debug, Args)]
pub struct Options {
    /// The scenario.
    id: String,
    /// The older version, such as 2.1.118.
    from: Version,
    /// The newer version, such as 2.1.205.
    to: Version,
    /// How often each version runs it.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    runs: u16,
    /// How many runs go on at once; as many as there are processors when left out.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// Searches, and says each step.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let (project, _) = Project::load(root);
    let scenario = project.catalog.scenarios.values().find(|scenario| scenario.id.as_str() == options.id);
    let scenario = scenario.ok_or_else(|| {
        let known = project.catalog.scenarios.keys().map(doctests::id::Id::as_str);
        let near =
            doctests::parse::nearest(&options.id, known).map(|near| format!(": did you mean `{near}`?"));
        Usage(format!("no scenario is called `{}`{}", options.id, near.unwrap_or_default()))
    })?;
    let released = Machine::find(&project)?;
    let versions = between(released.published()?, options)?;
    search(&project, scenario, &versions, options, &released, console)
}

/// Those of `published` that lie between the two, which are among them.
fn between(published: Vec<Version>, options: &Options) -> Result<Vec<Version>> {
    let Options { from, to, .. } = options;
    if from >= to {
        return Err(Usage(format!("{from} is not older than {to}: write the older version first")).into());
    }
    for end in [from, to] {
        if !published.contains(end) {
            return Err(Usage(format!("no version {end} of {CLIENT} was published")).into());
        }
    }
    Ok(published.into_iter().filter(|version| from <= version && version <= to).collect())
}

fn search(
    project: &Project,
    scenario: &Scenario,
    versions: &[Version],
    options: &Options,
    released: &impl Released,
    console: &mut Console<'_>,
) -> Result<Exit> {
    let jobs =
        options.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let matrix = Matrix { runs: usize::from(options.runs), jobs };
    let steps = (usize::BITS - versions.len().leading_zeros()) + 1;
    console.note(format!("{} versions, about {steps} steps", versions.len()))?;
    let found = bisect(versions, |version| {
        let probed = probe(project, scenario, version, matrix, released)?;
        let word = match &probed {
            Probed::Passes => "passes".to_owned(),
            Probed::Fails => "fails".to_owned(),
            Probed::Unclear(why) => format!("unclear: {}", visible(why)),
        };
        console.note(format!("{version:<9} {word}"))?;
        Ok(probed)
    })?;
    let id = &scenario.id;
    match found {
        Found::Between { below, above, begins, unclear } => {
            let word = if begins { "begins" } else { "ceases" };
            console.say(format!("{id} {word} to hold with {above}; {below} is the last version before"))?;
            if unclear > 0 {
                console.say(format!("{unclear} versions between them are unclear"))?;
            }
            Ok(Exit::Holds)
        }
        Found::Same(Probed::Unclear(why)) => {
            console.say(format!("{id}: {}", visible(&why)))?;
            Ok(Exit::DoesNotHold)
        }
        Found::Same(probed) => {
            let word = if probed == Probed::Passes { "holds" } else { "fails" };
            console.say(format!("{id} {word} on both versions: there is nothing to search for"))?;
            Ok(Exit::DoesNotHold)
        }
        Found::UnclearEnd(version, why) => {
            console.say(format!("{id} is unclear on {version}: {}", visible(&why)))?;
            Ok(Exit::DoesNotHold)
        }
    }
}

/// Runs `scenario` on `version`; nothing is recorded.
fn probe(
    project: &Project,
    scenario: &Scenario,
    version: &Version,
    matrix: Matrix,
    released: &impl Released,
) -> Result<Probed> {
    let campaign = Campaign {
        project,
        versions: std::slice::from_ref(version),
        scenarios: &[scenario],
        matrix,
        recording: Recording::Off,
    };
    let report = campaign.run(released, &mut Unwatched)?;
    if let Some(Became::Broke(why)) = report.became.get(&(version.clone(), scenario.id.clone())) {
        return Ok(Probed::Unclear(why.clone()));
    }
    let record = report.records.iter().find(|record| record.version == *version);
    Ok(match record.map(|record| seen_on(scenario, record)) {
        Some(SeenThere::Holds { .. }) => Probed::Passes,
        Some(SeenThere::Fails { .. }) => Probed::Fails,
        Some(SeenThere::Varies { passed, runs, .. }) => {
            Probed::Unclear(format!("it passed in {passed} of {runs} runs"))
        }
        Some(SeenThere::Inconclusive { reason } | SeenThere::NotRun { reason }) => Probed::Unclear(reason),
        Some(SeenThere::Stale | SeenThere::Unrecorded) | None => Probed::Unclear("it did not run".to_owned()),
    })
}

struct Unwatched;

impl Watcher for Unwatched {
    fn begins(&mut self, _: usize) -> Result<()> {
        Ok(())
    }

    fn ran(&mut self) -> Result<()> {
        Ok(())
    }

    fn done(&mut self, _: &Subject<'_>, _: &str) -> Result<()> {
        Ok(())
    }
}
