//! Other values that a fact could have as far as a citation goes: what a careless edit would put in its place.

use std::collections::BTreeSet;
use std::fmt::Display;

use crate::fact::{Fact, FactKind};
use crate::id::Id;

use super::checker::Checker;
use super::duration;
use super::license::{License, source};
use super::quote::quotes;

impl Checker<'_> {
    /// Other values that `fact` could have as far as the citations `ids` go, each as a page would write it.
    pub fn alternatives<'i>(&self, ids: impl Iterator<Item = &'i Id>, fact: &Fact) -> Vec<String> {
        let licenses = ids.filter_map(|id| self.license(id));
        let mut found: Vec<String> = licenses.flat_map(|license| of(&fact.kind, license)).collect();
        let mut seen = BTreeSet::new();
        found.retain(|other| seen.insert(other.clone()));
        found
    }
}

/// Every other value of the kind of `fact` that `license` says, as a page would write it.
fn of(fact: &FactKind, license: &License) -> Vec<String> {
    match fact {
        FactKind::Status(status) => {
            others(license.statuses.iter().map(|(_, status)| status).filter(|other| *other != status))
        }
        FactKind::ExitCode(code) => others(license.exits.iter().filter(|other| *other != code)),
        FactKind::Duration(duration) => {
            let sides = license.sides.iter().map(|(_, side)| side);
            let known = license.durations.iter().chain(sides).filter(|other| **other != duration.abs());
            known.map(|other| duration::words(*other)).collect()
        }
        FactKind::Count { number, .. } => {
            others(license.counts.iter().map(|(_, other)| other).filter(|other| *other != number))
        }
        FactKind::Version(version) => others(license.versions.iter().filter(|other| *other != version)),
        FactKind::Mode(_) => Vec::new(),
        FactKind::System(system) => {
            others(license.systems.iter().filter(|other| *other != system).map(|other| other.as_str()))
        }
        FactKind::Code(code) => {
            let shape = Shape::of(code);
            // A longer or shorter quote of the same line says the same.
            let other = |name: &&String| !quotes(name, code) && !quotes(code, name);
            let known = license.names.iter().chain(&license.texts).filter(other);
            known.filter(|name| Shape::of(name) == shape && is_writable(name)).cloned().collect()
        }
    }
}

fn others(values: impl Iterator<Item = impl Display>) -> Vec<String> {
    values.map(|value| value.to_string()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether `text` can stand between single backticks, in a table too.
fn is_writable(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.contains(['`', '|', '\n', '\\'])
}

/// What a code span looks like: a name is taken for another name, not for a text.
#[derive(Debug, PartialEq, Eq)]
enum Shape {
    /// `ANTHROPIC_API_KEY`.
    Variable,
    /// `claude auth status`, `--bare`, `/login`.
    Typed,
    /// `.credentials.json`, `/v1/messages`.
    Path,
    /// `expiresAt`, `invalid_grant`, `Retry-After`.
    Word,
    /// `400 invalid_grant`.
    Answer,
    /// `Not logged in · Please run /login`.
    Text,
}

impl Shape {
    fn of(code: &str) -> Self {
        let variable = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
        if code.bytes().all(variable) && code.bytes().any(|b| b == b'_') {
            Self::Variable
        } else if code.split(' ').next() == Some("claude") || code.starts_with("--") || is_slash_command(code)
        {
            Self::Typed
        } else if code.contains('/') && !code.contains(' ') || code.starts_with('.') {
            Self::Path
        } else if code.split_once(' ').is_some_and(|(status, _)| source::status(status).is_some()) {
            Self::Answer
        } else if code.contains(' ') {
            Self::Text
        } else {
            Self::Word
        }
    }
}

/// Whether `code` is what a session understands: `/login`, `/install-github-app`.
pub(super) fn is_slash_command(code: &str) -> bool {
    code.strip_prefix('/')
        .is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn license() -> License {
        License {
            names: ["accessToken", "refreshToken", "ANTHROPIC_API_KEY", "/login", ".credentials.json"]
                .map(ToOwned::to_owned)
                .into(),
            statuses: [(None, 400), (None, 401)].into(),
            ..License::default()
        }
    }

    #[test]
    fn a_name_is_taken_for_a_name_of_its_shape() {
        let of_name = |code: &str| of(&FactKind::Code(code.to_owned()), &license());
        assert_eq!(of_name("expiresAt"), ["accessToken", "refreshToken"]);
        assert_eq!(of_name("ANTHROPIC_AUTH_TOKEN"), ["ANTHROPIC_API_KEY"]);
        assert_eq!(of_name("claude"), ["/login"]);
    }

    #[test]
    fn a_member_that_begins_like_a_command_is_a_name_and_a_status_with_its_error_is_no_text() {
        assert_eq!(Shape::of("claudeAiOauth"), Shape::Word);
        assert_eq!(Shape::of("claude auth status"), Shape::Typed);
        assert_eq!(Shape::of("/install-github-app"), Shape::Typed);
        assert_eq!(Shape::of("400 invalid_grant"), Shape::Answer);
        assert_eq!(Shape::of("Not logged in"), Shape::Text);
    }

    #[test]
    fn a_longer_or_a_shorter_quote_of_a_line_is_no_other_text() {
        let texts = ["Your script is failing · Run /status", "It has no key"].map(ToOwned::to_owned);
        let license = License { texts: texts.into(), ..License::default() };
        let shorter = FactKind::Code("Your script is failing".to_owned());
        assert_eq!(of(&shorter, &license), ["It has no key"]);
    }

    #[test]
    fn a_value_is_no_other_value_of_itself() {
        assert_eq!(of(&FactKind::Status(401), &license()), ["400"]);
        assert_eq!(of(&FactKind::ExitCode(1), &license()), Vec::<String>::new());
    }
}
