//! What the head of a page says of it: to search engines, to those who share a link, to agents.

use std::fmt::Write as _;

use doctests::page::Page;
use doctests::unit::UnitKind;
use serde_json::json;

use super::asset::CARD;
use super::page::{Kind, Plan};
use super::{html_path, twin};
use crate::evidence::escaped;

/// How long a description may be: what search engines show.
const DESCRIPTION: usize = 160;

/// The elements that go to the end of the head.
pub(super) fn elements(plan: &Plan<'_>) -> String {
    match (plan.kind, plan.page) {
        (Kind::NotFound, _) => "<meta name=\"robots\" content=\"noindex\">\n".to_owned(),
        (Kind::Page, Some(page)) => of_page(plan, page),
        _ => String::new(),
    }
}

/// What the page is about, in a sentence or two.
pub(super) fn description(plan: &Plan<'_>) -> String {
    let own = plan.page.filter(|_| plan.kind == Kind::Page).and_then(opening);
    own.unwrap_or_else(|| plan.book.description.clone())
}

/// The first sentences of `page`, as many as fit.
pub(super) fn opening(page: &Page) -> Option<String> {
    let mut opening = String::new();
    let sentences = page.units.iter().filter(|unit| !matches!(unit.kind, UnitKind::Exempt { .. }));
    for unit in sentences.filter(|unit| !unit.text.contains(" | ")) {
        let sentence = unit.text.replace(['`', '*'], "");
        if opening.chars().count() + sentence.chars().count() > DESCRIPTION {
            break;
        }
        if !opening.is_empty() {
            opening.push(' ');
        }
        opening.push_str(&sentence);
    }
    (!opening.is_empty()).then_some(opening)
}

/// The text of the page's H1.
pub(super) fn title(page: &Page) -> &str {
    page.headings.iter().find(|heading| heading.level == 1).map_or(&page.name, |heading| &heading.text)
}

fn of_page(plan: &Plan<'_>, page: &Page) -> String {
    let book = plan.book;
    let first = book.pages().next().is_some_and(|first| first.name == page.name);
    let path = if first { String::new() } else { html_path(page) };
    let (title, description) = (title(page), description(plan));
    let checked = book.evidence.releases.newest().and_then(|newest| {
        book.evidence.releases.dates.get(&newest.version).map(|dates| dates.checked.clone())
    });
    let mut head = String::new();
    let mut meta = |key: &str, name: &str, content: &str| {
        let _ = writeln!(head, r#"<meta {key}="{name}" content="{}">"#, escaped(content));
    };
    meta("property", "og:type", "article");
    meta("property", "og:title", title);
    meta("property", "og:description", &description);
    meta("property", "og:site_name", &book.title);
    meta("name", "twitter:card", "summary_large_image");
    let mut article = json!({
        "@context": "https://schema.org",
        "@type": "TechArticle",
        "headline": title,
        "description": description,
        "inLanguage": book.language,
        "isPartOf": { "@type": "WebSite", "name": book.title },
    });
    if let Some(checked) = checked {
        article["dateModified"] = json!(checked);
    }
    if let (Some(whole), Some(card)) = (book.address.whole(&path), book.address.whole(CARD)) {
        meta("property", "og:url", &whole);
        meta("property", "og:image", &card);
        meta("property", "og:image:alt", &book.description);
        let _ = writeln!(head, r#"<link rel="canonical" href="{}">"#, escaped(&whole));
        article["url"] = json!(whole);
        article["image"] = json!(card);
    }
    let _ = writeln!(
        head,
        r#"<link rel="alternate" type="text/markdown" href="{}{}" title="This page as Markdown">"#,
        plan.to_root,
        twin::path(page)
    );
    // `<` would end the element early.
    let article = article.to_string().replace('<', "\\u003c");
    let _ = writeln!(head, r#"<script type="application/ld+json">{article}</script>"#);
    head
}
