//! The panels at the foot of a page: one for each scenario and source it cites.

use std::fmt::Write as _;

use doctests::catalog::Cited;
use doctests::id::Id;
use doctests::page::Page;

use super::escape::text;
use super::mark::anchor;
use super::state::State;
use super::{Evidence, releases, scenario_panel, source_panel};

/// All panels of a page under one heading, in the order of the first citations; nothing without a citation.
pub(super) fn section(evidence: &Evidence<'_>, page: &Page) -> String {
    let mut cited: Vec<&Id> = Vec::new();
    for citation in &page.citations {
        if !cited.contains(&&citation.id) {
            cited.push(&citation.id);
        }
    }
    let mut section = String::new();
    for id in cited {
        let Some(found) = evidence.catalog.get(id) else { continue };
        if section.is_empty() {
            section.push_str("\n## Evidence {#evidence}\n\n");
        }
        section.push_str(&panel(evidence, id, found));
    }
    section
}

fn panel(evidence: &Evidence<'_>, id: &Id, cited: Cited<'_>) -> String {
    let state = evidence.state(id);
    let (title, body) = match cited {
        Cited::Scenario(scenario) => {
            let body = scenario_panel::body(evidence, scenario);
            (&scenario.document.title, body)
        }
        Cited::Source(source) => (&source.entry.title, source_panel::body(source)),
    };
    // The id sits on a child of the details: a link to it then opens them without any script.
    format!(
        "<details class=\"evidence\">\n<summary>{} <span class=\"evidence-title\">{}</span></summary>\n\
         <div class=\"evidence-body\" id=\"{}\">\n{body}</div>\n</details>\n\n",
        badge(evidence, id, state),
        text(title),
        anchor(id),
    )
}

fn badge(evidence: &Evidence<'_>, id: &Id, state: State) -> String {
    format!(
        "<strong class=\"claim-state\" data-state=\"{}\">{} {}</strong>",
        state.name(),
        state.shape(),
        releases::words(evidence, id, state)
    )
}

/// A list of terms, each with what it says, as HTML; rows with nothing to say are left out.
pub(super) fn terms(rows: &[(&str, String)]) -> String {
    let mut list = String::from("<dl>\n");
    for (term, html) in rows {
        if !html.is_empty() {
            let _ = writeln!(list, "<dt>{term}</dt><dd>{html}</dd>");
        }
    }
    list.push_str("</dl>\n");
    list
}

/// An unordered list of HTML items; one item stands alone.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        items => format!("<ul><li>{}</li></ul>", items.join("</li><li>")),
    }
}
