//! Everything there is to know of the book at one moment: what it says, what became of it, what is wrong.

use std::path::Path;

use doctests::claim::claims_of;
use doctests::diagnostic::Diagnostic;
use doctests::run::RunError;

use crate::check::{self, Oaths};
use crate::evidence::Evidence;
use crate::project::Project;
use crate::releases;
use crate::verify::{self, Runs, Verifier};

/// The book, read, checked and run.
#[derive(Debug, Clone)]
pub struct Examination {
    /// The book as it was read.
    pub project: Project,
    /// What became of its scenarios.
    pub runs: Runs,
    /// All faults, sorted by file and place.
    pub faults: Vec<Diagnostic>,
    /// Those of them that come of reading alone: with these a page may not even parse.
    pub unreadable: Vec<Diagnostic>,
}

impl Examination {
    /// Reads, checks and runs the book below `root`.
    ///
    /// # Errors
    /// When nothing could be run at all.
    pub fn of(root: &Path, verifier: &mut Verifier, oaths: Oaths) -> Result<Self, RunError> {
        let (project, unreadable) = Project::load(root);
        let mut faults = check::check(&project, unreadable.clone(), oaths);
        let runs = verifier.run(project.catalog.scenarios.values())?;
        faults.extend(verify::faults(&project, &runs));
        faults.extend(releases::faults(&project));
        let mut examination = Self { project, runs, faults, unreadable };
        let pages = &examination.project.pages;
        let undrawn: Vec<Diagnostic> = examination
            .evidence(&[], |evidence| pages.iter().flat_map(|page| evidence.faults_of(page)).collect());
        examination.faults.extend(undrawn);
        check::sort(&mut examination.faults);
        Ok(examination)
    }

    /// Lets `make` make something of what pages show; `faults` are shown in their places.
    pub fn evidence<T>(&self, faults: &[Diagnostic], make: impl FnOnce(&Evidence<'_>) -> T) -> T {
        let Self { project, runs, .. } = self;
        let html = project.config.html_config().unwrap_or_default();
        make(&Evidence {
            catalog: &project.catalog,
            runs,
            releases: project.releases(),
            faults,
            repository: html.git_repository_url.as_deref(),
        })
    }

    /// One line for the person watching.
    pub fn verdict_line(&self) -> String {
        summary_line(&self.project, self.faults.len())
    }
}

/// One line for the person watching: what was looked at, and how it stands.
pub fn summary_line(project: &Project, faults: usize) -> String {
    let claims: usize = project.pages.iter().map(|page| claims_of(page).len()).sum();
    let faults = if faults == 0 { "all hold".to_owned() } else { counted(faults, "fault") };
    format!(
        "{}, {}, {}, {}: {faults}",
        counted(project.pages.len(), "page"),
        counted(claims, "claim"),
        counted(project.catalog.scenarios.len(), "scenario"),
        counted(project.catalog.sources.len(), "source"),
    )
}

/// `1 page`, `2 pages`.
pub fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}
