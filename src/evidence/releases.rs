//! How a scenario stands on released versions, in words.

use doctests::id::Id;
use doctests::scenario::Scenario;
use doctests::standing::{Bound, Contradiction, OnVersion, ReleaseState, SeenThere, Standing};
use semver::Version;

use super::escape::{text, value};
use super::panel::list;
use super::state::State;
use super::{Evidence, support};
use crate::releases::Releases;

/// A version that no range reaches which ends.
const NEWEST: Version = Version::new(u64::MAX, 0, 0);
/// A version that no range reaches which begins.
const OLDEST: Version = Version::new(0, 0, 0);

/// The whole state: `Verified 2.1.118–2.1.330`, `rests on a source of 2026-08-22`.
pub(super) fn words(evidence: &Evidence<'_>, id: &Id, state: State) -> String {
    if let (State::Source, Some(source)) = (state, evidence.catalog.sources.get(id)) {
        return format!("{} of {}", state.word(), text(&source.entry.date));
    }
    let held = evidence.releases.standing(id).and_then(|standing| held(state, standing));
    match (held, unchecked(evidence, id)) {
        (Some((from, to)), Some(newest)) => {
            format!("Verified {}, {newest} not checked yet", span(&from, &to))
        }
        (Some((from, to)), None) => format!("{} {}", state.word(), span(&from, &to)),
        (None, _) => state.word().to_owned(),
    }
}

/// The state in as few words as a sentence can be read through: `since 2.1.118`, `verified`.
pub(super) fn brief(evidence: &Evidence<'_>, id: &Id, state: State) -> String {
    if let (State::Source, Some(source)) = (state, evidence.catalog.sources.get(id)) {
        return format!("{} of {}", state.brief(), text(&source.entry.date));
    }
    let Some(standing) = evidence.releases.standing(id) else { return state.brief().to_owned() };
    // A range may end where no version has run: nobody sees it differ there, and it is claimed no further.
    let covers = |version: &Version| {
        let scenario = evidence.catalog.scenarios.get(id);
        scenario
            .and_then(|found| found.document.clients.claude_code.as_deref())
            .is_some_and(|claim| claim.covers(version))
    };
    match (held(state, standing), standing.bounds.as_slice()) {
        (Some((_, to)), _) if unchecked(evidence, id).is_some() => format!("verified up to {to}"),
        (Some(_), [Bound { above, begins: true, adjacent: true, .. }])
            if state == State::Verified && covers(&NEWEST) =>
        {
            format!("since {above}")
        }
        (Some(_), [Bound { below, begins: false, adjacent: true, .. }])
            if state == State::Verified && covers(&OLDEST) =>
        {
            format!("until {below}")
        }
        (Some((from, to)), [_, ..]) => format!("{} {}", state.brief(), span(&from, &to)),
        (Some(_), []) | (None, _) => state.brief().to_owned(),
    }
}

/// The versions before `standing` begins that were seen to differ, the oldest and the newest, when `sentence` speaks of
/// them: "Releases before 2.1.118", "up to 2.1.117".
pub(super) fn older<'a>(standing: &'a Standing, sentence: &str) -> Option<(&'a Version, &'a Version)> {
    let speaks_of = |words: &str, version: &Version| {
        let told = format!("{words} {version}");
        // Not of 2.1.1180 where the bound is 2.1.118.
        sentence
            .match_indices(&told)
            .any(|(at, _)| !sentence[at + told.len()..].starts_with(|next: char| next.is_ascii_digit()))
    };
    let bound = standing.bounds.iter().find(|bound| {
        bound.begins && (speaks_of("before", &bound.above) || speaks_of("up to", &bound.below))
    })?;
    let differs = |on: &&OnVersion| matches!(on.seen, SeenThere::Fails { .. });
    let before = standing.versions.iter().rev().skip_while(|on| on.version > bound.below);
    let mut ran = before.filter(|on| on.ran().is_some()).take_while(differs);
    let newest = &ran.next()?.version;
    Some((ran.last().map_or(newest, |oldest| &oldest.version), newest))
}

/// The newest release, when nobody has run the scenario `id` on it yet.
fn unchecked<'a>(evidence: &'a Evidence<'_>, id: &Id) -> Option<&'a Version> {
    evidence.catalog.scenarios.get(id).and_then(|scenario| evidence.releases.unchecked(scenario))
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
    let newer = releases.newer().map(|newest| format!(" {newest} is out and was not checked yet."));
    let newer = newer.unwrap_or_default();
    match releases.records.len() {
        1 => format!("Run on Claude Code {}{checked}.{newer}", last.version),
        n => {
            let versions = span(&first.version, &last.version);
            format!("Run on {n} releases of Claude Code, {versions}{checked}.{newer}")
        }
    }
}

/// The panel's part: the state with its reason, where it begins and ends, and every version.
pub(super) fn html(evidence: &Evidence<'_>, scenario: &Scenario) -> String {
    let Some(standing) = evidence.releases.standing(&scenario.id).filter(|standing| standing.claimed) else {
        return String::new();
    };
    let mut said: Vec<String> = state(&standing.state()).into_iter().collect();
    said.extend(standing.contradictions().map(|found| contradiction(&found)));
    said.extend(standing.bounds.iter().map(bound));
    let unchecked = evidence.releases.unchecked(scenario);
    said.extend(unchecked.map(|newest| format!("{newest} is out and was not checked yet")));
    if let Some(day) = checked(evidence, &scenario.id, evidence.state(&scenario.id)) {
        said.push(format!("last checked {}", self::day(day)));
    }
    format!("{}{}", list(&said), support::table(evidence.releases, standing, unchecked))
}

/// The versions to name beside `state`: none when it speaks of our own model.
fn held(state: State, standing: &Standing) -> Option<(Version, Version)> {
    let of_releases = matches!(state, State::Verified | State::Partly);
    let state = standing.state();
    state.held().filter(|_| of_releases).map(|(from, to)| (from.clone(), to.clone()))
}

/// What the badge does not say.
fn state(state: &ReleaseState) -> Option<String> {
    match state {
        ReleaseState::Verified { .. } => None,
        ReleaseState::Partly { held: Some((from, to)), reason } => {
            Some(format!("held on versions of {}; {}", span(from, to), text(reason)))
        }
        ReleaseState::Partly { held: None, reason } => Some(text(reason)),
        ReleaseState::Contradicted { versions } => {
            let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
            Some(format!("<strong>contradicted</strong> by {}", versions.join(", ")))
        }
        ReleaseState::NotOnRelease { reason } => Some(format!("not run on a release: {}", text(reason))),
    }
}

fn contradiction(found: &Contradiction<'_>) -> String {
    let at =
        found.mismatch.map(|mismatch| format!(" at {}", text(&mismatch.expectation))).unwrap_or_default();
    format!("{}{at}: expected {}, seen {}", found.version, value(&found.expected), value(&found.seen))
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

pub(super) fn span(from: &Version, to: &Version) -> String {
    if from == to { from.to_string() } else { format!("{from}–{to}") }
}

pub(super) fn day(day: &str) -> String {
    format!("<time datetime=\"{0}\">{0}</time>", text(day))
}
