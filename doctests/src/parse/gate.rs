//! `doctests/gates.yaml` → the figures that the book's coverage has to reach.

use std::sync::Arc;

use serde::Deserialize;

use super::yaml::{Limits, TopEntry, Tree, in_order};
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::{Gate, Gates, Limit, Side};
use crate::located::Located;
use crate::parse::nearest;
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

const LIMITS: Limits = Limits { bytes: 16 * 1024, nodes: 200, depth: 4 };

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    at_least: Option<Located<u8>>,
    at_most: Option<Located<u8>>,
    goal: Option<Located<u8>>,
}

/// Reads the figures: a mapping from a gate to `at-least` or `at-most`, in percent. A gate without one is a fault.
pub fn gates(file: &Arc<SourceFile>) -> (Gates, Vec<Diagnostic>) {
    let (tree, mut faults) = Tree::read(file, Code::GatesSyntax, LIMITS);
    let mut gates = Gates::default();
    let Some(tree) = &tree else { return (gates, faults) };
    let (entries, found) = tree.entries::<Entry>();
    // A misspelt key is one fault, not a missing one as well.
    let complete = found.is_empty() && entries.iter().all(|entry| Gate::named(&entry.key).is_some());
    faults.extend(found);
    for entry in entries {
        let Some(gate) = Gate::named(&entry.key) else {
            faults.push(unknown(tree, &entry));
            continue;
        };
        match limit(file, gate, &entry.value) {
            Ok(limit) => drop(gates.limits.insert(gate, limit)),
            Err(expected) => faults.push(
                Diagnostic::new(
                    Code::GatesSyntax,
                    tree.place_of(entry.span),
                    format!("`{gate}` has no figure that could be missed"),
                )
                .expected(expected),
            ),
        }
    }
    let missing = Gate::ALL.into_iter().filter(|gate| !tree.has(gate.name()));
    faults.extend(missing.filter(|_| complete).map(|gate| {
        let place = Place::new(file, Span::at(0));
        Diagnostic::new(Code::GatesSyntax, place, format!("no figure for `{gate}`")).expected(form(gate))
    }));
    (gates, in_order(faults))
}

/// The figure of `gate`, or what was expected.
fn limit(file: &Arc<SourceFile>, gate: Gate, entry: &Entry) -> Result<Limit, String> {
    let written = (gate.side(), &entry.at_least, &entry.at_most);
    let ((Side::AtLeast, Some(figure), None) | (Side::AtMost, None, Some(figure))) = written else {
        return Err(form(gate));
    };
    let goal = entry.goal.as_ref().map(|goal| goal.value);
    let beyond = |goal: u8| match gate.side() {
        Side::AtLeast => goal > figure.value,
        Side::AtMost => goal < figure.value,
    };
    if figure.value > 100 || goal.is_some_and(|goal| goal > 100 || !beyond(goal)) {
        return Err(format!("{}, in percent, and a goal beyond it or none", form(gate)));
    }
    Ok(Limit { percent: figure.value, goal, place: Place::new(file, figure.span) })
}

fn form(gate: Gate) -> String {
    match gate.side() {
        Side::AtLeast => format!("`{gate}: {{ at-least: N }}`"),
        Side::AtMost => format!("`{gate}: {{ at-most: N }}`"),
    }
}

fn unknown(tree: &Tree, entry: &TopEntry<Entry>) -> Diagnostic {
    let names = Gate::ALL.map(Gate::name);
    let place = tree.place_of(entry.key_span);
    let fault = Diagnostic::new(Code::GatesSyntax, place, format!("nothing called `{}` is gated", entry.key))
        .expected(names.map(|name| format!("`{name}`")).join(", "));
    match nearest(&entry.key, names) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report;

    fn read(text: &str) -> (Gates, Vec<Diagnostic>) {
        gates(&SourceFile::new("doctests/gates.yaml", text))
    }

    #[test]
    fn every_gate_has_its_figure() {
        let (gates, faults) = read(
            "cited: { at-least: 100 }\non-release: { at-least: 70, goal: 80 }\nexempt: { at-most: 5 }\n",
        );
        assert_eq!(faults, []);
        let limit = &gates.limits[&Gate::OnRelease];
        assert_eq!((limit.percent, limit.goal), (70, Some(80)));
        assert_eq!(limit.place.position().to_string(), "2:25");
    }

    #[test]
    fn a_gate_that_is_left_out_or_turned_around_is_refused() {
        let broken = [
            "cited: { at-least: 101 }\non-releas: { at-least: 70 }\nexempt: { at-least: 5 }\n",
            "cited: { at-least: 100, goal: 90 }\non-release: {}\nexempt: { at-most: 5, at-least: 1 }\n",
            "cited: high\non-release: { at-least: 300 }\nexempt: { at-most: 5 }\n",
        ];
        let found = broken.map(|text| report::human(&read(text).1, false));
        insta::assert_snapshot!(found.join("\n"));
    }
}
