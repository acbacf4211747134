//! What checked releases print, line by line, and which of those lines are no error texts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use semver::Version;

use crate::id::Id;
use crate::record::{Entry, Record};
use crate::source_file::{Place, SourceFile};
use crate::span::Span;

/// Marks that a screen puts in front of a text: the same text without a screen has none.
const MARKS: [char; 8] = ['●', '⎿', '✘', '✔', '✓', '⚠', '❯', '>'];

/// Every line that the records hold, with what showed it.
#[derive(Debug, Clone, Default)]
pub struct Printed {
    lines: BTreeMap<String, Shown>,
    by_scenario: BTreeMap<Id, BTreeSet<(Version, String)>>,
}

/// Where a line was seen.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The newest version that printed it.
    pub newest: Version,
    /// A scenario in which that version printed it.
    pub scenario: Id,
    /// The record of that version.
    file: Arc<SourceFile>,
}

/// A text that a release prints and that is no error: `doctests/printed.yaml` says why.
#[derive(Debug, Clone)]
pub struct NoError {
    /// The whole line; each `…` stands for what varies.
    pub line: String,
    /// Why nobody needs an entry for it.
    pub reason: String,
    /// Where the line is listed.
    pub place: Place,
}

impl Printed {
    /// Adds what `record`, which stands in `file`, holds.
    pub fn add(&mut self, file: &Arc<SourceFile>, record: &Record) {
        for (id, entry) in &record.entries {
            let Entry::Seen(seen) = entry else { continue };
            let cases = seen.runs.iter().flat_map(|run| &run.cases);
            let commands = cases.flat_map(|case| &case.transcript.commands);
            for line in commands.flat_map(|command| command.stdout.lines().chain(command.stderr.lines())) {
                self.line(bare(line), id, file, record);
            }
        }
    }

    /// Every line, marks and indentation left out, sorted.
    pub fn lines(&self) -> impl Iterator<Item = (&str, &Shown)> {
        self.lines.iter().map(|(line, shown)| (line.as_str(), shown))
    }

    /// What each version printed in the scenario `id`, line by line.
    pub fn of(&self, id: &Id) -> impl Iterator<Item = (&Version, &str)> {
        self.by_scenario.get(id).into_iter().flatten().map(|(version, line)| (version, line.as_str()))
    }

    fn line(&mut self, line: &str, id: &Id, file: &Arc<SourceFile>, record: &Record) {
        if line.is_empty() {
            return;
        }
        let of_scenario = self.by_scenario.entry(id.clone()).or_default();
        of_scenario.insert((record.version.clone(), line.to_owned()));
        if self.lines.get(line).is_none_or(|shown| shown.newest < record.version) {
            let shown =
                Shown { newest: record.version.clone(), scenario: id.clone(), file: Arc::clone(file) };
            self.lines.insert(line.to_owned(), shown);
        }
    }
}

impl Shown {
    /// Where `line` stands in the record, or the record's first byte should it be written in another way.
    pub fn place(&self, line: &str) -> Place {
        let text = &self.file.text;
        let from = text.find(&format!("\"{}\":", self.scenario)).unwrap_or_default();
        let written = serde_json::to_string(line).unwrap_or_default();
        let written = written.trim_matches('"');
        let at = text[from..].find(written).map_or(0, |at| at + from);
        Place::new(&self.file, Span::new(at, if at == 0 { 0 } else { at + written.len() }))
    }
}

impl NoError {
    /// Whether this is about `line`.
    pub fn is(&self, line: &str) -> bool {
        let Some((first, varying)) = self.line.split_once('…') else { return self.line == line };
        let Some(mut rest) = line.strip_prefix(first) else { return false };
        let mut pieces = varying.split('…').peekable();
        while let Some(piece) = pieces.next() {
            if pieces.peek().is_none() {
                return rest.ends_with(piece);
            }
            let Some(at) = rest.find(piece) else { return false };
            rest = &rest[at + piece.len()..];
        }
        true
    }
}

/// `line` without the marks of a screen and without indentation.
fn bare(line: &str) -> &str {
    line.trim_start_matches(|character: char| character.is_whitespace() || MARKS.contains(&character))
        .trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::sample::{record, run, scenario};

    fn no_error(line: &str) -> NoError {
        let place = Place::new(&SourceFile::new("doctests/printed.yaml", line), Span::at(0));
        NoError { line: line.to_owned(), reason: "it was asked for".to_owned(), place }
    }

    #[test]
    fn a_listed_line_is_the_whole_line_but_for_what_varies() {
        assert!(no_error("pong").is("pong"));
        assert!(!no_error("pong").is("pong pong"));
        assert!(!no_error("pong").is("ping pong"));
        assert!(no_error("visit: https://…").is("visit: https://claude.ai/?x"));
        assert!(no_error("at … (…)").is("at q (cli.js:1:2)"));
        assert!(!no_error("at … (…)").is("at q"));
        assert!(!no_error("at … (…)").is("at q (cli.js) and more"));
        assert!(no_error("a…b").is("a b b"));
    }

    #[test]
    fn marks_of_a_screen_are_no_part_of_a_text() {
        assert_eq!(bare("  ⎿ Not logged in "), "Not logged in");
        assert_eq!(bare("❯ 1. Claude account"), "1. Claude account");
    }

    #[test]
    fn the_newest_version_that_prints_a_line_is_kept() {
        let scenario = scenario("any");
        let mut printed = Printed::default();
        for (version, exits) in [("2.1.118", [1, 1]), ("2.1.330", [1, 0]), ("2.1.332", [0, 0])] {
            let record = record(version, &scenario, exits.map(|exit| run(&[], exit)).into());
            printed.add(&SourceFile::new("r.json", record.render()), &record);
        }
        let lines: Vec<_> = printed.lines().map(|(line, shown)| (line, shown.newest.to_string())).collect();
        let expected = [("Failed to authenticate", "2.1.330"), ("pong", "2.1.332")];
        assert_eq!(lines, expected.map(|(line, version)| (line, version.to_owned())));
        let (line, shown) = printed.lines().next().unwrap();
        let place = shown.place(line);
        assert_eq!(place.file.slice(place.span), line);
        let on = |wanted: &str| -> Vec<_> {
            let of = printed.of(&scenario.id).filter(|(version, _)| version.to_string() == wanted);
            of.map(|(_, line)| line).collect()
        };
        assert_eq!(on("2.1.118"), ["Failed to authenticate"]);
        assert_eq!(on("2.1.330"), ["Failed to authenticate", "pong"]);
    }
}
