//! `oathbook build`: check, run, and write the site when everything holds.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use clap::Args;

use crate::book::{self, NotBuilt};
use crate::check::Oaths;
use crate::console::Console;
use crate::examination::Examination;
use crate::exit_code::Exit;
use crate::verify::Verifier;

/// Options of `build`.
#[derive(Debug, Args)]
pub struct Options {
    /// Where the site goes; `build.build-dir` of book.toml when left out.
    #[arg(long, value_name = "FOLDER")]
    dest: Option<PathBuf>,
    /// Leave claims.lock out.
    #[arg(long)]
    no_oaths: bool,
}

/// Builds the site, or says everything that is in the way.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let examination =
        Examination::of(root, &mut Verifier::new(None, None)?, Oaths::unless(options.no_oaths))?;
    let Examination { project, runs, faults, .. } = &examination;
    console.report(project, runs, &project.releases().standings, faults)?;
    console.note(examination.verdict_line())?;
    let exit = Exit::of(&examination.faults);
    if exit != Exit::Holds {
        console.note("nothing was built")?;
        return Ok(exit);
    }
    let destination = book::destination(&examination, options.dest.as_deref());
    match book::build(&Arc::new(examination), &destination) {
        Ok(()) => {
            console.note(format!("built {}", destination.join("index.html").display()))?;
            Ok(Exit::Holds)
        }
        Err(error) if error.is::<NotBuilt>() => {
            console.note(format!("error: {error}\nnothing was built"))?;
            Ok(Exit::DoesNotParse)
        }
        Err(error) => Err(error),
    }
}
