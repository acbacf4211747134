//! `oathbook completions`: completions for a shell.

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::console::Console;
use crate::exit_code::Exit;

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct Options {
    /// The shell.
    shell: Shell,
}

/// Prints the completions.
pub fn execute(options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), "oathbook", &mut script);
    console.print(String::from_utf8(script)?)?;
    Ok(Exit::Holds)
}
