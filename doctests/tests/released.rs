//! Released clients run the documented scenarios in the sandbox, as far as their programs are at hand.
//!
//! `OATHBOOK_RELEASED` names them: `2.1.330=/path/to/claude`, several with commas between. Without it every trial is
//! listed as ignored, so that nobody takes silence for a pass.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use doctests::id::Id;
use doctests::job::{Job, Played};
use doctests::judge::judge_release;
use doctests::parse;
use doctests::run::role::Role;
use doctests::run::sandbox::Sandbox;
use doctests::scenario::{ClaudeCodeClaim, ReferenceClaim, Scenario};
use doctests::source_file::SourceFile;
use doctests::verdict::Verdict;
use libtest_mimic::{Arguments, Failed, Trial};

const VARIABLE: &str = "OATHBOOK_RELEASED";

/// Longer than any scenario takes.
const LIMIT: Duration = Duration::from_secs(240);

fn main() -> ExitCode {
    if let Some(role) = std::env::args_os().nth(1).and_then(|first| Role::of(&first)) {
        return role.play(std::env::args_os().skip(2));
    }
    libtest_mimic::run(&Arguments::from_args(), trials()).exit_code()
}

fn trials() -> Vec<Trial> {
    let named = std::env::var(VARIABLE).unwrap_or_default();
    let clients: Vec<(String, PathBuf)> = named
        .split(',')
        .filter_map(|one| one.split_once('='))
        .map(|(version, program)| (version.to_owned(), program.into()))
        .collect();
    let everything = std::env::var_os("OATHBOOK_EVERYTHING").is_some();
    let mut trials = Vec::new();
    for scenario in scenarios() {
        let claimed = scenario.document.clients.claude_code.is_some();
        if !claimed && !everything {
            continue;
        }
        if clients.is_empty() {
            let name = scenario.id.to_string();
            trials.push(Trial::test(name, || Ok(())).with_ignored_flag(true).with_kind("released"));
        }
        for (version, program) in &clients {
            let (scenario, version, program) = (Arc::clone(&scenario), version.clone(), program.clone());
            let name = format!("{}@{version}", scenario.id);
            trials.push(Trial::test(name, move || plays(&scenario, &version, &program)));
        }
    }
    trials
}

fn scenarios() -> Vec<Arc<Scenario>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut found = Vec::new();
    for topic in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(files) = std::fs::read_dir(&topic) else { continue };
        for path in files.map(|entry| entry.unwrap().path()) {
            let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
            let id: Id = format!("{}.{}", name(&topic), name(&path)).parse().unwrap();
            let text = std::fs::read_to_string(&path).unwrap();
            let file = Arc::new(SourceFile::new(path.display().to_string(), text));
            found.extend(parse::scenario(id, &file).0.map(Arc::new));
        }
    }
    found.sort_by_key(|scenario| scenario.id.clone());
    found
}

/// Plays every case and compares the verdict with what the scenario claims of this version.
fn plays(scenario: &Scenario, version: &str, program: &Path) -> Result<(), Failed> {
    let version: semver::Version = version.parse().map_err(|error| format!("`{version}`: {error}"))?;
    let holds = match scenario.document.clients.claude_code.as_deref() {
        // What says nothing of releases is our model of the newest one, or of one that does otherwise.
        None => matches!(scenario.document.clients.reference.value, ReferenceClaim::Holds),
        Some(ClaudeCodeClaim::Any) => true,
        Some(ClaudeCodeClaim::Ranges(ranges)) => ranges.iter().any(|range| range.range.matches(&version)),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut report = String::new();
    let mut passed = true;
    for case in scenario.cases() {
        let subject = format!("claude-code@{version}");
        let job = serde_json::to_vec(&Job::new(&subject, &case))?;
        let answer = runtime.block_on(async {
            let sandbox = Sandbox::find().await?;
            sandbox.run(&format!("{subject} on {}", scenario.id), program, &job, LIMIT).await
        })?;
        let transcript = match serde_json::from_slice(&answer)? {
            Played::Transcript(transcript) => transcript,
            Played::Unsupported(why) => return Err(format!("not run on a release: {why}").into()),
            Played::Broke(why) => return Err(format!("the run broke: {why}").into()),
        };
        let verdict = judge_release(&case, &transcript, &version).verdict;
        passed &= verdict.is_pass();
        report.push_str(&described(case.name, &verdict));
        report.push_str(&serde_json::to_string_pretty(&transcript)?);
    }
    if passed == holds { Ok(()) } else { Err(report.into()) }
}

fn described(case: &str, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Pass => format!("{case}: passes\n"),
        Verdict::Inconclusive { reason } => format!("{case}: inconclusive: {reason}\n"),
        Verdict::Fail { mismatches } => {
            let line = |text: &doctests::verdict::Mismatch| {
                format!("  {}: expected {}, saw {}\n", text.expectation, text.expected, text.seen)
            };
            format!("{case}: fails\n{}", mismatches.iter().map(line).collect::<String>())
        }
    }
}
