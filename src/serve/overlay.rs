//! What a page says when something is wrong with the book.

use doctests::diagnostic::Diagnostic;

use crate::evidence::faults_html;

/// A banner with every fault; empty when there is none.
pub(super) fn banner(faults: &[Diagnostic]) -> String {
    if faults.is_empty() {
        return String::new();
    }
    format!(
        "<details class=\"overlay\" open><summary>✕ {} in the book as it stands</summary>\
         <div class=\"overlay-list\" tabindex=\"0\">{}</div></details>",
        crate::examination::counted(faults.len(), "fault"),
        faults_html(faults)
    )
}

/// A banner for a site that could not be rendered.
pub(super) fn not_built(why: &str) -> String {
    format!(
        "<details class=\"overlay\" open><summary>✕ the book cannot be built; this is how it last could</summary><pre>{}</pre></details>",
        crate::evidence::escaped(why)
    )
}

/// A banner for a page that the last step cannot finish.
pub(super) fn not_finished(why: &str) -> String {
    format!(
        "<details class=\"overlay\" open><summary>✕ this page is shown as mdBook writes it; it cannot be finished</summary><pre>{}</pre></details>",
        crate::evidence::escaped(why)
    )
}

/// `page` with the banner at the top of its text.
pub(super) fn with_banner(page: &str, banner: &str) -> String {
    for anchor in ["<main>", "<body>"] {
        if let Some(at) = page.find(anchor) {
            let (before, after) = page.split_at(at + anchor.len());
            return format!("{before}{banner}{after}");
        }
    }
    format!("{page}{banner}")
}

/// A page for when there is no site at all, yet; it reloads by itself like any other.
pub(super) fn bare_page(banner: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>The book cannot be built</title>\
         <body><h1>The book cannot be built</h1>{banner}<script>\
         new WebSocket('ws://' + location.host + '/{}').onmessage = () => location.reload();\
         </script></body></html>",
        super::site::LIVE_RELOAD
    )
}
