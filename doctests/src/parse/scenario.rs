//! A scenario's file → [`Scenario`], with everything that YAML's types cannot say checked too.

mod clients;
mod environment;
mod expectations;
mod symbols;
#[cfg(test)]
mod tests;
mod world;

use std::sync::Arc;

use super::yaml::{Limits, Tree, in_order};
use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::scenario::{Document, Scenario};
use crate::source_file::{SourceFile, is_invisible};

pub(super) const LIMITS: Limits = Limits { kib: 64, nodes: 2_000, depth: 16 };

/// Reads the scenario `id` from `file`. A scenario that has diagnostics may be shown but not run.
pub fn scenario(id: Id, file: &Arc<SourceFile>) -> (Option<Scenario>, Vec<Diagnostic>) {
    let (tree, mut diagnostics) = Tree::read(file, Code::ScenarioSyntax, LIMITS);
    let Some(tree) = tree else { return (None, diagnostics) };
    let (document, faults) = tree.typed::<Document>();
    diagnostics.extend(faults);
    let Some(document) = document else {
        return (None, in_order(diagnostics));
    };
    let mut check = Check { tree: &tree, document: &document, diagnostics };
    check.words();
    check.environment();
    check.world();
    check.steps();
    check.expectations();
    check.boundary();
    check.clients();
    check.symbols();
    let diagnostics = in_order(check.diagnostics);
    (Some(Scenario { id, file: Arc::clone(file), document }), diagnostics)
}

/// A document under examination, and what was found so far. Its methods are spread over the files of this folder.
struct Check<'a> {
    tree: &'a Tree,
    document: &'a Document,
    diagnostics: Vec<Diagnostic>,
}

impl Check<'_> {
    /// A fault of the value at `path`.
    fn at(&self, code: Code, path: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.tree.place(path), message)
    }

    /// A fault of the key at the end of `path`.
    fn at_key(&self, code: Code, path: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.tree.key_place(path), message)
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn words(&mut self) {
        let title = self.document.title.as_str();
        let fault = |message: &str| self.at(Code::ScenarioSyntax, "title", message);
        let mut faults = Vec::new();
        if title.trim().is_empty() {
            faults.push(fault("the title is empty").help("say in a few words what happens"));
        }
        if title.trim_end().ends_with('.') {
            faults.push(fault("the title ends in a full stop").help("remove the full stop"));
        }
        if title.trim_end().contains('\n') {
            faults.push(fault("the title has more than one line").help("move the rest to `about`"));
        }
        // Written as an escape (`"\e"`) such a character is not in the file itself.
        for (text, span) in self.tree.texts() {
            if let Some(character) = text.chars().find(|c| is_invisible(*c) && !matches!(c, '\n' | '\t')) {
                let message =
                    format!("the invisible character `{}` is not allowed", character.escape_unicode());
                faults.push(Diagnostic::new(Code::ScenarioSyntax, self.tree.place_of(span), message));
            }
        }
        self.diagnostics.extend(faults);
    }
}
