//! The files that this step adds to the site, each named after its own bytes.

use sha2::{Digest as _, Sha256};

use super::{Book, search};

/// The picture that goes with a shared link. Its name is part of published addresses, so it has no hash.
pub(super) const CARD: &str = "card.png";

/// The library behind the search, unchanged; tests/browser compares it with the published package.
const MINISEARCH: &str = include_str!("asset/minisearch-7.2.0.js");
const MINISEARCH_LICENSE: &str = include_str!("asset/minisearch-LICENSE.txt");

/// Names and contents.
#[derive(Debug)]
pub(super) struct Assets {
    style: File,
    script: File,
    find: File,
}

#[derive(Debug)]
struct File {
    path: String,
    text: String,
}

impl File {
    fn new(name: &str, extension: &str, text: String) -> Self {
        let digest = Sha256::digest(&text);
        let short = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
        Self { path: format!("site/{name}-{short:08x}.{extension}"), text }
    }
}

impl Assets {
    pub(super) fn of(book: &Book<'_>) -> Self {
        // One file, fetched when somebody first searches: the library, our few lines, and what is searched.
        let find = format!(
            "/* MiniSearch 7.2.0\n{}*/\n{MINISEARCH}\n{}\nconst oathbook_places = {};\n",
            MINISEARCH_LICENSE,
            include_str!("asset/search.js"),
            search::places(book),
        );
        Self {
            style: File::new("site", "css", include_str!("asset/site.css").to_owned()),
            script: File::new("site", "js", include_str!("asset/site.js").to_owned()),
            find: File::new("find", "js", find),
        }
    }

    /// The style sheet of every page.
    pub(super) fn style(&self) -> &str {
        &self.style.path
    }

    /// The script of every page.
    pub(super) fn script(&self) -> &str {
        &self.script.path
    }

    /// What the search box fetches.
    pub(super) fn find(&self) -> &str {
        &self.find.path
    }

    /// All of them, to be written.
    pub(super) fn files(self) -> impl Iterator<Item = (String, Vec<u8>)> {
        let card = (CARD.to_owned(), include_bytes!("asset/card.png").to_vec());
        let texts = [self.style, self.script, self.find].map(|file| (file.path, file.text.into_bytes()));
        texts.into_iter().chain([card])
    }
}
