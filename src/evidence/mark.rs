//! The small mark that stands where a citation stood, and leads to its panel.

use std::fmt::Write as _;

use doctests::id::Id;
use doctests::page::Page;

use super::escape::attribute;
use super::state::State;
use super::{Edit, Evidence, releases};

/// A mark in place of every citation; in a row of several only a change of state repeats the words.
pub(super) fn edits(evidence: &Evidence<'_>, page: &Page) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut previous: Option<(usize, State)> = None;
    for citation in &page.citations {
        let state = evidence.state(&citation.id);
        let short = previous.is_some_and(|(end, before)| {
            let between = page.file.text.get(end..citation.span.start);
            before == state && between.is_some_and(|between| between.trim().is_empty())
        });
        let before = page.file.text[..citation.span.start].chars().next_back();
        let space = if before.is_none_or(char::is_whitespace) { "" } else { " " };
        let sentence = page.units.iter().find(|unit| unit.span.contains(citation.span));
        let sentence = sentence.map_or("", |unit| unit.text.as_str());
        let mark = mark(evidence, &citation.id, state, short, sentence);
        edits.push(Edit { span: citation.span, text: format!("{space}{mark}") });
        previous = Some((citation.span.end, state));
    }
    edits
}

/// The anchor of the panel for `id`.
pub fn anchor(id: &Id) -> String {
    format!("evidence-{id}")
}

fn mark(evidence: &Evidence<'_>, id: &Id, state: State, short: bool, sentence: &str) -> String {
    if evidence.catalog.get(id).is_none() {
        return format!(
            "<strong class=\"claim-mark\" data-state=\"{}\">✕ {}</strong>",
            state.name(),
            state.word()
        );
    }
    let mut said = releases::words(evidence, id, state);
    let mut word = releases::brief(evidence, id, state);
    let standing = evidence.releases.standing(id).filter(|_| state == State::Verified);
    if let Some((from, to)) = standing.and_then(|standing| releases::older(standing, sentence)) {
        let (versions, differ) = (releases::span(from, to), if from == to { "differs" } else { "differ" });
        let _ = write!(said, "; {versions} {differ}");
        word = format!("seen on {versions}");
    }
    let title = match releases::checked(evidence, id, state) {
        Some(day) => attribute(&format!("{said}, checked {day}")),
        None => attribute(&said),
    };
    let (name, anchor, shape) = (state.name(), anchor(id), state.shape());
    if short {
        format!(
            "<a class=\"claim-mark\" data-state=\"{name}\" href=\"#{anchor}\" aria-label=\"{title}\" title=\"{title}\">{shape}</a>"
        )
    } else {
        format!(
            "<a class=\"claim-mark\" data-state=\"{name}\" href=\"#{anchor}\" title=\"{title}\">{shape} {word}</a>"
        )
    }
}
