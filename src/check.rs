//! Everything that can be said about the book without running anything, in one sorted list.

mod unparsed;

use doctests::diagnostic::{Code, Diagnostic};
use doctests::ground;
use rayon::prelude::*;

use self::unparsed::Unparsed;
use crate::project::Project;

/// Whether the oaths are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oaths {
    /// Every claim must be sworn as it stands.
    Required,
    /// `--no-oaths`: the lock is left out.
    LeftOut,
}

impl Oaths {
    /// Left out when `--no-oaths` was given.
    pub const fn unless(no_oaths: bool) -> Self {
        if no_oaths { Self::LeftOut } else { Self::Required }
    }
}

/// All static faults of the book: those of reading it, and those of holding its pages to what they cite.
pub fn check(project: &Project, read_faults: Vec<Diagnostic>, oaths: Oaths) -> Vec<Diagnostic> {
    let Project { pages, catalog, lock, lock_file, files, .. } = project;
    project.judge_records();
    let unparsed = Unparsed::of(&read_faults, &project.releases().faults);
    let checker = ground::Checker::new(catalog, pages);
    let of_page = |page| {
        let mut faults = checker.page(page);
        faults.extend(ground::unfixed(page, &checker));
        faults.extend(ground::entries(page));
        faults
    };
    let mut faults: Vec<Diagnostic> = pages.par_iter().flat_map_iter(of_page).collect();
    faults.extend(ground::vocabulary(catalog));
    faults.extend(ground::uncited(pages, catalog));
    faults.extend(ground::links(pages, files));
    faults.extend(ground::gates(&checker));
    faults.extend(ground::not_understood(&checker, lock));
    faults.extend(ground::uncited_instructions(&checker));
    faults.extend(ground::printed(pages, catalog));
    faults.extend(ground::lengths(pages, catalog));
    if oaths == Oaths::Required {
        faults.extend(ground::oaths(pages, catalog, lock, lock_file));
    }
    faults.extend(
        project.differences.values().filter(|listed| !catalog.scenarios.contains_key(&listed.id)).map(
            |listed| {
                let message = format!("`{}` is listed, and no scenario has this id", listed.id);
                Diagnostic::new(Code::RecordDisagrees, listed.place.clone(), message).help("remove the entry")
            },
        ),
    );
    faults.retain(|fault| !unparsed.explains(project, fault));
    faults.extend(read_faults);
    sort(&mut faults);
    faults
}

/// Sorts by file and place, and drops what was said twice.
pub fn sort(faults: &mut Vec<Diagnostic>) {
    faults.sort_by(|a, b| key(a).cmp(&key(b)));
    faults.dedup();
}

fn key(fault: &Diagnostic) -> (&str, usize, usize, &'static str, &str) {
    let place = &fault.place;
    (&place.file.path, place.span.start, place.span.end, fault.code.as_str(), &fault.message)
}
