//! The files that this step adds to the site, each named after its own bytes.

use sha2::{Digest as _, Sha256};

use super::bundle::Bundle;
use super::{Book, Unfinished, search};

/// The picture that goes with a shared link. Its name is part of published addresses, so it has no hash.
pub(super) const CARD: &str = "card.png";

/// The library behind the search, as terser makes it small; tests/browser does the same to the published package and
/// compares.
const MINISEARCH: &str = include_str!("asset/minisearch-7.2.0.min.js");
const MINISEARCH_LICENSE: &str = include_str!("asset/minisearch-LICENSE.txt");

/// Names and contents.
#[derive(Debug)]
pub(super) struct Assets {
    bundle: Bundle,
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
    pub(super) fn of(book: &Book<'_>, bundle: Bundle) -> Result<Self, Unfinished> {
        let style = format!("{}\n{}", bundle.style, include_str!("asset/site.css"));
        let style = minifier::css::minify(&style)
            .map_err(|problem| Unfinished::file("the style sheets", format!("cannot be read: {problem}")))?;
        // Ours stands between them: it uses the contents, and mdBook's script asks for what it gives.
        let parts = [bundle.contents.as_str(), include_str!("asset/site.js"), bundle.book.as_str()];
        let script = parts.into_iter().map(small).collect::<Result<String, _>>()?;
        // One file, fetched when somebody first searches: the library, our few lines, and what is searched.
        let find = format!(
            "/* MiniSearch 7.2.0\n{}*/\n{}{}const oathbook_places = oathbook_unpacked({});\n",
            MINISEARCH_LICENSE,
            MINISEARCH,
            small(include_str!("asset/search.js"))?,
            search::places(book),
        );
        Ok(Self {
            style: File::new("site", "css", style.to_string()),
            script: File::new("site", "js", script),
            find: File::new("find", "js", find),
            bundle,
        })
    }

    /// Whether `href` leads to a style sheet that is part of ours.
    pub(super) fn has(&self, href: &str) -> bool {
        self.bundle.has(href)
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
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let card: (&str, &[u8]) = (CARD, include_bytes!("asset/card.png"));
        let texts = [&self.style, &self.script, &self.find];
        texts.map(|file| (file.path.as_str(), file.text.as_bytes())).into_iter().chain([card])
    }
}

/// What the minifier takes for `++` and `--`.
const MISREAD: [&str; 2] = ["+ +", "- -"];

/// A script without its comments and what else only its authors need, on a line of its own.
fn small(script: &str) -> Result<String, Unfinished> {
    let fault = |problem: &str| Unfinished::file("the scripts", format!("cannot be made small: {problem}"));
    if let Some(misread) = MISREAD.iter().find(|sign| script.contains(**sign)) {
        return Err(fault(&format!("`{misread}` would be taken for another sign")));
    }
    minifier::js::minify(script).map(|small| format!("{small}\n")).map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_that_the_minifier_would_break_is_refused() {
        assert_eq!(small("// why\nlet a = b + c;\n").unwrap(), "let a=b+c;\n");
        let said = small("a = b + +c;").unwrap_err().to_string();
        assert!(said.contains("`+ +`"), "{said}");
    }
}
