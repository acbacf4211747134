//! The gates: how many mutants of which kind must be noticed, as one table.

use serde::Serialize;

use super::{Fate, Operator, Tried};
use Operator::{
    Actor, Again, BrokenClient, Cell, CitationDeleted, CitationOfElsewhere, CitationOfTopic, Client,
    EveryBrokenClient, Expectation, ForeignFact, GivenAcross, GivenNegated, GivenRemoved, NearFact, Order,
    Outcome, Polarity,
};

/// How many of some mutants must be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    /// What is counted.
    pub what: &'static str,
    /// The operators whose mutants count.
    operators: &'static [Operator],
    /// Whether it applies with oaths, without, or either way.
    oaths: Option<bool>,
    /// The least share that must be caught, in thousandths of those that are not equivalent.
    pub least: usize,
    /// The largest share that may be equivalent, in thousandths of all.
    pub equivalents: usize,
}

/// Every gate.
pub const GATES: [Gate; 5] = [
    Gate { what: "all page mutants", operators: &PAGES, oaths: Some(true), least: 1000, equivalents: 10 },
    Gate {
        what: "hard facts changed to foreign values",
        operators: &[ForeignFact],
        oaths: Some(false),
        least: 980,
        equivalents: 0,
    },
    Gate {
        what: "all other page mutants",
        operators: PAGES.split_at(1).1,
        oaths: Some(false),
        least: 850,
        equivalents: 10,
    },
    Gate {
        what: "scenario mutants",
        operators: &[Expectation, Client, GivenRemoved, GivenNegated, GivenAcross],
        oaths: None,
        least: 980,
        equivalents: 20,
    },
    Gate {
        what: "broken clients, and scenarios that notice one",
        operators: &[BrokenClient, EveryBrokenClient],
        oaths: None,
        least: 1000,
        equivalents: 0,
    },
];

/// The operators of pages, the hard facts first.
const PAGES: [Operator; 11] = [
    ForeignFact,
    NearFact,
    Polarity,
    Order,
    Outcome,
    Actor,
    Again,
    CitationOfTopic,
    CitationOfElsewhere,
    CitationDeleted,
    Cell,
];

/// What was counted at one gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Score {
    /// What is counted.
    pub what: &'static str,
    /// All mutants.
    pub mutants: usize,
    /// Those that were noticed.
    pub caught: usize,
    /// Those that make no difference.
    pub equivalent: usize,
    /// The least share that must be caught, in thousandths.
    pub least: usize,
    /// Whether it holds.
    pub holds: bool,
}

impl Score {
    /// The share caught of those that are not equivalent, in thousandths, rounded down.
    pub const fn per_mille(&self) -> usize {
        match (self.caught * 1000).checked_div(self.mutants - self.equivalent) {
            Some(share) => share,
            None => 1000,
        }
    }
}

/// The scores of `tried` at the gates that apply; a gate that nothing comes to is left out.
pub fn scores(tried: &[Tried], oaths: bool) -> Vec<Score> {
    let applies = |gate: &&Gate| gate.oaths.is_none_or(|wanted| wanted == oaths);
    let scored = GATES.iter().filter(applies).map(|gate| {
        let fates =
            || tried.iter().filter(|tried| gate.operators.contains(&tried.mutant.operator)).map(|t| &t.fate);
        let mut score = Score {
            what: gate.what,
            mutants: fates().count(),
            caught: fates().filter(|fate| matches!(fate, Fate::Caught(_))).count(),
            equivalent: fates().filter(|fate| matches!(fate, Fate::Equivalent(_))).count(),
            least: gate.least,
            holds: false,
        };
        score.holds =
            score.per_mille() >= gate.least && score.equivalent * 1000 <= score.mutants * gate.equivalents;
        score
    });
    scored.filter(|score| score.mutants > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutant::{By, Mutant};
    use crate::source_file::{Place, SourceFile};
    use crate::span::Span;

    fn tried(operator: Operator, fates: &[(usize, Fate)]) -> Vec<Tried> {
        let place = Place::new(&SourceFile::new("docs/a.md", "a"), Span::new(0, 1));
        let of =
            |fate: &Fate| Tried { mutant: Mutant::new(operator, place.clone(), "b"), fate: fate.clone() };
        fates.iter().flat_map(|(times, fate)| vec![of(fate); *times]).collect()
    }

    #[test]
    fn a_gate_holds_from_its_least_share_on() {
        let score = |caught, survived| {
            let fates = [(caught, Fate::Caught(By::Facts)), (survived, Fate::Survived)];
            scores(&tried(ForeignFact, &fates), false)[0].holds
        };
        assert!(score(98, 2));
        assert!(!score(97, 3));
    }

    #[test]
    fn equivalents_are_neither_caught_nor_missed_and_few() {
        let score = |equivalent| {
            let fates = [(98, Fate::Caught(By::Reference)), (equivalent, Fate::Equivalent(String::new()))];
            scores(&tried(GivenRemoved, &fates), true)[0].holds
        };
        assert!(score(2));
        assert!(!score(3));
    }

    #[test]
    fn with_oaths_one_survivor_is_too_many() {
        let fates = [(9999, Fate::Caught(By::Oath)), (1, Fate::Survived)];
        assert!(!scores(&tried(Polarity, &fates), true)[0].holds);
    }
}
