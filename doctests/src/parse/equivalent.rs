//! `doctests/equivalents.yaml` → the changes of scenarios that can make no difference.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::yaml::{Limits, Tree, in_order};
use crate::diagnostic::{Code, Diagnostic};
use crate::equivalent::Equivalent;
use crate::id::Id;
use crate::located::Located;
use crate::source_file::SourceFile;

const LIMITS: Limits = Limits { kib: 256, nodes: 10_000, depth: 6 };

/// Reads the list: from a scenario's id to what is changed (`given.stored_login.refresh`) and why nobody can notice.
/// Entries with faults are left out.
pub fn equivalents(file: &Arc<SourceFile>) -> (Vec<Equivalent>, Vec<Diagnostic>) {
    let (tree, mut faults) = Tree::read(file, Code::EquivalentsSyntax, LIMITS);
    let mut listed = Vec::new();
    if let Some(tree) = &tree {
        let (entries, found) = tree.entries::<BTreeMap<String, Located<String>>>();
        faults.extend(found);
        for entry in entries {
            let place = tree.place_of(entry.key_span);
            let Ok(id) = entry.key.parse::<Id>() else {
                let message = format!("`{}` is no id of a scenario", entry.key);
                faults.push(Diagnostic::new(Code::EquivalentsSyntax, place, message));
                continue;
            };
            for (path, reason) in entry.value {
                let place = tree.key_place_at(&[id.as_str(), &path]);
                if reason.trim().is_empty() {
                    let message = format!("`{path}` of `{id}` has no reason");
                    faults.push(Diagnostic::new(Code::EquivalentsSyntax, place, message));
                } else {
                    listed.push(Equivalent { id: id.clone(), path, reason: reason.trim().to_owned(), place });
                }
            }
        }
    }
    (listed, in_order(faults))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_a_scenario_a_path_and_a_reason() {
        let text = "a.b:\n  given.stored_login: It is not read.\n  given.env: ' '\nnobody: {}\n";
        let (listed, faults) = equivalents(&SourceFile::new("doctests/equivalents.yaml", text));
        assert_eq!(listed.len(), 1);
        assert_eq!(
            (listed[0].path.as_str(), listed[0].reason.as_str()),
            ("given.stored_login", "It is not read.")
        );
        assert_eq!(listed[0].place.position().to_string(), "2:3");
        let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(messages, ["`given.env` of `a.b` has no reason", "`nobody` is no id of a scenario"]);
    }
}
