//! `oathbook new scenario ID`: a file to begin with, that parses, runs and holds.

use std::path::Path;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use doctests::id::Id;

use crate::cli::Usage;
use crate::console::Console;
use crate::exit_code::Exit;
use crate::project::SCENARIOS;

/// Options of `new`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A scenario, from a template.
    Scenario {
        /// `<topic>.<name>`, such as `refresh.early-revocation`.
        id: String,
    },
}

/// Writes the file, and says what to do next.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let What::Scenario { id } = &options.what;
    let id: Id = id.parse().map_err(|error: doctests::id::NotAnId| Usage(error.to_string()))?;
    if id.is_source() {
        return Err(Usage("a source is an entry of doctests/sources.yaml, no scenario".to_owned()).into());
    }
    let path = format!("{SCENARIOS}/{}.yaml", id.as_str().replace('.', "/"));
    let file = root.join(&path);
    if file.exists() {
        return Err(Usage(format!("{path} is there already")).into());
    }
    let folder = file.parent().context("a scenario lies in a folder")?;
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    crate::write::replace(&file, &template(&id)).with_context(|| format!("{path} cannot be written"))?;
    console.note(format!("wrote {path}"))?;
    console.note(format!("next: cargo run -- verify {id}, and cite it on a page as [^{id}]"))?;
    Ok(Exit::Holds)
}

/// The template: one prompt that is refused and recovers.
pub fn template(id: &Id) -> String {
    let up = "../".repeat(id.as_str().matches('.').count() + 1);
    format!(
        "# yaml-language-server: $schema={up}scenario.schema.json\n\
         title: {} (say what happens, in one sentence without a full stop)\n\
         given:\n  stored_login: {{ access: A1, refresh: R1, expires_in: 2h }}\n  resource_server: {{ revoked: [A1] }}\n\
         steps:\n  - prompt\n\
         expect:\n  outcome: recovered\n  exit: 0\n  exchanges:\n    - messages A1 -> 401\n    - token R1 -> 200 issues A2 R2\n    - messages A2 -> 200\n\
         clients:\n  reference: holds\n",
        id.name()
    )
}
