//! Coverage as a document for machines: every page's counts, every exemption with its reason, every gate.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::coverage::Coverage;
use crate::gate::{Gate, Side};
use crate::ground::Checker;

/// How much of the book is held to evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverageReport {
    /// The counts, of all pages together and page by page.
    #[serde(flatten)]
    pub coverage: Coverage,
    /// The gates.
    pub gates: Vec<GateReport>,
}

/// One gate: what is reached, and what has to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GateReport {
    /// Which one.
    pub gate: Gate,
    /// How many there are.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
    /// The same in percent, never rounded to the good.
    pub reached: String,
    /// On which side of the figure it has to lie.
    pub side: Side,
    /// The figure in percent; none in a book whose figures do not parse.
    pub percent: Option<u8>,
    /// Where it is to go.
    pub goal: Option<u8>,
    /// Whether it is on the right side of the figure.
    pub holds: bool,
}

impl CoverageReport {
    /// The report on the pages of `checker`.
    pub fn new(checker: &Checker<'_>, catalog: &Catalog) -> Self {
        let coverage = checker.coverage().clone();
        let gate = |gate: Gate| {
            let share = gate.share(&coverage.total);
            let limit = catalog.gates.limits.get(&gate);
            GateReport {
                gate,
                part: share.part,
                whole: share.whole,
                reached: share.to_string(),
                side: share.side,
                percent: limit.map(|limit| limit.percent),
                goal: limit.and_then(|limit| limit.goal),
                holds: limit.is_none_or(|limit| share.meets(limit.percent)),
            }
        };
        Self { gates: Gate::ALL.map(gate).into(), coverage }
    }
}
