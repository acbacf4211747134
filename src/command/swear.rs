//! `cargo run -- swear`: each claim beside what it rests on, and an oath on it when a person says so.

mod ask;
mod evidence;
mod pending;
mod show;
mod wording;

use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use doctests::diagnostic::Diagnostic;
use doctests::ground;
use doctests::oath::{Lock, Oath};
use doctests::report::{json, visible};

use self::ask::Answer;
use self::pending::Pending;
use crate::check::Oaths;
use crate::cli::Usage;
use crate::console::{Console, Format};
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

impl Options {
    /// Whether somebody is to be asked, claim by claim.
    fn asks(&self) -> bool {
        !self.all && self.claims.is_empty()
    }
}

/// Shows what is to be sworn, and writes the lock.
pub fn execute(root: &Path, options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    let examination = Examination::of(root, &mut Verifier::new(None, None)?, Oaths::LeftOut)?;
    if !examination.unreadable.is_empty() {
        console.faults(&examination.unreadable)?;
        console.note("nobody swears to a book that does not parse: mend these first")?;
        return Ok(Exit::of(&examination.unreadable));
    }
    let pending = pending::all(&examination);
    for id in &options.claims {
        if !pending.iter().any(|pending| pending.oath.id == *id) {
            return Err(Usage(format!(
                "no claim is called `{id}`: `cargo run -- check --format json` lists them"
            ))
            .into());
        }
    }
    let wanted = |pending: &&Pending<'_>| {
        !pending.is_sworn() && (options.claims.is_empty() || options.claims.contains(&pending.oath.id))
    };
    let open: Vec<&Pending<'_>> = pending.iter().filter(wanted).collect();
    if console.format == Format::Json {
        let listed: Vec<_> = open.iter().map(|open| open.document(&examination)).collect();
        console.print(json::plain(&listed) + "\n")?;
        if options.asks() {
            return Ok(if open.is_empty() { Exit::Holds } else { Exit::DoesNotHold });
        }
    }
    if options.asks() && !open.is_empty() && !io::stdin().is_terminal() {
        return Err(nobody(&open).into());
    }
    let mut session =
        Session { root, before: &examination.project.lock, pending: &pending, sworn: Vec::new() };
    let refused = session.go_through(&open, options, &examination, console)?;
    session.write()?;
    let left = open.iter().filter(|open| open.against.is_empty()).count() - session.sworn.len();
    console.faults(&refused)?;
    console.note(format!(
        "{} sworn, {left} left unsworn, {} refused, {} dropped",
        counted(session.sworn.len(), "claim"),
        counted(refused.len(), "fault"),
        counted(pending::stale(&examination), "stale oath"),
    ))?;
    let unsworn = if left > 0 { Exit::DoesNotHold } else { Exit::Holds };
    Ok(unsworn.max(Exit::of(&refused)))
}

/// Nobody is there to be asked: what is pending, and how to swear to it.
fn nobody(open: &[&Pending<'_>]) -> Usage {
    let listed: Vec<String> =
        open.iter().map(|open| format!("\n  {}: {}", visible(&open.oath.id), open.why())).collect();
    Usage(format!(
        "nobody is there to be asked about {}, and nothing was sworn:{}\n\
         run it in a terminal, name claims, or give --all for a batch that was reviewed; `--format json` shows what \
         each rests on",
        counted(open.len(), "claim"),
        listed.concat(),
    ))
}

/// One go through the claims that are not sworn.
struct Session<'a> {
    root: &'a Path,
    before: &'a Lock,
    pending: &'a [Pending<'a>],
    /// What was sworn in it.
    sworn: Vec<&'a Oath>,
}

impl<'a> Session<'a> {
    /// Shows each, asks where somebody is to be asked, and gives what speaks against those that are refused.
    fn go_through(
        &mut self,
        open: &[&'a Pending<'a>],
        options: &Options,
        examination: &Examination,
        console: &mut Console<'_>,
    ) -> Result<Vec<Diagnostic>> {
        let mut refused = Vec::new();
        let mut skipped: Option<&str> = None;
        for (number, pending) in (1..).zip(open) {
            let page = pending.page();
            if skipped == Some(page) {
                continue;
            }
            if !pending.against.is_empty() {
                refused.extend(pending.against.iter().copied().cloned());
                continue;
            }
            if console.format != Format::Json {
                console.say(show::claim(&pending.document(examination)))?;
            }
            let answer = if options.asks() { ask::ask(console, number, open.len())? } else { Answer::Swear };
            match answer {
                Answer::Swear => {
                    self.sworn.push(&pending.oath);
                    if options.asks() {
                        // Whoever is interrupted later has sworn to this one.
                        self.write()?;
                    }
                }
                Answer::Leave => {}
                Answer::SkipPage => skipped = Some(page),
                Answer::Quit => break,
            }
        }
        crate::check::sort(&mut refused);
        Ok(refused)
    }

    /// Writes the lock as it now is. An oath on a claim that nobody makes any more says nothing, and goes.
    fn write(&self) -> Result<()> {
        let oath = |pending: &Pending<'_>| {
            let sworn = pending.is_sworn() || self.sworn.iter().any(|oath| oath.id == pending.oath.id);
            // What was sworn of it before stays, but not under an id that is another claim's now.
            let taken = |before: &Oath| self.pending.iter().any(|other| other.oath.id == before.id);
            let renamed = |before: &Oath| Oath { id: pending.oath.id.clone(), ..before.clone() };
            match pending.before {
                _ if sworn => Some(pending.oath.clone()),
                Some(before) if taken(before) => Some(renamed(before)),
                before => before.cloned(),
            }
        };
        let lock = Lock { claims: self.pending.iter().filter_map(oath).collect() };
        if lock != *self.before {
            crate::write::replace(&self.root.join(LOCK), &ground::render_lock(&lock))
                .with_context(|| format!("{LOCK} cannot be written"))?;
        }
        Ok(())
    }
}
