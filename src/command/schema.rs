//! `oathbook schema`: the JSON Schema of a scenario, for editors.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::console::Console;
use crate::exit_code::Exit;
use crate::project::SCHEMA;

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct Options {
    /// Write it to its file in the book instead of printing it.
    #[arg(long)]
    write: bool,
}

/// Prints or writes the schema.
pub fn execute(
    root: impl FnOnce() -> Result<PathBuf>,
    options: &Options,
    console: &mut Console<'_>,
) -> Result<Exit> {
    let schema = doctests::parse::schema_text();
    if options.write {
        crate::write::replace(&root()?.join(SCHEMA), &schema)?;
        console.note(format!("wrote {SCHEMA}"))?;
    } else {
        console.print(schema)?;
    }
    Ok(Exit::Holds)
}
