//! Versions have a direction: "since 2.1.118" needs something cited that begins there.

use semver::Version;

use crate::catalog::Cited;
use crate::fact::FactKind;
use crate::id::Id;
use crate::scenario::ClaudeCodeClaim;
use crate::source::SourceKind;
use crate::span::Span;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use crate::ground::checker::Checker;
use crate::ground::quote::quotes;

/// Which side of a version a claim speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// `since V`, `from V on`.
    Since,
    /// `up to V`, `until V`.
    UpTo,
    /// `before V`.
    Before,
    /// `after V`.
    After,
}

/// A bound of what a scenario holds on.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Bound {
    From(Version),
    To(Version),
}

/// Contradicts the versions of `unit` that stand on the wrong side of the ranges of what it cites, and those that no
/// scenario or source that is cited knows.
pub(super) fn hold(unit: &Unit, text: &str, ids: &[&Id], checker: &Checker<'_>, held: &mut Vec<HeldClause>) {
    let cited: Vec<Cited<'_>> = ids.iter().filter_map(|id| checker.catalog.get(id)).collect();
    let bounds: Vec<Bound> = cited.iter().flat_map(bounds).collect();
    for fact in &unit.facts {
        let FactKind::Version(version) = &fact.kind else { continue };
        if cited.iter().any(|cited| dates(cited, version)) {
            continue;
        }
        let before = &text[..fact.span.start.saturating_sub(unit.span.start).min(text.len())];
        let after = text.get(fact.span.end.saturating_sub(unit.span.start)..).unwrap_or_default();
        let expected = match direction(before, after) {
            Some(direction) if bounds.iter().any(|bound| agrees(direction, bound, version)) => continue,
            Some(direction) => format!("a range that {} {version}", direction.text()),
            None if speaks_of(&cited, version, unit, checker) => continue,
            None => format!("something that holds on {version}, or was printed there"),
        };
        let seen = bounds.iter().map(Bound::text).collect::<Vec<_>>().join(", ");
        let seen =
            if seen.is_empty() { "no range at all: it holds on every version".to_owned() } else { seen };
        let span = Span::new(fact.span.start, fact.span.end);
        held.push(HeldClause { span, held: Held::Contradicted { expected, seen } });
    }
}

/// Whether a source says when something came or went, and names `version`: a changelog by what it is a changelog of.
/// The version up to which a page of the documentation was read dates nothing.
fn dates(cited: &Cited<'_>, version: &Version) -> bool {
    let Cited::Source(source) = cited else { return false };
    let entry = &source.entry;
    let number = version.to_string();
    let named = |text: &String| quotes(text, &number);
    let of_changelog = entry.kind == SourceKind::Changelog && entry.version.as_ref() == Some(&number);
    of_changelog || entry.facts.iter().chain(&entry.says).any(named) || named(&entry.title)
}

/// Whether something cited holds on `version`, printed a text there that `unit` quotes, or was read with it.
fn speaks_of(cited: &[Cited<'_>], version: &Version, unit: &Unit, checker: &Checker<'_>) -> bool {
    cited.iter().any(|cited| match cited {
        Cited::Source(source) => source.entry.version.as_deref() == Some(&*version.to_string()),
        Cited::Scenario(scenario) => {
            let claimed = scenario.document.clients.claude_code.as_deref();
            let quoted = |line: &str| {
                unit.facts.iter().any(|fact| matches!(&fact.kind, FactKind::Code(code) if quotes(line, code)))
            };
            let printed = checker.catalog.printed.get().into_iter().flat_map(|all| all.of(&scenario.id));
            claimed.is_none_or(|claimed| claimed.covers(version))
                || printed.into_iter().any(|(on, line)| on == version && quoted(line))
        }
    })
}

fn agrees(direction: Direction, bound: &Bound, version: &Version) -> bool {
    match (direction, bound) {
        (Direction::Since | Direction::Before, Bound::From(from)) => from == version,
        (Direction::UpTo | Direction::After, Bound::To(to)) => to == version,
        // "before V" may tell of what ends where the range begins: the other side of it.
        (Direction::Before | Direction::Since, Bound::To(to)) => is_next(to, version),
        (Direction::UpTo | Direction::After, Bound::From(from)) => is_next(version, from),
    }
}

/// Where what is cited begins and ends to hold.
fn bounds(cited: &Cited<'_>) -> Vec<Bound> {
    let Cited::Scenario(scenario) = cited else { return Vec::new() };
    let Some(ClaudeCodeClaim::Ranges(ranges)) = scenario.document.clients.claude_code.as_deref() else {
        return Vec::new();
    };
    let comparators = ranges.iter().flat_map(|range| &range.range.comparators);
    comparators
        .flat_map(|comparator| {
            let version = Version::new(
                comparator.major,
                comparator.minor.unwrap_or_default(),
                comparator.patch.unwrap_or_default(),
            );
            match comparator.op {
                semver::Op::GreaterEq | semver::Op::Greater => vec![Bound::From(version)],
                semver::Op::LessEq => vec![Bound::To(version)],
                semver::Op::Less => version
                    .patch
                    .checked_sub(1)
                    .map(|patch| Bound::To(Version { patch, ..version }))
                    .into_iter()
                    .collect(),
                semver::Op::Exact => vec![Bound::From(version.clone()), Bound::To(version)],
                _ => Vec::new(),
            }
        })
        .collect()
}

fn is_next(below: &Version, above: &Version) -> bool {
    below.major == above.major && below.minor == above.minor && below.patch + 1 == above.patch
}

fn direction(before: &str, after: &str) -> Option<Direction> {
    let words: Vec<String> = before
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .collect();
    let after = after.trim_start_matches('`').trim_start();
    let [.., a, b] = words.as_slice() else {
        return match words.last().map(String::as_str) {
            Some("since") => Some(Direction::Since),
            Some("before") => Some(Direction::Before),
            Some("until") => Some(Direction::UpTo),
            Some("from") if after.starts_with("on") || after.starts_with("to") => Some(Direction::Since),
            _ => None,
        };
    };
    match (a.as_str(), b.as_str()) {
        (_, "since" | "from") => Some(Direction::Since),
        (_, "before") => Some(Direction::Before),
        (_, "after") => Some(Direction::After),
        ("up", "to") | (_, "until" | "through") => Some(Direction::UpTo),
        (_, "to") if words.iter().rev().take(4).any(|word| word == "from") => Some(Direction::UpTo),
        _ if after.starts_with("and later")
            || after.starts_with("and newer")
            || after.starts_with("or later") =>
        {
            Some(Direction::Since)
        }
        _ if after.starts_with("and earlier") || after.starts_with("and older") => Some(Direction::UpTo),
        _ => None,
    }
}

impl Direction {
    const fn text(self) -> &'static str {
        match self {
            Self::Since => "begins at",
            Self::UpTo => "ends with",
            Self::Before => "ends before",
            Self::After => "begins after",
        }
    }
}

impl Bound {
    fn text(&self) -> String {
        match self {
            Self::From(version) => format!("it begins at {version}"),
            Self::To(version) => format!("it ends with {version}"),
        }
    }
}
