//! Links between the pages, their anchors and the files of the project lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::page::{Link, Page};
use crate::source_file::Place;

use super::nearest::nearest;
use super::rerun;

/// Every relative link and `#anchor` of the book that leads nowhere. `files` are the paths of the project's
/// files, relative to its root.
pub fn links(pages: &[Page], files: &BTreeSet<String>) -> Vec<Diagnostic> {
    let by_path: BTreeMap<&str, &Page> = pages.iter().map(|page| (page.file.path.as_str(), page)).collect();
    let mut found = Vec::new();
    for page in pages {
        for link in &page.links {
            if let Some((message, help)) = broken(page, link, &by_path, files) {
                let diagnostic =
                    Diagnostic::new(Code::LinkBroken, Place::new(&page.file, link.span), message)
                        .rerun(rerun(page));
                found.push(match help {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                });
            }
        }
    }
    found
}

/// What is wrong with `link`, and how to mend it.
fn broken(
    page: &Page,
    link: &Link,
    pages: &BTreeMap<&str, &Page>,
    files: &BTreeSet<String>,
) -> Option<(String, Option<String>)> {
    let target = link.target.as_str();
    if let Some(scheme) = scheme(target) {
        let allowed = ["http", "https", "mailto"].contains(&scheme.to_ascii_lowercase().as_str());
        let message = || format!("a page may not link to `{scheme}:`");
        return (!allowed)
            .then(|| (message(), Some("link to `https:` or to a file of the project".to_owned())));
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    if target.is_empty() || path.starts_with('/') || path.starts_with('\\') {
        let message = format!("`{target}` is no relative link");
        return Some((
            message,
            Some("start from this file: `authentication.md`, `../doctests/…`".to_owned()),
        ));
    }
    let path =
        if path.is_empty() { Some(page.file.path.clone()) } else { resolve(&page.file.path, &decoded(path)) };
    let Some(path) = path else {
        return Some((format!("`{target}` leads out of the project"), None));
    };
    let directory = format!("{}/", path.trim_end_matches('/'));
    let exists = pages.contains_key(path.as_str())
        || files.contains(&path)
        || files.range(directory.clone()..).next().is_some_and(|file| file.starts_with(&directory));
    if !exists {
        let known = files.iter().map(String::as_str).chain(pages.keys().copied());
        let help =
            nearest(&path, known).map(|near| format!("did you mean `{}`?", relative(&page.file.path, near)));
        return Some((format!("there is no file `{path}`"), help));
    }
    let (Some(anchor), Some(other)) = (anchor, pages.get(path.as_str())) else { return None };
    let anchors = || other.headings.iter().map(|heading| heading.anchor.as_str());
    if anchor.is_empty() || anchors().any(|known| known == anchor) {
        return None;
    }
    let help = nearest(anchor, anchors()).map(|near| format!("did you mean `#{near}`?"));
    Some((format!("`{path}` has no heading with the anchor `#{anchor}`"), help))
}

/// The scheme of an absolute URL.
fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let letters = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    letters.then_some(scheme)
}

/// `path` as seen from the file `from`, relative to the root; none when it leaves the root.
pub(super) fn resolve(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The link that leads from the file `from` to the file `to`.
pub(super) fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(one, other)| one == other).count();
    let mut parts = vec![".."; from.len() - shared];
    parts.extend(&to[shared..]);
    parts.join("/")
}

/// `%20` and the like resolved; what is no escape stays.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = if first == b'%' { tail.get(..2) } else { None };
        let byte = escaped.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{decoded, relative, resolve};

    #[test]
    fn a_relative_link_is_the_way_from_file_to_file() {
        assert_eq!(relative("docs/a.md", "doctests/scenarios/x/y.yaml"), "../doctests/scenarios/x/y.yaml");
        assert_eq!(relative("docs/a.md", "docs/b.md"), "b.md");
        assert_eq!(relative("docs/deep/a.md", "docs/b.md"), "../b.md");
        assert_eq!(resolve("docs/a.md", "../doctests/x"), Some("doctests/x".to_owned()));
        assert_eq!(resolve("docs/a.md", "../../x"), None);
        assert_eq!(decoded("a%20b%zz%"), "a b%zz%");
    }
}
