//! `doctests/gates.yaml` → the figures that the book's coverage has to reach, and how long its texts may be.

use std::sync::Arc;

use serde::Deserialize;

use super::yaml::{Limits, TopEntry, Tree, in_order};
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::{Gate, Gates, Length, Limit, Longest, Ratchet, Side};
use crate::located::Located;
use crate::parse::nearest;
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

const LIMITS: Limits = Limits { kib: 16, nodes: 1_000, depth: 4 };

/// What may stand in front of the name of a page.
const RATCHETS: [&str; 2] = [Ratchet::NOT_UNDERSTOOD, Ratchet::UNCITED_INSTRUCTIONS];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    at_least: Option<Located<u32>>,
    at_most: Option<Located<u32>>,
    goal: Option<Located<u32>>,
}

/// Reads the figures: a mapping from a gate to `at-least` or `at-most`, in percent, and from a length to `at-most`, in
/// words. A gate or a length without one is a fault. `not-understood/PAGE` has a number of clauses,
/// `uncited-instructions/PAGE` one of instructions.
pub fn gates(file: &Arc<SourceFile>) -> (Gates, Vec<Diagnostic>) {
    let (tree, mut faults) = Tree::read(file, Code::GatesSyntax, LIMITS);
    let mut gates = Gates::default();
    let Some(tree) = &tree else { return (gates, faults) };
    let (entries, found) = tree.entries::<Entry>();
    // A misspelt key is one fault, not a missing one as well.
    let known =
        |key: &str| RATCHETS.iter().any(|kind| key.starts_with(kind)) || names().any(|name| name == key);
    let complete = found.is_empty() && entries.iter().all(|entry| known(&entry.key));
    faults.extend(found);
    for entry in entries {
        if let Some(length) = Length::named(&entry.key) {
            match longest(file, length, &entry.value) {
                Ok(longest) => drop(gates.lengths.insert(length, longest)),
                Err(expected) => faults.push(impossible(tree, &entry, expected)),
            }
            continue;
        }
        let of_page = RATCHETS.iter().find_map(|kind| Some((kind, entry.key.strip_prefix(kind)?)));
        if let Some((kind, page)) = of_page {
            match ratchet(file, &entry.value) {
                Some(ratchet) => drop(gates.ratchets(kind).insert(page.to_owned(), ratchet)),
                None => faults.push(impossible(tree, &entry, format!("`{}: {{ at-most: N }}`", entry.key))),
            }
            continue;
        }
        let Some(gate) = Gate::named(&entry.key) else {
            faults.push(unknown(tree, &entry));
            continue;
        };
        match limit(file, gate, &entry.value) {
            Ok(limit) => drop(gates.limits.insert(gate, limit)),
            Err(expected) => faults.push(impossible(tree, &entry, expected)),
        }
    }
    let forms = Gate::ALL.map(|gate| (gate.name(), form(gate)));
    let forms = forms.into_iter().chain(Length::ALL.map(|length| (length.name(), length_form(length))));
    let missing = forms.filter(|(name, _)| complete && !tree.has(name));
    faults.extend(missing.map(|(name, form)| {
        let place = Place::new(file, Span::at(0));
        Diagnostic::new(Code::GatesSyntax, place, format!("no figure for `{name}`")).expected(form)
    }));
    (gates, in_order(faults))
}

/// The figure of `gate`, or what was expected.
fn limit(file: &Arc<SourceFile>, gate: Gate, entry: &Entry) -> Result<Limit, String> {
    let written = (gate.side(), &entry.at_least, &entry.at_most);
    let ((Side::AtLeast, Some(figure), None) | (Side::AtMost, None, Some(figure))) = written else {
        return Err(form(gate));
    };
    let beyond = |goal: u8, percent: u8| match gate.side() {
        Side::AtLeast => goal > percent,
        Side::AtMost => goal < percent,
    };
    let goal = entry.goal.as_ref().map(percent);
    match (percent(figure), goal) {
        (Some(percent), None) => Ok(Limit { percent, goal: None, place: Place::new(file, figure.span) }),
        (Some(percent), Some(Some(goal))) if beyond(goal, percent) => {
            Ok(Limit { percent, goal: Some(goal), place: Place::new(file, figure.span) })
        }
        _ => Err(format!("{}, in percent, and a goal beyond it or none", form(gate))),
    }
}

fn percent(figure: &Located<u32>) -> Option<u8> {
    u8::try_from(figure.value).ok().filter(|percent| *percent <= 100)
}

/// The figure of `length`, or what was expected.
fn longest(file: &Arc<SourceFile>, length: Length, entry: &Entry) -> Result<Longest, String> {
    match entry {
        Entry { at_least: None, at_most: Some(words), goal: None } if words.value > 0 => {
            Ok(Longest { words: words.value, place: Place::new(file, words.span) })
        }
        _ => Err(length_form(length)),
    }
}

/// How many there may be on a page.
fn ratchet(file: &Arc<SourceFile>, entry: &Entry) -> Option<Ratchet> {
    match entry {
        Entry { at_least: None, at_most: Some(most), goal: None } => {
            Some(Ratchet { most: most.value, place: Place::new(file, most.span) })
        }
        _ => None,
    }
}

fn impossible(tree: &Tree, entry: &TopEntry<Entry>, expected: String) -> Diagnostic {
    let message = format!("`{}` has no figure that could be missed", entry.key);
    Diagnostic::new(Code::GatesSyntax, tree.place_of(entry.span), message).expected(expected)
}

fn names() -> impl Iterator<Item = &'static str> {
    Gate::ALL.map(Gate::name).into_iter().chain(Length::ALL.map(Length::name))
}

fn length_form(length: Length) -> String {
    format!("`{}: {{ at-most: WORDS }}`", length.name())
}

fn form(gate: Gate) -> String {
    match gate.side() {
        Side::AtLeast => format!("`{gate}: {{ at-least: N }}`"),
        Side::AtMost => format!("`{gate}: {{ at-most: N }}`"),
    }
}

fn unknown(tree: &Tree, entry: &TopEntry<Entry>) -> Diagnostic {
    let place = tree.place_of(entry.key_span);
    let fault = Diagnostic::new(Code::GatesSyntax, place, format!("nothing called `{}` is gated", entry.key))
        .expected(names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
    match nearest(&entry.key, names()) {
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
            "cited: { at-least: 100 }\non-release: { at-least: 70, goal: 80 }\nexempt: { at-most: 5 }\n\
             page-words: { at-most: 2500 }\nsentence-words: { at-most: 18 }\n\
             not-understood/cli-reference: { at-most: 7 }\n",
        );
        assert_eq!(faults, []);
        let limit = &gates.limits[&Gate::OnRelease];
        assert_eq!((limit.percent, limit.goal), (70, Some(80)));
        assert_eq!(limit.place.position().to_string(), "2:25");
        assert_eq!(gates.lengths[&Length::Page].words, 2500);
        assert_eq!((gates.not_understood("cli-reference"), gates.not_understood("glossary")), (7, 0));
    }

    #[test]
    fn a_goal_lies_beyond_what_is_reached() {
        let refused =
            |text: &str| read(text).1.iter().any(|fault| fault.message.contains("no figure that could"));
        for (text, expected) in [
            ("cited: { at-least: 90, goal: 91 }\n", false),
            ("cited: { at-least: 90, goal: 90 }\n", true),
            ("exempt: { at-most: 5, goal: 4 }\n", false),
            ("exempt: { at-most: 5, goal: 5 }\n", true),
            ("exempt: { at-most: 5, goal: 6 }\n", true),
        ] {
            assert_eq!(refused(text), expected, "{text}");
        }
    }

    #[test]
    fn a_gate_that_is_left_out_or_turned_around_is_refused() {
        let broken = [
            "cited: { at-least: 101 }\non-releas: { at-least: 70 }\nexempt: { at-least: 5 }\n",
            "cited: { at-least: 100, goal: 90 }\non-release: {}\nexempt: { at-most: 5, at-least: 1 }\n",
            "cited: high\non-release: { at-least: 300 }\nexempt: { at-most: 5 }\n",
            "cited: { at-least: 100 }\non-release: { at-least: 70 }\nexempt: { at-most: 5 }\n\
             page-words: { at-least: 5 }\nsentence-words: { at-most: 0 }\n",
        ];
        let found = broken.map(|text| report::human(&read(text).1, false));
        insta::assert_snapshot!(found.join("\n"));
    }
}
