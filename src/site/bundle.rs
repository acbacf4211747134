//! One style sheet and one script of what mdBook writes in a dozen files: on a phone each request is a wait.

use std::path::Path;

use super::weight::take;
use super::{Files, Unfinished};

/// The themes of mdBook's that the menu does not offer.
const UNUSED_THEMES: [&str; 3] = [".ayu {", ".coal {", ".rust {"];

/// A handler that does nothing but keep pages out of the cache for the back button.
const UNLOAD: &str = "window.onunload = function() { };";

/// What every page needs of mdBook's files; they are no longer among the site's.
#[derive(Debug)]
pub(super) struct Bundle {
    /// All style sheets, in the order in which a page has them.
    pub(super) style: String,
    /// The contents, which come first.
    pub(super) contents: String,
    /// mdBook's own script, which comes last.
    pub(super) book: String,
    /// The paths of the style sheets.
    styles: Vec<String>,
}

impl Bundle {
    /// Takes them out of `files`; `additional` are the style sheets of book.toml.
    pub(super) fn take(files: &mut Files, additional: &[impl AsRef<Path>]) -> Result<Self, Unfinished> {
        let (variables, colours) = take(files, "css/variables-", "css")?;
        let (general, layout) = take(files, "css/general-", "css")?;
        let (chrome, menus) = take(files, "css/chrome-", "css")?;
        let (print, paper) = take(files, "css/print-", "css")?;
        let colours = without_themes(&variables, colours)?;
        let mut style = format!("{colours}\n{layout}\n{menus}\n@media print {{\n{paper}\n}}\n");
        let mut styles = vec![variables, general, chrome, print];
        for sheet in additional {
            let (path, text) = take(files, &sheet.as_ref().with_extension("").to_string_lossy(), "css")?;
            style.push_str(&text);
            styles.push(path);
        }
        let (_, contents) = take(files, "toc-", "js")?;
        let (path, book) = take(files, "book-", "js")?;
        let book = without(&path, &book, UNLOAD)?;
        Ok(Self { style, contents, book, styles })
    }

    /// Whether `href` leads to a style sheet that is in here.
    pub(super) fn has(&self, href: &str) -> bool {
        self.styles.iter().any(|path| href.ends_with(path.as_str()))
    }
}

/// `text`, which must have `part` once, without it.
fn without(path: &str, text: &str, part: &str) -> Result<String, Unfinished> {
    if text.matches(part).count() == 1 {
        Ok(text.replacen(part, "", 1))
    } else {
        Err(Unfinished::file(path, format!("expected `{part}` once")))
    }
}

/// The sheet of colours without those of themes that nobody can choose.
fn without_themes(path: &str, mut text: String) -> Result<String, Unfinished> {
    for theme in UNUSED_THEMES {
        let block = text.find(theme).and_then(|at| text[at..].find("\n}").map(|end| at..at + end + 2));
        let block = block.ok_or_else(|| Unfinished::file(path, format!("expected a block `{theme}`")))?;
        text.replace_range(block, "");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_SHEET: [&str; 0] = [];

    fn built() -> Files {
        let files = [
            ("css/variables-1.css", ":root {\n}\n.ayu {\n}\n.coal {\n}\n.navy {\n}\n.rust {\n}\n"),
            ("css/general-1.css", "general {}"),
            ("css/chrome-1.css", "chrome {}"),
            ("css/print-1.css", "print {}"),
            ("theme/own-1.css", "own {}"),
            ("toc-1.js", "contents"),
            ("book-1.js", "a; window.onunload = function() { }; b;"),
            ("a.html", ""),
        ];
        files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn what_each_page_needs_is_taken_in_its_order_without_what_nobody_uses() {
        let mut files = built();
        let bundle = Bundle::take(&mut files, &["theme/own.css"]).unwrap();
        assert_eq!(files.into_keys().collect::<Vec<_>>(), ["a.html"]);
        let words: Vec<&str> = bundle.style.split_whitespace().collect();
        assert_eq!(
            words.join(" "),
            ":root { } .navy { } general {} chrome {} @media print { print {} } own {}"
        );
        assert_eq!((bundle.contents.as_str(), bundle.book.as_str()), ("contents", "a;  b;"));
        assert!(bundle.has("../theme/own-1.css") && !bundle.has("theme/other-1.css"));
    }

    #[test]
    fn each_part_that_a_new_mdbook_no_longer_writes_is_named() {
        for gone in built().into_keys().filter(|path| !matches!(path.as_str(), "a.html" | "theme/own-1.css"))
        {
            let mut files = built();
            files.remove(&gone);
            let named = Bundle::take(&mut files, &NO_SHEET).unwrap_err().to_string();
            assert!(named.starts_with(gone.split('-').next().unwrap()), "{gone}: {named}");
        }
        for (path, said) in [("book-1.js", "onunload"), ("css/variables-1.css", "`.ayu {`")] {
            let mut files = built();
            files.insert(path.to_owned(), b"'use strict';".to_vec());
            let error = Bundle::take(&mut files, &NO_SHEET).unwrap_err().to_string();
            assert!(error.contains(path) && error.contains(said), "{error}");
        }
    }
}
