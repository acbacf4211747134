//! The command line and what it leads to.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use doctests::run::role::Role;

use crate::command::{
    bisect, build, check, completions, drift, finish, mutate, new, preprocess, schema, serve, swear, verify,
};
use crate::console::{Console, Format};
use crate::exit_code::Exit;
use crate::project;

/// Documentation under oath: every statement about behaviour cites a scenario that runs.
#[derive(Debug, Parser)]
#[command(name = "oathbook", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The form of the output.
    #[arg(long, global = true, value_enum, default_value_t)]
    format: Format,
    /// The book's folder; the nearest one above with a book.toml when left out.
    #[arg(long, global = true, value_name = "FOLDER")]
    root: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check, run and build the site, whole or not at all.
    Build(build::Options),
    /// Check pages, scenarios, sources and oaths; run nothing.
    Check(check::Options),
    /// Run scenarios on the reference client, or on released versions.
    Verify(verify::Options),
    /// Say what changed between two recorded versions.
    Drift(drift::Options),
    /// Find the version with which a scenario begins or ceases to hold.
    Bisect(bisect::Options),
    /// Change the book one thing at a time, and say what notices it.
    Mutate(mutate::Options),
    /// Serve the site on loopback; check, run and reload on every save.
    Serve(serve::Options),
    /// Swear to claims: see each beside what it cites, and accept it.
    Swear(swear::Options),
    /// Be a preprocessor of mdBook.
    Preprocess(preprocess::Options),
    /// Finish a site that plain mdBook built.
    Finish(finish::Options),
    /// Print the JSON Schema of a scenario.
    Schema(schema::Options),
    /// Print completions for a shell.
    Completions(completions::Options),
    /// Begin something new.
    New(new::Options),
}

/// Runs the program with `arguments`, the first of which is its own name.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(role) = arguments.get(1).and_then(|first| Role::of(first)) {
        return role.play(arguments.into_iter().skip(2));
    }
    let (mut out, mut err) = (io::stdout().lock(), io::stderr());
    let code = match Cli::try_parse_from(arguments) {
        Ok(cli) => {
            let mut console = Console::new(&mut out, &mut err, cli.format, Console::colors_wanted());
            run(cli, &mut console)
        }
        Err(error) => {
            // Help and version are no mistakes, and go to standard output with 0.
            let code = if error.use_stderr() { Exit::DoesNotParse } else { Exit::Holds };
            let printed = error.print();
            if printed.is_err() { Exit::Broke } else { code }
        }
    };
    code.into()
}

/// Runs a command; whatever breaks on the way is said and ends in 3.
pub fn run(cli: Cli, console: &mut Console<'_>) -> Exit {
    match dispatch(cli, console) {
        Ok(exit) => exit,
        Err(error) if is_closed_pipe(&error) => Exit::Holds,
        Err(error) => {
            let mut text = format!("error: {error}");
            text.extend(error.chain().skip(1).map(|cause| format!("\n  because: {cause}")));
            let exit = if error.is::<Usage>() { Exit::DoesNotParse } else { Exit::Broke };
            // Nothing is left to do when the message itself cannot be written.
            let _ = console.note(text);
            exit
        }
    }
}

fn dispatch(cli: Cli, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let root = || match &cli.root {
        Some(folder) if folder.join("book.toml").is_file() => Ok(folder.canonicalize()?),
        Some(folder) => Err(Usage(format!("no book.toml in {}", folder.display())).into()),
        None => {
            project::find_root(&std::env::current_dir()?).map_err(|error| Usage(error.to_string()).into())
        }
    };
    match cli.command {
        Command::Build(options) => build::execute(&root()?, &options, console),
        Command::Check(options) => check::execute(&root()?, &options, console),
        Command::Verify(options) => verify::execute(&root()?, &options, console),
        Command::Drift(options) => drift::execute(&root()?, &options, console),
        Command::Bisect(options) => bisect::execute(&root()?, &options, console),
        Command::Mutate(options) => mutate::execute(&root()?, &options, console),
        Command::Serve(options) => serve::execute(&root()?, &options, console),
        Command::Swear(options) => swear::execute(&root()?, &options, console),
        Command::Preprocess(options) => preprocess::execute(&options, console),
        Command::Finish(options) => finish::execute(&root()?, &options, console),
        Command::Schema(options) => schema::execute(root, &options, console),
        Command::Completions(options) => completions::execute(&options, console),
        Command::New(options) => new::execute(&root()?, &options, console),
    }
}

/// What was typed asks for something that is not there; ends in 2.
#[derive(Debug)]
pub struct Usage(pub String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// `oathbook … | head` closes the pipe early; that is no fault.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
