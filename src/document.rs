//! The JSON document of `--format json`: every claim, every scenario, every fault.

use doctests::claim::claims_of;
use doctests::diagnostic::{Diagnostic, Note};
use doctests::page::Page;
use doctests::scenario::Scenario;
use doctests::source_file::Place;
use doctests::verdict::CaseRun;
use serde::Serialize;

use crate::evidence::State;
use crate::exit_code::Exit;
use crate::project::Project;
use crate::verify::{Run, Runs};

/// The whole document.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    /// The exit code.
    pub exit: u8,
    /// The claims, in the order of the book.
    pub claims: Vec<ClaimRow>,
    /// The scenarios that were asked for, by id.
    pub scenarios: Vec<ScenarioRow<'a>>,
    /// The faults, by file and place.
    pub faults: Vec<FaultRow>,
}

/// One claim.
#[derive(Debug, Serialize)]
pub struct ClaimRow {
    id: String,
    page: String,
    line: usize,
    column: usize,
    sentence: String,
    citations: Vec<String>,
    /// How the claim stands, by its citations in order; absent where nothing was run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    verdicts: Vec<&'static str>,
}

/// One scenario.
#[derive(Debug, Serialize)]
pub struct ScenarioRow<'a> {
    id: String,
    file: String,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// Each side that was run, with its transcript and judgement.
    cases: &'a [CaseRun],
}

/// One fault.
#[derive(Debug, Serialize)]
pub struct FaultRow {
    code: &'static str,
    message: String,
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    expected: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    seen: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    help: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rerun: Option<String>,
}

impl<'a> Document<'a> {
    /// The document of what was checked, and run.
    pub fn new(project: &'a Project, runs: &'a Runs, faults: &[Diagnostic]) -> Self {
        let scenarios = &project.catalog.scenarios;
        Self {
            exit: Exit::of(faults) as u8,
            claims: project.pages.iter().flat_map(|page| claims(project, page, runs)).collect(),
            scenarios: runs.iter().filter_map(|(id, run)| Some(scenario(scenarios.get(id)?, run))).collect(),
            faults: faults.iter().map(fault).collect(),
        }
    }
}

fn claims<'a>(
    project: &'a Project,
    page: &'a Page,
    runs: &'a Runs,
) -> impl Iterator<Item = ClaimRow> + use<'a> {
    claims_of(page).into_iter().map(|claim| {
        let position = claim.place().position();
        let verdict = |id| State::of(project.catalog.get(id), runs.get(id)).name();
        ClaimRow {
            id: claim.id.to_string(),
            page: page.file.path.clone(),
            line: position.line,
            column: position.column,
            sentence: claim.unit.text.clone(),
            citations: claim.cites.iter().map(ToString::to_string).collect(),
            verdicts: if runs.is_empty() {
                Vec::new()
            } else {
                claim.cites.iter().copied().map(verdict).collect()
            },
        }
    })
}

fn scenario<'a>(scenario: &'a Scenario, run: &'a Run) -> ScenarioRow<'a> {
    let (outcome, reason, cases): (_, _, &[CaseRun]) = match run {
        Run::Ran(run) => (Some(run.outcome().as_str()), None, &run.cases),
        Run::NotModelled(reason) => (None, Some(reason.as_str()), &[]),
        Run::Broke(why) => (None, Some(why.as_str()), &[]),
    };
    ScenarioRow {
        id: scenario.id.to_string(),
        file: scenario.file.path.clone(),
        title: &scenario.document.title,
        verdict: run.verdict().map(doctests::verdict::Verdict::as_str),
        outcome,
        reason,
        cases,
    }
}

fn fault(fault: &Diagnostic) -> FaultRow {
    let Place { file, .. } = &fault.place;
    let (start, end) = (fault.place.position(), fault.place.end_position());
    let notes = |pick: fn(&Note) -> Option<&String>| fault.notes.iter().filter_map(pick).cloned().collect();
    FaultRow {
        code: fault.code.as_str(),
        message: fault.message.clone(),
        file: file.path.clone(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        expected: notes(|note| if let Note::Expected(text) = note { Some(text) } else { None }),
        seen: notes(|note| if let Note::Seen(text) = note { Some(text) } else { None }),
        help: notes(|note| if let Note::Help(text) | Note::Info(text) = note { Some(text) } else { None }),
        rerun: fault.rerun.clone(),
    }
}
