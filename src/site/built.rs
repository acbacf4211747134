//! A site that mdBook built, while it is finished: all of it for readers, or the one page that its author looks at.

use super::asset::Assets;
use super::bundle::Bundle;
use super::page::{self, Kind, Plan};
use super::{Book, Files, Unfinished, beside, has_extension, html_path, weight};
use crate::examination::Examination;

/// mdBook's files, without those that this step takes the place of.
#[derive(Debug)]
pub struct Built {
    files: Files,
    assets: Assets,
}

impl Built {
    /// `files` are what mdBook wrote for the book of `examination`.
    ///
    /// # Errors
    /// When a file is missing or is not what this step takes it to be.
    pub fn of(examination: &Examination, mut files: Files) -> Result<Self, Unfinished> {
        weight::take_out(&mut files)?;
        let additional = examination.project.config.html_config().unwrap_or_default().additional_css;
        let bundle = Bundle::take(&mut files, &additional)?;
        let assets = Assets::of(&Book::of(examination)?, bundle)?;
        Ok(Self { files, assets })
    }

    /// The page `html` at `path` as readers get it; none for a redirect, which stays as it is.
    ///
    /// # Errors
    /// When a place of it that is to be changed is not there.
    pub fn page(
        &self,
        examination: &Examination,
        path: &str,
        html: &str,
    ) -> Result<Option<String>, Unfinished> {
        let Some(kind) = Kind::of(path, html) else { return Ok(None) };
        let book = Book::of(examination)?;
        let page = examination.project.pages.iter().find(|page| html_path(page) == path);
        page::finish(html, &Plan::new(path, kind, page, &book, &self.assets)).map(Some)
    }

    /// The file at `path` that this step adds for all pages.
    pub fn asset(&self, path: &str) -> Option<&[u8]> {
        self.assets.files().find_map(|(of, bytes)| (of == path).then_some(bytes))
    }

    /// All of it, finished.
    ///
    /// # Errors
    /// When mdBook's files are not what this step takes them to be.
    pub fn finish(mut self, examination: &Examination) -> Result<Files, Unfinished> {
        let of_the_book = |path: &str| {
            let mut pages = examination.project.pages.iter().filter(|page| page.name != "404");
            pages.any(|page| html_path(page) == path)
        };
        let mut finished = Files::new();
        for (path, bytes) in self.files.iter().filter(|(path, _)| has_extension(path, "html")) {
            let html = std::str::from_utf8(bytes).map_err(|_| Unfinished::file(path, "is not UTF-8"))?;
            if let Some(page) = self.page(examination, path, html)? {
                finished.insert(path.clone(), page.into_bytes());
            }
        }
        let found = finished.keys().filter(|path| of_the_book(path)).count();
        let expected = Book::of(examination)?.pages().count();
        if found != expected {
            let problem = format!("{found} of the book's {expected} pages were found to be finished");
            return Err(Unfinished::file("*.html", problem));
        }
        self.files.extend(finished);
        let assets = self.assets.files().map(|(path, bytes)| (path.to_owned(), bytes.to_vec()));
        self.files.extend(assets);
        self.files.extend(beside(examination)?);
        Ok(self.files)
    }
}
