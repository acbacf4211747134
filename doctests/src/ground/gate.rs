//! Coverage against the figures it has to reach.

use crate::coverage::{Basis, Coverage, PageCoverage};
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::{Gate, Limit, Side};
use crate::source_file::Place;

use super::checker::Checker;

/// So many places are named; the JSON report has all.
const MOST_PLACES: usize = 5;

/// Every gate that the book misses, at its figure.
pub fn gates(checker: &Checker<'_>) -> Vec<Diagnostic> {
    let coverage = checker.coverage();
    let limits = &checker.catalog.gates.limits;
    let missed = limits.iter().filter(|(gate, limit)| !gate.share(&coverage.total).meets(limit.percent));
    missed.map(|(gate, limit)| diagnose(*gate, limit, coverage)).collect()
}

fn diagnose(gate: Gate, limit: &Limit, coverage: &Coverage) -> Diagnostic {
    let share = gate.share(&coverage.total);
    let message =
        format!("too {}: {}", if gate.side() == Side::AtLeast { "few" } else { "many" }, gate.counts());
    let mut diagnostic = Diagnostic::new(Code::CoverageGate, limit.place.clone(), message)
        .label(format!("{share} is reached"))
        .expected(format!("{} {} %", gate.side().as_str(), limit.percent))
        .seen(format!("{} of {}: {}", share.part, share.whole, by_page(gate, coverage)))
        .help(gate.remedy())
        .info("`cargo run -- check --format json` lists every one of them, with its place, under `coverage`")
        .rerun("cargo run -- check");
    for (place, label) in coverage.pages.iter().flat_map(|page| short(gate, page)).take(MOST_PLACES) {
        diagnostic = diagnostic.related(place, label);
    }
    diagnostic
}

/// Each page that has any, with its share.
fn by_page(gate: Gate, coverage: &Coverage) -> String {
    let shares = coverage.pages.iter().map(|page| (&page.page, gate.share(&page.counts)));
    let shares = shares.filter(|(_, share)| share.whole > 0);
    shares.map(|(page, share)| format!("{page} {share}")).collect::<Vec<_>>().join(", ")
}

/// What on `page` keeps the gate from being met.
fn short(gate: Gate, page: &PageCoverage) -> Vec<(Place, String)> {
    let claims = |wanted: fn(Option<Basis>) -> bool, label: &'static str| {
        let claims = page.not_on_release.iter().filter(move |claim| wanted(claim.basis));
        claims.map(|claim| (claim.place.clone(), label.to_owned())).collect()
    };
    match gate {
        Gate::Cited => claims(|basis| basis.is_none(), "cites nothing"),
        Gate::OnRelease => claims(|_| true, "no release has shown this"),
        Gate::Exempt => {
            let exempted = page.exemptions.iter();
            exempted.map(|unit| (unit.place.clone(), format!("exempted: {}", unit.reason))).collect()
        }
    }
}
