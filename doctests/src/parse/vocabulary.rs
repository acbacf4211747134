//! `doctests/vocabulary.yaml` → the words that the keys of a scenario license on a page.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::yaml::{Limits, Tree, in_order};
use crate::diagnostic::{Code, Diagnostic};
use crate::source_file::SourceFile;
use crate::vocabulary::{Vocabulary, VocabularyDocument};

const LIMITS: Limits = Limits { kib: 256, nodes: 10_000, depth: 8 };

/// Reads the vocabulary. Without one there is at least one diagnostic.
pub fn vocabulary(file: &Arc<SourceFile>) -> (Option<Vocabulary>, Vec<Diagnostic>) {
    let (tree, mut diagnostics) = Tree::read(file, Code::VocabularySyntax, LIMITS);
    let Some(tree) = tree else { return (None, diagnostics) };
    let (document, faults) = tree.typed::<VocabularyDocument>();
    diagnostics.extend(faults);
    if let Some(document) = &document {
        diagnostics.extend(licenses(&tree, document));
        diagnostics.extend(instructions(&tree, document));
    }
    (document.map(|document| Vocabulary { file: Arc::clone(file), document }), in_order(diagnostics))
}

fn licenses(tree: &Tree, document: &VocabularyDocument) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (path, words) in &document.licenses {
        let at = ["licenses", path.as_str()];
        let mut seen = BTreeSet::new();
        for word in words {
            if word.trim().is_empty() || !seen.insert(word) {
                let message = format!("`{path}` licenses `{word}` twice or licenses nothing");
                faults.push(Diagnostic::new(Code::VocabularySyntax, tree.key_place_at(&at), message));
            }
        }
        if words.is_empty() {
            let message = format!("`{path}` licenses no words");
            faults.push(
                Diagnostic::new(Code::VocabularySyntax, tree.key_place_at(&at), message)
                    .help("fill the list or remove it"),
            );
        }
    }
    faults
}

fn instructions(tree: &Tree, document: &VocabularyDocument) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, word) in document.instructions.iter().enumerate() {
        let is_capitalised = word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\''));
        let message = if !is_capitalised {
            format!("`{word}` cannot open a sentence")
        } else if !seen.insert(word) {
            format!("`{word}` is there twice")
        } else {
            continue;
        };
        let place = tree.place(&format!("instructions[{index}]"));
        faults.push(
            Diagnostic::new(Code::VocabularySyntax, place, message)
                .expected("capitalised words, each once, such as `Run`"),
        );
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report;

    #[test]
    fn words_are_read() {
        let text = "licenses:\n  given.stored_login: [.credentials.json, expiresAt]\n  steps.prompt: [claude -p]\n  exchanges.token: [refresh]\ninstructions: [Run, Set]\n";
        let (vocabulary, diagnostics) = vocabulary(&SourceFile::new("doctests/vocabulary.yaml", text));
        assert_eq!(diagnostics, []);
        assert_eq!(vocabulary.unwrap().document.licenses["steps.prompt"], ["claude -p"]);
    }

    #[test]
    fn a_key_that_licenses_nothing_and_words_that_open_no_sentence_are_refused() {
        let text = "licenses:\n  given.stored_logn: [x]\n  steps.prompt: []\n  zebra: [y, y]\ninstructions: [run, Set, Set]\n";
        let (_, diagnostics) = vocabulary(&SourceFile::new("doctests/vocabulary.yaml", text));
        insta::assert_snapshot!(report::human(&diagnostics, false));
    }
}
