//! A source as an account: each sentence that it is recorded to say is an event.

use std::collections::BTreeSet;

use semver::Version;

use crate::account::{Account, Event, MARKS, Said};
use crate::clause::{Clause, PartKind};
use crate::lexicon::Lexicon;
use crate::parse::page::facts_in;
use crate::source::SourceEntry;
use crate::span::Span;

use super::clauses::{clauses, stem};

/// What `entry` says: each of its sentences is an account, so that what a claim says of one thing is not gathered
/// from several. Its version, and why nothing drives it, go with each of them.
pub(in crate::ground) fn of_source(entry: &SourceEntry, lexicon: &Lexicon) -> Vec<Account> {
    let version: Option<Version> = entry.version.as_deref().and_then(|version| version.parse().ok());
    let mut always: Vec<Event> =
        entry.version.iter().map(|version| event(version, &[], Span::new(0, version.len()))).collect();
    always.extend(entry.undriven.iter().flat_map(|why| events(why, lexicon)));
    let sentences = entry.facts.iter().filter(|fact| is_sentence(fact)).chain(&entry.says);
    let account = |sentence: &String| {
        let events = always.iter().cloned().chain(events(sentence, lexicon)).collect();
        Account { events, version: version.clone(), ..Account::default() }
    };
    sentences.map(account).filter(|account| !account.events.is_empty()).collect()
}

/// The marks of the words of `sentence`.
pub(super) fn marks<'a>(
    sentence: &'a str,
    lexicon: &Lexicon,
) -> impl Iterator<Item = &'static str> + use<'a> {
    let clauses = clauses(sentence, 0, &[], lexicon, &[]);
    let parts = clauses.into_iter().flat_map(|clause| clause.parts);
    let senses = parts.flat_map(|part| match part.kind {
        PartKind::Means(senses) => senses,
        _ => Vec::new(),
    });
    let marks = senses.into_iter().flat_map(|sense| sense.marks);
    marks.filter_map(|mark| MARKS.iter().copied().find(|known| *known == mark))
}

/// A fact that is only a name may be named, and says nothing by itself.
fn is_sentence(fact: &str) -> bool {
    fact.split_whitespace().count() > 2 && !fact.starts_with("claude ")
}

fn events(sentence: &str, lexicon: &Lexicon) -> Vec<Event> {
    let clauses = clauses(sentence, 0, &facts_in(sentence), lexicon, &[]);
    let span = |at: usize| clauses.get(at).and_then(Clause::span);
    // What another clause of the sentence names, this one does not.
    let own = |at: usize| {
        let start = at.checked_sub(1).and_then(span).map_or(0, |before| before.end);
        Span::new(start, span(at + 1).map_or(sentence.len(), |after| after.start))
    };
    let mut events: Vec<Event> =
        clauses.iter().enumerate().map(|(at, clause)| event(sentence, &[clause], own(at))).collect();
    // A sentence is one event too, when nothing in it is denied that the rest asserts.
    if clauses.len() > 1 && clauses.iter().all(|clause| !denies(clause)) {
        let all = Span::new(0, sentence.len());
        events.push(event(sentence, &clauses.iter().collect::<Vec<_>>(), all));
    }
    events
}

fn denies(clause: &Clause) -> bool {
    clause.parts.iter().filter(|part| part.kind == PartKind::Negates).count() % 2 == 1
}

/// The event that `clauses` of `sentence` are, which stand at `span`.
fn event(sentence: &str, clauses: &[&Clause], span: Span) -> Event {
    let mut marks: BTreeSet<&'static str> = BTreeSet::new();
    let mut words = BTreeSet::new();
    for part in clauses.iter().flat_map(|clause| &clause.parts) {
        match &part.kind {
            PartKind::Means(senses) => {
                let said = senses.iter().flat_map(|sense| &sense.marks);
                marks.extend(said.filter_map(|mark| MARKS.iter().copied().find(|known| known == mark)));
            }
            PartKind::Number(mark, _) => drop(marks.insert(mark)),
            PartKind::Unknown => drop(words.insert(stem(&part.word))),
            PartKind::Fact(_) | PartKind::Negates | PartKind::Modal => {}
        }
    }
    let denied = clauses.iter().any(|clause| denies(clause));
    if denied && !clauses.iter().any(|clause| clause.has_verb()) {
        // "No X" is read as "there is no X".
        marks.insert("denied");
    }
    let weights = clauses.iter().flat_map(|clause| clause.weights.iter().cloned()).collect();
    let within = facts_in(sentence).into_iter().filter(|fact| span.contains(fact.span));
    let facts = within.map(|fact| fact.kind).collect();
    let text = sentence.get(span.range()).unwrap_or_default().to_owned();
    let said = Some(Said { text, facts, weights });
    Event { marks, words, denied, said, shown: format!("“{sentence}”"), ..Event::default() }
}
