//! The foot of a page: definitions, and nothing but definitions.

use std::collections::BTreeMap;

use super::Faults;
use super::citation::not_an_id;
use crate::citation::Definition;
use crate::diagnostic::Code;
use crate::id::Id;
use crate::span::Span;

/// Collects the definitions as the walk meets them.
#[derive(Debug, Default)]
pub(super) struct Footing {
    pub(super) definitions: Vec<Definition>,
    /// Where each id was defined first.
    defined: BTreeMap<Id, Span>,
    /// The first definition.
    first: Option<Span>,
    /// Whether something else after the first definition was reported already.
    reported: bool,
}

impl Footing {
    /// A definition of `label` over `span`; `nested` if it stands in a list or a quote.
    pub(super) fn define(&mut self, label: &str, span: Span, nested: bool, faults: &mut Faults<'_>) {
        self.first.get_or_insert(span);
        let Ok(id) = label.parse::<Id>() else {
            return not_an_id(
                label,
                Span::new(span.start, span.end.min(span.start + label.len() + 3)),
                faults,
            );
        };
        if nested {
            faults.push_with(
                Code::CitationDefinition,
                span,
                "a definition inside a list or a quote",
                |fault| {
                    fault
                        .expected("definitions at the foot of the page, at the start of their lines")
                        .help(FIX)
                },
            );
        }
        if let Some(first) = self.defined.get(&id).copied() {
            let first = faults.place(first);
            faults.push_with(Code::CitationDefinition, span, format!("`{id}` is defined twice"), |fault| {
                fault.related(first, "first here").help(FIX)
            });
        } else {
            self.defined.insert(id.clone(), span);
        }
        self.definitions.push(Definition { id, span });
    }

    /// Something that is no definition; a fault when a definition stands before it.
    pub(super) fn other(&mut self, span: Span, faults: &mut Faults<'_>) {
        let Some(first) = self.first else { return };
        if std::mem::replace(&mut self.reported, true) {
            return;
        }
        let place = faults.place(first);
        faults.push_with(Code::CitationDefinition, span, "text after the first definition", |fault| {
            fault
                .expected("nothing but definitions from the first one to the end of the page")
                .related(place, "the first definition")
                .help(FIX)
        });
    }
}

const FIX: &str = "`cargo run -- check --fix` moves and sorts the definitions";
