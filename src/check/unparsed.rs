//! A scenario that does not parse is one fault, not one more wherever it is cited.

use std::collections::BTreeSet;

use doctests::citation::Citation;
use doctests::diagnostic::{Code, Diagnostic};
use doctests::page::Page;

use crate::project::{Project, SCENARIOS, SOURCES};

/// What could not be read.
#[derive(Debug)]
pub(super) struct Unparsed {
    scenarios: BTreeSet<String>,
    sources: bool,
    records: bool,
}

impl Unparsed {
    pub(super) fn of(read_faults: &[Diagnostic], of_records: &[Diagnostic]) -> Self {
        let paths = || read_faults.iter().map(|fault| fault.place.file.path.as_str());
        let id = |path: &str| {
            let below = path.strip_prefix(SCENARIOS)?.trim_start_matches('/');
            Some(below.strip_suffix(".yaml")?.replace('/', "."))
        };
        Self {
            scenarios: paths().filter_map(id).collect(),
            sources: paths().any(|path| path == SOURCES),
            records: of_records.iter().any(|fault| fault.code == Code::RecordSyntax),
        }
    }

    /// Whether `fault` may only be there because something else could not be read.
    pub(super) fn explains(&self, project: &Project, fault: &Diagnostic) -> bool {
        // Nobody can tell what a record showed that cannot be read; its own fault is enough.
        if self.records
            && matches!(
                fault.code,
                Code::OathBroken
                    | Code::GeneratedBlock
                    | Code::CoverageGate
                    | Code::MeaningNotUnderstood
                    | Code::EntryUnseen
                    | Code::FactUngrounded
                    | Code::PrintedSyntax
            )
        {
            return true;
        }
        if self.scenarios.is_empty() && !self.sources {
            return false;
        }
        let page = || project.pages.iter().find(|page| page.file.path == fault.place.file.path);
        match fault.code {
            Code::CitationUnknown | Code::FactUngrounded | Code::OathMissing | Code::OathBroken => {
                page().is_some_and(|page| self.cited_at(page, fault))
            }
            Code::CitationDefinition => {
                page().is_some_and(|page| page.citations.iter().any(|citation| self.has(citation)))
            }
            // These are about all scenarios at once.
            Code::GeneratedBlock
            | Code::VocabularySyntax
            | Code::OathStale
            | Code::CoverageGate
            | Code::MeaningNotUnderstood
            | Code::EntryUnseen => true,
            _ => false,
        }
    }

    fn cited_at(&self, page: &Page, fault: &Diagnostic) -> bool {
        let span = fault.place.span;
        let units = page.units.iter().filter(|unit| unit.span.contains(span));
        units.flat_map(|unit| &unit.binding).any(|citation| self.has(citation))
            || page.citations.iter().any(|citation| citation.span.contains(span) && self.has(citation))
    }

    fn has(&self, citation: &Citation) -> bool {
        if citation.id.is_source() { self.sources } else { self.scenarios.contains(citation.id.as_str()) }
    }
}
