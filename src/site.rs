//! Finishes what mdBook wrote: what its pages lack for readers, for keyboards, for phones and for machines.
//!
//! Pure: the files of a built book and what is known of the book in, files out, the same bytes every time.
//! It changes mdBook's pages in few places and counts each of them (`page`): a new mdBook that writes other pages
//! fails the build by name, and is not half finished.

mod address;
mod asset;
mod bundle;
mod claims;
mod folder;
mod foot;
mod head;
mod listing;
mod page;
mod policy;
mod search;
mod tally;
mod twin;
mod weight;

use std::collections::BTreeMap;

use doctests::page::Page;

use self::address::Address;
use self::asset::Assets;
use self::bundle::Bundle;
pub use self::claims::{ClaimsFile, schema as claims_schema};
pub use self::folder::finish_folder;
use self::page::{Kind, Plan};
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
pub fn finish(examination: &Examination, mut files: Files) -> Result<Files, Unfinished> {
    let book = Book::of(examination)?;
    weight::take_out(&mut files)?;
    let additional = examination.project.config.html_config().unwrap_or_default().additional_css;
    let assets = Assets::of(&book, Bundle::take(&mut files, &additional)?)?;

    let mut finished = 0;
    for (path, bytes) in files.iter_mut().filter(|(path, _)| has_extension(path, "html")) {
        let html = std::str::from_utf8(bytes).map_err(|_| Unfinished::file(path, "is not UTF-8"))?;
        let Some(kind) = Kind::of(path, html) else { continue };
        let page = book.examination.project.pages.iter().find(|page| html_path(page) == *path);
        finished += usize::from(page.is_some() && kind == Kind::Page);
        *bytes = page::finish(html, &Plan::new(path, kind, page, &book, &assets))?.into_bytes();
    }
    let expected = book.pages().count();
    if finished != expected {
        let problem = format!("{finished} of the book's {expected} pages were found to be finished");
        return Err(Unfinished::file("*.html", problem));
    }

    files.extend(assets.files());
    files.extend(book.pages().map(|page| (twin::path(page), twin::markdown(&book, page).into_bytes())));
    files.extend(listing::files(&book));
    files.extend(claims::files(&book));
    files.extend(beside(&book)?);
    Ok(files)
}

/// What lies beside the pages: every scenario with its runs as data, and the feed of what changed.
fn beside(book: &Book<'_>) -> Result<Files, Unfinished> {
    let mut texts = evidence::files(&book.evidence);
    let feed = feed::feed(&book.examination.project);
    texts.extend(feed.map_err(|error| Unfinished::file("the feed", format!("{error:#}")))?);
    Ok(texts.into_iter().map(|(path, text)| (path, text.into_bytes())).collect())
}

/// The path of `page` in the site.
fn html_path(page: &Page) -> String {
    format!("{}.html", page.name)
}

fn has_extension(path: &str, extension: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|found| found == extension)
}
