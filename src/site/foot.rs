//! What a page gets beside its text: the search box above it, the links below it, the way to report a problem.

use std::fmt::Write as _;

use doctests::claim::claims_of;

use super::page::{Kind, Plan};
use super::twin;
use crate::evidence::escaped;

/// The box that takes a pasted error text. It waits for `site.js`, and is not there without JavaScript.
pub(super) fn search_box(plan: &Plan<'_>) -> String {
    let (root, find) = (&plan.to_root, plan.assets.find());
    format!(
        r#"<div class="find" role="search">
<label for="find">Find by error</label>
<textarea id="find" rows="1" placeholder="Paste what your terminal printed" autocomplete="off" autocapitalize="off" spellcheck="false" aria-keyshortcuts="/" aria-describedby="find-said" data-find="{root}{find}" data-root="{root}"></textarea>
<p id="find-said" role="status"></p>
<ol id="find-results" aria-label="Results"></ol>
</div>
<noscript><nav class="find-without" aria-label="Find by error">Find by error: <a href="{root}troubleshooting.html">all error texts</a></nav></noscript>
"#
    )
}

/// The links below the text.
pub(super) fn foot(plan: &Plan<'_>) -> String {
    let Some(page) = plan.page else { return String::new() };
    let mut foot = format!(
        "<footer class=\"page-foot\">\n<a href=\"{}{}\">This page as Markdown</a>\n",
        plan.to_root,
        twin::path(page)
    );
    if let Some(repository) = &plan.book.repository {
        let (repository, path) = (escaped(repository), escaped(&page.file.path));
        let _ = writeln!(foot, "<a href=\"{repository}/edit/main/{path}\" rel=\"edit\">Edit this page</a>");
        let _ = writeln!(
            foot,
            "<a href=\"{}\">Report a problem</a>",
            escaped(&issue(&repository, &format!("A problem on {}", page.file.path), &page.file.path))
        );
    }
    foot.push_str("</footer>\n");
    foot
}

/// The link at the end of the panel `id` that begins an issue about the first claim that rests on it.
pub(super) fn report(plan: &Plan<'_>, id: &str) -> Option<String> {
    let repository = plan.book.repository.as_deref().filter(|_| plan.kind == Kind::Page)?;
    let cited = id.strip_prefix("evidence-")?;
    let page = plan.page?;
    let claim =
        claims_of(page).into_iter().find(|claim| claim.cites.iter().any(|id| id.as_str() == cited))?;
    // The claim's words are where its id leads: in every panel of a page they would weigh as much as its diagrams.
    let body = format!("In {}, I see instead:\n", page.file.path);
    let address = issue(repository, &format!("A problem with {}", claim.id), &body);
    Some(format!(
        "<p class=\"report\"><a href=\"{}\">Report a problem with this claim</a></p>\n",
        escaped(&address)
    ))
}

/// The address of a new issue.
fn issue(repository: &str, title: &str, body: &str) -> String {
    format!("{repository}/issues/new?title={}&body={}", encoded(title), encoded(body))
}

/// `text` for a query.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_is_prefilled_and_nothing_of_its_text_leaves_the_query() {
        let address = issue("https://example.org/book", "A & b", "> `401`\n#1");
        assert_eq!(
            address,
            "https://example.org/book/issues/new?title=A%20%26%20b&body=%3E%20%60401%60%0A%231"
        );
    }
}
