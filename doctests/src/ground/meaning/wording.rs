//! What a clause says, as it is held to an account: who does it, whether it denies, and what it is a condition of.

use std::collections::BTreeSet;

use crate::clause::{Part, PartKind};

/// What a clause says: its words that mean something, and those that only weigh.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wording<'a> {
    pub parts: &'a [Part],
    pub weights: &'a BTreeSet<String>,
    /// Whether it says under which condition the rest holds.
    pub is_condition: bool,
}

impl<'a> Wording<'a> {
    pub(super) fn split_at(self, at: usize) -> (Self, Self) {
        let (left, right) = self.parts.split_at(at);
        (self.of(left), self.of(right))
    }

    fn of(self, parts: &'a [Part]) -> Self {
        Self { parts, ..self }
    }
}

/// Whether `parts` say the opposite of their other words.
pub(super) fn denies(parts: &[Part]) -> bool {
    parts.iter().filter(|part| part.kind == PartKind::Negates).count() % 2 == 1
}

/// Whether `parts` have verbs with nothing in common.
pub(super) fn several_acts(parts: &[Part]) -> bool {
    let mut verbs = parts.iter().filter(|part| part.is_verb());
    let Some(first) = verbs.next() else { return false };
    verbs.any(|verb| !verb.shares_a_meaning(first))
}

/// Who is said to do it: what stands in front of a verb in the present, as in "the server refuses it".
pub(super) fn actor(parts: &[Part]) -> Option<&Part> {
    let verb = parts.iter().position(Part::is_verb)?;
    let denied = verb > 0 && parts[verb - 1].kind == PartKind::Negates;
    let first = parts[verb].word.split(' ').next().unwrap_or_default();
    let participle = first.ends_with("ed") || PARTICIPLES.contains(&first);
    let active = first.ends_with('s') && !matches!(first, "is" | "was") || denied && !participle;
    let is = |part: &Part, marks: &[&str]| !part.describes() && marks.iter().any(|mark| part.means(mark));
    let nearest = parts[..verb].iter().rev().find(|part| is(part, &ACTORS) || is(part, &CALLERS))?;
    (active && is(nearest, &ACTORS)).then_some(nearest)
}

/// Participles that do not end in -ed: "is not sent" says nothing of who does not send.
const PARTICIPLES: [&str; 7] = ["sent", "kept", "left", "written", "lost", "taken", "held"];

/// What somebody runs: "token endpoint: one prompt presents" is not told of the endpoint.
const CALLERS: [&str; 4] = ["prompt", "session", "process", "command"];

/// Who can do something.
const ACTORS: [&str; 7] =
    ["client", "server", "api", "token-endpoint", "revocation-endpoint", "person", "browser"];
