//! `doctests/gallery.yaml` ↔ the gallery of broken clients.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use semver::Version;
use serde::Deserialize;

use super::yaml::{Limits, Tree, in_order};
use crate::diagnostic::{Code, Diagnostic};
use crate::gallery::{Exhibit, Sighting};
use crate::id::Id;
use crate::source_file::SourceFile;

const LIMITS: Limits = Limits { kib: 1024, nodes: 50_000, depth: 6 };

const HEADER: &str = "\
# The gallery of broken clients: what each does wrong, which scenarios fail on it, and which releases were seen to do
# the same. Written by `cargo run -- mutate --clients --fix`, which runs every scenario on every one of them.
";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    does_wrong: String,
    #[serde(default)]
    seen_on: BTreeMap<Version, Vec<Id>>,
    fails: Vec<Id>,
}

/// Reads the gallery. Entries with faults are left out.
pub fn gallery(file: &Arc<SourceFile>) -> (Vec<Exhibit>, Vec<Diagnostic>) {
    let (tree, mut faults) = Tree::read(file, Code::GallerySyntax, LIMITS);
    let mut exhibits = Vec::new();
    if let Some(tree) = &tree {
        let (entries, found) = tree.entries::<Entry>();
        faults.extend(found);
        exhibits.extend(entries.into_iter().map(|entry| {
            Exhibit {
                place: tree.place_of(entry.key_span),
                variant: entry.key,
                does_wrong: entry.value.does_wrong,
                fails: entry.value.fails,
                seen_on: entry
                    .value
                    .seen_on
                    .into_iter()
                    .map(|(version, scenarios)| Sighting { version, scenarios })
                    .collect(),
            }
        }));
    }
    let faults =
        faults.into_iter().map(|fault| fault.help("`cargo run -- mutate --clients --fix` writes it"));
    (exhibits, in_order(faults.collect()))
}

/// The text of the gallery's file.
pub fn render_gallery(exhibits: &[Exhibit]) -> String {
    let mut out = HEADER.to_owned();
    for Exhibit { variant, does_wrong, fails, seen_on, .. } in exhibits {
        // Writing to a String cannot fail.
        let _ = write!(out, "\n{variant}:\n  does_wrong: {}\n", quoted(does_wrong));
        if !seen_on.is_empty() {
            out.push_str("  seen_on:\n");
            for Sighting { version, scenarios } in seen_on {
                let _ = writeln!(out, "    {version}: [{}]", listed(scenarios));
            }
        }
        if fails.is_empty() {
            out.push_str("  fails: []\n");
            continue;
        }
        out.push_str("  fails:\n");
        for id in fails {
            let _ = writeln!(out, "    - {id}");
        }
    }
    out
}

fn listed(ids: &[Id]) -> String {
    ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}

/// `text` between double quotes: JSON's texts are YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let text = format!(
            "{HEADER}\nno-lock:\n  does_wrong: \"refreshes: \\\"twice\\\"\"\n  seen_on:\n    2.1.117: [a.b, c.d]\n  fails:\n    - a.b\n\nidle:\n  does_wrong: \"nothing\"\n  fails: []\n"
        );
        let (exhibits, faults) = gallery(&SourceFile::new("doctests/gallery.yaml", text.as_str()));
        assert_eq!(faults, Vec::new());
        assert_eq!(exhibits[0].does_wrong, "refreshes: \"twice\"");
        assert_eq!(exhibits[0].seen_on[0].scenarios.len(), 2);
        assert_eq!(render_gallery(&exhibits), text);
    }

    #[test]
    fn what_is_no_gallery_is_named_at_its_place() {
        let (_, faults) = gallery(&SourceFile::new("doctests/gallery.yaml", "no-lock: { fails: [NoId] }\n"));
        assert!(!faults.is_empty());
        assert!(faults.iter().all(|fault| fault.code == Code::GallerySyntax));
    }
}
