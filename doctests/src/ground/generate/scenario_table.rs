//! All scenarios, with what they end in and on which client they run.

use crate::scenario::{ReferenceClaim, Scenario};

use super::Scope;
use crate::ground::{cell, link};

/// One row a scenario, sorted by id.
pub(super) fn write(scope: Scope<'_>) -> String {
    let row = |scenario: &Scenario| {
        let target = link::relative(&scope.page.file.path, &scenario.file.path);
        let outcome = scenario.document.expect.outcome.as_ref();
        vec![
            format!("[{}]({})", cell::code(scenario.id.as_str()), cell::destination(&target)),
            cell::plain(&scenario.document.title),
            outcome.map_or_else(|| "–".to_owned(), |outcome| outcome.to_string()),
            match &*scenario.document.clients.reference {
                ReferenceClaim::Holds => "holds".to_owned(),
                ReferenceClaim::Variant(name) => format!("holds on the variant {}", cell::code(name)),
                ReferenceClaim::NotModelled(reason) => format!("not modelled: {}", cell::plain(reason)),
            },
        ]
    };
    let rows: Vec<Vec<String>> = scope.checker.catalog.scenarios.values().map(row).collect();
    cell::table(&["Scenario", "What happens", "Outcome", "Reference client"], &rows)
}
