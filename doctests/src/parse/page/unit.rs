//! Blocks → units: each sentence with its words, citations, facts and kind.

use std::ops::Range;

use super::block::{Block, BlockKind, Glyph};
use super::facts::facts;
use super::kind::{Instructions, about_the_page, only_links};
use super::sentence::{Sentence, sentences};
use super::walk::Outline;
use super::{Depth, Faults};
use crate::citation::Citation;
use crate::diagnostic::Code;
use crate::rule::{BindingRule, KindRule, Makes};
use crate::span::Span;
use crate::unit::{Unit, UnitKind};
use crate::vocabulary::VocabularyDocument;

/// More citations than this prove nothing a reader could follow, and no page needs them.
const MOST_CITATIONS: usize = 20;

/// The units of all blocks, in the order of the text.
pub(super) fn units(
    source: &str,
    outline: &Outline,
    vocabulary: &VocabularyDocument,
    depth: Depth,
    faults: &mut Faults<'_>,
) -> Vec<Unit> {
    let instructions = Instructions::new(vocabulary);
    let sentences: Vec<Vec<Sentence>> = outline.blocks.iter().map(sentences).collect();
    let from_definitions = citations_of_definitions(outline, &sentences);
    let mut units = Vec::new();
    // What binds the last unit of each block, for the lists it leads in.
    let mut last_binding: Vec<Vec<Citation>> = Vec::with_capacity(outline.blocks.len());
    for (number, (block, sentences)) in outline.blocks.iter().zip(&sentences).enumerate() {
        let to_the_right = to_the_right(block, sentences);
        let mut last = Vec::new();
        for (sentence, right) in sentences.iter().zip(to_the_right) {
            let range = sentence.glyphs.clone();
            let own = own(block, range.clone(), faults);
            let lead_in = || block.lead_in.and_then(|lead_in| last_binding.get(lead_in)).cloned();
            let found = BindingRule::IN_ORDER.into_iter().map(|rule| {
                let citations = match rule {
                    BindingRule::Own => own.clone(),
                    BindingRule::ToTheRight => right.clone(),
                    BindingRule::Explanation => from_definitions[number].clone(),
                    BindingRule::LeadIn if block.kind == BlockKind::Term => Vec::new(),
                    BindingRule::LeadIn => lead_in().unwrap_or_default(),
                };
                (rule, citations)
            });
            let (bound_by, binding) = found
                .into_iter()
                .find(|(_, citations)| !citations.is_empty())
                .map_or((None, Vec::new()), |(rule, citations)| (Some(rule), citations));
            let mut unit = Unit {
                span: span(block, &range),
                text: block.words(source, range.clone()),
                kind: UnitKind::Prose,
                binding,
                own,
                facts: if depth == Depth::Whole { facts(block, range.clone()) } else { Vec::new() },
                heading: block.heading,
            };
            if unit.text.is_empty() || !says_something(block, range.clone()) {
                touches_nothing(&unit.own, faults);
                continue;
            }
            let candidate =
                Candidate { block, sentence, unit: &unit, bound_by, prose_page: outline.prose.is_some() };
            unit.kind = candidate.kind(&instructions);
            if matches!(unit.kind, UnitKind::Prose | UnitKind::Exempt { .. }) {
                unit.binding.clear();
            }
            last.clone_from(&unit.binding);
            units.push(unit);
        }
        last_binding.push(last);
    }
    units
}

/// A unit whose kind is not known yet.
struct Candidate<'a> {
    block: &'a Block,
    sentence: &'a Sentence,
    unit: &'a Unit,
    bound_by: Option<BindingRule>,
    prose_page: bool,
}

impl Candidate<'_> {
    /// What the first rule that fits makes of it.
    fn kind(&self, instructions: &Instructions) -> UnitKind {
        let rule = KindRule::IN_ORDER.into_iter().find(|rule| self.fits(*rule, instructions));
        match rule.map_or(Makes::Claim, KindRule::makes) {
            Makes::Claim => UnitKind::Claim,
            Makes::Instruction => UnitKind::Instruction,
            Makes::Question => UnitKind::Question,
            Makes::Prose => UnitKind::Prose,
            Makes::Exempt => UnitKind::Exempt { reason: self.block.exempt.clone().unwrap_or_default() },
        }
    }

    fn fits(&self, rule: KindRule, instructions: &Instructions) -> bool {
        let Self { block, unit, .. } = self;
        let range = || self.sentence.glyphs.clone();
        match rule {
            KindRule::Cites => !unit.own.is_empty(),
            KindRule::Label => self.sentence.label,
            KindRule::Asks => block.kind == BlockKind::Text && block.ends_in(range(), '?'),
            KindRule::Instructs => {
                instructions.open(block, range())
                    && (self.prose_page || !claims_after_semicolon(block, range()))
            }
            // What the paragraph cites to the right of it speaks louder than an exemption at the end.
            KindRule::Exempted => block.exempt.is_some() && self.bound_by != Some(BindingRule::ToTheRight),
            KindRule::Links => only_links(block, range()),
            KindRule::AboutThePage => about_the_page(block, range()),
            KindRule::Inherits => !unit.binding.is_empty(),
            KindRule::OnProsePage => self.prose_page,
            KindRule::Otherwise => true,
        }
    }
}

/// Whether something after a `;` of the unit is a fact: that clause is a claim again.
fn claims_after_semicolon(block: &Block, range: Range<usize>) -> bool {
    let semicolon = block.glyphs[range.clone()].iter().find(|placed| placed.glyph == Glyph::Char(';'));
    semicolon.is_some_and(|placed| facts(block, range).iter().any(|fact| fact.span.start >= placed.span.end))
}

fn span(block: &Block, range: &Range<usize>) -> Span {
    let glyphs = &block.glyphs[range.clone()];
    match (glyphs.first(), glyphs.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => block.span,
    }
}

fn own(block: &Block, range: Range<usize>, faults: &mut Faults<'_>) -> Vec<Citation> {
    let mut cited = block.glyphs[range].iter().filter_map(|placed| match placed.glyph {
        Glyph::Cite(number) => block.citations.get(number),
        _ => None,
    });
    let own = cited.by_ref().take(MOST_CITATIONS).cloned().collect();
    if let Some(next) = cited.next() {
        let beyond = Span::new(next.span.start, cited.next_back().unwrap_or(next).span.end);
        faults.push_with(Code::CitationMisplaced, beyond, "too many citations on one sentence", |fault| {
            fault
                .expected(format!("at most {MOST_CITATIONS}"))
                .help("cite what proves the sentence, and split it")
        });
    }
    own
}

/// For each sentence of a block the first citations after it: the next one and those that touch it.
fn to_the_right(block: &Block, sentences: &[Sentence]) -> Vec<Vec<Citation>> {
    let mut right = Vec::new();
    let mut next: Vec<Citation> = Vec::new();
    for sentence in sentences.iter().rev() {
        right.push(if sentence.label { Vec::new() } else { next.clone() });
        let first = first_citations(block, sentence.glyphs.clone());
        if !first.is_empty() {
            next = first;
        }
    }
    right.reverse();
    right
}

/// The first citation of `range` with those that follow it without anything but white space between.
fn first_citations(block: &Block, range: Range<usize>) -> Vec<Citation> {
    let mut found = Vec::new();
    for placed in &block.glyphs[range] {
        match placed.glyph {
            Glyph::Cite(_) if found.len() == MOST_CITATIONS => break,
            Glyph::Cite(number) => found.extend(block.citations.get(number).cloned()),
            Glyph::Blank | Glyph::Close(_) => {}
            _ if !found.is_empty() => break,
            _ => {}
        }
    }
    found
}

/// What binds the term of a definition list: the first citations of what explains it.
fn citations_of_definitions(outline: &Outline, sentences: &[Vec<Sentence>]) -> Vec<Vec<Citation>> {
    let mut found = vec![Vec::new(); outline.blocks.len()];
    for (block, sentences) in outline.blocks.iter().zip(sentences) {
        let Some(slot) = block.term.and_then(|term| found.get_mut(term)) else { continue };
        if slot.is_empty() {
            *slot = sentences
                .iter()
                .map(|sentence| first_citations(block, sentence.glyphs.clone()))
                .find(|citations| !citations.is_empty())
                .unwrap_or_default();
        }
    }
    found
}

fn says_something(block: &Block, range: Range<usize>) -> bool {
    block.glyphs[range].iter().any(|placed| match placed.glyph {
        Glyph::Char(character) => !character.is_ascii_punctuation(),
        Glyph::Code(_) => true,
        _ => false,
    })
}

fn touches_nothing(citations: &[Citation], faults: &mut Faults<'_>) {
    for citation in citations {
        faults.push_with(
            Code::CitationMisplaced,
            citation.span,
            "the citation touches no sentence",
            |fault| fault.help("put it right after the full stop of the sentence it proves"),
        );
    }
}
