//! Scenario + records → how it stands on releases: inside its ranges every run passes, just outside they differ.

use semver::Version;

use super::judge_release;
use crate::record::{Entry, Record, Seen, SeenRun, digest, shown};
use crate::scenario::{Case, ClaudeCodeClaim, Scenario, VersionRange};
use crate::standing::{Bound, Claimed, OnVersion, SeenThere, Standing};
use crate::verdict::{Mismatch, Verdict};

/// How `scenario` stands on the versions of `records`. `skipped` are the version numbers that were never published.
pub fn standing<'a>(
    scenario: &Scenario,
    records: impl IntoIterator<Item = &'a Record>,
    skipped: &[Version],
) -> Standing {
    let Some(claim) = scenario.document.clients.claude_code.as_deref() else { return Standing::unclaimed() };
    let mut records: Vec<&Record> = records.into_iter().collect();
    records.sort_by(|one, other| one.version.cmp(&other.version));
    let (digest, cases) = (digest(scenario), scenario.cases());
    let mut versions: Vec<OnVersion> = records
        .iter()
        .map(|record| OnVersion {
            version: record.version.clone(),
            claimed: if inside(claim, &record.version).is_some() { Claimed::Holds } else { Claimed::Fails },
            seen: entry(record, scenario, &digest, &cases),
        })
        .collect();
    let bounds = bounds(&mut versions, claim, skipped);
    let shown = shown(&scenario.id, &records, &versions);
    Standing { claimed: true, versions, bounds, shown }
}

/// What was seen of `scenario` on the version of `record`.
pub fn seen_on(scenario: &Scenario, record: &Record) -> SeenThere {
    entry(record, scenario, &digest(scenario), &scenario.cases())
}

fn entry(record: &Record, scenario: &Scenario, digest: &str, cases: &[Case]) -> SeenThere {
    match record.entries.get(&scenario.id) {
        None => SeenThere::Unrecorded,
        Some(Entry::NotRun(reason)) => SeenThere::NotRun { reason: reason.clone() },
        Some(Entry::Seen(seen)) if seen.digest != digest => SeenThere::Stale,
        Some(Entry::Seen(seen)) => seen_there(cases, seen, &record.version),
    }
}

/// What `version` lies in.
enum Inside<'a> {
    /// All there is: nothing lies outside.
    Any,
    /// This range, which says where its neighbours differ.
    Range(&'a VersionRange),
}

fn inside<'a>(claim: &'a ClaudeCodeClaim, version: &Version) -> Option<Inside<'a>> {
    match claim {
        ClaudeCodeClaim::Any => Some(Inside::Any),
        ClaudeCodeClaim::Ranges(ranges) => {
            ranges.iter().find(|range| range.range.matches(version)).map(Inside::Range)
        }
    }
}

/// Where the ranges end among the versions that ran; the ones just outside are to differ as their range says.
fn bounds(versions: &mut [OnVersion], claim: &ClaudeCodeClaim, skipped: &[Version]) -> Vec<Bound> {
    let ran: Vec<usize> = (0..versions.len()).filter(|at| versions[*at].ran().is_some()).collect();
    let mut bounds = Vec::new();
    for pair in ran.windows(2) {
        let (below, above) = (versions[pair[0]].version.clone(), versions[pair[1]].version.clone());
        let (inside_below, inside_above) = (inside(claim, &below), inside(claim, &above));
        let (outside, range) = match (inside_below, inside_above) {
            (None, Some(range)) => (pair[0], range),
            (Some(range), None) => (pair[1], range),
            _ => continue,
        };
        if let Inside::Range(range) = range {
            match &mut versions[outside].claimed {
                Claimed::DiffersAt(all) if all.contains(&range.differs_at) => {}
                Claimed::DiffersAt(all) => all.push(range.differs_at.clone()),
                claimed => *claimed = Claimed::DiffersAt(vec![range.differs_at.clone()]),
            }
        }
        let adjacent = adjacent(&below, &above, skipped);
        bounds.push(Bound { begins: outside == pair[0], below, above, adjacent });
    }
    bounds
}

/// Whether no version was published between the two. Between two minor numbers nobody can tell.
fn adjacent(below: &Version, above: &Version, skipped: &[Version]) -> bool {
    let number = |patch| Version::new(below.major, below.minor, patch);
    (below.major, below.minor) == (above.major, above.minor)
        && (below.patch + 1..above.patch).all(|patch| skipped.contains(&number(patch)))
}

fn seen_there(cases: &[Case], seen: &Seen, version: &Version) -> SeenThere {
    let verdicts: Vec<(u32, Verdict)> =
        seen.runs.iter().map(|run| (run.count, verdict(cases, run, version))).collect();
    let runs = seen.count();
    let passed = verdicts.iter().filter(|(_, verdict)| verdict.is_pass()).map(|(count, _)| count).sum();
    let not_passed: Vec<&Verdict> =
        verdicts.iter().map(|(_, verdict)| verdict).filter(|verdict| !verdict.is_pass()).collect();
    let Some(first) = not_passed.first() else { return SeenThere::Holds { ways: seen.runs.len() } };
    if passed > 0 {
        return SeenThere::Varies { passed, runs, otherwise: why(first) };
    }
    if let Some(unsure) = not_passed.iter().find(|verdict| !matches!(verdict, Verdict::Fail { .. })) {
        return SeenThere::Inconclusive { reason: why(unsure) };
    }
    let mut mismatches: Vec<Mismatch> = Vec::new();
    for verdict in not_passed {
        let Verdict::Fail { mismatches: found } = verdict else { continue };
        for mismatch in found {
            if !mismatches.contains(mismatch) {
                mismatches.push(mismatch.clone());
            }
        }
    }
    SeenThere::Fails { mismatches }
}

/// The worst verdict of the sides. A record that lacks one shows nothing of it.
fn verdict(cases: &[Case], run: &SeenRun, version: &Version) -> Verdict {
    let mut worst = Verdict::Pass;
    for case in cases {
        let Some(seen) = run.cases.iter().find(|seen| seen.case == case.name) else {
            return Verdict::Inconclusive { reason: format!("the case `{}` is not recorded", case.name) };
        };
        let verdict = judge_release(case, &seen.transcript, version).verdict;
        match (&mut worst, verdict) {
            (Verdict::Fail { mismatches }, Verdict::Fail { mismatches: more }) => mismatches.extend(more),
            (Verdict::Pass, verdict) | (Verdict::Inconclusive { .. }, verdict @ Verdict::Fail { .. }) => {
                worst = verdict;
            }
            _ => {}
        }
    }
    worst
}

fn why(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Pass => "it passed".to_owned(),
        Verdict::Inconclusive { reason } => reason.clone(),
        Verdict::Fail { mismatches } => mismatches
            .first()
            .map_or_else(String::new, |mismatch| format!("`{}` was {}", mismatch.expectation, mismatch.seen)),
    }
}

#[cfg(test)]
mod tests;
