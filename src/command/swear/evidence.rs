//! What a claim rests on: what was seen as a sequence, what is expected of it, on which versions; or who says so.

use doctests::catalog::Cited;
use doctests::id::Id;
use doctests::oath::Oath;
use doctests::report;
use doctests::scenario::{Case, Scenario};
use doctests::source::SourceEntry;
use doctests::standing::{Claimed, SeenThere, Standing};
use doctests::verdict::ScenarioRun;
use serde::Serialize;
use serde_json::Value;

use crate::examination::Examination;
use crate::verify::Run;

/// One citation of a claim.
#[derive(Debug, Serialize)]
pub(super) struct RestsOn {
    pub(super) id: String,
    /// Whether it is not what it was when the claim was sworn.
    pub(super) changed: bool,
    #[serde(flatten)]
    pub(super) what: What,
}

/// What is cited.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum What {
    Scenario(ScenarioSeen),
    Source(SourceEntry),
    /// It does not exist.
    Nothing,
}

/// A scenario, and what became of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ScenarioSeen {
    pub(super) title: String,
    pub(super) cases: Vec<CaseSeen>,
    /// The releases on which every run did what is expected.
    pub(super) held_on: Vec<String>,
    /// The releases next to them, which are to differ.
    pub(super) differs_on: Vec<String>,
}

/// One side of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct CaseSeen {
    pub(super) case: &'static str,
    /// On which client it was seen; none when nothing has run it.
    pub(super) seen_on: Option<String>,
    /// From the first request to what is stored after.
    pub(super) sequence: Vec<String>,
    /// Every expectation, whatever its kind: nobody is to swear to one that was not shown.
    pub(super) expected: Vec<String>,
}

/// Everything that `oath` rests on, against what it rested on `before`.
pub(super) fn of(oath: &Oath, before: Option<&Oath>, examination: &Examination) -> Vec<RestsOn> {
    let rests_on = |cite: &String| {
        let id = cite.split_whitespace().next().unwrap_or_default();
        let changed = before.is_some_and(|before| !before.cites.contains(cite));
        let cited = id.parse::<Id>().ok();
        let cited = cited.as_ref().and_then(|id| examination.project.catalog.get(id));
        let what = match cited {
            Some(Cited::Scenario(scenario)) => What::Scenario(ScenarioSeen::of(scenario, examination)),
            Some(Cited::Source(source)) => What::Source(source.entry.clone()),
            None => What::Nothing,
        };
        RestsOn { id: id.to_owned(), changed, what }
    };
    oath.cites.iter().map(rests_on).collect()
}

impl ScenarioSeen {
    fn of(scenario: &Scenario, examination: &Examination) -> Self {
        let releases = examination.project.releases();
        // What our model does not do was seen on a release, if anywhere.
        let run = match examination.runs.get(&scenario.id) {
            Some(Run::Ran(run)) => Some(ScenarioRun::clone(run)),
            _ => releases.seen(scenario),
        };
        let standing = releases.standing(&scenario.id);
        Self {
            title: scenario.document.title.clone(),
            cases: scenario.cases().iter().map(|case| CaseSeen::of(case, run.as_ref())).collect(),
            held_on: standing.map(held_on).unwrap_or_default(),
            differs_on: standing.map(differs_on).unwrap_or_default(),
        }
    }
}

impl CaseSeen {
    fn of(case: &Case, run: Option<&ScenarioRun>) -> Self {
        let seen = run.and_then(|run| run.cases.iter().find(|seen| seen.case == case.name));
        Self {
            case: case.name,
            seen_on: seen.map(|seen| seen.transcript.client.clone()),
            sequence: seen.map(|seen| report::sequence(&seen.transcript)).unwrap_or_default(),
            expected: expectations(case),
        }
    }
}

fn held_on(standing: &Standing) -> Vec<String> {
    let held = standing.inside().filter(|on| matches!(on.seen, SeenThere::Holds { .. }));
    held.map(|on| on.version.to_string()).collect()
}

fn differs_on(standing: &Standing) -> Vec<String> {
    let next = standing.versions.iter().filter(|on| matches!(on.claimed, Claimed::DiffersAt(_)));
    next.map(|on| on.version.to_string()).collect()
}

fn expectations(case: &Case) -> Vec<String> {
    let Ok(Value::Object(expect)) = serde_json::to_value(&case.expect) else { return Vec::new() };
    let mut lines = Vec::new();
    for (key, value) in expect {
        match value {
            Value::Array(items) if !items.is_empty() => {
                lines.push(format!("{key}:"));
                lines.extend(items.iter().map(|item| format!("  {}", plain(item))));
            }
            value => lines.push(format!("{key}: {}", plain(&value))),
        }
    }
    lines
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}
