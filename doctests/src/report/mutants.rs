//! Mutants as text and as a document: each survivor at its place, what noticed the others, and the gates.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::visible;
use crate::mutant::gate::{Score, scores};
use crate::mutant::{By, Fate, Operator, Tried};

/// All mutants of one kind of thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MutantReport<'a> {
    /// Whether every gate holds.
    pub holds: bool,
    /// Whether oaths were asked for.
    pub oaths: bool,
    /// What was counted at each gate.
    pub gates: Vec<Score>,
    /// How each operator did.
    pub operators: Vec<OperatorReport>,
    /// Every mutant, file by file.
    pub mutants: Vec<TriedReport<'a>>,
}

/// How one operator did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct OperatorReport {
    /// Which one.
    pub operator: Operator,
    /// How many mutants it made.
    pub mutants: usize,
    /// How many of them each tier noticed.
    pub caught: BTreeMap<By, usize>,
    /// How many were not noticed.
    pub survived: usize,
    /// How many make no difference.
    pub equivalent: usize,
}

/// One mutant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriedReport<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    operator: Operator,
    before: &'a str,
    after: &'a str,
    fate: &'a Fate,
}

impl<'a> MutantReport<'a> {
    /// The report on `tried`.
    pub fn new(tried: &'a [Tried], oaths: bool) -> Self {
        let gates = scores(tried, oaths);
        let mut operators: BTreeMap<Operator, OperatorReport> = BTreeMap::new();
        for Tried { mutant, fate } in tried {
            let operator = mutant.operator;
            let report = operators.entry(operator).or_insert_with(|| OperatorReport {
                operator,
                mutants: 0,
                caught: BTreeMap::new(),
                survived: 0,
                equivalent: 0,
            });
            report.mutants += 1;
            match fate {
                Fate::Caught(by) => *report.caught.entry(*by).or_default() += 1,
                Fate::Survived => report.survived += 1,
                Fate::Equivalent(_) => report.equivalent += 1,
            }
        }
        Self {
            holds: gates.iter().all(|gate| gate.holds),
            oaths,
            gates,
            operators: operators.into_values().collect(),
            mutants: tried.iter().map(TriedReport::new).collect(),
        }
    }

    /// For people: a line for each mutant that was not caught, then the tables.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for mutant in &self.mutants {
            text.extend(mutant.line());
        }
        if !text.is_empty() {
            text.push('\n');
        }
        self.table(&mut text);
        for gate in &self.gates {
            let Score { what, mutants, caught, equivalent, least, holds } = gate;
            let held = if *holds { "holds" } else { "MISSED" };
            // Writing to a String cannot fail.
            let _ = write!(text, "{what}: {caught} of {mutants} caught");
            if *equivalent > 0 {
                let _ = write!(text, ", {equivalent} equivalent");
            }
            let _ = writeln!(text, ": {} %, at least {} %: {held}", tenths(gate.per_mille()), tenths(*least));
        }
        text
    }

    fn table(&self, text: &mut String) {
        let by: Vec<By> = By::ALL
            .into_iter()
            .filter(|by| self.operators.iter().any(|operator| operator.caught.contains_key(by)))
            .collect();
        let _ = write!(text, "{:<27} {:>7}", "operator", "mutants");
        for by in &by {
            let _ = write!(text, "  {}", by.as_str());
        }
        text.push_str("  survived  equivalent\n");
        for OperatorReport { operator, mutants, caught, survived, equivalent } in &self.operators {
            let _ = write!(text, "{operator:<27} {mutants:>7}");
            for by in &by {
                let number = caught.get(by).copied().unwrap_or_default();
                let _ = write!(text, "  {number:>width$}", width = by.as_str().len());
            }
            let _ = writeln!(text, "  {survived:>8}  {equivalent:>10}");
        }
        text.push('\n');
    }
}

impl<'a> TriedReport<'a> {
    fn new(Tried { mutant, fate }: &'a Tried) -> Self {
        let position = mutant.place.position();
        Self {
            file: &mutant.place.file.path,
            line: position.line,
            column: position.column,
            operator: mutant.operator,
            before: &mutant.before,
            after: &mutant.after,
            fate,
        }
    }

    /// A line for people, unless it was caught.
    fn line(&self) -> Option<String> {
        let Self { file, line, column, operator, before, after, fate } = self;
        let (word, reason) = match fate {
            Fate::Caught(_) => return None,
            Fate::Survived => ("survived", String::new()),
            Fate::Equivalent(reason) => ("equivalent", format!(" ({reason})")),
        };
        let shown = |text: &str| visible(&text.trim().replace('\n', "⏎")).into_owned();
        let change = match (shown(before), shown(after)) {
            (before, after) if after.is_empty() => format!("without `{before}`"),
            (before, after) if before.is_empty() => format!("with `{after}`"),
            (before, after) => format!("`{after}` for `{before}`"),
        };
        Some(format!("{word} {file}:{line}:{column}: {operator}: {change}{}\n", visible(&reason)))
    }
}

/// Thousandths as a percentage with one figure after the point.
fn tenths(per_mille: usize) -> String {
    format!("{}.{}", per_mille / 10, per_mille % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutant::Mutant;
    use crate::source_file::{Place, SourceFile};
    use crate::span::Span;

    #[test]
    fn survivors_and_equivalents_stand_at_their_place_and_the_rest_is_counted() {
        let file = SourceFile::new("docs/a.md", "It exits\nwith 1, once.");
        let tried = |operator, span, after: &str, fate| Tried {
            mutant: Mutant::new(operator, Place::new(&file, span), after),
            fate,
        };
        let all = [
            tried(Operator::ForeignFact, Span::new(14, 15), "7", Fate::Caught(By::Facts)),
            tried(Operator::Polarity, Span::at(2), " not", Fate::Survived),
            tried(Operator::Again, Span::new(17, 21), "twice", Fate::Caught(By::Meaning)),
            tried(Operator::Again, Span::new(15, 21), "", Fate::Equivalent("nothing counts it".to_owned())),
        ];
        let report = MutantReport::new(&all, false);
        insta::assert_snapshot!(report.text());
        insta::assert_snapshot!(crate::report::json::plain(&report));
    }
}
