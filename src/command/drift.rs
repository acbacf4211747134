//! `cargo run -- drift A B`: what changed between two recorded versions, scenario by scenario.

use std::path::Path;

use anyhow::Result;
use clap::Args;
use doctests::judge::drift::drift;
use doctests::record::Record;
use doctests::report;
use semver::Version;

use crate::cli::Usage;
use crate::console::{Console, Format};
use crate::exit_code::Exit;
use crate::project::Project;
use crate::released::CLIENT;

/// Options of `drift`.
#[derive(Debug, Args)]
pub struct Options {
    /// The one version, such as 2.1.117.
    from: String,
    /// The other version, such as 2.1.118.
    to: String,
}

/// Says what changed; a change is no fault.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let (project, _) = Project::load(root);
    let before = recorded(&project, &options.from)?;
    let after = recorded(&project, &options.to)?;
    let drift = drift(&project.catalog.scenarios, before, after);
    match console.format {
        Format::Json => console.say(report::json::plain(&drift))?,
        Format::Human | Format::Github => console.print(report::drift(&drift))?,
    }
    Ok(Exit::Holds)
}

fn recorded<'a>(project: &'a Project, asked: &str) -> Result<&'a Record> {
    let records = &project.releases().records;
    let asked = asked.strip_prefix(&format!("{CLIENT}@")).unwrap_or(asked);
    let found = match asked.parse::<Version>() {
        Ok(version) => records.iter().find(|record| record.version == version),
        Err(_) if asked == "latest" => records.last(),
        Err(_) => return Err(Usage(format!("`{asked}` is no version: write it as `2.1.118`")).into()),
    };
    let names: Vec<String> = records.iter().map(|record| record.version.to_string()).collect();
    found.ok_or_else(|| {
        let recorded = if names.is_empty() { "none is".to_owned() } else { format!("these are: {}", names.join(", ")) };
        Usage(format!(
            "{asked} is not recorded; {recorded}. `cargo run -- verify --client {CLIENT}@{asked} --record` records it"
        ))
        .into()
    })
}
