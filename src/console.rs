//! Where a command writes, in which form, and whether with colours.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};

use anyhow::Result;
use clap::ValueEnum;
use doctests::diagnostic::Diagnostic;
use doctests::id::Id;
use doctests::report;
use doctests::report::json::Report;
use doctests::standing::Standing;

use crate::project::Project;
use crate::verify::{self, Runs};

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON document on standard output.
    Json,
    /// Annotations of a GitHub workflow.
    Github,
}

/// The two streams of the process, or stand-ins for them.
pub struct Console<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    /// The form asked for.
    pub format: Format,
    /// Whether faults are printed in colour.
    pub color: bool,
}

impl<'a> Console<'a> {
    /// A console on `out` and `err`.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, format: Format, color: bool) -> Self {
        Self { out, err, format, color }
    }

    /// Whether a person's terminal shows colours: it is one, and `NO_COLOR` is not set.
    pub fn colors_wanted() -> bool {
        io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
    }

    /// A line of the result, on standard output.
    pub fn say(&mut self, text: impl AsRef<str>) -> Result<()> {
        Ok(writeln!(self.out, "{}", text.as_ref())?)
    }

    /// Text of the result as it stands, on standard output.
    pub fn print(&mut self, text: impl AsRef<str>) -> Result<()> {
        self.out.write_all(text.as_ref().as_bytes())?;
        Ok(self.out.flush()?)
    }

    /// A line for the person watching, on standard error.
    pub fn note(&mut self, text: impl AsRef<str>) -> Result<()> {
        Ok(writeln!(self.err, "{}", text.as_ref())?)
    }

    /// What was checked, in the form asked for.
    pub fn checked(&mut self, project: &Project, faults: &[Diagnostic]) -> Result<()> {
        self.report(project, &Runs::new(), &project.releases().standings, faults)
    }

    /// What was checked and run, in the form asked for.
    pub fn report(
        &mut self,
        project: &Project,
        runs: &Runs,
        standings: &BTreeMap<Id, Standing>,
        faults: &[Diagnostic],
    ) -> Result<()> {
        if self.format == Format::Json {
            let ran = verify::ran(runs);
            let document = Report::new(&project.pages, &project.catalog, &ran, standings, faults);
            self.print(document.text())?;
        }
        self.faults(faults)
    }

    /// All faults, for people or for a workflow.
    pub fn faults(&mut self, faults: &[Diagnostic]) -> Result<()> {
        match self.format {
            Format::Human if !faults.is_empty() => {
                self.err.write_all(report::human(faults, self.color).as_bytes())?;
            }
            Format::Github => self.out.write_all(report::github(faults).as_bytes())?,
            Format::Human | Format::Json => {}
        }
        Ok(())
    }
}
