//! What a scenario or a source is about: a citation whose sentence and headings speak of none of it proves something else.

use std::collections::BTreeSet;

use crate::catalog::Cited;
use crate::citation::Citation;
use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::lexicon::{Known, Lexicon, stems};
use crate::page::Page;
use crate::scenario::Document;
use crate::source_file::Place;
use crate::unit::{Unit, UnitKind};

use super::citation::{entry_place, title_place};
use super::entry::LABELS;
use super::meaning::header_of;
use super::{Checker, rerun};

/// The citations of `unit` that are about something else.
pub(super) fn of_unit(page: &Page, unit: &Unit, checker: &Checker<'_>) -> Vec<Diagnostic> {
    let elsewhere = elsewhere(page, unit, checker);
    elsewhere.into_iter().map(|(citation, place)| diagnose(page, unit, citation, place)).collect()
}

/// Whether `unit` cites something that is about something else.
pub(super) fn refuses(page: &Page, unit: &Unit, checker: &Checker<'_>) -> bool {
    !elsewhere(page, unit, checker).is_empty()
}

fn elsewhere<'a>(page: &'a Page, unit: &'a Unit, checker: &'a Checker<'_>) -> Vec<(&'a Citation, Place)> {
    if !is_held(page, unit, checker) {
        return Vec::new();
    }
    let context = context(page, unit);
    let said = subject(&context, checker.lexicon());
    let elsewhere = |citation: &&Citation| {
        if !checker.subject(&citation.id)?.words.is_disjoint(&said) {
            return None;
        }
        match checker.catalog.get(&citation.id)? {
            Cited::Source(source) => Some(entry_place(source)),
            Cited::Scenario(scenario) => {
                let mut printed = scenario.document.expect.prints.iter();
                let prints = printed.any(|text| context.contains(text.value.as_str()));
                (!prints).then(|| title_place(scenario))
            }
        }
    };
    let binding = unit.binding.iter();
    binding.filter_map(|citation| Some((citation, elsewhere(&citation)?))).collect()
}

/// Whether what `unit` cites has to be about it.
pub(super) fn is_held(page: &Page, unit: &Unit, checker: &Checker<'_>) -> bool {
    // Without a list of words that say nothing any two texts share one.
    let listed = !checker.lexicon().document.everywhere.is_empty();
    listed && unit.kind == UnitKind::Claim && !page.is_generated(unit.span)
}

/// What a scenario or a source is about, in words as [`subject`] finds them.
#[derive(Debug)]
pub(super) struct Subject {
    /// Of a scenario all that it says of itself, of a source its facts and what it says.
    pub words: BTreeSet<String>,
    /// Of a scenario those of its title alone.
    pub title: BTreeSet<String>,
}

impl Subject {
    /// What `id` is about, if there is such a scenario or source.
    pub(super) fn of(id: &Id, checker: &Checker<'_>) -> Option<Self> {
        let of = |text: &str| subject(text, checker.lexicon());
        Some(match checker.catalog.get(id)? {
            Cited::Scenario(scenario) => {
                Self { words: of(&told(&scenario.document)), title: of(&scenario.document.title) }
            }
            Cited::Source(source) => {
                let told = [&source.entry.facts, &source.entry.says].map(|told| told.join(" "));
                Self { words: of(&told.join(" ")), title: BTreeSet::new() }
            }
        })
    }
}

/// What a scenario says of itself: its title, its `about`, its steps, the variables it sets and the messages of its servers.
fn told(document: &Document) -> String {
    let Document { title, about, given, steps, .. } = document;
    let answers = given.resource_server.answers.iter().chain(&given.authorization_server.answers);
    let messages = answers.filter_map(|answer| answer.message.as_deref());
    let mut told = vec![title.as_str(), about.as_deref().unwrap_or_default()];
    let steps = serde_json::to_string(steps).unwrap_or_default();
    told.push(&steps);
    told.extend(given.env.keys().map(String::as_str).chain(messages));
    told.join(" ")
}

/// What is read with `unit`: its headings, the header of its table, what its entry is about, and the sentence before one that begins with "it".
fn context(page: &Page, unit: &Unit) -> String {
    let mut texts = vec![unit.text.as_str()];
    let mut level = 7;
    for heading in page.headings.iter().rev().filter(|heading| heading.span.start < unit.span.start) {
        if heading.level < level {
            level = heading.level;
            texts.push(&heading.text);
        }
    }
    texts.extend(header_of(page, unit));
    let at = page.units.iter().position(|own| own.span == unit.span).unwrap_or_default();
    let before = page.units[..at].iter().rev().take_while(|other| other.heading == unit.heading);
    let entry = page.units.iter().filter(|other| other.heading == unit.heading);
    if entry.clone().any(|other| is_labelled(other, LABELS[0])) {
        let told = entry.take_while(|other| !is_labelled(other, LABELS[2]));
        texts.extend(told.map(|other| other.text.as_str()));
    }
    let mut words = unit.text.split(|character: char| !character.is_alphanumeric());
    let begins = words.next().is_some_and(|first| BEGINNINGS.contains(&first));
    if begins || words.any(|word| POINTERS.contains(&word)) {
        texts.extend(before.take(1).map(|other| other.text.as_str()));
    }
    texts.join(" ")
}

/// Whether `unit` opens a part of an entry.
fn is_labelled(unit: &Unit, label: &str) -> bool {
    unit.text.strip_prefix("**").is_some_and(|rest| rest.starts_with(label))
}

/// Words that stand for something in the sentence before, when a sentence begins with them.
const BEGINNINGS: [&str; 8] = ["It", "Its", "They", "That", "This", "These", "Then", "Both"];

/// Words that do wherever they stand.
const POINTERS: [&str; 4] = ["it", "them", "same", "second"];

/// The words of `text` that tell one scenario from another, each with what may be left of it without an ending, and
/// what the lexicon says that they and the phrases mean.
fn subject(text: &str, lexicon: &Lexicon) -> BTreeSet<String> {
    words(text, lexicon).into_iter().flatten().collect()
}

/// The same, word by word: a word in all its forms, a part of a name, or what a phrase means.
pub(super) fn words(text: &str, lexicon: &Lexicon) -> Vec<BTreeSet<String>> {
    let is_inside = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    let words = text
        .split(|character| !is_inside(character))
        .map(|word| word.trim_matches(['-', '.']).to_lowercase());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    for length in 2..=LONGEST {
        for phrase in words.windows(length) {
            found.extend(meaning(lexicon.get(&phrase.join(" "))).map(|meant| BTreeSet::from([meant])));
        }
    }
    for word in words {
        let mut forms: BTreeSet<String> = std::iter::once(word.clone()).chain(stems(&word)).collect();
        if !forms.iter().any(|form| lexicon.is_everywhere(form)) {
            if word.contains('_') {
                found.extend(word.split('_').map(|part| BTreeSet::from([part.to_owned()])));
            }
            forms.extend(meaning(lexicon.word(&word)));
            found.push(forms);
        }
    }
    found
}

/// How many words a phrase may have.
const LONGEST: usize = 3;

/// What a meaning begins with, so that it is no word.
pub(super) const MEANING: &str = "the meaning ";

/// What a word or phrase means, if that is one thing.
fn meaning(known: Option<&Known>) -> impl Iterator<Item = String> {
    let senses = if let Some(Known::Means(senses)) = known { senses.as_slice() } else { &[] };
    let single = senses.iter().filter(|sense| sense.marks.len() == 1);
    single.flat_map(|sense| &sense.marks).map(|mark| format!("{MEANING}{mark}"))
}

fn diagnose(page: &Page, unit: &Unit, citation: &Citation, about: Place) -> Diagnostic {
    let own = unit.own.contains(citation);
    let place = Place::new(&page.file, if own { citation.span } else { unit.span });
    Diagnostic::new(Code::CitationElsewhere, place, format!("`{}` is about something else", citation.id))
        .label("neither the sentence nor its headings share a word with it")
        .related(about, "what it is about")
        .expected("a citation that speaks of what the sentence says: a scenario by its title, its `about` or a text it prints, a source by what it says")
        .help("cite the scenario that is about it, or say in the sentence what this one adds")
        .rerun(rerun(page))
}
