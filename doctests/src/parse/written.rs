//! A scenario's file → its values as they were written, for those who change one of them.

use std::sync::Arc;

use super::scenario::LIMITS;
use super::yaml::Tree;
use crate::diagnostic::Code;
use crate::source_file::SourceFile;
use crate::written::Written;

/// The values of `file`, a scenario's; none when it is no YAML.
pub fn written(file: &Arc<SourceFile>) -> Option<Written> {
    let (tree, faults) = Tree::read(file, Code::ScenarioSyntax, LIMITS);
    tree.filter(|_| faults.is_empty()).map(|tree| tree.written())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_reads_back_as_the_same_scenario() {
        let text = "\
title: A title
given:
  stored_login: { access: A1, refresh: R1, expires_in: 2h, mode: 0644 }
steps:
  - prompt
expect:
  exit: 0
  prints: [\"Not logged in · \\\"x\\\"\"]
clients: { reference: holds }
";
        let file = SourceFile::new("doctests/scenarios/a/b.yaml", text);
        let written = written(&file).unwrap();
        assert_eq!(file.slice(written.places["/given/stored_login/mode"]), "0644");
        assert_eq!(file.slice(written.places["/expect/exit"]), "0");
        let id: crate::id::Id = "a.b".parse().unwrap();
        let json = SourceFile::new("doctests/scenarios/a/b.yaml", written.value.to_string());
        let (one, other) = (crate::parse::scenario(id.clone(), &file), crate::parse::scenario(id, &json));
        assert_eq!((one.1, other.1), (Vec::new(), Vec::new()));
        assert_eq!(one.0.unwrap().document, other.0.unwrap().document);
    }
}
