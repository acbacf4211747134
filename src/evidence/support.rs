//! What was seen version by version, as a table: a word, a shape and a colour for each.

use std::fmt::Write as _;

use doctests::standing::{Bound, OnVersion, SeenThere, Standing};
use doctests::verdict::Mismatch;
use semver::Version;

use super::escape::{text, value};
use super::releases::{day, span};
use crate::releases::Releases;

/// One row for neighbours on which the same was seen, newest first; those that nobody ran are a quiet line between
/// them. Where nobody knows on which version between two it changed, a row says so.
pub(super) fn table(releases: &Releases, standing: &Standing, unchecked: Option<&Version>) -> String {
    let groups: Vec<&[OnVersion]> =
        standing.versions.chunk_by(|one, other| support(&one.seen) == support(&other.seen)).collect();
    let mut rows = String::new();
    if let Some(version) = unchecked {
        row(&mut rows, &version.to_string(), &released(releases, version), "unknown", "○ not checked yet");
    }
    for (number, group) in groups.iter().enumerate().rev() {
        let (first, last) = (&group[0], &group[group.len() - 1]);
        let below = number.checked_sub(1).and_then(|below| groups[below].last()).map(|on| &on.version);
        let unseen = first.ran().is_none() && changed_unseen(&standing.bounds, &first.version, &last.version);
        let changed = if unseen { ", and it changed somewhere here" } else { "" };
        if first.seen == SeenThere::Unrecorded {
            let above = groups.get(number + 1).map(|above| &above[0].version);
            let counted = crate::examination::counted(group.len(), "version");
            let line = format!("{counted}{}: not recorded{changed}", between(below, above));
            // Writing to a String cannot fail.
            let _ = write!(rows, "<tr class=\"unseen\"><td colspan=\"3\">{line}</td></tr>");
            continue;
        }
        let versions = match group.len() {
            1 => first.version.to_string(),
            n => format!("{} ({n} versions)", span(&first.version, &last.version)),
        };
        let (name, words) = support(&first.seen);
        row(&mut rows, &versions, &released(releases, &last.version), name, &format!("{words}{changed}"));
        let gap =
            |bound: &&Bound| !bound.adjacent && Some(&bound.below) == below && bound.above == first.version;
        if let Some(Bound { below, above, .. }) = standing.bounds.iter().find(gap) {
            let versions = format!("after {below}, before {above}");
            row(&mut rows, &versions, "", "unknown", "○ it changed somewhere here");
        }
    }
    if rows.is_empty() {
        return rows;
    }
    format!(
        "<table class=\"versions\"><caption>Seen on Claude Code, version by version</caption><thead><tr><th scope=\"col\">Version</th>\
         <th scope=\"col\">Released</th><th scope=\"col\">Does it do this?</th></tr></thead><tbody>{rows}</tbody></table>"
    )
}

/// Where versions lie, by those next to them.
fn between(below: Option<&Version>, above: Option<&Version>) -> String {
    match (below, above) {
        (Some(below), Some(above)) => format!(" between {below} and {above}"),
        (Some(below), None) => format!(" after {below}"),
        (None, Some(above)) => format!(" before {above}"),
        (None, None) => String::new(),
    }
}

/// Whether a behaviour begins or ends on one of the versions from `first` to `last`, which did not run.
fn changed_unseen(bounds: &[Bound], first: &Version, last: &Version) -> bool {
    bounds.iter().any(|bound| bound.below < *first && *last < bound.above)
}

/// What a scenario expects beside what was seen, where they part.
pub(super) fn expected_against_seen(mismatches: &[Mismatch]) -> String {
    let mut rows = String::new();
    for Mismatch { expectation, expected, seen, .. } in mismatches {
        let _ = write!(
            rows,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            text(expectation),
            value(expected),
            value(seen)
        );
    }
    format!(
        "<table class=\"against\"><caption>Expected against seen</caption><thead><tr><th scope=\"col\">Where</th>\
         <th scope=\"col\">Expected</th><th scope=\"col\">Seen</th></tr></thead><tbody>{rows}</tbody></table>"
    )
}

fn row(rows: &mut String, versions: &str, released: &str, name: &str, words: &str) {
    // Writing to a String cannot fail.
    let _ = write!(
        rows,
        "<tr><th scope=\"row\">{versions}</th><td>{released}</td><td data-support=\"{name}\">{words}</td></tr>"
    );
}

fn released(releases: &Releases, version: &Version) -> String {
    releases.dates.get(version).map(|dates| day(&dates.released)).unwrap_or_default()
}

/// The name of the colour, and the shape with the words.
fn support(seen: &SeenThere) -> (&'static str, String) {
    match seen {
        SeenThere::Holds { ways: 1 } => ("yes", "✓ yes, in every run".to_owned()),
        SeenThere::Holds { ways } => ("yes", format!("✓ yes, in every run, in {ways} ways")),
        SeenThere::Varies { passed, runs, .. } => {
            ("varies", format!("◐ it varies: in {passed} of {runs} runs"))
        }
        SeenThere::Inconclusive { reason } => ("varies", format!("◐ inconclusive: {}", text(reason))),
        SeenThere::Fails { mismatches } => {
            let mut at: Vec<&str> = mismatches.iter().map(|mismatch| part(&mismatch.expectation)).collect();
            at.dedup();
            ("no", format!("✕ no, it differs at {}", text(&at.join(", "))))
        }
        SeenThere::NotRun { reason } => ("unknown", format!("○ not run: {}", text(reason))),
        SeenThere::Stale => ("unknown", "○ to be recorded again".to_owned()),
        SeenThere::Unrecorded => ("unknown", "○ not recorded".to_owned()),
    }
}

/// `expect.exchanges[1]` is a part of `exchanges`.
fn part(expectation: &str) -> &str {
    let path = expectation.strip_prefix("boundary.").unwrap_or(expectation);
    let path = path.strip_prefix("expect.").unwrap_or(path);
    path.split(['[', '.']).next().unwrap_or(path)
}
