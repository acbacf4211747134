//! The mutants of all pages, each tried against the page's citations and oaths.

use anyhow::Result;
use doctests::ground::{Checker, Digests};
use doctests::mutant::{Mutant, Tried};
use doctests::mutate::pages::{PageTrial, mutants, times_cited};

use super::{Options, pool};
use crate::check::Oaths;
use crate::project::Project;

pub(super) fn tried(project: &Project, options: Options) -> Result<Vec<Tried>> {
    project.judge_records();
    let Project { pages, catalog, lock, lock_file, .. } = project;
    let cited = times_cited(pages);
    let oaths = (options.oaths == Oaths::Required).then_some((lock, lock_file));
    let checker = Checker::new(catalog, pages);
    let mut all: Vec<(usize, Mutant)> = Vec::new();
    let mut trials = Vec::new();
    for page in pages {
        let place = trials.len();
        trials.push(PageTrial::new(page, catalog, &checker, &cited, oaths));
        all.extend(mutants(page, catalog, &checker).into_iter().map(|mutant| (place, mutant)));
    }
    let fates = pool::map("page mutants", &all, options, Digests::default, |digests, (trial, mutant)| {
        trials[*trial].fate(mutant, digests)
    })?;
    Ok(all.into_iter().zip(fates).map(|((_, mutant), fate)| Tried { mutant, fate }).collect())
}
