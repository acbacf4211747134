//! Everything that can be said about the book without running anything, in one sorted list.

use doctests::diagnostic::{Code, Diagnostic};
use doctests::ground;

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
    let unparsed = unparsed(&read_faults);
    let mut faults = read_faults;
    for page in pages {
        faults.extend(ground::page(page, pages, catalog));
        faults.extend(ground::entries(page));
    }
    faults.extend(ground::vocabulary(catalog));
    faults.extend(ground::uncited(pages, catalog));
    faults.extend(ground::links(pages, files));
    if oaths == Oaths::Required {
        faults.extend(ground::oaths(pages, catalog, lock, lock_file));
    }
    // A scenario that does not parse is one fault, not one more at each of its citations.
    faults.retain(|fault| {
        fault.code != Code::CitationUnknown
            || !unparsed.iter().any(|id| fault.place.file.slice(fault.place.span).contains(id.as_str()))
    });
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

/// The ids of scenarios whose file has a fault.
fn unparsed(faults: &[Diagnostic]) -> Vec<String> {
    let scenarios = format!("{}/", crate::project::SCENARIOS);
    faults
        .iter()
        .filter_map(|fault| fault.place.file.path.strip_prefix(&scenarios)?.strip_suffix(".yaml"))
        .map(|stem| format!("[^{}]", stem.replace('/', ".")))
        .collect()
}
