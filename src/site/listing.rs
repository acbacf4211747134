//! The lists of all pages: `llms.txt` and `llms-full.txt` for agents, `sitemap.xml` and `robots.txt` for search engines.

use std::fmt::Write as _;

use super::{Book, Files, head, html_path, twin};
use crate::evidence::escaped;

/// The four files; no sitemap where the site's address is not known, since it has whole addresses only.
pub(super) fn files(book: &Book<'_>) -> Files {
    let mut files = Files::new();
    let mut add = |path: &str, text: String| {
        files.insert(path.to_owned(), text.into_bytes());
    };
    add("llms.txt", llms(book));
    add("llms-full.txt", llms_full(book));
    let sitemap = sitemap(book);
    add("robots.txt", robots(book, sitemap.is_some()));
    if let Some(sitemap) = sitemap {
        add("sitemap.xml", sitemap);
    }
    files
}

/// As llmstxt.org has it: a title, a summary, and links with what is behind them.
fn llms(book: &Book<'_>) -> String {
    let mut text = format!("# {}\n\n", book.title);
    if !book.description.is_empty() {
        let _ = writeln!(text, "> {}\n", book.description);
    }
    let shown = |path: &str| book.address.shown(path);
    let _ = writeln!(
        text,
        "Each statement about behaviour cites a scenario or a source. `claims.json` has all of them with their state, \
         their versions and the address of their proof.\n\n- [All pages in one]({}): the texts below\n\
         - [Claims]({}): as data, with their [schema]({})\n\n## Pages\n",
        shown("llms-full.txt"),
        shown("claims.json"),
        shown("claims.schema.json"),
    );
    for page in book.pages() {
        let opening = head::opening(page).map(|opening| format!(": {opening}")).unwrap_or_default();
        let _ = writeln!(text, "- [{}]({}){opening}", head::title(page), shown(&twin::path(page)));
    }
    text
}

fn llms_full(book: &Book<'_>) -> String {
    let mut text = format!("> All pages: {}\n", book.address.shown("llms.txt"));
    for page in book.pages() {
        let _ = write!(text, "\n<!-- {} -->\n\n{}", twin::of_people(book, page), twin::text(book, page));
    }
    text
}

fn sitemap(book: &Book<'_>) -> Option<String> {
    let first = book.pages().next()?;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in book.pages() {
        // The first page is the root as well, and says so.
        let path = if page.name == first.name { String::new() } else { html_path(page) };
        let _ = writeln!(text, "<url><loc>{}</loc></url>", escaped(&book.address.whole(&path)?));
    }
    text.push_str("</urlset>\n");
    Some(text)
}

fn robots(book: &Book<'_>, sitemap: bool) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(address) = book.address.whole("sitemap.xml").filter(|_| sitemap) {
        let _ = writeln!(text, "Sitemap: {address}");
    }
    text
}
