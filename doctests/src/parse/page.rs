//! A page of the book → units, citations, facts, headings, links, and everything that is wrong with its text.

mod anchor;
mod block;
mod character;
mod citation;
mod comment;
mod facts;
mod footing;
mod kind;
mod line_end;
mod sentence;
mod table;
mod unit;
mod walk;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use facts::facts_in;

use crate::diagnostic::{Code, Diagnostic};
use crate::page::Page;
use crate::source_file::{Place, SourceFile};
use crate::span::Span;
use crate::unit::{Unit, UnitKind};
use crate::vocabulary::VocabularyDocument;
use walk::Outline;

/// A page may not be larger than this many bytes.
pub const LARGEST_PAGE: usize = 1 << 20;

/// So many faults of one page are told apart; the rest is counted.
const MOST_FAULTS: usize = 500;

/// How much of a unit is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// All of it.
    Whole,
    /// All but its facts, which take most of the time.
    WithoutFacts,
}

/// Reads one page. It never fails: whatever is wrong is a diagnostic with its place.
pub fn page(file: &Arc<SourceFile>, vocabulary: &VocabularyDocument) -> (Page, Vec<Diagnostic>) {
    read(file, vocabulary, Depth::Whole)
}

/// Reads as much of one page as it takes to list its claims: its units have no facts.
pub fn page_without_facts(file: &Arc<SourceFile>, vocabulary: &VocabularyDocument) -> Page {
    let file = SourceFile::new(file.path.clone(), without_definitions(&file.text));
    read(&file, vocabulary, Depth::WithoutFacts).0
}

/// `text` with nothing in the definitions at its foot: they are a third of a page, and name what is cited to readers
/// alone.
fn without_definitions(text: &str) -> String {
    let is_definition = |line: &&str| line.is_empty() || line.starts_with("[^") && line.contains("]: ");
    let foot: Vec<&str> = text.rsplit('\n').take_while(is_definition).collect();
    let mut short =
        text[..text.len() - foot.iter().map(|line| line.len() + 1).sum::<usize>().min(text.len())].to_owned();
    for line in foot.into_iter().rev() {
        short.push('\n');
        short.push_str(line.split_inclusive("]: ").next().unwrap_or_default());
        short.push_str(if line.is_empty() { "" } else { "–" });
    }
    short
}

fn read(file: &Arc<SourceFile>, vocabulary: &VocabularyDocument, depth: Depth) -> (Page, Vec<Diagnostic>) {
    if file.text.len() > LARGEST_PAGE {
        return (empty(file), vec![too_large(file)]);
    }
    let mut faults = Faults::new(file);
    let outline = walk::walk(&file.text, &mut faults);
    // Whoever lists claims asks for no faults.
    if depth == Depth::Whole {
        character::check(&file.text, &mut faults);
        citation::account(&file.text, &outline, &mut faults);
    }
    let units = unit::units(&file.text, &outline, vocabulary, depth, &mut faults);
    let Outline { prose, definitions, headings, links, generated, diagrams, tables, citations, .. } = outline;
    let empty = empty(file);
    let read =
        Page { prose, units, citations, definitions, headings, links, generated, diagrams, tables, ..empty };
    if read.prose.is_some() {
        for citation in &read.citations {
            faults.push_with(
                Code::CitationMisplaced,
                citation.span,
                "a citation on a page that says it is prose",
                |fault| {
                    fault
                        .help("nothing holds this page to it: take it away, or the comment on the first line")
                },
            );
        }
    }
    let cited = |unit: &Unit| unit.kind == UnitKind::Claim && !unit.binding.is_empty();
    if read.prose.is_none() && !read.units.iter().any(cited) {
        faults.push_with(Code::PageWithoutClaim, Span::at(0), "the page makes no claim", |fault| {
            fault
                .expected("a sentence that cites a scenario or a source")
                .help("cite one, or say on the first line why there is none: `<!-- prose: reason -->`")
        });
    }
    (read, faults.finish())
}

fn empty(file: &Arc<SourceFile>) -> Page {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    Page {
        file: Arc::clone(file),
        name: name.strip_suffix(".md").unwrap_or(name).to_owned(),
        prose: None,
        units: Vec::new(),
        citations: Vec::new(),
        definitions: Vec::new(),
        headings: Vec::new(),
        links: Vec::new(),
        generated: Vec::new(),
        diagrams: Vec::new(),
        tables: Vec::new(),
    }
}

fn too_large(file: &Arc<SourceFile>) -> Diagnostic {
    Diagnostic::new(Code::PageMarkup, Place::new(file, Span::at(0)), "the page is too large to be read")
        .expected(format!("at most {LARGEST_PAGE} bytes"))
        .seen(format!("{} bytes", file.text.len()))
        .help("split it; a page people can read has a few kilobytes")
        .rerun(rerun(file))
}

/// The command that checks only this page.
fn rerun(file: &SourceFile) -> String {
    format!("cargo run -- check {}", file.path)
}

/// The faults of one page, in the order they are found.
struct Faults<'a> {
    file: &'a Arc<SourceFile>,
    found: Vec<Diagnostic>,
}

impl<'a> Faults<'a> {
    const fn new(file: &'a Arc<SourceFile>) -> Self {
        Self { file, found: Vec::new() }
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    fn push_with(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let fault = Diagnostic::new(code, self.place(span), message).rerun(rerun(self.file));
        self.found.push(more(fault));
    }

    /// In the order of the text; beyond the limit a last one says how many are left out.
    fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|fault| (fault.place.span.start, fault.code));
        let left_out = self.found.len().saturating_sub(MOST_FAULTS);
        if left_out > 0 {
            let next = self.found[MOST_FAULTS].place.span;
            self.found.truncate(MOST_FAULTS);
            self.push_with(
                Code::PageMarkup,
                next,
                format!("and {left_out} more faults on this page"),
                |fault| fault.help("mend those above first"),
            );
        }
        self.found
    }
}
