//! Whether a clause fits what an account shows: yes, no, or that it cannot be said.

use std::ops::Not;

use crate::account::{Account, DECIDING, Event};
use crate::clause::{Part, PartKind};
use crate::fact::{Fact, FactKind};
use crate::ground::quote::quotes;

use super::clauses::stem;
use super::precedence::Sides;
use super::wording::{Wording, actor, denies, several_acts};

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
    /// Whether the fact `index` of the unit is said at all, in a source in one of its sentences.
    pub(super) fn mentions(&self, index: usize) -> bool {
        self.said.get(index) == Some(&true)
    }

    /// Whether `code` is typed in it, with other arguments perhaps.
    pub(super) fn types(&self, code: &str) -> bool {
        let typed = |command: &&str| {
            *command == code || code.strip_prefix(*command).is_some_and(|rest| rest.starts_with(' '))
        };
        self.account.commands.iter().any(typed)
    }

    /// Whether a text that is printed in it has `code`.
    pub(super) fn prints(&self, code: &str) -> bool {
        self.account.events.iter().flat_map(|event| &event.texts).any(|text| quotes(text, code))
    }

    /// Whether `parts` fit. With several verbs they are one event, or one for each.
    pub(super) fn fits(&self, said: Wording<'_>) -> Fit {
        let parts = said.parts;
        let whole = self.fits_whole(said);
        // "Does not renew it by itself": that no event is both says nothing of either.
        if whole == Fit::Shown && !(denies(parts) && several_acts(parts)) {
            return whole;
        }
        let verbs: Vec<usize> =
            parts.iter().enumerate().filter(|(_, part)| part.is_verb()).map(|(at, _)| at).collect();
        let Some(first) = verbs.first() else { return whole };
        let whole = if whole == Fit::Shown { Fit::Unsaid } else { whole };
        let Some(second) = verbs.get(1) else {
            return self
                .opens_apart(said, *first)
                .map_or(whole, |fit| if fit == Fit::Otherwise { whole } else { fit });
        };
        let mut worst = whole;
        if !self.opens_apart(said, *first).is_none_or(|fit| fit == Fit::Otherwise) {
            worst = Fit::Unsaid;
        }
        for at in first + 1..=*second {
            let (left, right) = said.split_at(at);
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
    fn opens_apart(&self, said: Wording<'_>, verb: usize) -> Option<Fit> {
        let is_noun = |part: &Part| matches!(part.kind, PartKind::Means(_)) && !part.means("yes");
        let mut best = None;
        for at in 1..verb {
            let (left, right) = said.split_at(at);
            // Where it happens is no event of its own.
            let is_place = |part: &Part| ENDPOINTS.iter().any(|mark| part.means(mark));
            // Nor is "the next" of something: it belongs to what follows.
            let is_order = |part: &Part| ORDER.iter().any(|mark| part.means(mark));
            let opens = left.parts.iter().any(|part| is_noun(part) && !is_place(part) && !is_order(part));
            if !opens || !right.parts[..verb - at].iter().any(is_noun) {
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

    fn fits_whole(&self, said: Wording<'_>) -> Fit {
        let fit = self.shown(said);
        if denies(said.parts) { !fit } else { fit }
    }

    /// Whether some event has all that `parts` ask for, negators aside.
    fn shown(&self, said: Wording<'_>) -> Fit {
        let parts = said.parts;
        let denied = parts.iter().any(|part| part.kind == PartKind::Negates);
        let sides = Sides::of(parts);
        let mut fit = Fit::Otherwise;
        for event in &self.account.events {
            match self.event_fits(event, parts, sides.as_ref(), denied) {
                // "Each login" is more than "a login": what a source says has to weigh as much.
                Fit::Shown if !event.said.as_ref().is_none_or(|by| by.weights.is_superset(said.weights)) => {
                    fit = Fit::Unsaid;
                }
                // "If it works": how a run ends shows no condition, and does not contradict one.
                Fit::Shown if said.is_condition && event.is_result => fit = Fit::Unsaid,
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
        let answers = parts.iter().any(|part| ANSWERS.iter().any(|mark| part.means(mark)));
        // Nothing comes of a `200` but what is well.
        let well = || parts.iter().any(|part| WELL.iter().any(|mark| part.means(mark)));
        for (at, part) in parts.iter().enumerate() {
            if matches!(part.kind, PartKind::Number(mark, _) if mark.starts_with('2')) && !well() {
                all = Fit::Unsaid;
                continue;
            }
            // "Refused with `400`": the status is that of this very answer.
            if let PartKind::Number(mark, _) = part.kind
                && answers
                && !event.has(mark)
                && !event.has("exit")
            {
                all = Fit::Unsaid;
                continue;
            }
            match self.part_fits(event, part, sides.and_then(|sides| sides.of_part(at))) {
                // "The retired token is never sent": of which token that is said decides.
                Fit::Shown if denied && part.describes() && !part.fits_event(event) => all = Fit::Unsaid,
                Fit::Shown => {}
                Fit::Otherwise => return Fit::Otherwise,
                Fit::Unsaid => all = Fit::Unsaid,
            }
        }
        let is_answer = |mark: &&&str| **mark != "get";
        let serves =
            |part: &Part| part.is_verb() && ANSWERS.iter().filter(is_answer).any(|mark| part.means(mark));
        let other = |actor: &Part| {
            let done_by = event.by.iter().any(|by| actor.means(by));
            // Only a server refuses, answers and accepts: the client gets what it sends back.
            let gets = event.by == ["client"] && ANSWERS.iter().any(|mark| event.has(mark));
            !event.by.is_empty() && !done_by || gets && done_by && parts.iter().any(serves)
        };
        // Somebody else does it.
        if all == Fit::Shown && actor(parts).is_some_and(other) { Fit::Otherwise } else { all }
    }

    /// Whether `event` shows `part` by itself, and not by what came before it.
    pub(super) fn is_itself(&self, event: &Event, part: &Part) -> bool {
        match part.kind {
            PartKind::Number(mark, _) => event.has(mark),
            _ => self.part_fits(event, part, None) == Fit::Shown,
        }
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
                    return if part.fact.is_none_or(|fact| self.names(event, fact)) {
                        Fit::Shown
                    } else {
                        Fit::Unsaid
                    };
                }
                // "A refused refresh": that it was refused may be told by another event.
                let seen = |mark: &String| self.account.events.iter().any(|event| event.describes(mark));
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
                } else if event.said.is_none() && !mark.starts_with('2') && self.came_before(mark, event) {
                    // "A `401` starts a refresh": it is why, and not what came of it. Nothing comes of a `200`.
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

    /// Whether something that has `mark` was there before `event`, or lasts.
    fn came_before(&self, mark: &str, event: &Event) -> bool {
        let before = |other: &&Event| other.at.zip(event.at).is_none_or(|(one, two)| one < two);
        self.account.events.iter().filter(before).any(|other| other.has(mark))
    }

    /// Whether the code span `index` is a name that may stand for what `event` is about: a source has its letters in
    /// the same sentence, and a run has it typed. "A `/login`" is what one has left behind as well.
    fn names(&self, event: &Event, index: usize) -> bool {
        let Some(FactKind::Code(code)) = self.facts.get(index).map(|fact| &fact.kind) else { return true };
        if event.said.is_some() {
            return self.says(event, index);
        }
        let is_command = code.starts_with("claude ") || code.starts_with('/');
        !is_command || self.types(code) || event.has("login-needed") || code == "/login" && event.has("login")
    }

    /// Whether the sentence of a source that `event` is has the fact `index`.
    fn says(&self, event: &Event, index: usize) -> bool {
        let (Some(fact), Some(said)) = (self.facts.get(index), &event.said) else { return false };
        match &fact.kind {
            FactKind::Code(code) => said.text.contains(code.trim()),
            FactKind::Version(version) => {
                self.account.version.as_ref() == Some(version) || said.facts.contains(&fact.kind)
            }
            kind => said.facts.contains(kind),
        }
    }

    fn fact_fits(&self, event: &Event, index: usize) -> Fit {
        if event.said.is_some() {
            return if self.says(event, index) { Fit::Shown } else { Fit::Unsaid };
        }
        let code = self.facts.get(index).and_then(|fact| match &fact.kind {
            FactKind::Code(code) if !is_name(code) => Some(code),
            _ => None,
        });
        let quoted = |event: &Event, code: &str| event.texts.iter().any(|text| quotes(text, code));
        // A text that the client prints is shown by nothing else; what a server says may be why something happens.
        let texts = || self.account.events.iter().filter(|event| !event.texts.is_empty());
        let printed = |code: &String| {
            let by_client = |event: &Event| event.by == ["client"];
            code.contains(' ')
                && texts().any(|event| by_client(event) && quoted(event, code))
                && !texts().any(|event| !by_client(event) && quoted(event, code))
        };
        if let Some(code) = code.filter(|code| !event.texts.is_empty() || printed(code)) {
            if quoted(event, code) {
                return Fit::Shown;
            }
            if self.account.never.iter().any(|text| quotes(text, code)) {
                return Fit::Otherwise;
            }
            return Fit::Unsaid;
        }
        let about = match self.facts.get(index).map(|fact| &fact.kind) {
            Some(FactKind::Code(code)) => self.account.is_about(event, code),
            _ => true,
        };
        if about && self.said.get(index) == Some(&true) { Fit::Shown } else { Fit::Unsaid }
    }
}

/// What a success brings.
const WELL: [&str; 5] = ["accept", "work", "good", "issue", "new"];

/// Where a request goes.
pub(super) const ENDPOINTS: [&str; 3] = ["api", "token-endpoint", "revocation-endpoint"];

/// Which of several it is.
const ORDER: [&str; 6] = ["next", "first", "last", "again", "later", "once"];

/// What comes with a status.
const ANSWERS: [&str; 5] = ["refuse", "answer", "get", "accept", "issue"];

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
