//! `cargo run -- swear`: each claim beside what it cites, and an oath on it when a person says so.

mod show;

use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use doctests::claim::{Claim, claims_of};
use doctests::diagnostic::Diagnostic;
use doctests::ground;
use doctests::oath::{Lock, Oath};

use crate::check::Oaths;
use crate::cli::Usage;
use crate::console::Console;
use crate::examination::{Examination, counted};
use crate::exit_code::Exit;
use crate::project::LOCK;
use crate::verify::Verifier;

/// Options of `swear`.
#[derive(Debug, Args)]
pub struct Options {
    /// Swear to these claims, by id, without being asked.
    #[arg(value_name = "CLAIM")]
    claims: Vec<String>,
    /// Swear to every claim that is not sworn as it stands, without being asked: for a batch that was reviewed.
    #[arg(long, conflicts_with = "claims")]
    all: bool,
}

/// Shows what is to be sworn, and writes the lock.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let examination = Examination::of(root, &mut Verifier::new(None, None)?, Oaths::LeftOut)?;
    if !examination.unreadable.is_empty() {
        console.faults(&examination.unreadable)?;
        console.note("nobody swears to a book that does not parse: mend these first")?;
        return Ok(Exit::of(&examination.unreadable));
    }
    let project = &examination.project;
    let claims: Vec<Claim<'_>> = project.pages.iter().flat_map(claims_of).collect();
    let whole = ground::swear(&project.pages, &project.catalog);
    for id in &options.claims {
        if !whole.claims.iter().any(|oath| oath.id == *id) {
            return Err(Usage(format!(
                "no claim is called `{id}`: `cargo run -- check --format json` lists them"
            ))
            .into());
        }
    }

    let mut sworn = Vec::new();
    let (mut taken, mut left, mut refused) = (0, 0, Vec::new());
    for oath in &whole.claims {
        let old = project.lock.claims.iter().find(|old| old.id == oath.id);
        let wanted = options.claims.is_empty() || options.claims.contains(&oath.id);
        if old == Some(oath) || !wanted {
            sworn.extend(old.cloned());
            continue;
        }
        let against =
            claims.iter().find(|claim| claim.id.0 == oath.id).map(|claim| against(&examination, claim));
        match against {
            Some(faults) if !faults.is_empty() => {
                refused.extend(faults.into_iter().cloned());
                sworn.extend(old.cloned());
            }
            _ if accepted(options, &examination, oath, old, console)? => {
                taken += 1;
                sworn.push(oath.clone());
            }
            _ => {
                left += 1;
                sworn.extend(old.cloned());
            }
        }
    }
    // An oath on a claim that nobody makes any more says nothing; it goes with the first that is written.
    let stale =
        project.lock.claims.iter().filter(|old| !whole.claims.iter().any(|oath| oath.id == old.id)).count();
    let lock = Lock { claims: sworn };
    if lock != project.lock {
        crate::write::replace(&root.join(LOCK), &ground::render_lock(&lock))
            .with_context(|| format!("{LOCK} cannot be written"))?;
    }
    crate::check::sort(&mut refused);
    console.faults(&refused)?;
    console.note(format!(
        "{} sworn, {left} left unsworn, {} refused, {} dropped",
        counted(taken, "claim"),
        counted(refused.len(), "fault"),
        counted(stale, "stale oath"),
    ))?;
    let unsworn = if left > 0 { Exit::DoesNotHold } else { Exit::Holds };
    Ok(unsworn.max(Exit::of(&refused)))
}

/// What speaks against `claim`: nobody swears to what is not grounded, or does not hold.
fn against<'a>(examination: &'a Examination, claim: &Claim<'_>) -> Vec<&'a Diagnostic> {
    let place = claim.place();
    examination
        .faults
        .iter()
        .filter(|fault| fault.place.file.path == place.file.path && place.span.contains(fault.place.span))
        .collect()
}

/// Shows the claim, and asks unless it was named or `--all` was given.
fn accepted(
    options: &Options,
    examination: &Examination,
    oath: &Oath,
    old: Option<&Oath>,
    console: &mut Console<'_>,
) -> Result<bool> {
    console.say(show::claim(examination, oath, old))?;
    if options.all || !options.claims.is_empty() {
        return Ok(true);
    }
    if !io::stdin().is_terminal() {
        return Err(Usage(
            "nobody is there to be asked: name the claims, or give --all for a batch that was reviewed"
                .to_owned(),
        )
        .into());
    }
    console.print("swear to it? [y/N] ")?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
