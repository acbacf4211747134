//! Finishes what mdBook wrote: what its pages lack for readers, for keyboards, for phones and for machines.
//!
//! Pure: the files of a built book and what is known of the book in, files out, the same bytes every time.
//! It changes mdBook's pages in few places and counts each of them (`page`): a new mdBook that writes other pages
//! fails the build by name, and is not half finished.

mod address;
mod asset;
mod built;
mod bundle;
mod claims;
mod folder;
mod foot;
mod head;
mod listing;
mod page;
mod paper;
mod policy;
mod search;
mod tally;
mod twin;
mod weight;

use std::collections::BTreeMap;

use doctests::page::Page;

use self::address::Address;
pub use self::built::Built;
pub use self::claims::{ClaimsFile, schema as claims_schema};
pub use self::folder::{finish_folder, read_folder};
pub use self::search::error_addresses;
use crate::evidence::{self, Evidence};
use crate::examination::Examination;
use crate::feed;

/// A whole site, by path from its root, with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What of mdBook's work is not as this step takes it to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfinished {
    /// A place of a page that is to be changed is not there, or there too often.
    #[error(
        "{file}: expected {expected} of `{selector}`, found {found}; mdBook writes other pages than src/site/page.rs takes it to"
    )]
    Selector {
        /// The page.
        file: String,
        /// The place, as a CSS selector.
        selector: &'static str,
        /// How many there have to be.
        expected: String,
        /// How many there are.
        found: usize,
    },
    /// A file that mdBook always wrote is missing, or not what it was.
    #[error("{file}: {problem}; see src/site/")]
    File {
        /// The file, or the pattern of its name.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A setting that this step reads cannot be used.
    #[error("book.toml: {0}")]
    Setting(String),
}

impl Unfinished {
    fn file(file: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::File { file: file.into(), problem: problem.into() }
    }
}

/// What the parts of this step know of the book.
struct Book<'a> {
    examination: &'a Examination,
    evidence: Evidence<'a>,
    address: Address,
    title: String,
    description: String,
    language: String,
    repository: Option<String>,
}

impl<'a> Book<'a> {
    fn of(examination: &'a Examination) -> Result<Self, Unfinished> {
        let config = &examination.project.config;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Ok(Self {
            examination,
            evidence: Evidence {
                catalog: &examination.project.catalog,
                runs: &examination.runs,
                releases: examination.project.releases(),
                faults: &[],
                repository: None,
            },
            address: Address::of(config)?,
            title: text(&config.book.title),
            description: text(&config.book.description),
            language: config.book.language.clone().unwrap_or_else(|| "en".to_owned()),
            repository: config
                .html_config()
                .and_then(|html| html.git_repository_url)
                .map(|address| address.trim_end_matches('/').to_owned()),
        })
    }

    /// The pages in the order of the book, the one for wrong addresses left out.
    fn pages(&self) -> impl Iterator<Item = &'a Page> {
        self.examination.project.pages.iter().filter(|page| page.name != "404")
    }
}

/// `files`, as mdBook built them for the book of `examination`, finished.
///
/// # Errors
/// When mdBook's files are not what this step takes them to be.
pub fn finish(examination: &Examination, files: Files) -> Result<Files, Unfinished> {
    Built::of(examination, files)?.finish(examination)
}

/// What lies beside the pages: each of them as Markdown, lists and data of them all, every scenario with its runs, and
/// the feed of what changed.
///
/// # Errors
/// When a setting cannot be used, or a change has no day.
pub fn beside(examination: &Examination) -> Result<Files, Unfinished> {
    let book = Book::of(examination)?;
    let mut texts = evidence::files(&book.evidence);
    let feed = feed::feed(&examination.project);
    texts.extend(feed.map_err(|error| Unfinished::file("the feed", format!("{error:#}")))?);
    texts.extend(book.pages().map(|page| (twin::path(page), twin::markdown(&book, page))));
    let mut files: Files = texts.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    files.extend(listing::files(&book));
    files.extend(claims::files(&book));
    Ok(files)
}

/// The path of `page` in the site.
fn html_path(page: &Page) -> String {
    format!("{}.html", page.name)
}

fn has_extension(path: &str, extension: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|found| found == extension)
}
