//! What a panel says of a scenario: verdict, what was given, what was seen, where it holds, how to run it again.

use std::sync::Arc;

use doctests::scenario::{Boundary, Case, ClaudeCodeClaim, ReferenceClaim, Scenario};
use doctests::verdict::{ScenarioRun, Verdict};

use super::escape::{code, text};
use super::panel::{list, terms};
use super::source_panel::link;
use super::{Evidence, case, files, releases, support, words};
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
    let shown = shown(evidence, scenario);
    let side = |side: &Case| {
        let ran = shown.as_ref().and_then(|run| run.cases.iter().find(|ran| ran.case == side.name));
        case::html(&document.title, side, ran, document.boundary.as_ref())
    };
    let cases: String = scenario.cases().iter().map(side).collect();
    let foot = terms(&[
        ("Clients", clients(scenario)),
        ("Run it again", again(evidence, scenario)),
        ("All of it", data(evidence, scenario)),
    ]);
    format!("{about}{head}{cases}{foot}")
}

/// The run that a panel shows: what a release did comes before what our model of it does, unless the model fails.
pub(super) fn shown(evidence: &Evidence<'_>, scenario: &Scenario) -> Option<Arc<ScenarioRun>> {
    let released = || evidence.releases.seen(scenario).map(Arc::new);
    match evidence.runs.get(&scenario.id) {
        Some(Run::Ran(run)) if !run.verdict().is_pass() => Some(Arc::clone(run)),
        Some(Run::Ran(run)) => released().or_else(|| Some(Arc::clone(run))),
        _ => released(),
    }
}

/// The scenario's own file and all runs as data: both lie beside the pages, so they are there without a network.
fn data(evidence: &Evidence<'_>, scenario: &Scenario) -> String {
    let [yaml, json] = ["yaml", "json"].map(|kind| files::path(&scenario.id, kind));
    let file = &scenario.file.path;
    let address =
        evidence.repository.map(|address| format!("{}/blob/main/{file}", address.trim_end_matches('/')));
    let edit = address.map(|address| format!(", {}", link(&address, "its source"))).unwrap_or_default();
    format!("<a href=\"{yaml}\">scenario (YAML)</a>, <a href=\"{json}\">runs (JSON)</a>{edit}")
}

fn again(evidence: &Evidence<'_>, scenario: &Scenario) -> String {
    let id = &scenario.id;
    let mut commands = vec![code(&format!("cargo run -- verify {id}"))];
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
                format!("<strong>fail</strong>{}", support::expected_against_seen(mismatches))
            }
        },
    }
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
