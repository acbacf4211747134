//! How a scenario stands on released versions, in words and as a table of versions.

use std::fmt::Write as _;

use doctests::id::Id;
use doctests::scenario::Scenario;
use doctests::standing::{Bound, Claimed, OnVersion, ReleaseState, SeenThere, Standing};
use semver::Version;

use super::Evidence;
use super::escape::text;
use super::panel::list;
use super::state::State;
use crate::releases::Releases;

/// The words of a mark: `Verified 2.1.118–2.1.330`, `rests on a source of 2026-08-22`.
pub(super) fn words(evidence: &Evidence<'_>, id: &Id, state: State) -> String {
    if let (State::Source, Some(source)) = (state, evidence.catalog.sources.get(id)) {
        return format!("{} of {}", state.word(), text(&source.entry.date));
    }
    let held = evidence.releases.standing(id).and_then(|standing| held(state, standing));
    match held {
        Some((from, to)) => format!("{} {}", state.word(), span(&from, &to)),
        None => state.word().to_owned(),
    }
}

/// The day on which the newest version that shows it was last compared with the registry.
pub(super) fn checked<'a>(evidence: &'a Evidence<'_>, id: &Id, state: State) -> Option<&'a str> {
    let (_, to) = held(state, evidence.releases.standing(id)?)?;
    evidence.releases.dates.get(&to).map(|dates| dates.checked.as_str())
}

/// Which releases were run at all, for the top of a page.
pub(super) fn recorded(releases: &Releases) -> String {
    let (Some(first), Some(last)) = (releases.records.first(), releases.newest()) else {
        return "No release of Claude Code has run them yet.".to_owned();
    };
    let checked = releases.dates.get(&last.version);
    let checked = checked.map(|dates| format!(", last checked {}", day(&dates.checked))).unwrap_or_default();
    match releases.records.len() {
        1 => format!("Run on Claude Code {}{checked}.", last.version),
        n => format!("Run on {n} releases of Claude Code, {}{checked}.", span(&first.version, &last.version)),
    }
}

/// The panel's part: the state with its reason, where it begins and ends, and every version.
pub(super) fn html(evidence: &Evidence<'_>, scenario: &Scenario) -> String {
    let Some(standing) = evidence.releases.standing(&scenario.id).filter(|standing| standing.claimed) else {
        return String::new();
    };
    let mut said = vec![state(&standing.state())];
    said.extend(standing.bounds.iter().map(bound));
    if let Some(day) = checked(evidence, &scenario.id, evidence.state(&scenario.id)) {
        said.push(format!("last checked {}", self::day(day)));
    }
    format!("{}{}", list(&said), table(evidence.releases, standing))
}

/// The versions to name beside `state`: none when it speaks of our own model.
fn held(state: State, standing: &Standing) -> Option<(Version, Version)> {
    let of_releases = matches!(state, State::Verified | State::Partly);
    let state = standing.state();
    state.held().filter(|_| of_releases).map(|(from, to)| (from.clone(), to.clone()))
}

fn state(state: &ReleaseState) -> String {
    match state {
        ReleaseState::Verified { from, to } => {
            format!("held in every run, on every version recorded of {}", span(from, to))
        }
        ReleaseState::Partly { held: Some((from, to)), reason } => {
            format!("held on versions of {}; {}", span(from, to), text(reason))
        }
        ReleaseState::Partly { held: None, reason } => text(reason),
        ReleaseState::Contradicted { versions } => {
            let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
            format!("<strong>contradicted</strong> by {}", versions.join(", "))
        }
        ReleaseState::NotOnRelease { reason } => format!("not run on a release: {}", text(reason)),
    }
}

fn bound(bound: &Bound) -> String {
    let Bound { below, above, .. } = bound;
    match (bound.begins, bound.adjacent) {
        (true, true) => format!("begins with {above}: {below} differs"),
        (true, false) => format!("begins somewhere between {below}, which differs, and {above}"),
        (false, true) => format!("ends with {below}: {above} differs"),
        (false, false) => format!("ends somewhere between {below} and {above}, which differs"),
    }
}

/// One row for neighbours that were claimed and seen alike.
fn table(releases: &Releases, standing: &Standing) -> String {
    let mut groups: Vec<Vec<&OnVersion>> = Vec::new();
    for on in &standing.versions {
        match groups.last_mut() {
            Some(group) if words_of(group[0]) == words_of(on) => group.push(on),
            _ => groups.push(vec![on]),
        }
    }
    if groups.is_empty() {
        return String::new();
    }
    let mut table = String::from(
        "<table class=\"versions\"><thead><tr><th>Version</th><th>Released</th><th>Claimed</th><th>Seen</th></tr></thead><tbody>",
    );
    for group in groups.iter().rev() {
        let (first, last) = (group[0], group[group.len() - 1]);
        let (claimed, seen) = words_of(first);
        let versions = match group.len() {
            1 => first.version.to_string(),
            n => format!("{} ({n} versions)", span(&first.version, &last.version)),
        };
        let published =
            releases.dates.get(&last.version).map(|dates| day(&dates.released)).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = write!(
            table,
            "<tr><td>{versions}</td><td>{published}</td><td>{claimed}</td><td>{seen}</td></tr>"
        );
    }
    table.push_str("</tbody></table>");
    table
}

fn words_of(on: &OnVersion) -> (String, String) {
    let claimed = match &on.claimed {
        Claimed::Holds => "holds".to_owned(),
        Claimed::DiffersAt(at) => format!("differs at {}", text(at)),
        Claimed::Fails => "does not hold".to_owned(),
    };
    let seen = match &on.seen {
        SeenThere::Holds { ways: 1 } => "✓ held in every run".to_owned(),
        SeenThere::Holds { ways } => format!("✓ held in every run, in {ways} ways"),
        SeenThere::Varies { passed, runs, .. } => format!("◐ held in {passed} of {runs} runs"),
        SeenThere::Inconclusive { reason } => format!("◐ {}", text(reason)),
        SeenThere::Fails { mismatches } => {
            let mut at: Vec<&str> = mismatches.iter().map(|mismatch| part(&mismatch.expectation)).collect();
            at.dedup();
            format!("differed at {}", text(&at.join(", ")))
        }
        SeenThere::NotRun { reason } => format!("○ not run: {}", text(reason)),
        SeenThere::Stale => "○ to be recorded again".to_owned(),
        SeenThere::Unrecorded => "○ not recorded".to_owned(),
    };
    (claimed, seen)
}

/// `expect.exchanges[1]` is a part of `exchanges`.
fn part(expectation: &str) -> &str {
    let path = expectation.strip_prefix("boundary.").unwrap_or(expectation);
    let path = path.strip_prefix("expect.").unwrap_or(path);
    path.split(['[', '.']).next().unwrap_or(path)
}

fn span(from: &Version, to: &Version) -> String {
    if from == to { from.to_string() } else { format!("{from}–{to}") }
}

fn day(day: &str) -> String {
    format!("<time datetime=\"{0}\">{0}</time>", text(day))
}
