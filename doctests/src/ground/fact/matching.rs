//! Whether a licence says what a fact asks for, and what it says instead.

use std::fmt::Display;

use jiff::SignedDuration;

use crate::exchange::Endpoint;
use crate::fact::{Fact, FactKind};
use crate::id::Id;
use crate::page::Page;
use crate::span::Span;
use crate::unit::Unit;

use super::help::{listed, one_of};
use crate::ground::count::Counted;
use crate::ground::duration;
use crate::ground::license::{Era, License, mode, source};
use crate::ground::meaning::header_of;
use crate::ground::quote::quotes;
use crate::ground::role;
use crate::ground::wording::{
    Comparison, comparison, denied, is_moment, negated, of_older_releases, of_other_releases,
    speaks_of_a_server,
};

/// A fact with what its neighbours make of it.
pub(super) struct Asked<'a> {
    /// The fact.
    pub fact: &'a Fact,
    role: Option<Endpoint>,
    comparison: Comparison,
    /// Whether a duration says when something is done.
    is_moment: bool,
    negated: bool,
    /// Whether the fact itself is denied: "no `401`".
    denied: bool,
    page: &'a Page,
    unit: &'a Unit,
}

impl<'a> Asked<'a> {
    /// `fact` as it stands in `unit`.
    pub(super) fn of(page: &'a Page, unit: &'a Unit, fact: &'a Fact) -> Self {
        let before = page.file.slice(Span::new(unit.span.start, fact.span.start));
        let after = page.file.slice(Span::new(fact.span.end, unit.span.end));
        let is_status = matches!(fact.kind, FactKind::Status(_));
        Self {
            fact,
            role: is_status.then(|| role::of_status(before)).flatten(),
            comparison: comparison(before, after),
            is_moment: is_moment(before, after),
            negated: negated(&unit.text),
            denied: denied(before),
            page,
            unit,
        }
    }

    /// What the wording adds to the kind of fact, for the caret.
    pub(super) fn qualifier(&self) -> String {
        match self.role {
            Some(endpoint) => format!(" of the {}", role::name(Some(endpoint))),
            None => String::new(),
        }
    }

    /// Whether `license` says it.
    pub(super) fn is_said_by(&self, license: &License) -> bool {
        match &self.fact.kind {
            FactKind::Status(status) => self.status(*status, license),
            FactKind::ExitCode(code) => license.exits.contains(code),
            FactKind::Duration(duration) => self.duration(duration.abs(), license),
            FactKind::Count { number, noun } => {
                let counted = Counted::of_noun(noun);
                license.counts.iter().any(|(of, count)| count == number && counted.rests_on(of))
            }
            FactKind::Version(version) => {
                license.versions.contains(version) || self.is_generated() && license.ran.contains(version)
            }
            FactKind::System(system) => license.systems.contains(system),
            FactKind::Mode(text) => mode(text).is_some_and(|mode| license.modes.contains(&mode)),
            FactKind::Code(code) => self.code(code, license),
        }
    }

    fn status(&self, status: u16, license: &License) -> bool {
        if self.denied
            && license.complete
            && !license.statuses.iter().any(|(_, licensed)| *licensed == status)
        {
            return true;
        }
        license.statuses.iter().any(|(endpoint, licensed)| {
            let same_role = self.role.is_none() || endpoint.is_none() || *endpoint == self.role;
            *licensed == status && same_role
        })
    }

    fn duration(&self, duration: SignedDuration, license: &License) -> bool {
        match self.comparison {
            Comparison::None => {
                license.durations.contains(&duration)
                    || self.is_moment && license.sides.iter().any(|(_, side)| *side == duration)
            }
            Comparison::Weak if !license.bounded => license.durations.contains(&duration),
            Comparison::Weak | Comparison::Strong => license.thresholds.contains(&duration),
        }
    }

    /// Whether the sentence names a version, or speaks of older or newer ones; a row by the header of its table.
    fn is_of_other_releases(&self) -> bool {
        of_other_releases(&self.unit.text)
            || self.unit.facts.iter().any(|fact| matches!(fact.kind, FactKind::Version(_)))
            || header_of(self.page, self.unit).is_some_and(of_other_releases)
    }

    /// Whether the sentence tells of nothing but older releases: what the newest prints is then no proof.
    fn is_of_older_releases(&self) -> bool {
        of_older_releases(&self.unit.text) || header_of(self.page, self.unit).is_some_and(of_older_releases)
    }

    /// Whether the sentence speaks of a server, or its table does.
    fn is_of_a_server(&self) -> bool {
        speaks_of_a_server(&self.unit.text) || header_of(self.page, self.unit).is_some_and(speaks_of_a_server)
    }

    /// Whether the words right before say that a server answers this: "answers `400` with".
    fn is_an_error(&self) -> bool {
        let before = Span::new(self.unit.span.start, self.fact.span.start);
        role::answers_an_error(self.page.file.slice(before))
    }

    /// Whether it is written from the records, and compared with them letter by letter.
    fn is_generated(&self) -> bool {
        self.page.is_generated(self.unit.span)
    }

    fn code(&self, code: &str, license: &License) -> bool {
        let code = code.trim();
        if license.era != Era::Unknown
            && !code.contains(' ')
            && !license.errors.contains(code)
            && self.is_an_error()
        {
            return source::status(code).is_some_and(|status| self.status(status, license));
        }
        let now = license.era != Era::Now || !code.contains(' ') || !self.is_of_older_releases();
        license.names.contains(code)
            || now && license.texts.iter().any(|text| quotes(text, code))
            || license.messages.iter().any(|text| quotes(text, code)) && self.is_of_a_server()
            || license.elsewhere.iter().any(|text| quotes(text, code)) && self.is_of_other_releases()
            || self.is_generated()
                && license.unexpected.iter().chain(&license.elsewhere).any(|text| quotes(text, code))
            || self.negated && license.never.iter().any(|text| quotes(text, code))
            || assignment(code, license)
            || license.commands.iter().any(|command| adds_arguments(code, command))
            || source::status(code).is_some_and(|status| self.status(status, license))
            || code.parse().is_ok_and(|version| license.versions.contains(&version))
            || duration::parse(code).is_some_and(|duration| self.duration(duration, license))
            || code.len() > 3 && mode(code).is_some_and(|mode| license.modes.contains(&mode))
    }

    /// What `license` says of the fact's kind.
    pub(super) fn what_it_says(&self, license: &License) -> String {
        match &self.fact.kind {
            FactKind::Status(_) => {
                let status = |(endpoint, status): &(Option<Endpoint>, u16)| match endpoint {
                    Some(_) => format!("{status} ({})", role::name(*endpoint)),
                    None => status.to_string(),
                };
                all(license.statuses.iter().map(status), "no status")
            }
            FactKind::ExitCode(_) => {
                all(license.exits.iter().map(|code| format!("exit code {code}")), "no exit code")
            }
            FactKind::Duration(_) if self.only_thresholds(license) => all(
                license.thresholds.iter().map(|at| format!("{} (a boundary)", duration::words(*at))),
                "no boundary",
            ),
            FactKind::Duration(_) => {
                all(license.durations.iter().map(|d| duration::words(*d)), "no duration")
            }
            FactKind::Count { noun, .. } => {
                let counted = Counted::of_noun(noun);
                let counts = license.counts.iter().filter(|(of, _)| counted.rests_on(of));
                all(counts.map(|(of, number)| format!("{number} {of}")), "no such count")
            }
            FactKind::Version(_) => all(license.versions.iter(), "no version"),
            FactKind::System(_) => all(license.systems.iter().map(|system| system.as_str()), "no system"),
            FactKind::Mode(_) => all(license.modes.iter().map(|mode| format!("0{mode}")), "no file mode"),
            FactKind::Code(code) => listed(license.names.iter().chain(&license.texts), code),
        }
    }

    fn only_thresholds(&self, license: &License) -> bool {
        self.comparison == Comparison::Strong || self.comparison == Comparison::Weak && license.bounded
    }

    /// What else explains why the fact is refused.
    pub(super) fn hints(&self, cited: &[(&Id, &License)]) -> Vec<String> {
        let mut hints = Vec::new();
        match &self.fact.kind {
            FactKind::Duration(duration) => {
                let plain = cited.iter().find(|(_, license)| license.durations.contains(&duration.abs()));
                if let (Some((id, _)), true) = (plain, self.comparison != Comparison::None) {
                    hints.push(format!(
                        "`{id}` runs with this duration on one side only; a threshold needs its `boundary: {{of, at, beyond, expect}}`"
                    ));
                }
            }
            FactKind::Status(status) => {
                for (id, license) in cited {
                    let others = license.statuses.iter().filter(|(_, licensed)| licensed == status);
                    for (endpoint, _) in others {
                        hints.push(format!("in `{id}` the {status} is the {}'s", role::name(*endpoint)));
                    }
                }
            }
            FactKind::Code(code) => {
                let never = |license: &License| license.never.iter().any(|text| quotes(text, code));
                if let Some((id, _)) = cited.iter().find(|(_, license)| never(license)) {
                    hints.push(format!("`{id}` expects that this is never printed"));
                }
            }
            _ => {}
        }
        hints
    }
}

/// `NAME=value`: the name, and the value unless it is a placeholder.
fn assignment(code: &str, license: &License) -> bool {
    let Some((name, value)) = code.split_once('=') else { return false };
    let upper = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let placeholder = matches!(value, "…" | "...") || value.starts_with('<') && value.ends_with('>');
    // The pair itself is a name of the licence that gives both; a value of another variable is not enough.
    upper && !name.is_empty() && placeholder && license.names.contains(name)
}

/// `claude -p "ping"` is the command `claude -p` with an argument.
fn adds_arguments(code: &str, command: &str) -> bool {
    let argument = code.strip_prefix(command).and_then(|rest| rest.strip_prefix(' ')).map(str::trim);
    argument.is_some_and(|argument| {
        let quoted = |mark| argument.len() > 1 && argument.starts_with(mark) && argument.ends_with(mark);
        quoted('"') || quoted('\'') || argument.starts_with('<') && argument.ends_with('>')
    })
}

fn all(items: impl Iterator<Item = impl Display>, none: &str) -> String {
    one_of(items.map(|item| item.to_string()), none)
}
