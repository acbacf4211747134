//! What holding a claim's clauses to what it cites came to: matched, not understood, or contradicted.

use crate::id::Id;
use crate::span::Span;

/// What became of one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// One event of this scenario or source shows it.
    Matched {
        /// Which one.
        by: Id,
    },
    /// Nothing cited can be compared with it; the claim is then held by its facts and its oath alone.
    NotUnderstood {
        /// The word without a meaning, or what is not told.
        why: String,
    },
    /// It was understood, and everything cited shows otherwise.
    Contradicted {
        /// What the clause says.
        expected: String,
        /// What is shown instead.
        seen: String,
    },
}

/// One clause, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldClause {
    /// The clause, or the word of it that is contradicted.
    pub span: Span,
    /// What became of it.
    pub held: Held,
}

/// All clauses of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Understanding {
    /// In the order of the text.
    pub clauses: Vec<HeldClause>,
    /// Scenarios that are cited beside others, and show nothing that the claim says.
    pub idle: Vec<Id>,
    /// What is cited beside others, and shows neither what they do not, nor all of the claim.
    pub spare: Vec<Id>,
}

impl Understanding {
    /// Whether every clause was compared and agrees.
    pub fn is_matched(&self) -> bool {
        !self.clauses.is_empty()
            && self.clauses.iter().all(|clause| matches!(clause.held, Held::Matched { .. }))
    }

    /// Whether at least one clause is contradicted.
    pub fn is_contradicted(&self) -> bool {
        self.clauses.iter().any(|clause| matches!(clause.held, Held::Contradicted { .. }))
    }

    /// How much is not understood: clauses, and citations of which nobody can tell what they are there for; one of a
    /// claim without a clause.
    pub fn open(&self) -> usize {
        let open = |clause: &&HeldClause| matches!(clause.held, Held::NotUnderstood { .. });
        let clauses = if self.clauses.is_empty() { 1 } else { self.clauses.iter().filter(open).count() };
        clauses + self.spare.len()
    }

    /// Why the claim is not matched, clause by clause.
    pub fn not_understood(&self) -> Vec<&str> {
        let mut whys: Vec<&str> = Vec::new();
        for clause in &self.clauses {
            if let Held::NotUnderstood { why } = &clause.held
                && !whys.contains(&why.as_str())
            {
                whys.push(why);
            }
        }
        if self.clauses.is_empty() {
            whys.push("no word in it has a meaning here");
        }
        whys
    }

    /// `matched`, `contradicted` or `not-understood`.
    pub fn as_str(&self) -> &'static str {
        if self.is_contradicted() {
            "contradicted"
        } else if self.is_matched() {
            "matched"
        } else {
            "not-understood"
        }
    }
}
