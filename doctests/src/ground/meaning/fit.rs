//! Whether a clause fits what an account shows: yes, no, or that it cannot be said.

use std::ops::Not;

use crate::account::{Account, DECIDING, Event};
use crate::clause::{Part, PartKind};
use crate::fact::{Fact, FactKind};
use crate::ground::quote::quotes;

use super::clauses::stem;

/// What comes of holding a clause to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// One event shows it.
    Shown,
    /// The account is complete in this, and shows otherwise.
    Otherwise,
    /// The account does not say.
    Unsaid,
}

impl Not for Fit {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Shown => Self::Otherwise,
            Self::Otherwise => Self::Shown,
            Self::Unsaid => Self::Unsaid,
        }
    }
}

/// One cited run or source, and what it says of the facts of the unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Witness<'a> {
    /// What it shows.
    pub account: &'a Account,
    /// For each fact of the unit whether it is said there.
    pub said: &'a [bool],
    /// The facts of the unit.
    pub facts: &'a [Fact],
}

impl Witness<'_> {
    /// Whether `parts` fit. With several verbs they are one event, or one for each.
    pub(super) fn fits(&self, parts: &[Part]) -> Fit {
        let whole = self.fits_whole(parts);
        if whole == Fit::Shown {
            return whole;
        }
        let verbs: Vec<usize> =
            parts.iter().enumerate().filter(|(_, part)| part.is_verb()).map(|(at, _)| at).collect();
        let Some(first) = verbs.first() else { return whole };
        let Some(second) = verbs.get(1) else {
            return self
                .opens_apart(parts, *first)
                .map_or(whole, |fit| if fit == Fit::Otherwise { whole } else { fit });
        };
        let mut worst = whole;
        if !self.opens_apart(parts, *first).is_none_or(|fit| fit == Fit::Otherwise) {
            worst = Fit::Unsaid;
        }
        for at in first + 1..=*second {
            let (left, right) = parts.split_at(at);
            match (self.fits(left), self.fits(right)) {
                (Fit::Shown, Fit::Shown) => return Fit::Shown,
                (Fit::Otherwise, _) | (_, Fit::Otherwise) => {}
                _ => worst = Fit::Unsaid,
            }
        }
        worst
    }

    /// "After a refused X the stored login is kept": what stands before the subject may be of another event.
    /// None when there is no such part.
    fn opens_apart(&self, parts: &[Part], verb: usize) -> Option<Fit> {
        let is_noun = |part: &Part| matches!(part.kind, PartKind::Means(_)) && !part.means("yes");
        let mut best = None;
        for at in 1..verb {
            let (left, right) = parts.split_at(at);
            if !left.iter().any(is_noun) || !right[..verb - at].iter().any(is_noun) {
                continue;
            }
            match (self.shown(left), self.fits_whole(right)) {
                (Fit::Shown, Fit::Shown) => return Some(Fit::Shown),
                (_, Fit::Otherwise) => best = best.or(Some(Fit::Otherwise)),
                _ => best = Some(Fit::Unsaid),
            }
        }
        best
    }

    fn fits_whole(&self, parts: &[Part]) -> Fit {
        let negated = parts.iter().filter(|part| part.kind == PartKind::Negates).count() % 2 == 1;
        let fit = self.shown(parts);
        if negated { !fit } else { fit }
    }

    /// Whether some event has all that `parts` ask for, negators aside.
    fn shown(&self, parts: &[Part]) -> Fit {
        let denied = parts.iter().any(|part| part.kind == PartKind::Negates);
        let sides = Sides::of(parts);
        let mut fit = Fit::Otherwise;
        for event in &self.account.events {
            match self.event_fits(event, parts, sides.as_ref(), denied) {
                Fit::Shown if event.denied => return Fit::Otherwise,
                Fit::Shown => return Fit::Shown,
                Fit::Unsaid => fit = Fit::Unsaid,
                Fit::Otherwise => {}
            }
        }
        fit
    }

    fn event_fits(&self, event: &Event, parts: &[Part], sides: Option<&Sides>, denied: bool) -> Fit {
        if !event.only_with.is_empty()
            && !parts.iter().any(|part| event.only_with.iter().any(|mark| part.means(mark)))
        {
            return Fit::Otherwise;
        }
        let mut all = Fit::Shown;
        // What fails without a word on what it is is the whole prompt, and not one of its requests.
        let subject = |part: &Part| SUBJECTS.iter().any(|mark| part.means(mark));
        if parts.iter().any(|part| part.means("fail"))
            && event.has("fail")
            && (event.has("answer") || event.has("fault"))
            && !parts.iter().any(subject)
        {
            return Fit::Otherwise;
        }
        for (at, part) in parts.iter().enumerate() {
            match self.part_fits(event, part, sides.and_then(|sides| sides.of_part(at))) {
                // "The retired token is never sent": of which token that is said decides.
                Fit::Shown if denied && part.describes() && !part.fits_event(event) => all = Fit::Unsaid,
                Fit::Shown => {}
                Fit::Otherwise => return Fit::Otherwise,
                Fit::Unsaid => all = Fit::Unsaid,
            }
        }
        all
    }

    pub(super) fn part_fits(&self, event: &Event, part: &Part, side: Option<&str>) -> Fit {
        match &part.kind {
            PartKind::Negates | PartKind::Modal => Fit::Shown,
            PartKind::Means(senses) => {
                let has = |mark: &String| match side {
                    Some(side) => event.words.contains(&format!("{side} {mark}")),
                    None => event.has(mark) || mark == "yes",
                };
                if senses.iter().any(|sense| sense.marks.iter().all(has)) {
                    return Fit::Shown;
                }
                // "A refused refresh": that it was refused may be told by another event.
                let seen = |mark: &String| self.account.events.iter().any(|event| event.has(mark));
                if senses.iter().any(|sense| sense.describes && sense.marks.iter().all(seen)) {
                    return Fit::Shown;
                }
                let never = |mark: &String| self.account.tells(mark) && !seen(mark);
                if senses.iter().all(|sense| sense.describes && sense.marks.iter().any(never)) {
                    return Fit::Otherwise;
                }
                let lacks = |mark: &String| {
                    !has(mark)
                        && DECIDING.contains(&mark.as_str())
                        && (event.whole || self.account.tells(mark))
                };
                if senses.iter().all(|sense| !sense.describes && sense.marks.iter().any(lacks)) {
                    Fit::Otherwise
                } else {
                    Fit::Unsaid
                }
            }
            PartKind::Number(mark, _) => {
                if event.has(mark) {
                    Fit::Shown
                } else if event.has("exit") || event.whole && event.has("answer") {
                    Fit::Otherwise
                } else if self.account.events.iter().any(|event| event.has(mark)) {
                    // "A `401` starts a refresh": it is why, and not what came of it.
                    Fit::Shown
                } else {
                    Fit::Unsaid
                }
            }
            PartKind::Fact(index) => self.fact_fits(event, *index),
            PartKind::Unknown => {
                if event.words.contains(&stem(&part.word)) {
                    Fit::Shown
                } else {
                    Fit::Unsaid
                }
            }
        }
    }

    fn fact_fits(&self, event: &Event, index: usize) -> Fit {
        let code = self.facts.get(index).and_then(|fact| match &fact.kind {
            FactKind::Code(code) if !is_name(code) => Some(code),
            _ => None,
        });
        if let (Some(code), false) = (code, event.texts.is_empty()) {
            if event.texts.iter().any(|text| quotes(text, code)) {
                return Fit::Shown;
            }
            if self.account.never.iter().any(|text| quotes(text, code)) {
                return Fit::Otherwise;
            }
            return Fit::Unsaid;
        }
        if self.said.get(index) == Some(&true) { Fit::Shown } else { Fit::Unsaid }
    }
}

/// A command, an option or a variable: what is spoken of, and not what is printed.
fn is_name(code: &str) -> bool {
    code.starts_with("claude")
        || code.starts_with(['/', '-', '~', '.'])
        || code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// What can fail by itself, and not as a whole prompt.
const SUBJECTS: [&str; 13] = [
    "request",
    "refresh",
    "token",
    "access",
    "refresh-token",
    "key",
    "api",
    "server",
    "token-endpoint",
    "revocation-endpoint",
    "credential",
    "code",
    "sign-in",
];

/// What stands on a side of it.
const CREDENTIALS: [&str; 12] = [
    "credential",
    "token",
    "access",
    "refresh-token",
    "login",
    "key",
    "api-key",
    "auth-token",
    "env-token",
    "helper",
    "variable",
    "output",
];

/// Who wins and who loses in a clause such as "A beats B": a record of precedence is directed.
struct Sides {
    verb: usize,
    loses: bool,
    subject: Vec<bool>,
}

impl Sides {
    fn of(parts: &[Part]) -> Option<Self> {
        let verb = parts.iter().position(|part| part.means("win") || part.means("lose"))?;
        Some(Self {
            verb,
            loses: parts[verb].means("lose"),
            subject: parts.iter().map(|part| CREDENTIALS.iter().any(|mark| part.means(mark))).collect(),
        })
    }

    /// On which side the part `at` stands, when it is a credential.
    fn of_part(&self, at: usize) -> Option<&'static str> {
        let is_subject = *self.subject.get(at)?;
        let first = at < self.verb;
        (is_subject && at != self.verb).then_some(if first == self.loses { "over" } else { "win" })
    }
}
