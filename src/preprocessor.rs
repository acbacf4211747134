//! The preprocessor that mdBook runs: in process for `oathbook build`, as a command for plain `mdbook build`.

use std::sync::Arc;

use anyhow::{Result, bail};
use doctests::diagnostic::Diagnostic;
use doctests::page::Page;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::evidence::page_of_faults;
use crate::examination::Examination;

/// The name in `book.toml`: `[preprocessor.oathbook]`.
pub const NAME: &str = "oathbook";
/// The renderer whose pages carry evidence.
pub const RENDERER: &str = "html";

/// Puts the evidence of one examination into the chapters of a book.
#[derive(Debug, Clone)]
pub struct Oathbook {
    examination: Arc<Examination>,
    faults: Faults,
}

/// What a book with faults looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faults {
    /// There are none: the caller made sure.
    None,
    /// They are shown in their places, as `serve` does.
    Shown,
}

impl Oathbook {
    /// The preprocessor for what `examination` found.
    pub fn new(examination: Arc<Examination>, faults: Faults) -> Self {
        Self { examination, faults }
    }

    /// `book` with its evidence.
    pub fn process(&self, mut book: Book) -> Result<Book> {
        let mut outcome = Ok(());
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item
                && outcome.is_ok()
            {
                outcome = self.chapter(chapter);
            }
        });
        outcome.map(|()| book)
    }

    fn chapter(&self, chapter: &mut Chapter) -> Result<()> {
        // A draft has no file, and nothing to say.
        let Some(path) = &chapter.source_path else { return Ok(()) };
        let Some(page) = self.examination.project.page(path) else {
            bail!("{} is in SUMMARY.md, but is no page of the book", path.display());
        };
        if page.file.text.trim_start_matches('\u{feff}') != chapter.content {
            bail!(
                "{} changed while the book was built, or another preprocessor comes before ours",
                page.file.path
            );
        }
        chapter.content = self.content(page);
        Ok(())
    }

    fn content(&self, page: &Page) -> String {
        let Examination { faults, unreadable, .. } = &*self.examination;
        let faults: &[Diagnostic] = if self.faults == Faults::Shown { faults } else { &[] };
        if self.faults == Faults::Shown {
            let own: Vec<&Diagnostic> =
                unreadable.iter().filter(|fault| fault.place.file.path == page.file.path).collect();
            if !own.is_empty() {
                return page_of_faults(&page.name, &own);
            }
        }
        self.examination.evidence(faults, |evidence| evidence.render(page))
    }
}

impl Preprocessor for Oathbook {
    fn name(&self) -> &str {
        NAME
    }

    fn run(&self, _: &PreprocessorContext, book: Book) -> Result<Book> {
        self.process(book)
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(renderer == RENDERER)
    }
}
