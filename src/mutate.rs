//! Changes the book one thing at a time, and says what noticed it; nothing on disk is touched.

mod clients;
mod pages;
mod pool;
mod scenarios;

use std::num::NonZeroUsize;

use anyhow::Result;
use doctests::diagnostic::Diagnostic;
use doctests::gallery::Exhibit;
use doctests::mutant::Tried;

use crate::check::Oaths;
use crate::project::Project;

/// How it is done.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether the oaths are asked.
    pub oaths: Oaths,
    /// How many mutants are tried at once.
    pub jobs: NonZeroUsize,
    /// Whether a person sees how far it has come.
    pub progress: bool,
}

/// Every mutant of the pages, in the order of the book, with what became of it. The book has no faults.
///
/// # Errors
/// When no threads can be had.
pub fn pages(project: &Project, options: Options) -> Result<Vec<Tried>> {
    pages::tried(project, options)
}

/// Every mutant of the scenarios, in the order of their ids, with what became of it; and what is wrong with the list
/// of those that make no difference.
///
/// # Errors
/// When nothing could be run, or a scenario breaks as it stands.
pub fn scenarios(project: &Project, options: Options) -> Result<(Vec<Tried>, Vec<Diagnostic>)> {
    scenarios::tried(project, options)
}

/// Every broken client and every scenario, with what became of it; and the gallery as it was seen.
///
/// # Errors
/// When nothing could be run, or a run breaks.
pub fn clients(project: &Project, options: Options) -> Result<(Vec<Tried>, Vec<Exhibit>)> {
    clients::tried(project, options)
}
