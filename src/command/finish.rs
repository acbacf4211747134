//! `oathbook finish`: what `oathbook build` does after mdBook, for a site that plain `mdbook build` wrote.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::check::Oaths;
use crate::console::Console;
use crate::examination::Examination;
use crate::exit_code::Exit;
use crate::site;
use crate::verify::Verifier;

/// Options of `finish`.
#[derive(Debug, Args)]
pub struct Options {
    /// The folder that mdBook wrote.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

/// Finishes the site where it lies.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let examination = Examination::of(root, &mut Verifier::new(None, None)?, Oaths::Required)?;
    let exit = Exit::of(&examination.faults);
    console.note(examination.verdict_line())?;
    if exit == Exit::Holds {
        site::finish_folder(&examination, &options.folder)?;
        console.note(format!("finished {}", options.folder.display()))?;
    } else {
        console.note("nothing was finished; `oathbook check` says what is wrong")?;
    }
    Ok(exit)
}
