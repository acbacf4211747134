//! How a run compares with what its scenario expects: a value, never an error.

use serde::Serialize;

use crate::outcome::Outcome;
use crate::span::Span;
use crate::transcript::Transcript;

/// One expectation that did not come true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// The expectation's path in the scenario, e.g. `expect.exchanges[1]`.
    pub expectation: String,
    /// Where the scenario's file says it.
    #[serde(skip)]
    pub span: Span,
    /// What the scenario says.
    pub expected: String,
    /// What the run showed.
    pub seen: String,
}

/// The verdict words of TTCN-3, worst last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every expectation came true.
    Pass,
    /// A step or precondition did not come about; never shown as verified.
    Inconclusive {
        /// What did not come about.
        reason: String,
    },
    /// At least one expectation did not come true.
    Fail {
        /// Each of them.
        mismatches: Vec<Mismatch>,
    },
}

impl Verdict {
    /// Whether the verdict is a pass.
    pub const fn is_pass(&self) -> bool {
        matches!(self, Self::Pass)
    }

    /// `pass`, `inconclusive` or `fail`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Inconclusive { .. } => "inconclusive",
            Self::Fail { .. } => "fail",
        }
    }

    const fn badness(&self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Inconclusive { .. } => 1,
            Self::Fail { .. } => 2,
        }
    }
}

/// Verdict and outcome of one transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The outcome, as computed.
    pub outcome: Outcome,
}

/// One case of a scenario (the given side, or the one beyond its boundary) as it was run and judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseRun {
    /// `given`, or `beyond` for the far side of a boundary.
    pub case: &'static str,
    /// What was seen.
    pub transcript: Transcript,
    /// How it was judged.
    pub judgement: Judgement,
}

/// All cases of one scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScenarioRun {
    /// The cases; the first is the given side.
    pub cases: Vec<CaseRun>,
}

impl ScenarioRun {
    /// The worst verdict of the cases.
    ///
    /// # Panics
    /// Never: a run has at least one case.
    pub fn verdict(&self) -> &Verdict {
        self.cases
            .iter()
            .map(|case| &case.judgement.verdict)
            .max_by_key(|verdict| verdict.badness())
            .expect("a run has at least one case")
    }

    /// The outcome of the given side.
    pub fn outcome(&self) -> Outcome {
        self.cases[0].judgement.outcome
    }
}
