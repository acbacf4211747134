//! A unit → its clauses: split at marks and joints, each word looked up in the lexicon.

use crate::account::MARKS;
use crate::clause::{Clause, Part, PartKind};
use crate::fact::{Fact, FactKind};
use crate::lexicon::{Known, Lexicon, stems};
use crate::span::Span;

use super::fit::ENDPOINTS;
use super::words::{Word, words};

/// What cannot stand between a participle and the noun it describes.
const PREDICATIVE: [&str; 22] = [
    "is", "are", "was", "were", "has", "have", "by", "with", "at", "to", "and", "or", "in", "on", "when",
    "after", "once", "again", "too", "for", "as", "from",
];

/// How many words a phrase of the lexicon has at most.
const LONGEST: usize = 8;

/// The clauses of `text`, which begins at `start` of its file and has `facts`.
pub(super) fn clauses(
    text: &str,
    start: usize,
    facts: &[Fact],
    lexicon: &Lexicon,
    instructions: &[String],
) -> Vec<Clause> {
    let words = words(text, start);
    let mut reading = Reading {
        words: &words,
        facts,
        lexicon,
        instructions,
        fresh: true,
        label: None,
        found: Vec::new(),
        clause: Clause::default(),
    };
    reading.read();
    reading.found
}

struct Reading<'a> {
    words: &'a [Word],
    facts: &'a [Fact],
    lexicon: &'a Lexicon,
    instructions: &'a [String],
    /// Whether no word of the clause was read yet.
    fresh: bool,
    /// "Token endpoint:" at the beginning: what all that follows is about.
    label: Option<Part>,
    found: Vec<Clause>,
    clause: Clause,
}

impl Reading<'_> {
    fn read(&mut self) {
        let mut at = 0;
        while let Some(word) = self.words.get(at) {
            if self.fresh && !word.is_mark {
                self.clause.advice = self.is_advice(at);
                self.fresh = false;
            }
            if word.is_mark {
                self.part(&word.text, word.text == "|");
                at += 1;
                continue;
            }
            if let Some((index, end)) = self.fact_at(at) {
                self.fact(index, at);
                at = end;
                continue;
            }
            at = self.phrase(at);
        }
        self.part("", false);
    }

    /// The fact that begins at the word `at`, and the word after it. A code span that the lexicon knows is a word too.
    fn fact_at(&self, at: usize) -> Option<(usize, usize)> {
        let word = &self.words[at];
        let index = self.facts.iter().position(|fact| fact.span.contains(Span::at(word.span.start)))?;
        if self.is_code(index) && self.lexicon.get(&word.text).is_some() {
            return None;
        }
        let end = self.words[at..]
            .iter()
            .take_while(|word| {
                self.facts[index].span.contains(word.span) || word.span == self.facts[index].span
            })
            .count();
        Some((index, at + end.max(1)))
    }

    fn is_code(&self, index: usize) -> bool {
        matches!(self.facts[index].kind, FactKind::Code(_))
    }

    fn fact(&mut self, index: usize, at: usize) {
        let figure = match self.facts[index].kind {
            FactKind::Status(status) => Some(status.to_string()),
            FactKind::ExitCode(code) => Some(code.to_string()),
            _ => None,
        };
        let mark = figure.and_then(|figure| MARKS.iter().copied().find(|mark| *mark == figure));
        let kind = mark.map_or(PartKind::Fact(index), |mark| PartKind::Number(mark, index));
        self.push(&self.words[at].text.clone(), self.facts[index].span, kind);
    }

    /// Reads the longest phrase that the lexicon knows from the word `at` on; the word after it.
    fn phrase(&mut self, at: usize) -> usize {
        let mut longest = None;
        let mut text = String::new();
        for (more, word) in self.words[at..].iter().take(LONGEST).take_while(|word| !word.is_mark).enumerate()
        {
            if more > 0 {
                text.push(' ');
            }
            text.push_str(&word.text);
            let known = if more == 0 { self.lexicon.word(&text) } else { self.lexicon.get(&text) };
            if let Some(known) = known {
                longest = Some((text.clone(), at + more + 1, known));
            }
            if !self.lexicon.begins(&text) {
                break;
            }
        }
        let Some((text, end, known)) = longest else {
            let word = &self.words[at];
            let kind = if is_nothing(&word.text) { None } else { Some(PartKind::Unknown) };
            if let Some(kind) = kind {
                self.push(&word.text.clone(), word.span, kind);
            }
            return at + 1;
        };
        let span = Span::new(self.words[at].span.start, self.words[end - 1].span.end);
        if *known != Known::Joint {
            self.clause.weights.extend(self.lexicon.weight(&text).cloned());
        }
        match known {
            Known::Means(senses) => {
                let mut senses = senses.clone();
                if senses.iter().any(|sense| sense.denies) {
                    self.push(&text, span, PartKind::Negates);
                }
                // "keeps answering", "between receiving and saving": nothing is said to happen.
                if self.words[at].text.ends_with("ing")
                    && senses.iter().any(|sense| sense.verb)
                    && !self.clause.is_state
                {
                    self.push(&text, span, PartKind::Modal);
                }
                if self.is_adjunct(at) {
                    senses.iter_mut().filter(|sense| !sense.verb).for_each(|sense| sense.describes = true);
                }
                if self.is_adjective(at, end) {
                    for sense in &mut senses {
                        sense.verb = false;
                        sense.describes = true;
                    }
                }
                self.push(&text, span, PartKind::Means(senses));
            }
            Known::Negates => self.push(&text, span, PartKind::Negates),
            Known::Modal => self.push(&text, span, PartKind::Modal),
            Known::Neutral => {
                self.clause.is_state |=
                    matches!(text.as_str(), "is" | "are" | "was" | "were" | "be" | "been");
            }
            Known::Joint => {
                self.part(&text, false);
                // "without" and "nor" part clauses and deny the next one.
                if self.lexicon.document.negators.contains(&text) {
                    self.push(&text, span, PartKind::Negates);
                }
            }
        }
        end
    }

    /// Whether the noun at `at` hangs on a preposition that only tells of what, or beside what.
    fn is_adjunct(&self, at: usize) -> bool {
        const PASSED: [&str; 8] = ["a", "an", "the", "its", "this", "that", "each", "any"];
        const LOOSE: [&str; 9] =
            ["of", "beside", "besides", "alongside", "despite", "for", "about", "behind", "than"];
        let before = self.words[..at].iter().rev().find(|word| !PASSED.contains(&word.text.as_str()));
        before.is_some_and(|word| LOOSE.contains(&word.text.as_str()))
    }

    /// Whether the clause that begins at `at` opens with a word that tells the reader what to do.
    fn is_advice(&self, at: usize) -> bool {
        if !matches!(self.clause.joint.as_str(), "" | "and" | "or" | "," | ";" | ":" | "|" | "then" | "but") {
            return false;
        }
        self.instructions.iter().any(|opening| {
            let wanted = opening.to_lowercase();
            let said = self.words[at..].iter().take(wanted.split(' ').count()).map(|word| word.text.as_str());
            said.eq(wanted.split(' '))
        })
    }

    /// "A refused token": what stands between an article and a noun only describes it.
    fn is_adjective(&self, at: usize, end: usize) -> bool {
        const ARTICLES: [&str; 9] = ["a", "an", "the", "each", "its", "this", "that", "no", "any"];
        let participle = self.words[at].text.ends_with("ed") || self.words[at].text == "dead";
        let article = at.checked_sub(1).and_then(|before| self.words.get(before));
        let described = self.words.get(end).filter(|word| !word.is_mark);
        participle
            && article.is_none_or(|word| ARTICLES.contains(&word.text.as_str()))
            && described.is_some_and(|word| !PREDICATIVE.contains(&word.text.as_str()))
    }

    fn push(&mut self, word: &str, span: Span, kind: PartKind) {
        let is_name = |index: &usize| self.is_code(*index) && self.facts[*index].span == span;
        let fact = match kind {
            PartKind::Means(_) => (0..self.facts.len()).find(is_name),
            _ => None,
        };
        self.clause.parts.push(Part { word: word.to_owned(), span, kind, fact });
    }

    /// Ends a clause; the next one is joined to it by `joint`.
    fn part(&mut self, joint: &str, cell: bool) {
        let number = self.clause.cell + usize::from(cell);
        let next = Clause {
            joint: joint.to_owned(),
            parts: Vec::new(),
            advice: false,
            is_state: false,
            cell: number,
            weights: self.lexicon.weight(joint).into_iter().cloned().collect(),
        };
        self.fresh = true;
        let mut clause = std::mem::replace(&mut self.clause, next);
        // "answers neither with X nor with Y": the denial is of what follows.
        if joint == "with" && clause.parts.last().is_some_and(|part| part.kind == PartKind::Negates) {
            self.clause.parts.extend(clause.parts.pop());
        }
        // "Refused with `400`": the figure is of that refusal.
        let of_before = clause.joint == "with"
            && !clause.parts.is_empty()
            && clause.parts.iter().all(|part| matches!(part.kind, PartKind::Number(..)));
        let follows = |before: &&mut Clause| {
            of_before && before.cell == clause.cell && !matches!(before.joint.as_str(), "when" | "if")
        };
        if joint == ":" && clause.joint.is_empty() && is_endpoint(&clause.parts) {
            self.label = clause.parts.pop();
        } else if let Some(before) = self.found.last_mut().filter(follows) {
            before.parts.append(&mut clause.parts);
        } else if clause.says_something() {
            // What has no subject of its own takes that of the clause before it, and the label with it.
            if let Some(label) = self.label.as_ref().filter(|_| !clause.parts[0].is_verb()) {
                clause.parts.insert(0, label.clone());
            }
            self.found.push(clause);
        } else if !cell {
            // "and then": the first joint is the one that counts, unless it is only a mark.
            let stronger =
                clause.joint.chars().any(char::is_alphabetic) && !joint.chars().any(char::is_alphabetic);
            if stronger {
                self.clause.joint = clause.joint;
            }
        }
    }
}

/// Whether `parts` only name an endpoint.
fn is_endpoint(parts: &[Part]) -> bool {
    let endpoint = |part: &Part| ENDPOINTS.iter().any(|mark| part.means(mark));
    parts.len() == 1 && parts.iter().all(endpoint)
}

/// A bare number or a single letter.
fn is_nothing(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || c == '.') || word.chars().count() < 2
}

/// The form under which a word without a mark is compared.
pub(super) fn stem(word: &str) -> String {
    stems(word).into_iter().next().unwrap_or_else(|| word.to_owned())
}
