//! A mutant of what a scenario expects or claims → what notices it: what was seen is judged afresh, nothing is run.

use semver::Version;

use super::{Known, ScenarioMutant};
use crate::judge::judge;
use crate::judge::range::standing;
use crate::mutant::{By, Fate};
use crate::parse;
use crate::record::Record;
use crate::scenario::{ReferenceClaim, Scenario};
use crate::transcript::Transcript;

/// What becomes of `change` in `scenario`, of which `known` was seen. None when only a run can say.
pub fn fate(scenario: &Scenario, change: &ScenarioMutant, known: Known<'_>) -> Option<Fate> {
    let (changed, faults) = parse::scenario(scenario.id.clone(), &change.file);
    let Some(changed) = changed else { return Some(Fate::Caught(By::Parser)) };
    let (now, before) = (&changed.document, &scenario.document);
    if (&now.given, &now.steps) != (&before.given, &before.steps) {
        return None;
    }
    let by = if !holds_on_ours(&changed, known) {
        Some(By::Reference)
    } else if contradicted(&changed, known.records, known.skipped) {
        Some(By::Release)
    } else {
        (!faults.is_empty()).then_some(By::Parser)
    };
    Some(by.map_or(Fate::Survived, Fate::Caught))
}

fn holds_on_ours(scenario: &Scenario, known: Known<'_>) -> bool {
    if known.own.is_empty() {
        return true;
    }
    let plain = if known.plain.is_empty() { known.own } else { known.plain };
    match &scenario.document.clients.reference.value {
        ReferenceClaim::NotModelled(_) => true,
        ReferenceClaim::Holds => passes(scenario, plain),
        // What holds on a variant must fail on the plain client.
        ReferenceClaim::Variant(_) => passes(scenario, known.own) && !passes(scenario, plain),
    }
}

fn passes(scenario: &Scenario, seen: &[Transcript]) -> bool {
    scenario.cases().iter().zip(seen).all(|(case, transcript)| judge(case, transcript).verdict.is_pass())
}

fn contradicted(scenario: &Scenario, records: &[Record], skipped: &[Version]) -> bool {
    standing(scenario, records, skipped).contradictions().next().is_some()
}
