//! `cargo run -- mutate`: change one thing at a time, and say what noticed it and what did not.

use std::io::IsTerminal as _;
use std::num::NonZeroUsize;
use std::path::Path;

use anyhow::Result;
use clap::Args;
use doctests::mutant::Tried;
use doctests::report::{MutantReport, json};

use crate::check::{Oaths, check};
use crate::console::{Console, Format};
use crate::exit_code::Exit;
use crate::mutate;
use crate::project::Project;

/// Options of `mutate`. Without any of the first three it does them all.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Options {
    /// Change facts, words, citations and cells of pages.
    #[arg(long)]
    pages: bool,
    /// Change what scenarios expect, claim and are given.
    #[arg(long)]
    scenarios: bool,
    /// Run every scenario on every broken client.
    #[arg(long)]
    clients: bool,
    /// Leave claims.lock out, so that facts and meaning stand alone.
    #[arg(long)]
    no_oaths: bool,
    /// How many to try at once; as many as there are processors when left out.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// Tries the mutants that were asked for.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let (project, unreadable) = Project::load(root);
    let oaths = Oaths::unless(options.no_oaths);
    let faults = check(&project, unreadable, oaths);
    if !faults.is_empty() {
        console.faults(&faults)?;
        console.note("a book that does not hold as it is shows nothing when it is changed: mend these first")?;
        return Ok(Exit::of(&faults));
    }
    let jobs = options.jobs.or_else(|| std::thread::available_parallelism().ok());
    let how = mutate::Options {
        oaths,
        jobs: jobs.unwrap_or(NonZeroUsize::MIN),
        progress: console.format == Format::Human && std::io::stderr().is_terminal(),
    };
    let all = !(options.pages || options.scenarios || options.clients);
    let mut tried: Vec<Tried> = Vec::new();
    if all || options.pages {
        tried.extend(mutate::pages(&project, how));
    }
    let mut idle = Vec::new();
    if all || options.scenarios {
        let (scenarios, found) = mutate::scenarios(&project, how)?;
        tried.extend(scenarios);
        idle.extend(found);
    }
    let report = MutantReport::new(&tried, oaths == Oaths::Required);
    match console.format {
        Format::Json => console.say(json::plain(&report))?,
        Format::Human | Format::Github => console.print(report.text())?,
    }
    console.faults(&idle)?;
    Ok(if report.holds && idle.is_empty() { Exit::Holds } else { Exit::DoesNotHold })
}
