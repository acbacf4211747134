//! A run of the reference client + what a release was seen to do → where they differ.

use super::aspect::text;
use super::drift::ways;
use crate::aspect::Aspect;
use crate::difference::SeenDifference;
use crate::record::{Seen, gathered};
use crate::scenario::Scenario;
use crate::verdict::ScenarioRun;

/// What the reference client is to do as the newest release does.
const COMPARED: [Aspect; 3] = [Aspect::Exchanges, Aspect::Exit, Aspect::StoredLogin];

/// Where `run`, made by the reference client, goes in no way that the release was seen to go.
pub fn differences(scenario: &Scenario, run: &ScenarioRun, seen: &Seen) -> Vec<SeenDifference> {
    let transcripts = run.cases.iter().map(|case| case.transcript.clone()).collect();
    // What ran at once is put in the order that records have, too.
    let settled = gathered(scenario, vec![transcripts]);
    let mut found = Vec::new();
    for case in settled.iter().flat_map(|run| &run.cases) {
        for aspect in COMPARED {
            let reference = text(aspect, &case.transcript);
            let release = ways(seen, &case.case, aspect);
            if !release.is_empty() && !release.contains(&reference) {
                let release = release.into_iter().collect();
                found.push(SeenDifference { case: case.case.clone(), aspect, reference, release });
            }
        }
    }
    found
}
