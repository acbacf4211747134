//! Who wins and who loses in a clause such as "A beats B".

use crate::clause::Part;

/// Who wins and who loses in a clause such as "A beats B": a record of precedence is directed.
pub(super) struct Sides {
    verb: usize,
    loses: bool,
    subject: Vec<bool>,
}

impl Sides {
    pub(super) fn of(parts: &[Part]) -> Option<Self> {
        let verb = parts.iter().position(|part| part.means("win") || part.means("lose"))?;
        Some(Self {
            verb,
            loses: parts[verb].means("lose"),
            subject: parts.iter().map(|part| CREDENTIALS.iter().any(|mark| part.means(mark))).collect(),
        })
    }

    /// On which side the part `at` stands, when it is a credential.
    pub(super) fn of_part(&self, at: usize) -> Option<&'static str> {
        let is_subject = *self.subject.get(at)?;
        let first = at < self.verb;
        (is_subject && at != self.verb).then_some(if first == self.loses { "over" } else { "win" })
    }
}

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
