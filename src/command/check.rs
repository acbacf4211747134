//! `cargo run -- check`: everything that can be said without running anything; `--fix` rewrites what is generated.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use doctests::ground::{self, Checker};

use crate::check::{self, Oaths};
use crate::cli::Usage;
use crate::console::Console;
use crate::examination::summary_line;
use crate::exit_code::Exit;
use crate::project::{GATES, Project};
use crate::releases;

/// Options of `check`.
#[derive(Debug, Args)]
pub struct Options {
    /// Say only what concerns these files or folders.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Rewrite definitions and generated blocks first, and lower the figures of what is not understood.
    #[arg(long)]
    fix: bool,
    /// Leave claims.lock out.
    #[arg(long)]
    no_oaths: bool,
}

/// Checks the book.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let wanted = options.paths.iter().map(|path| relative(root, path)).collect::<Result<Vec<_>>>()?;
    let concerns =
        |path: &str| wanted.is_empty() || wanted.iter().any(|wanted| Path::new(path).starts_with(wanted));
    if options.fix {
        fix(root, concerns, console)?;
    }
    let (project, unreadable) = Project::load(root);
    let mut faults = check::check(&project, unreadable, Oaths::unless(options.no_oaths));
    faults.extend(releases::faults(&project));
    check::sort(&mut faults);
    faults.retain(|fault| concerns(&fault.place.file.path));
    console.checked(&project, &faults)?;
    console.note(summary_line(&project, faults.len()))?;
    Ok(Exit::of(&faults))
}

/// What is generated on one page counts the claims of another: pages are rewritten until none changes any more.
fn fix(root: &Path, concerns: impl Fn(&str) -> bool, console: &mut Console<'_>) -> Result<()> {
    const ROUNDS: usize = 4;
    for _ in 0..ROUNDS {
        let (project, _) = Project::load(root);
        project.judge_records();
        let mut settled = true;
        let checker = Checker::new(&project.catalog, &project.pages);
        for page in project.pages.iter().filter(|page| concerns(&page.file.path)) {
            let fixed = ground::fix(page, &checker);
            if fixed != page.file.text {
                settled = false;
                crate::write::replace(&root.join(&page.file.path), &fixed)
                    .with_context(|| format!("{} cannot be written", page.file.path))?;
                console.note(format!("rewrote {}", page.file.path))?;
            }
        }
        if settled {
            lower(&project, &checker, console)?;
            break;
        }
    }
    Ok(())
}

/// A page that has fewer clauses that are not understood than it may is held to the new figure.
fn lower(project: &Project, checker: &Checker<'_>, console: &mut Console<'_>) -> Result<()> {
    let Some(ratchet) = project.catalog.gates.not_understood.values().next() else { return Ok(()) };
    let text = &ratchet.place.file.text;
    let lowered = ground::lowered(text, checker);
    if lowered != *text {
        crate::write::replace(&project.root.join(GATES), &lowered)
            .with_context(|| format!("{GATES} cannot be written"))?;
        console.note(format!("rewrote {GATES}"))?;
    }
    Ok(())
}

/// `path`, as typed in the current folder, relative to the root.
fn relative(root: &Path, path: &Path) -> Result<PathBuf> {
    let absolute = path.canonicalize().map_err(|error| Usage(format!("{}: {error}", path.display())))?;
    let below = absolute.strip_prefix(root);
    Ok(below.map_err(|_| Usage(format!("{} lies outside the book", path.display())))?.to_owned())
}
