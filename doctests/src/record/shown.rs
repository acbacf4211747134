//! What records show of a scenario, as one digest: it changes when a release was seen to do something else.

use serde_json::{Value, json};

use super::{Entry, Record, Seen, SeenCase};
use crate::canonical;
use crate::id::Id;
use crate::standing::{Claimed, OnVersion};
use crate::transcript::Transcript;

/// The digest of what was seen of `id` inside its ranges and on the version next to each, oldest first; none when
/// nothing ran. Which versions they are and how many runs there were is left out, and neighbours that went alike
/// count once: one more release that does the same changes nothing that a reader was told.
pub fn shown(id: &Id, records: &[&Record], versions: &[OnVersion]) -> Option<String> {
    let mut seen: Vec<Value> = Vec::new();
    for (record, on) in records.iter().zip(versions) {
        let side = match on.claimed {
            Claimed::Holds => "inside",
            Claimed::DiffersAt(_) => "next to it",
            Claimed::Fails => continue,
        };
        let (Some(_), Some(Entry::Seen(there))) = (on.ran(), record.entries.get(id)) else { continue };
        let there = json!([side, ways(there)]);
        if seen.last() != Some(&there) {
            seen.push(there);
        }
    }
    (!seen.is_empty()).then(|| canonical::sha256(json!(seen)))
}

/// The ways in which it went, in an order of their own: which was the most frequent is chance.
fn ways(seen: &Seen) -> Vec<Value> {
    let mut ways: Vec<Value> = seen.runs.iter().map(|run| run.cases.iter().map(case).collect()).collect();
    if ways.len() > 1 {
        ways.sort_by_cached_key(|way| canonical::sha256(way.clone()));
    }
    ways
}

/// One side, without the name of the version: it stands at the head of the record.
fn case(seen: &SeenCase) -> Value {
    json!([seen.case, Transcript { client: String::new(), ..seen.transcript.clone() }])
}
