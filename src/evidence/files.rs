//! What lies beside the pages: for every scenario its own file, and what was seen of it as data.

use std::collections::BTreeMap;

use doctests::id::Id;
use doctests::record::{Entry, Record, Seen};
use doctests::scenario::Scenario;
use doctests::standing::{Bound, Standing};
use semver::Version;
use serde_json::{Value, json};

use super::Evidence;
use crate::verify::Run;

/// Where the file of `kind` for the scenario `id` lies, from the root of the site.
pub fn path(id: &Id, kind: &str) -> String {
    format!("evidence/{id}.{kind}")
}

/// Every file, by its path.
pub fn files(evidence: &Evidence<'_>) -> BTreeMap<String, String> {
    let scenarios = evidence.catalog.scenarios.values();
    scenarios
        .flat_map(|scenario| {
            let json = format!("{:#}\n", data(evidence, scenario));
            [(path(&scenario.id, "yaml"), scenario.file.text.clone()), (path(&scenario.id, "json"), json)]
        })
        .collect()
}

fn data(evidence: &Evidence<'_>, scenario: &Scenario) -> Value {
    let state = evidence.state(&scenario.id);
    let standing = evidence.releases.standing(&scenario.id);
    json!({
        "id": scenario.id,
        "title": scenario.document.title,
        "state": state.name(),
        "file": scenario.file.path,
        "versions": standing.map(|standing| &standing.versions),
        "bounds": standing.map(bounds),
        "runs": standing.map(|standing| runs(evidence, scenario, standing)),
        "reference": match evidence.runs.get(&scenario.id) {
            Some(Run::Ran(run)) => Some(&**run),
            _ => None,
        },
    })
}

fn bounds(standing: &Standing) -> Vec<Value> {
    let bound = |bound: &Bound| {
        json!({
            "change": if bound.begins { "begins" } else { "ends" },
            "below": bound.below,
            "above": bound.above,
            "adjacent": bound.adjacent,
        })
    };
    standing.bounds.iter().map(bound).collect()
}

/// The runs on the newest version that ran, and on both sides of every bound: those between go like their neighbours.
fn runs<'a>(
    evidence: &'a Evidence<'_>,
    scenario: &Scenario,
    standing: &Standing,
) -> BTreeMap<String, &'a Seen> {
    let newest = standing.versions.iter().rev().find(|on| on.ran().is_some()).map(|on| &on.version);
    let bounds = standing.bounds.iter().flat_map(|bound| [&bound.below, &bound.above]);
    let versions: Vec<&Version> = newest.into_iter().chain(bounds).collect();
    let records = evidence.releases.records.iter().filter(|record| versions.contains(&&record.version));
    let seen = |record: &'a Record| match record.entries.get(&scenario.id) {
        Some(Entry::Seen(seen)) => Some((record.version.to_string(), seen)),
        _ => None,
    };
    records.filter_map(seen).collect()
}
