//! `claims.lock` → the oaths in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Code, Diagnostic};
use crate::id::Id;
use crate::oath::{Lock, Oath};
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

/// As [`Lock`], with the places of ids and citations.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    claim: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned<String>,
    text: String,
    cites: Vec<Spanned<String>>,
}

/// Reads the lock. An empty file is a lock without oaths.
pub fn lock(file: &Arc<SourceFile>) -> (Lock, Vec<Diagnostic>) {
    let document: Document = match toml::from_str(&file.text) {
        Ok(document) => document,
        Err(error) => {
            let span = error.span().map_or(Span::at(0), Span::from);
            let fault = Diagnostic::new(Code::OathSyntax, Place::new(file, span), error.message().trim());
            return (
                Lock::default(),
                vec![fault.help("the file is written by `cargo run -- swear`: restore it from git")],
            );
        }
    };
    let mut diagnostics = Vec::new();
    let mut first = BTreeMap::new();
    for entry in &document.claim {
        let place = Place::new(file, entry.id.span().into());
        if let Some(before) = first.insert(entry.id.get_ref(), place.clone()) {
            let message = format!("the claim `{}` is sworn twice", entry.id.get_ref());
            let fault = Diagnostic::new(Code::OathSyntax, place, message).related(before, "sworn here first");
            diagnostics.push(fault.help("keep one entry, or run `cargo run -- swear`"));
        }
        for cites in &entry.cites {
            if !is_citation(cites.get_ref()) {
                let message = format!("`{}` is no citation with its digest", cites.get_ref());
                let fault = Diagnostic::new(Code::OathSyntax, Place::new(file, cites.span().into()), message);
                diagnostics
                    .push(fault.expected("an id, a blank and a digest").help("run `cargo run -- swear`"));
            }
        }
    }
    let claims = document
        .claim
        .into_iter()
        .map(|entry| Oath {
            id: entry.id.into_inner(),
            text: entry.text,
            cites: entry.cites.into_iter().map(Spanned::into_inner).collect(),
        })
        .collect();
    (Lock { claims }, diagnostics)
}

/// `<id> <digest>`.
fn is_citation(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(id, digest)| {
        id.parse::<Id>().is_ok() && !digest.is_empty() && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report;

    #[test]
    fn oaths_are_read_in_their_order() {
        let text = "# sworn\n[[claim]]\nid = \"a/b.c\"\ntext = \"It holds.\"\ncites = [\"b.c 12ab\"]\n";
        let (lock, diagnostics) = lock(&SourceFile::new("claims.lock", text));
        assert_eq!(diagnostics, []);
        assert_eq!(lock.claims[0].text, "It holds.");
        assert_eq!(super::lock(&SourceFile::new("claims.lock", "")), (Lock::default(), Vec::new()));
    }

    #[test]
    fn a_citation_is_an_id_and_a_digest() {
        for cites in ["b.c", "b.c ", "B.c 12ab", "b.c 12xy", " 12ab"] {
            let text = format!("[[claim]]\nid = \"a/b.c\"\ntext = \"x\"\ncites = [\"{cites}\"]\n");
            let faults = lock(&SourceFile::new("claims.lock", text)).1;
            let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
            assert_eq!(messages, [format!("`{cites}` is no citation with its digest")]);
        }
    }

    #[test]
    fn a_broken_lock_is_named_at_its_place() {
        let twice = "[[claim]]\nid = \"a/b.c\"\ntext = \"x\"\ncites = [\"b.c\"]\n[[claim]]\nid = \"a/b.c\"\ntext = \"y\"\ncites = []\n";
        let mut diagnostics = lock(&SourceFile::new("claims.lock", twice)).1;
        diagnostics.extend(lock(&SourceFile::new("claims.lock", "[[claim]]\nid = 3\n")).1);
        diagnostics.extend(lock(&SourceFile::new("claims.lock", "[[claim]\n")).1);
        diagnostics.extend(lock(&SourceFile::new("claims.lock", "[[claim]]\nid = \"x\"\nwords = \"\"\n")).1);
        insta::assert_snapshot!(report::human(&diagnostics, false));
    }
}
