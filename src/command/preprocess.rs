//! `oathbook preprocess`: the protocol of mdBook's preprocessors, so that plain `mdbook build` gives the same pages.

use std::io::{self, Read};
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::check::Oaths;
use crate::console::{Console, Format};
use crate::examination::Examination;
use crate::exit_code::Exit;
use crate::preprocessor::{Faults, Oathbook, RENDERER};
use crate::verify::Verifier;

/// Options of `preprocess`; without any, a book comes in and goes out as JSON.
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    question: Option<Question>,
}

#[derive(Debug, Subcommand)]
enum Question {
    /// Say by the exit code whether a renderer is supported.
    Supports {
        /// Its name, such as `html`.
        renderer: String,
    },
}

/// Answers mdBook.
pub fn execute(options: &Options, console: &mut Console<'_>) -> Result<Exit> {
    if let Some(Question::Supports { renderer }) = &options.question {
        return Ok(if renderer == RENDERER { Exit::Holds } else { Exit::DoesNotHold });
    }
    let mut input = String::new();
    io::stdin().read_to_string(&mut input).context("standard input cannot be read")?;
    preprocess(&input, console)
}

/// Reads a book from `input` and prints it with its evidence, when everything holds.
fn preprocess(input: &str, console: &mut Console<'_>) -> Result<Exit> {
    let (context, book) = mdbook_preprocessor::parse_input(input.as_bytes())?;
    let examination = Examination::of(&context.root, &mut Verifier::new(None, None)?, Oaths::Required)?;
    let exit = Exit::of(&examination.faults);
    if exit != Exit::Holds {
        // Standard output is mdBook's, so the faults go to people whatever was asked for.
        console.format = Format::Human;
        console.faults(&examination.faults)?;
        return Ok(exit);
    }
    let book = Oathbook::new(Arc::new(examination), Faults::None).process(book)?;
    console.print(serde_json::to_string(&book)?)?;
    Ok(Exit::Holds)
}
