//! `doctests/sources.yaml` → the sources by id.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::yaml::{Limits, TopEntry, Tree, in_order};
use crate::diagnostic::{Code, Diagnostic};
use crate::id::{Id, SOURCE_TOPIC};
use crate::source::{Source, SourceEntry, SourceKind};
use crate::source_file::SourceFile;

const LIMITS: Limits = Limits { kib: 1024, nodes: 50_000, depth: 8 };

/// Reads the sources: a mapping from a name (the id without `source.`) to an entry. Entries with faults are left out.
pub fn sources(file: &Arc<SourceFile>) -> (BTreeMap<Id, Source>, Vec<Diagnostic>) {
    let (tree, mut diagnostics) = Tree::read(file, Code::SourceSyntax, LIMITS);
    let mut sources = BTreeMap::new();
    if let Some(tree) = &tree {
        let (entries, faults) = tree.entries::<SourceEntry>();
        diagnostics.extend(faults);
        for entry in entries {
            diagnostics.extend(faults_of(tree, &entry));
            match format!("{SOURCE_TOPIC}.{}", entry.key).parse::<Id>() {
                Ok(id) => {
                    let source = Source {
                        id: id.clone(),
                        file: Arc::clone(file),
                        span: entry.span,
                        entry: entry.value,
                    };
                    sources.insert(id, source);
                }
                Err(error) => {
                    let place = tree.place_of(entry.key_span);
                    let fault = Diagnostic::new(Code::SourceSyntax, place, error.to_string());
                    diagnostics.push(fault.help(match entry.key.strip_prefix("source.") {
                        Some(name) => format!("leave the topic out: `{name}`"),
                        None => "write the name in lower case, with hyphens: `changelog-2-1-118`".to_owned(),
                    }));
                }
            }
        }
    }
    (sources, in_order(diagnostics))
}

fn faults_of(tree: &Tree, entry: &TopEntry<SourceEntry>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let SourceEntry { title, kind, url, date, version, facts, says, undriven } = &entry.value;
    let mut fault = |key: &str, message: String, help: &str| {
        let place = tree.place(&format!("{}.{key}", entry.key));
        faults.push(Diagnostic::new(Code::SourceSyntax, place, message).help(help));
    };
    if title.trim().is_empty() {
        fault(
            "title",
            "the title is empty".to_owned(),
            "name the source as a link would: `Changelog of 2.1.118`",
        );
    }
    if !is_https(url) {
        fault(
            "url",
            format!("`{url}` is no plain `https://` address"),
            "write the whole address, without a user name",
        );
    }
    if date.len() != "YYYY-MM-DD".len() || date.parse::<Date>().is_err() {
        fault("date", format!("`{date}` is no date"), "write it as `YYYY-MM-DD`");
    }
    if let Some(version) = version
        && version.parse::<semver::Version>().is_err()
    {
        fault("version", format!("`{version}` is no version"), "write it with three numbers: `2.1.118`");
    }
    match (kind, version) {
        (SourceKind::Changelog | SourceKind::Documentation, None) => fault(
            "kind",
            "it does not say up to which version it speaks".to_owned(),
            "add `version`: the one that a changelog's line is about, or the newest that a page speaks of",
        ),
        (SourceKind::Standard, Some(_)) => {
            fault("version", "a standard knows no version of Claude Code".to_owned(), "remove `version`");
        }
        _ => {}
    }
    if facts.is_empty() {
        fault("facts", "there are no facts".to_owned(), "list what a claim that cites this may name");
    }
    if undriven.as_ref().is_some_and(|why| !why.starts_with("Not driven")) {
        fault(
            "undriven",
            "it does not say that nothing drives it".to_owned(),
            "say it as a table does: `Not driven: it needs macOS`",
        );
    }
    for (list, noun, items) in [("facts", "fact", facts), ("says", "sentence", says)] {
        let mut seen = BTreeSet::new();
        for (index, item) in items.iter().enumerate() {
            let key = format!("{list}[{index}]");
            if item.trim().is_empty() {
                fault(&key, format!("the {noun} is empty"), "remove it");
            } else if !seen.insert(item) {
                fault(&key, format!("the {noun} `{item}` is there twice"), "remove one of them");
            }
        }
    }
    faults
}

/// An address that a link may lead to: no other scheme, no white space, no user in front of the host.
fn is_https(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.')
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'))
            && url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '\\'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report;

    const GOOD: &str = "changelog-2-1-118:\n  title: Changelog of 2.1.118\n  kind: changelog\n  url: https://example.com/changelog#2-1-118\n  date: 2026-04-23\n  version: 2.1.118\n  facts: [\"401\", refresh token]\n";

    #[test]
    fn a_source_has_its_id_and_its_place() {
        let file = SourceFile::new("doctests/sources.yaml", GOOD);
        let (sources, diagnostics) = sources(&file);
        assert_eq!(diagnostics, []);
        let source = &sources[&"source.changelog-2-1-118".parse::<Id>().unwrap()];
        assert_eq!(file.slice(source.span), GOOD.trim_end());
        assert_eq!(source.entry.facts, ["401", "refresh token"]);
    }

    fn refused(text: &str) -> Vec<String> {
        let (_, faults) = sources(&SourceFile::new("doctests/sources.yaml", text));
        faults.into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn a_standard_has_no_version_of_the_client() {
        let standard = GOOD.replace("changelog\n  url", "standard\n  url");
        assert_eq!(refused(&standard), ["a standard knows no version of Claude Code"]);
        assert_eq!(refused(&standard.replace("  version: 2.1.118\n", "")), [""; 0]);
    }

    #[test]
    fn an_address_is_a_plain_one() {
        let at = |url: &str| GOOD.replace("https://example.com/changelog#2-1-118", &format!("\"{url}\""));
        assert_eq!(refused(&at("https://docs.example-1.com:443/a?b=c#d")), [""; 0]);
        for url in [
            "http://example.com",
            "https://localhost",
            "https://me@example.com",
            "https://example.com/a b",
            "https://example.com/a<b",
        ] {
            assert_eq!(refused(&at(url)), [format!("`{url}` is no plain `https://` address")]);
        }
    }

    #[test]
    fn what_is_not_driven_says_so() {
        assert_eq!(refused(&format!("{GOOD}  undriven: \"Not driven: it needs macOS\"\n")), [""; 0]);
        let silent = format!("{GOOD}  undriven: It needs macOS\n");
        assert_eq!(refused(&silent), ["it does not say that nothing drives it"]);
    }

    #[test]
    fn every_fault_of_every_entry_is_named() {
        let text = "Bad_Name:\n  title: ''\n  kind: changelog\n  url: http://example.com\n  date: 2026-02-30\n  facts: [x, x, '']\nsecond:\n  titel: x\n  kind: chanelog\n  url: \"javascript:alert(1)\"\n  date: 2026-01-01\n  facts: []\nthird:\n  title: x\n  kind: report\n  url: https://user@example.com/\n  date: 2026-1-1\n  version: '2'\n  facts: []\n";
        let (sources, diagnostics) = sources(&SourceFile::new("doctests/sources.yaml", text));
        assert_eq!(sources.keys().map(Id::as_str).collect::<Vec<_>>(), ["source.third"]);
        insta::assert_snapshot!(report::human(&diagnostics, false));
    }
}
