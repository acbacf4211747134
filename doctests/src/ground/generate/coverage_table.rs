//! How much of each page is held to evidence, how far the book is from its gates, and what is exempted and why.

use crate::coverage::Counts;
use crate::gate::Gate;

use super::Scope;
use crate::ground::{cell, link};

/// One row a page and one for the whole book.
pub(super) fn write(scope: Scope<'_>) -> String {
    let coverage = scope.checker.coverage();
    let mut rows: Vec<Vec<String>> =
        coverage.pages.iter().map(|page| row(name(scope, &page.page), page.counts)).collect();
    rows.push(row("**All**".to_owned(), coverage.total));
    cell::table(
        &[
            "Page",
            "Units",
            "Claims",
            "Cited",
            "Ran on a release",
            "Model only",
            "Source only",
            "Not run yet",
            "Cites nothing",
            "Matched",
            "Exempt",
        ],
        &rows,
    )
}

/// One row a gate: its figure, what is reached, where it is to go.
pub(super) fn write_gates(scope: Scope<'_>) -> String {
    let total = scope.checker.coverage().total;
    let row = |gate: Gate| {
        let share = gate.share(&total);
        let limit = scope.checker.catalog.gates.limits.get(&gate);
        let figure = limit.map(|limit| format!("{} {} %", gate.side().as_str(), limit.percent));
        let goal =
            limit.and_then(|limit| limit.goal).map(|goal| format!("{} {goal} %", gate.side().as_str()));
        vec![
            cell::plain(gate.counts()),
            format!("{share} ({} of {})", share.part, share.whole),
            figure.unwrap_or_else(none),
            goal.unwrap_or_else(none),
        ]
    };
    let rows: Vec<Vec<String>> = Gate::ALL.into_iter().map(row).collect();
    cell::table(&["What is gated", "Reached", "An error unless", "Goal"], &rows)
}

/// One row for every unit that is exempted, with the reason its author gave.
pub(super) fn write_exemptions(scope: Scope<'_>) -> String {
    let coverage = scope.checker.coverage();
    let rows: Vec<Vec<String>> = coverage
        .pages
        .iter()
        .flat_map(|page| page.exemptions.iter().map(|unit| (&page.page, unit)))
        .map(|(page, unit)| vec![name(scope, page), cell::plain(&unit.sentence), cell::plain(&unit.reason)])
        .collect();
    cell::table(&["Page", "What is exempted", "Why"], &rows)
}

fn row(name: String, counts: Counts) -> Vec<String> {
    let numbers = [
        counts.units,
        counts.claims,
        counts.cited,
        counts.on_release,
        counts.model_only,
        counts.sources_only,
        counts.not_run,
        counts.uncited,
        counts.matched,
    ];
    let exempt = format!("{} ({})", counts.exempt, Gate::Exempt.share(&counts));
    [name].into_iter().chain(numbers.map(|number| number.to_string())).chain([exempt]).collect()
}

/// The page's name as a link to it.
fn name(scope: Scope<'_>, page: &str) -> String {
    match scope.checker.pages.iter().find(|other| other.name == page) {
        Some(file) => cell::link(page, &link::relative(&scope.page.file.path, &file.file.path)),
        None => cell::plain(page),
    }
}

fn none() -> String {
    "–".to_owned()
}
