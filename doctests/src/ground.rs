//! Page + catalog → diagnostics: citations, facts and oaths are held to what they cite; pure.

mod account;
mod alternative;
mod cell;
mod change;
mod checker;
mod citation;
mod closest;
mod count;
mod coverage;
mod definition;
mod diagram;
mod digest;
mod duration;
mod entry;
mod fact;
mod fix;
mod gate;
mod generate;
mod keys;
mod length;
mod license;
mod link;
mod lock;
mod meaning;
mod nearest;
mod oath;
mod printed;
mod quote;
mod ratchet;
mod repeat;
mod role;
mod section;
mod subject;
mod wording;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use change::{Change, changes};
pub use checker::Checker;
pub use citation::uncited;
pub use coverage::Bases;
pub use digest::digest;
pub use entry::entries;
pub use fix::fix;
pub use gate::gates;
pub use keys::{keys, vocabulary};
pub use length::lengths;
pub use link::links;
pub use lock::render_lock;
pub use oath::{Digests, oaths, swear, sworn_before};
pub use printed::printed;
pub(crate) use ratchet::bare;
pub use ratchet::{lowered, not_understood, uncited_instructions};

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::page::Page;

/// Holds one page to what it cites: citations that name nothing, claims that cite nothing, what it says that what is
/// cited does not, and definitions or generated blocks that are not what [`fix()`] writes. For many pages make one
/// [`Checker`].
///
/// `pages` is the whole book, because some generated blocks are about all of it.
pub fn page(page: &Page, pages: &[Page], catalog: &Catalog) -> Vec<Diagnostic> {
    let checker = Checker::new(catalog, pages);
    let mut diagnostics = checker.page(page);
    diagnostics.extend(unfixed(page, &checker));
    diagnostics.sort_by_key(|diagnostic| diagnostic.place.span.start);
    diagnostics
}

/// Definitions and generated blocks of `page` that are not what [`fix()`] writes.
pub fn unfixed(page: &Page, checker: &Checker<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = definition::unfixed(page, checker);
    diagnostics.extend(generate::unfixed(page, checker));
    diagnostics.sort_by_key(|diagnostic| diagnostic.place.span.start);
    diagnostics
}

/// The command that checks only `page`.
fn rerun(page: &Page) -> String {
    format!("cargo run -- check {}", page.file.path)
}
