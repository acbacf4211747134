//! Clients → others: the plain one for a variant, ranges with a bound moved, expectations that do not differ.

use semver::{Comparator, Op, Version, VersionReq};
use serde_json::{Value, json};

use super::{Known, List};
use crate::judge::range::standing;
use crate::mutant::Operator::Client;
use crate::standing::{OnVersion, SeenThere, Standing};

/// The claim of the reference client.
const REFERENCE: &str = "/clients/reference";
/// The claim of releases.
const RELEASES: &str = "/clients/claude-code";

/// The mutants of what a scenario claims of clients.
pub(super) fn of(known: Known<'_>, list: &mut List<'_>) {
    match list.at(REFERENCE) {
        Some(Value::String(_)) => list.change(Client, REFERENCE, json!({ "variant": "forgets-to-save" })),
        Some(Value::Object(claim)) if claim.contains_key("variant") => {
            list.change(Client, REFERENCE, "holds");
        }
        _ => {}
    }
    let standing = standing(list.scenario, known.records, known.skipped);
    let ran: Vec<&OnVersion> = standing.versions.iter().filter(|on| on.ran().is_some()).collect();
    // A version where the scenario fails at something else says nothing of a text.
    let holds: Vec<&OnVersion> =
        ran.iter().copied().filter(|on| matches!(on.seen, SeenThere::Holds { .. })).collect();
    for expect in ["/expect", "/boundary/expect"] {
        for pointer in list.items(&format!("{expect}/releases_print")) {
            bounds(&format!("{pointer}/on"), &holds, list);
        }
    }
    match list.at(RELEASES) {
        Some(Value::String(_)) => {
            let key = list.at("/expect").and_then(Value::as_object).and_then(|expect| expect.keys().next());
            if let (Some(oldest), Some(key)) = (ran.first(), key) {
                let range = format!(">{}", oldest.version);
                list.change(Client, RELEASES, json!({ "range": range, "differs_at": key }));
            }
        }
        Some(Value::Object(_)) => range(RELEASES, &standing, &ran, list),
        Some(Value::Array(_)) => {
            for pointer in list.items(RELEASES) {
                range(&pointer, &standing, &ran, list);
            }
        }
        _ => {}
    }
}

fn range(pointer: &str, standing: &Standing, ran: &[&OnVersion], list: &mut List<'_>) {
    let Some(written) = bounds(&format!("{pointer}/range"), ran, list) else { return };
    let differs_at = format!("{pointer}/differs_at");
    let keys: Vec<String> = list
        .at("/expect")
        .and_then(Value::as_object)
        .map(|expect| expect.keys().cloned().collect())
        .unwrap_or_default();
    let outside: Vec<&OnVersion> = neighbours(&written, standing);
    if let Some(other) =
        keys.iter().find(|key| !outside.is_empty() && outside.iter().all(|on| !differs(on, key)))
    {
        list.change(Client, &differs_at, other.as_str());
    }
}

/// The mutants of the requirement at `pointer`: each of its bounds moved. What is written there.
fn bounds(pointer: &str, ran: &[&OnVersion], list: &mut List<'_>) -> Option<VersionReq> {
    let written = list.at(pointer)?.as_str()?.parse::<VersionReq>().ok()?;
    for at in 0..written.comparators.len() {
        for moved in moved(&written, at, ran) {
            list.change(Client, pointer, moved.to_string());
        }
    }
    Some(written)
}

/// `written` with its bound number `at` moved down and up, as far as the next recorded version that this puts on
/// the other side: where neighbours are recorded that is one published version.
fn moved(written: &VersionReq, at: usize, ran: &[&OnVersion]) -> Vec<VersionReq> {
    let bound = &written.comparators[at];
    let here = Version::new(bound.major, bound.minor.unwrap_or_default(), bound.patch.unwrap_or_default());
    let inside =
        |range: &VersionReq| -> Vec<bool> { ran.iter().map(|on| range.matches(&on.version)).collect() };
    let to = |version: &Version| {
        let mut moved = written.clone();
        moved.comparators[at] = comparator(bound.op, version);
        (inside(&moved) != inside(written)).then_some(moved)
    };
    let below = ran.iter().rev().map(|on| &on.version).filter(|version| **version < here).find_map(to);
    let above = ran.iter().map(|on| &on.version).filter(|version| **version > here).find_map(to);
    below.into_iter().chain(above).collect()
}

fn comparator(op: Op, version: &Version) -> Comparator {
    Comparator {
        op,
        major: version.major,
        minor: Some(version.minor),
        patch: Some(version.patch),
        pre: semver::Prerelease::EMPTY,
    }
}

/// The versions that ran and lie just outside `range`.
fn neighbours<'a>(range: &VersionReq, standing: &'a Standing) -> Vec<&'a OnVersion> {
    let ran: Vec<&OnVersion> = standing.versions.iter().filter(|on| on.ran().is_some()).collect();
    let pairs = ran.windows(2).filter_map(|pair| {
        match (range.matches(&pair[0].version), range.matches(&pair[1].version)) {
            (false, true) => Some(pair[0]),
            (true, false) => Some(pair[1]),
            _ => None,
        }
    });
    pairs.collect()
}

/// Whether what was seen on a version differs at the expectation `key`.
fn differs(on: &OnVersion, key: &str) -> bool {
    let SeenThere::Fails { mismatches } = &on.seen else { return true };
    mismatches.iter().any(|mismatch| {
        let path = mismatch.expectation.split("expect.").last().unwrap_or_default();
        path.split(['.', '[']).next() == Some(key)
    })
}
