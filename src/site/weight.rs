//! Takes out what mdBook brings and this book does not need.

use super::{Files, Unfinished, has_extension};

/// A handler that does nothing but keep pages out of the cache for the back button.
const UNLOAD: &str = "window.onunload = function() { };";

/// Fonts, 230 KiB on a first visit: pages are read in the system's own. The highlighter, 46 KiB for a dozen one-line
/// commands. And one line of mdBook's script. The links to them are taken out in `page`.
pub(super) fn take_out(files: &mut Files) -> Result<(), Unfinished> {
    let before = files.len();
    files.retain(|path, _| !path.starts_with("fonts/"));
    if files.len() == before {
        return Err(Unfinished::file(
            "fonts/",
            "mdBook writes no fonts any more: nothing is left to take out",
        ));
    }
    let highlighter = only(files, "highlight-")?;
    files.remove(&highlighter);
    let path = only(files, "book-")?;
    let script = files.get_mut(&path).map(std::mem::take).unwrap_or_default();
    let text = String::from_utf8(script).map_err(|_| Unfinished::file(&path, "is not UTF-8"))?;
    if text.matches(UNLOAD).count() != 1 {
        return Err(Unfinished::file(path, format!("expected one line `{UNLOAD}`")));
    }
    files.insert(path, text.replacen(UNLOAD, "", 1).into_bytes());
    Ok(())
}

/// The one script whose name begins with `prefix`.
fn only(files: &Files, prefix: &str) -> Result<String, Unfinished> {
    let named = |path: &&String| path.starts_with(prefix) && has_extension(path, "js");
    let found: Vec<&String> = files.keys().filter(named).collect();
    match found.as_slice() {
        [only] => Ok((*only).clone()),
        found => {
            Err(Unfinished::file(format!("{prefix}*.js"), format!("expected one, found {}", found.len())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built() -> Files {
        let files = [
            ("book-1.js", UNLOAD),
            ("highlight-2.js", ""),
            ("highlight-2.css", ""),
            ("fonts/a.woff2", ""),
            ("a.html", ""),
        ];
        files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn what_is_not_needed_goes_and_the_rest_stays() {
        let mut files = built();
        take_out(&mut files).unwrap();
        assert_eq!(files.into_keys().collect::<Vec<_>>(), ["a.html", "book-1.js", "highlight-2.css"]);
    }

    #[test]
    fn each_part_that_a_new_mdbook_no_longer_writes_is_named() {
        for gone in ["book-1.js", "highlight-2.js", "fonts/a.woff2"] {
            let mut files = built();
            files.remove(gone);
            let named = take_out(&mut files).unwrap_err().to_string();
            assert!(named.starts_with(&gone[..5]), "{gone}: {named}");
        }
        let mut files = built();
        files.insert("book-1.js".to_owned(), b"'use strict';".to_vec());
        assert!(take_out(&mut files).unwrap_err().to_string().contains("onunload"));
    }
}
