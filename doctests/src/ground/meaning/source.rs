//! A source as an account: each sentence that it is recorded to say is an event.

use std::collections::BTreeSet;

use crate::account::{Account, Event, MARKS, Said};
use crate::clause::{Clause, PartKind};
use crate::lexicon::Lexicon;
use crate::parse::page::facts_in;
use crate::source::SourceEntry;

use super::clauses::{clauses, stem};

/// What `entry` says, sentence by sentence.
pub(in crate::ground) fn of_source(entry: &SourceEntry, lexicon: &Lexicon) -> Account {
    let version = entry.version.as_deref().and_then(|version| version.parse().ok());
    let mut account = Account { version, ..Account::default() };
    for sentence in entry.facts.iter().chain(&entry.says).chain(&entry.undriven) {
        let clauses = clauses(sentence, 0, &facts_in(sentence), lexicon, &[]);
        for clause in &clauses {
            account.events.push(event(sentence, &[clause]));
        }
        // A sentence is one event too, when nothing in it is denied that the rest asserts.
        if clauses.len() > 1 && clauses.iter().all(|clause| !denies(clause)) {
            account.events.push(event(sentence, &clauses.iter().collect::<Vec<_>>()));
        }
    }
    account
}

fn denies(clause: &Clause) -> bool {
    clause.parts.iter().filter(|part| part.kind == PartKind::Negates).count() % 2 == 1
}

fn event(sentence: &str, clauses: &[&Clause]) -> Event {
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
    let facts = facts_in(sentence).into_iter().map(|fact| fact.kind).collect();
    let said = Some(Said { text: sentence.to_owned(), facts, weights });
    Event { marks, words, denied, said, shown: format!("“{sentence}”"), ..Event::default() }
}
