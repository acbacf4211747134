//! `doctests/differences.yaml` → where the reference client parts from the newest release on purpose.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::yaml::{Limits, Tree, in_order};
use crate::aspect::Aspect;
use crate::diagnostic::{Code, Diagnostic};
use crate::difference::ListedDifference;
use crate::id::Id;
use crate::located::Located;
use crate::source_file::SourceFile;

const LIMITS: Limits = Limits { kib: 256, nodes: 10_000, depth: 6 };

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    differs: Vec<Aspect>,
    reason: Located<String>,
}

/// Reads the list: a mapping from a scenario's id to what differs there, and why. Entries with faults are left out.
pub fn differences(file: &Arc<SourceFile>) -> (BTreeMap<Id, ListedDifference>, Vec<Diagnostic>) {
    let (tree, mut faults) = Tree::read(file, Code::DifferencesSyntax, LIMITS);
    let mut listed = BTreeMap::new();
    if let Some(tree) = &tree {
        let (entries, found) = tree.entries::<Entry>();
        faults.extend(found);
        for entry in entries {
            let place = tree.place_of(entry.key_span);
            let mut fault = |message: String| {
                faults.push(Diagnostic::new(Code::DifferencesSyntax, place.clone(), message));
            };
            let Ok(id) = entry.key.parse::<Id>() else {
                fault(format!("`{}` is no id of a scenario", entry.key));
                continue;
            };
            if entry.value.reason.trim().is_empty() {
                fault(format!("`{id}` has no reason"));
            } else if entry.value.differs.is_empty() {
                fault(format!("`{id}` says of nothing that it differs"));
            } else {
                let reason = entry.value.reason.trim().to_owned();
                listed
                    .insert(id.clone(), ListedDifference { id, aspects: entry.value.differs, reason, place });
            }
        }
    }
    (listed, in_order(faults))
}
