//! How much of each page is held to evidence.

use crate::coverage::Counts;

use super::Scope;
use crate::ground::{cell, coverage};

/// One row a page and one for the whole book.
pub(super) fn write(scope: Scope<'_>) -> String {
    let coverage = coverage(scope.pages, scope.catalog);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for page in &coverage.pages {
        let file = scope.pages.iter().find(|other| other.name == page.page);
        let target = file.map(|file| crate::ground::link::relative(&scope.page.file.path, &file.file.path));
        let name = match target {
            Some(target) => cell::link(&page.page, &target),
            None => cell::plain(&page.page),
        };
        rows.push(row(name, page.counts));
    }
    rows.push(row("**All**".to_owned(), coverage.total));
    cell::table(
        &[
            "Page",
            "Claims",
            "Cited",
            "Holds in our model",
            "Seen on a release",
            "Rests on sources only",
            "Matched",
            "Uncited",
            "Exempt",
        ],
        &rows,
    )
}

fn row(name: String, counts: Counts) -> Vec<String> {
    let share = counts.exempt_per_mille();
    vec![
        name,
        counts.claims.to_string(),
        counts.cited.to_string(),
        counts.in_model.to_string(),
        counts.on_release.to_string(),
        counts.sources_only.to_string(),
        counts.matched.to_string(),
        counts.uncited.to_string(),
        format!("{} ({}.{} %)", counts.exempt, share / 10, share % 10),
    ]
}
