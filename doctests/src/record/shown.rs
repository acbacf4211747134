//! What records show of a scenario, as one digest: it changes when a release was seen to do something else.

use super::{Entry, Record, Seen, SeenCase};
use crate::canonical;
use crate::id::Id;
use crate::standing::{Claimed, OnVersion};
use crate::transcript::Transcript;

/// The digest of what was seen of `id` inside its ranges and on the version next to each, oldest first; none when
/// nothing ran. Which versions they are and how many runs there were is left out, and neighbours that went alike
/// count once: one more release that does the same changes nothing that a reader was told.
pub fn shown(id: &Id, records: &[&Record], versions: &[OnVersion]) -> Option<String> {
    let mut seen: Vec<String> = Vec::new();
    for (record, on) in records.iter().zip(versions) {
        let side = match on.claimed {
            Claimed::Holds => "inside",
            Claimed::DiffersAt(_) => "next to it",
            Claimed::Fails => continue,
        };
        let (Some(_), Some(Entry::Seen(there))) = (on.ran(), record.entries.get(id)) else { continue };
        let there = format!("{side}: {}", ways(there).join(" or "));
        if seen.last() != Some(&there) {
            seen.push(there);
        }
    }
    (!seen.is_empty()).then(|| canonical::sha256_of_text(&seen.join("\n")))
}

/// The ways in which it went, in an order of their own: which was the most frequent is chance.
fn ways(seen: &Seen) -> Vec<String> {
    let mut ways: Vec<String> =
        seen.runs.iter().map(|run| run.cases.iter().map(case).collect::<Vec<_>>().join(" and ")).collect();
    ways.sort_unstable();
    ways
}

/// One side on one line, without the name of the version: it stands at the head of the record.
fn case(seen: &SeenCase) -> String {
    let transcript = Transcript { client: String::new(), ..seen.transcript.clone() };
    // Strings, numbers and lists of them always serialise, the members of a type in one order.
    format!("{} {}", seen.case, serde_json::to_string(&transcript).unwrap_or_default())
}
