//! A citation beside others: whether it shows something that they do not, or all that is said, or nothing at all.

use crate::citation::Citation;
use crate::id::Id;
use crate::unit::Unit;

use super::Showing;
use super::fit::Witness;
use super::words::words;

/// What the citations of one claim come to.
pub(super) struct Evidence<'a> {
    pub text: &'a str,
    pub unit: &'a Unit,
    /// What is cited, each once.
    pub ids: &'a [&'a Id],
    /// For each of them which facts it says.
    pub saids: &'a [Vec<bool>],
    /// For each clause which witnesses show it.
    pub showing: &'a [Showing],
    pub witnesses: &'a [(&'a Id, Witness<'a>)],
}

impl Evidence<'_> {
    /// The scenarios that show nothing, and what else the claim would be shown without.
    pub(super) fn without_use(&self) -> (Vec<Id>, Vec<Id>) {
        if self.ids.len() < 2 || self.showing.iter().all(|clause| clause.by.is_empty()) {
            return (Vec::new(), Vec::new());
        }
        // Beside a source a run may show what its sentence only hints at.
        let runs = !self.ids.iter().any(|id| id.is_source());
        let useless = (0..self.ids.len()).filter(|at| !self.says_more(*at) && !self.shows_more(*at));
        let (idle, rest): (Vec<usize>, Vec<usize>) = useless.partition(|at| runs && self.shows_none(*at));
        let spare = rest.into_iter().filter(|at| !self.shows_all(*at));
        let of = |at: usize| self.ids[at].clone();
        (idle.into_iter().map(of).collect(), spare.map(of).collect())
    }

    fn shows(&self, clause: &Showing, at: usize) -> bool {
        clause.by.iter().any(|by| self.witnesses[*by].0 == self.ids[at])
    }

    fn shows_none(&self, at: usize) -> bool {
        !self.showing.iter().any(|clause| self.shows(clause, at))
    }

    /// Whether it says a fact that the others do not.
    fn says_more(&self, at: usize) -> bool {
        let others = || self.saids.iter().enumerate().filter(move |(other, _)| *other != at);
        (0..self.saids[at].len()).any(|fact| self.saids[at][fact] && others().all(|(_, said)| !said[fact]))
    }

    /// Whether it shows a clause that the others do not.
    fn shows_more(&self, at: usize) -> bool {
        let others = || (0..self.ids.len()).filter(move |other| *other != at);
        self.showing
            .iter()
            .any(|clause| self.shows(clause, at) && others().all(|other| !self.shows(clause, other)))
    }

    /// Whether it shows everything that anything cited shows: of the claim, or of its own cell in a table.
    fn shows_all(&self, at: usize) -> bool {
        let all = |cell: Option<usize>| {
            let there = |clause: &&Showing| cell.is_none_or(|cell| clause.cell == cell);
            let mut clauses = self.showing.iter().filter(there);
            clauses.all(|clause| clause.by.is_empty() || self.shows(clause, at))
        };
        let own = self.unit.own.iter().filter(|own| own.id == *self.ids[at]);
        let mut cells = own.map(|own| self.cell(own)).filter(|cell| *cell > 0);
        all(None) || cells.any(|cell| all(Some(cell)))
    }

    /// The cell of its row that `citation` stands in.
    fn cell(&self, citation: &Citation) -> usize {
        let before = words(self.text, self.unit.span.start).into_iter();
        before.filter(|word| word.text == "|" && word.span.end <= citation.span.start).count()
    }
}
