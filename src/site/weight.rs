//! Takes out what mdBook brings and this book does not need.

use super::{Files, Unfinished, has_extension};

/// What nobody asks for here: the highlighter and its colours, 46 KiB for a dozen one-line commands; a library for
/// copying, which a browser does by itself. Where each lies, by how its name begins and ends.
const NOT_NEEDED: [(&str, &str); 5] = [
    ("highlight-", "js"),
    ("highlight-", "css"),
    ("tomorrow-night-", "css"),
    ("ayu-highlight-", "css"),
    ("clipboard-", "js"),
];

/// Takes them out, and the fonts, 230 KiB on a first visit: pages are read in the system's own. The links to all of
/// them are taken out in `page`.
pub(super) fn take_out(files: &mut Files) -> Result<(), Unfinished> {
    let before = files.len();
    files.retain(|path, _| !path.starts_with("fonts/"));
    if files.len() == before {
        return Err(Unfinished::file(
            "fonts/",
            "mdBook writes no fonts any more: nothing is left to take out",
        ));
    }
    NOT_NEEDED.iter().try_for_each(|(prefix, extension)| take(files, prefix, extension).map(drop))
}

/// Takes the one file out whose path begins with `prefix`: its path and its text.
pub(super) fn take(files: &mut Files, prefix: &str, extension: &str) -> Result<(String, String), Unfinished> {
    let named = |path: &&String| path.starts_with(prefix) && has_extension(path, extension);
    let found: Vec<String> = files.keys().filter(named).cloned().collect();
    let [path] = found.as_slice() else {
        let problem = format!("expected one, found {}", found.len());
        return Err(Unfinished::file(format!("{prefix}*.{extension}"), problem));
    };
    let bytes = files.remove(path).unwrap_or_default();
    let text = String::from_utf8(bytes).map_err(|_| Unfinished::file(path, "is not UTF-8"))?;
    Ok((path.clone(), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built() -> Files {
        let files = [
            "a.html",
            "ayu-highlight-1.css",
            "clipboard-1.min.js",
            "fonts/a.woff2",
            "highlight-1.css",
            "highlight-2.js",
            "tomorrow-night-1.css",
        ];
        files.into_iter().map(|path| (path.to_owned(), Vec::new())).collect()
    }

    #[test]
    fn what_is_not_needed_goes_and_the_rest_stays() {
        let mut files = built();
        take_out(&mut files).unwrap();
        assert_eq!(files.into_keys().collect::<Vec<_>>(), ["a.html"]);
    }

    #[test]
    fn each_part_that_a_new_mdbook_no_longer_writes_is_named() {
        for gone in built().into_keys().filter(|path| path != "a.html") {
            let mut files = built();
            files.remove(&gone);
            let named = take_out(&mut files).unwrap_err().to_string();
            assert!(named.starts_with(&gone[..5]), "{gone}: {named}");
        }
    }
}
