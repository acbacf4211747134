//! What a panel says of a scenario: verdict, what was given, what was seen, where it holds, how to run it again.

use doctests::scenario::{Boundary, ClaudeCodeClaim, ReferenceClaim, Scenario};
use doctests::verdict::{Mismatch, Verdict};

use super::escape::{code, text};
use super::panel::{list, terms};
use super::source_panel::link;
use super::{Evidence, case, releases, words};
use crate::released::CLIENT;
use crate::verify::Run;

/// The inside of the panel.
pub(super) fn body(evidence: &Evidence<'_>, scenario: &Scenario) -> String {
    let run = evidence.runs.get(&scenario.id);
    let document = &scenario.document;
    let about =
        document.about.as_deref().map(|about| format!("<p>{}</p>\n", text(about.trim()))).unwrap_or_default();
    let head = terms(&[
        ("Verdict", verdict(run)),
        ("On releases", releases::html(evidence, scenario)),
        ("Boundary", document.boundary.as_ref().map(boundary).unwrap_or_default()),
    ]);
    // What a release did comes before what our model of it does.
    let released = evidence.releases.seen(scenario);
    let shown = match run {
        Some(Run::Ran(run)) if !run.verdict().is_pass() => Some(&**run),
        Some(Run::Ran(run)) => released.as_ref().or(Some(&**run)),
        _ => released.as_ref(),
    };
    let cases: String = scenario
        .cases()
        .iter()
        .map(|case| {
            let ran = shown.and_then(|run| run.cases.iter().find(|ran| ran.case == case.name));
            case::html(case, ran, document.boundary.as_ref())
        })
        .collect();
    let foot = terms(&[
        ("Clients", clients(scenario)),
        ("Run it again", again(evidence, scenario)),
        ("Scenario", file(&scenario.file.path, evidence.repository)),
    ]);
    format!("{about}{head}{cases}{foot}")
}

fn again(evidence: &Evidence<'_>, scenario: &Scenario) -> String {
    let id = &scenario.id;
    let mut commands = vec![format!(
        "{} or {}",
        code(&format!("cargo run -- verify {id}")),
        code(&format!("cargo test {id}"))
    )];
    let standing = evidence.releases.standing(id);
    if let Some(newest) = standing.and_then(|standing| standing.inside().rev().find(|on| on.ran().is_some()))
    {
        let version = &newest.version;
        commands.push(code(&format!("cargo run -- verify --client {CLIENT}@{version} {id}")));
    }
    list(&commands)
}

fn verdict(run: Option<&Run>) -> String {
    match run {
        None => "not run".to_owned(),
        Some(Run::NotModelled(reason)) => format!("not run: {}", text(reason)),
        Some(Run::Broke(why)) => format!("the run itself broke: {}", text(why)),
        Some(Run::Ran(run)) => match run.verdict() {
            Verdict::Pass => "pass on the reference client".to_owned(),
            Verdict::Inconclusive { reason } => format!("inconclusive: {}", text(reason)),
            Verdict::Fail { mismatches } => {
                let rows: Vec<String> = mismatches.iter().map(mismatch).collect();
                format!("<strong>fail</strong> {}", list(&rows))
            }
        },
    }
}

fn mismatch(mismatch: &Mismatch) -> String {
    let Mismatch { expectation, expected, seen, .. } = mismatch;
    format!("{}: expected {}, seen {}", text(expectation), code(expected), code(seen))
}

fn boundary(boundary: &Boundary) -> String {
    format!("{}, run on both sides", words::duration(*boundary.at))
}

fn clients(scenario: &Scenario) -> String {
    let clients = &scenario.document.clients;
    let reference = match &clients.reference.value {
        ReferenceClaim::Holds => "reference client: holds".to_owned(),
        ReferenceClaim::Variant(name) => {
            format!("reference client: holds on its variant {}, fails on the plain client", code(name))
        }
        ReferenceClaim::NotModelled(reason) => format!("reference client: not modelled, {}", text(reason)),
    };
    let released = match clients.claude_code.as_deref() {
        None => "released Claude Code: nothing is claimed".to_owned(),
        Some(ClaudeCodeClaim::Any) => "released Claude Code: claimed of every version".to_owned(),
        Some(ClaudeCodeClaim::Ranges(ranges)) => {
            let ranges: Vec<String> = ranges.iter().map(|range| code(&range.range.to_string())).collect();
            format!("released Claude Code: claimed of {}", ranges.join(" and "))
        }
    };
    list(&[reference, released])
}

fn file(path: &str, repository: Option<&str>) -> String {
    match repository {
        Some(address) => link(&format!("{}/blob/main/{path}", address.trim_end_matches('/')), path),
        None => code(path),
    }
}
