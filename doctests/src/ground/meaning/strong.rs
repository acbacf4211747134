//! Words that say more than one run can show by itself: they stand only where what is cited has them.

use crate::ground::checker::Checker;
use crate::ground::count::Counted;
use crate::id::Id;
use crate::span::Span;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::fit::Witness;

/// A word that says much, and when it may.
struct Strong {
    word: &'static str,
    shown: fn(&Evidence<'_>) -> bool,
    why: &'static str,
}

/// What is cited, as far as it can carry such a word.
struct Evidence<'a> {
    ids: &'a [&'a Id],
    witnesses: &'a [(&'a Id, Witness<'a>)],
    checker: &'a Checker<'a>,
}

impl Evidence<'_> {
    fn one_has(&self, marks: &[&str]) -> bool {
        let events = self.witnesses.iter().flat_map(|(_, witness)| &witness.account.events);
        events.into_iter().any(|event| marks.iter().all(|mark| event.has(mark)))
    }

    fn counts(&self, number: u32) -> bool {
        let licenses = self.ids.iter().filter_map(|id| self.checker.license(id));
        let counted = |(what, count): &(Counted, u32)| *count == number && *what != Counted::Prompt;
        licenses.into_iter().any(|license| license.counts.iter().any(counted))
    }
}

const STRONG: [Strong; 6] = [
    Strong { word: "for the first time", shown: |_| false, why: "no run shows that it never was before" },
    Strong { word: "everything", shown: |_| false, why: "no run shows everything: name what" },
    Strong { word: "previous", shown: |_| false, why: "no run shows what was before it" },
    Strong {
        word: "no longer",
        shown: |by| by.one_has(&["both-sides"]),
        why: "nothing cited ends with a release",
    },
    Strong { word: "twice", shown: |by| by.counts(2), why: "nothing cited happens twice" },
    Strong {
        word: "wait",
        shown: |by| by.one_has(&["wait"]) || by.one_has(&["heal", "later"]),
        why: "nothing cited heals by waiting",
    },
];

/// Adds to `held` each such word of `unit`, which `text` is, that nothing cited carries.
pub(super) fn hold(
    unit: &Unit,
    text: &str,
    ids: &[&Id],
    checker: &Checker<'_>,
    witnesses: &[(&Id, Witness<'_>)],
    held: &mut Vec<HeldClause>,
) {
    let evidence = Evidence { ids, witnesses, checker };
    let lower = text.to_lowercase();
    for strong in &STRONG {
        let said = || {
            let events = witnesses.iter().flat_map(|(_, witness)| &witness.account.events);
            let texts = events.into_iter().filter_map(|event| event.said.as_ref());
            texts.into_iter().any(|said| said.text.to_lowercase().contains(strong.word))
        };
        let Some(at) = place(&lower, strong.word) else { continue };
        if witnesses.is_empty() || (strong.shown)(&evidence) || said() {
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
