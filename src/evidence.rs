//! A page with its evidence: marks in place of citations, panels in place of their definitions.
//!
//! Pure: page, catalog and runs in, Markdown for mdBook out, the same bytes every time. What comes from a
//! scenario or a source passes through `escape`, and nothing here emits a `{{#` that mdBook would expand.

mod banner;
mod case;
mod diagram;
mod escape;
mod exchange;
mod figure;
mod files;
mod given;
mod mark;
mod panel;
mod problem;
mod releases;
mod scenario_panel;
mod source_panel;
mod state;
mod step;
mod stored_login;
mod support;
mod table;
mod words;

use doctests::catalog::Catalog;
use doctests::diagnostic::Diagnostic;
use doctests::id::Id;
use doctests::page::Page;
use doctests::span::Span;

pub use self::escape::text as escaped;
pub use self::files::{files, path};
pub use self::mark::anchor;
pub use self::problem::{list as faults_html, page_of_faults};
pub use self::state::State;
use crate::releases::Releases;
use crate::verify::Runs;

/// What the marks and panels of a page are made from.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// What can be cited.
    pub catalog: &'a Catalog,
    /// What became of the scenarios.
    pub runs: &'a Runs,
    /// What released versions were seen to do.
    pub releases: &'a Releases,
    /// Faults to show in their place; a build has none.
    pub faults: &'a [Diagnostic],
    /// The repository's address, to link scenarios to.
    pub repository: Option<&'a str>,
}

impl Evidence<'_> {
    /// The text of `page` as mdBook gets it.
    pub fn render(&self, page: &Page) -> String {
        let mut edits = mark::edits(self, page);
        edits.extend(problem::edits(self, page));
        edits.extend(figure::edits(self, page));
        edits.extend(table::edits(page));
        edits.extend(page.definitions.iter().map(|definition| Edit::remove(definition.span)));
        if let Some(heading) = page.headings.iter().find(|heading| heading.level == 1) {
            let top = banner::top(self, page).into_iter().chain(banner::feed(page));
            edits.extend(top.map(|line| Edit::insert(heading.span.end, format!("\n\n{line}\n\n"))));
        }
        let mut text = apply(&page.file.text, edits);
        text.truncate(text.trim_end().len());
        text.push('\n');
        text.push_str(&panel::section(self, page));
        text.push_str(banner::FOOT);
        text
    }

    /// In what state the claim is that cites `id`.
    pub fn state(&self, id: &Id) -> State {
        let state = State::of(self.catalog.get(id), self.runs.get(id), self.releases.standing(id));
        match (state, self.catalog.scenarios.get(id)) {
            // A release that nobody has run it on may do otherwise.
            (State::Verified, Some(scenario)) if self.releases.unchecked(scenario).is_some() => State::Partly,
            _ => state,
        }
    }

    /// What is wrong with the diagrams of `page` that only a run can tell.
    pub fn faults_of(&self, page: &Page) -> Vec<Diagnostic> {
        figure::empty(self, page)
    }
}

/// One change of a page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    span: Span,
    text: String,
}

impl Edit {
    const fn remove(span: Span) -> Self {
        Self { span, text: String::new() }
    }

    const fn insert(at: usize, text: String) -> Self {
        Self { span: Span::at(at), text }
    }
}

/// `text` with all `edits` made; one that overlaps an earlier one is left out.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.span);
    let mut edited = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for Edit { span, text: new } in edits {
        if span.start < done {
            continue;
        }
        edited.push_str(&text[done..span.start]);
        edited.push_str(&new);
        done = span.end;
    }
    edited.push_str(&text[done..]);
    edited
}
