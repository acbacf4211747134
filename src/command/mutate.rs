//! `cargo run -- mutate`: change one thing at a time, and say what noticed it and what did not.

use std::io::IsTerminal as _;
use std::num::NonZeroUsize;
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use doctests::diagnostic::{Code, Diagnostic};
use doctests::gallery::Exhibit;
use doctests::mutant::Tried;
use doctests::parse::render_gallery;
use doctests::report::{MutantReport, json};
use doctests::source_file::{Place, SourceFile};
use doctests::span::Span;

use crate::check::{Oaths, check};
use crate::console::{Console, Format};
use crate::exit_code::Exit;
use crate::project::{GALLERY, Project};
use crate::{mutate, write};

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
    /// Write down in doctests/gallery.yaml which scenarios notice which broken client.
    #[arg(long, requires = "clients")]
    fix: bool,
    /// How many to try at once; as many as there are processors when left out.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// Tries the mutants that were asked for.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let (project, unreadable) = Project::load(root);
    let oaths = Oaths::unless(options.no_oaths);
    let mut faults = check(&project, unreadable, oaths);
    // What `check --fix` writes is no part of what is changed, and may be about to change.
    faults.retain(|fault| !matches!(fault.code, Code::GeneratedBlock | Code::CitationDefinition));
    if !faults.is_empty() {
        console.faults(&faults)?;
        console
            .note("a book that does not hold as it is shows nothing when it is changed: mend these first")?;
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
        tried.extend(mutate::pages(&project, how)?);
    }
    let mut stale = Vec::new();
    if all || options.scenarios {
        let (scenarios, found) = mutate::scenarios(&project, how)?;
        tried.extend(scenarios);
        stale.extend(found);
    }
    if all || options.clients {
        let (clients, gallery) = mutate::clients(&project, how)?;
        tried.extend(clients);
        stale.extend(settle(&project, &gallery, options.fix, console)?);
    }
    let report = MutantReport::new(&tried, oaths == Oaths::Required);
    match console.format {
        Format::Json => console.say(json::plain(&report))?,
        Format::Human | Format::Github => console.print(report.text())?,
    }
    console.faults(&stale)?;
    Ok(if report.holds && stale.is_empty() { Exit::Holds } else { Exit::DoesNotHold })
}

/// Holds the gallery's file to what was seen, or writes it.
fn settle(
    project: &Project,
    gallery: &[Exhibit],
    fix: bool,
    console: &mut Console<'_>,
) -> Result<Option<Diagnostic>> {
    let text = render_gallery(gallery);
    let path = project.root.join(GALLERY);
    if text == render_gallery(&project.catalog.gallery) {
        return Ok(None);
    }
    if fix {
        write::replace(&path, &text).with_context(|| format!("{GALLERY} cannot be written"))?;
        console.note(format!("rewrote {GALLERY}"))?;
        return Ok(None);
    }
    let differs = |seen: &&Exhibit| !project.catalog.gallery.contains(seen);
    let place = gallery.iter().find(differs).map(|exhibit| exhibit.place.clone());
    let place = place.unwrap_or_else(|| Place::new(&SourceFile::new(GALLERY, ""), Span::at(0)));
    let fault = Diagnostic::new(Code::GalleryStale, place, "the gallery is not what was seen");
    Ok(Some(
        fault
            .help("`cargo run -- mutate --clients --fix` writes it, and `cargo run -- check --fix` its page"),
    ))
}
