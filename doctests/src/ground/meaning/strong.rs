//! Words that say more than one run can show by itself: they stand only where what is cited has them.

use crate::id::Id;
use crate::span::Span;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::fit::Witness;

/// A word that says much, and when it may.
struct Strong {
    word: &'static str,
    shown: fn(&[(&Id, Witness<'_>)]) -> bool,
    why: &'static str,
}

/// Whether one event of what is cited has all `marks`.
fn one_has(witnesses: &[(&Id, Witness<'_>)], marks: &[&str]) -> bool {
    let mut events = witnesses.iter().flat_map(|(_, witness)| &witness.account.events);
    events.any(|event| marks.iter().all(|mark| event.has(mark)))
}

const STRONG: [Strong; 6] = [
    Strong { word: "for the first time", shown: |_| false, why: "no run shows that it never was before" },
    Strong { word: "everything", shown: |_| false, why: "no run shows everything: name what" },
    Strong { word: "always", shown: |_| false, why: "no run shows that it is always so" },
    Strong { word: "previous", shown: |_| false, why: "no run shows what was before it" },
    Strong {
        word: "no longer",
        shown: |by| one_has(by, &["both-sides"]),
        why: "nothing cited ends with a release",
    },
    Strong {
        word: "wait",
        shown: |by| one_has(by, &["wait"]) || one_has(by, &["heal", "later"]),
        why: "nothing cited heals by waiting",
    },
];

/// Adds to `held` each such word of `unit`, which `text` is, that nothing cited carries.
pub(super) fn hold(unit: &Unit, text: &str, witnesses: &[(&Id, Witness<'_>)], held: &mut Vec<HeldClause>) {
    let lower = text.to_lowercase();
    for strong in &STRONG {
        let said = || {
            let events = witnesses.iter().flat_map(|(_, witness)| &witness.account.events);
            let texts = events.into_iter().filter_map(|event| event.said.as_ref());
            texts.into_iter().any(|said| said.text.to_lowercase().contains(strong.word))
        };
        let Some(at) = place(&lower, strong.word) else { continue };
        if witnesses.is_empty() || (strong.shown)(witnesses) || said() {
            continue;
        }
        let start = unit.span.start + at;
        let span = Span::new(start, start + strong.word.len());
        held.push(HeldClause { span, held: Held::NotUnderstood { why: strong.why.to_owned() } });
    }
}

/// Where `word` stands in `text` as whole words, outside code spans.
fn place(text: &str, word: &str) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let (before, after) = (&text[..*at], &text[at + word.len()..]);
        !letter(before.chars().next_back())
            && !letter(after.chars().next())
            && before.matches('`').count() % 2 == 0
    })
}
