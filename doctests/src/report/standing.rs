//! What records show against what scenarios claim → diagnostics: at the scenario's ranges, and at the claim on its page.

use std::sync::Arc;

use semver::Version;

use super::failures::first_line;
use crate::catalog::Catalog;
use crate::claim::Claim;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::entry_place;
use crate::record::Record;
use crate::scenario::Scenario;
use crate::source_file::{Place, SourceFile};
use crate::standing::{Contradiction, SeenThere, Standing};

/// What the records say against `scenario`, at its `clients` and, for what is stale, at its head.
pub fn standing_diagnostics(scenario: &Scenario, standing: &Standing) -> Vec<Diagnostic> {
    let contradicted = grouped(standing).into_iter().map(|(versions, found)| {
        let message = format!("`{}` is not seen as claimed on {}", scenario.id, list(&versions));
        let diagnostic = Diagnostic::new(Code::RecordContradicts, clients(scenario), message);
        at_expectation(diagnostic.label("claimed here"), scenario, &found).rerun(rerun(scenario, &versions))
    });
    contradicted.chain(stale(scenario, standing)).collect()
}

/// Why `claim` does not hold on releases: it cites `scenario`, which stands as `standing`.
pub fn claim_standing_diagnostics(
    claim: &Claim<'_>,
    scenario: &Scenario,
    standing: &Standing,
) -> Vec<Diagnostic> {
    let contradicted = grouped(standing).into_iter().map(|(versions, found)| {
        let message = format!("`{}` does not show this on {}", scenario.id, list(&versions));
        let diagnostic = Diagnostic::new(Code::RecordContradicts, claim.place(), message);
        at_expectation(diagnostic, scenario, &found)
            .related(clients(scenario), "claimed here")
            .rerun(rerun(scenario, &versions))
    });
    contradicted.chain(varying(claim, scenario, standing)).collect()
}

/// The entries of `record` that belong to no scenario any more.
pub fn gone_diagnostics(file: &Arc<SourceFile>, record: &Record, catalog: &Catalog) -> Vec<Diagnostic> {
    let gone = |id: &&crate::id::Id| {
        catalog.scenarios.get(*id).is_none_or(|scenario| scenario.document.clients.claude_code.is_none())
    };
    let diagnose = |id: &crate::id::Id| {
        let why = match catalog.scenarios.get(id) {
            None => "no scenario has this id any more",
            Some(_) => "the scenario does not name the client any more",
        };
        Diagnostic::new(
            Code::RecordGone,
            entry_place(file, id.as_str()),
            format!("`{id}` was recorded, but {why}"),
        )
        .help(format!("`cargo run -- verify --client {} --record` takes it out", record.name()))
    };
    record.entries.keys().filter(gone).map(diagnose).collect()
}

/// A release on which it varies may be spoken of, but not as if it always went so.
fn varying(claim: &Claim<'_>, scenario: &Scenario, standing: &Standing) -> Option<Diagnostic> {
    if says_that_it_varies(&claim.unit.text) {
        return None;
    }
    let (on, (passed, runs, otherwise)) = standing.inside().rev().find_map(|on| match &on.seen {
        SeenThere::Varies { passed, runs, otherwise } => Some((on, (passed, runs, otherwise))),
        _ => None,
    })?;
    let message = format!("`{}` shows this on {} in some runs only", scenario.id, on.version);
    Some(
        Diagnostic::new(Code::RecordVaries, claim.place(), message)
            .expected("what held in all runs, or a word that says it varies: may, sometimes, usually, often")
            .seen(format!("{passed} of {runs} runs; in another one {otherwise}"))
            .related(clients(scenario), "claimed here")
            .rerun(rerun(scenario, &[&on.version])),
    )
}

fn says_that_it_varies(text: &str) -> bool {
    let words = ["may", "might", "sometimes", "usually", "often"];
    text.split(|character: char| !character.is_alphanumeric())
        .any(|word| words.iter().any(|known| known.eq_ignore_ascii_case(word)))
}

fn stale(scenario: &Scenario, standing: &Standing) -> Option<Diagnostic> {
    let versions = standing.stale();
    if versions.is_empty() {
        return None;
    }
    let message = format!("`{}` changed since it was recorded on {}", scenario.id, list(&versions));
    let command = record_again(scenario, &versions);
    Some(
        Diagnostic::new(Code::RecordStale, first_line(scenario), message)
            .help(format!("`{command}` records it again; or restore what is given and the steps"))
            .rerun(command),
    )
}

/// The contradictions with the versions that show the same.
fn grouped(standing: &Standing) -> Vec<(Vec<&Version>, Contradiction<'_>)> {
    let mut groups: Vec<(Vec<&Version>, Contradiction<'_>)> = Vec::new();
    for found in standing.contradictions() {
        let alike = |known: &Contradiction<'_>| {
            (&known.expected, &known.seen, known.mismatch) == (&found.expected, &found.seen, found.mismatch)
        };
        match groups.iter_mut().find(|(_, known)| alike(known)) {
            Some((versions, _)) => versions.push(found.version),
            None => groups.push((vec![found.version], found)),
        }
    }
    groups
}

fn at_expectation(diagnostic: Diagnostic, scenario: &Scenario, found: &Contradiction<'_>) -> Diagnostic {
    let diagnostic = diagnostic.expected(found.expected.as_str()).seen(found.seen.as_str());
    match found.mismatch {
        Some(mismatch) => diagnostic.related(
            Place::new(&scenario.file, mismatch.span),
            format!("`{}` was not seen", mismatch.expectation),
        ),
        None => diagnostic,
    }
}

/// Where the scenario says on which releases it holds.
fn clients(scenario: &Scenario) -> Place {
    let claimed = scenario.document.clients.claude_code.as_ref();
    claimed.map_or_else(|| first_line(scenario), |claimed| Place::new(&scenario.file, claimed.span))
}

/// `2.1.117`, `2.1.117 and 2.1.118`, or the first and the last of many.
fn list(versions: &[&Version]) -> String {
    match versions {
        [] => "no version".to_owned(),
        [only] => only.to_string(),
        [one, other] => format!("{one} and {other}"),
        [first, .., last] => format!("{} versions from {first} to {last}", versions.len()),
    }
}

fn rerun(scenario: &Scenario, versions: &[&Version]) -> String {
    format!("cargo run -- verify --client {} {}", client(versions), scenario.id)
}

/// The command that records `scenario` again on `versions`.
fn record_again(scenario: &Scenario, versions: &[&Version]) -> String {
    format!("{} --record", rerun(scenario, versions))
}

fn client(versions: &[&Version]) -> String {
    let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
    format!("claude-code@{}", versions.join(","))
}
