//! `oathbook serve`: the site on loopback, while its author is at work.

use std::path::Path;

use anyhow::Result;
use clap::Args;

use crate::check::Oaths;
use crate::console::Console;
use crate::exit_code::Exit;

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Leave claims.lock out.
    #[arg(long)]
    no_oaths: bool,
}

/// Serves until the process is stopped.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    crate::serve::serve(root, options.port, Oaths::unless(options.no_oaths), console)?;
    Ok(Exit::Holds)
}
