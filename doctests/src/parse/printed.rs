//! `doctests/printed.yaml` → the lines that a release prints and that are no error texts.

use std::sync::Arc;

use serde::Deserialize;

use super::yaml::{Limits, Tree, in_order};
use crate::diagnostic::{Code, Diagnostic};
use crate::located::Located;
use crate::printed::NoError;
use crate::source_file::{Place, SourceFile};

const LIMITS: Limits = Limits { kib: 64, nodes: 2_000, depth: 6 };

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    reason: String,
    lines: Vec<Located<String>>,
}

/// Reads the list: a mapping from the name of a group to its reason and its lines.
pub fn printed(file: &Arc<SourceFile>) -> (Vec<NoError>, Vec<Diagnostic>) {
    let (tree, mut faults) = Tree::read(file, Code::PrintedSyntax, LIMITS);
    let mut listed: Vec<NoError> = Vec::new();
    let Some(tree) = &tree else { return (listed, faults) };
    let (groups, found) = tree.entries::<Group>();
    faults.extend(found);
    for group in groups {
        let reason = group.value.reason.trim();
        if reason.is_empty() || group.value.lines.is_empty() {
            let message = format!("`{}` has no reason or no lines", group.key);
            faults.push(Diagnostic::new(Code::PrintedSyntax, tree.place_of(group.key_span), message));
        }
        for line in group.value.lines {
            let place = Place::new(file, line.span);
            let fault = |message: String| Diagnostic::new(Code::PrintedSyntax, place.clone(), message);
            if let Some(first) = listed.iter().find(|first| first.line == line.value) {
                let twice = fault(format!("`{}` is listed twice", line.value));
                faults.push(twice.related(first.place.clone(), "the first"));
            } else if line.value.split('…').all(|piece| piece.trim().is_empty()) {
                faults.push(fault("this would be every line".to_owned()));
            } else {
                listed.push(NoError { line: line.value, reason: reason.to_owned(), place });
            }
        }
    }
    (listed, in_order(faults))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report;

    #[test]
    fn each_line_has_the_reason_of_its_group() {
        let text = "answers:\n  reason: It was asked for.\n  lines: [pong, '1. …']\n";
        let (listed, faults) = printed(&SourceFile::new("doctests/printed.yaml", text));
        assert_eq!(faults, []);
        let lines: Vec<_> =
            listed.iter().map(|listed| (listed.line.as_str(), listed.reason.as_str())).collect();
        assert_eq!(lines, [("pong", "It was asked for."), ("1. …", "It was asked for.")]);
        assert_eq!(listed[1].place.position().to_string(), "3:17");
    }

    #[test]
    fn a_line_that_would_be_every_line_and_a_group_without_a_reason_are_refused() {
        let text = "a:\n  reason: ' '\n  lines: [pong]\nb:\n  reason: It is.\n  lines: [pong, '… …', x]\nc:\n  reasons: x\n";
        let (_, faults) = printed(&SourceFile::new("doctests/printed.yaml", text));
        insta::assert_snapshot!(report::human(&faults, false));
    }
}
