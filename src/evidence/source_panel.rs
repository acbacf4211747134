//! What a panel says of a source: what kind of statement it is, how old, and where to read it.

use doctests::source::Source;

use super::escape::{code, text};
use super::panel::{list, terms};

/// The inside of the panel.
pub(super) fn body(source: &Source) -> String {
    let entry = &source.entry;
    let facts: Vec<String> = entry.facts.iter().map(|fact| code(fact)).collect();
    let version = entry.version.as_deref().map(|version| text(&format!("Claude Code {version}")));
    terms(&[
        ("Rests on", format!("{}: {}", entry.kind.as_str(), link(&entry.url, &entry.title))),
        ("Dated", format!("<time datetime=\"{0}\">{0}</time>", text(&entry.date))),
        ("Speaks of", version.unwrap_or_default()),
        ("Says", list(&facts)),
        ("Why no run", "no client can show this by itself, so it is not verified".to_owned()),
    ])
}

/// A link, when the address is one of the web; else its text.
pub(super) fn link(url: &str, title: &str) -> String {
    if url.starts_with("https://") || url.starts_with("http://") {
        format!("<a href=\"{}\">{}</a>", text(url), text(title))
    } else {
        text(title)
    }
}
