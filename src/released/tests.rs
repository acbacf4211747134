//! Campaigns on a client that only pretends, as those who keep the records see them.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;

use doctests::record::Entry;
use doctests::run::RunError;
use doctests::scenario::{Case, Scenario};
use doctests::standing::ReleaseState;
use doctests::transcript::Transcript;
use semver::Version;
use serde_json::json;
use tempfile::TempDir;

use super::{Became, Campaign, Matrix, Recording, Released, Report, Subject, Watcher};
use crate::project::Project;

const SCENARIO: &str = "doctests/scenarios/refresh/early-revocation.yaml";
const OTHER: &str = "doctests/scenarios/refresh/other.yaml";

/// What the pretended client does in a run; 2.1.118 is the first with the fix.
type Does = fn(&Version, &str, usize) -> Result<Transcript, RunError>;

struct Pretended {
    does: Does,
    runs: Mutex<BTreeMap<String, usize>>,
    fetched: Mutex<Vec<Version>>,
}

impl Pretended {
    fn that(does: Does) -> Self {
        Self { does, runs: Mutex::default(), fetched: Mutex::default() }
    }

    fn runs(&self) -> usize {
        self.runs.lock().unwrap().values().sum()
    }
}

impl Released for Pretended {
    type Binary = ();

    fn published(&self) -> Result<Vec<Version>, RunError> {
        Ok(Vec::new())
    }

    fn fetch(&self, version: &Version) -> Result<(), RunError> {
        self.fetched.lock().unwrap().push(version.clone());
        if version.patch == 404 {
            Err(RunError::Internal("the registry has no such version".to_owned()))
        } else {
            Ok(())
        }
    }

    fn play(&self, (): &(), subject: &Subject<'_>, _: &Case) -> Result<Transcript, RunError> {
        let number = {
            let mut runs = self.runs.lock().unwrap();
            let runs = runs.entry(subject.to_string()).or_default();
            *runs += 1;
            *runs
        };
        (self.does)(subject.version, subject.scenario.as_str(), number)
    }
}

fn transcript(exchanges: &[(&str, &str, u16)], exit: i32) -> Transcript {
    let exchanges: Vec<_> = exchanges
        .iter()
        .map(|(endpoint, credential, status)| {
            let issued = if *endpoint == "token" { json!(["A2", "R2"]) } else { json!([]) };
            let carrier = if *endpoint == "token" { "refresh-grant" } else { "bearer" };
            json!({ "endpoint": endpoint, "credential": credential, "carrier": carrier, "issued": issued,
                    "answer": { "status": { "status": status } } })
        })
        .collect();
    serde_json::from_value(json!({
        "exchanges": exchanges,
        "commands": [{ "command": "claude -p", "ok": exit == 0, "exit": exit, "stdout": "pong\n" }],
        "stored_login": { "login": { "access": { "known": "A2" }, "refresh": { "known": "R2" },
                          "expires_at": "future", "mode": "600", "unchanged": false } },
    }))
    .unwrap()
}

fn refreshed() -> Transcript {
    transcript(&[("messages", "A1", 401), ("token", "R1", 200), ("messages", "A2", 200)], 0)
}

fn repeated() -> Transcript {
    transcript(&[("messages", "A1", 401), ("messages", "A1", 401)], 1)
}

#[expect(clippy::unnecessary_wraps, reason = "it stands where others break")]
fn as_released(version: &Version, _: &str, _: usize) -> Result<Transcript, RunError> {
    Ok(if version.patch >= 118 { refreshed() } else { repeated() })
}

/// The small book, with a second scenario, both of them about releases.
fn book() -> TempDir {
    let folder = TempDir::new().unwrap();
    let mini = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/fixtures/mini");
    for path in [
        "book.toml",
        "docs/SUMMARY.md",
        "docs/refresh.md",
        "doctests/clients.yaml",
        "doctests/gates.yaml",
        "doctests/sources.yaml",
        "doctests/vocabulary.yaml",
        SCENARIO,
    ] {
        let to = folder.path().join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(mini.join(path), to).unwrap();
    }
    let text = std::fs::read_to_string(folder.path().join(SCENARIO)).unwrap();
    let text =
        format!("{}\n  claude-code: {{ range: '>=2.1.118', differs_at: exchanges }}\n", text.trim_end());
    std::fs::write(folder.path().join(SCENARIO), &text).unwrap();
    std::fs::write(folder.path().join(OTHER), text.replace("title: The", "title: Again the")).unwrap();
    folder
}

struct Silent(Vec<String>);

impl Watcher for Silent {
    fn begins(&mut self, _: usize) -> anyhow::Result<()> {
        Ok(())
    }
    fn ran(&mut self) -> anyhow::Result<()> {
        Ok(())
    }
    fn done(&mut self, subject: &Subject<'_>, how: &str) -> anyhow::Result<()> {
        self.0.push(format!("{subject}: {how}"));
        Ok(())
    }
}

fn versions(all: &[&str]) -> Vec<Version> {
    all.iter().map(|version| version.parse().unwrap()).collect()
}

/// Records both scenarios on `on`.
fn record(folder: &TempDir, released: &Pretended, on: &[&str], recording: Recording) -> (Project, Report) {
    let (project, faults) = Project::load(folder.path());
    assert_eq!(faults, []);
    let scenarios: Vec<&Scenario> = project.catalog.scenarios.values().collect();
    let report = Campaign {
        project: &project,
        versions: &versions(on),
        scenarios: &scenarios,
        matrix: Matrix { runs: 3, jobs: NonZeroUsize::new(2).unwrap() },
        recording,
    }
    .run(released, &mut Silent(Vec::new()))
    .unwrap();
    drop(scenarios);
    (project, report)
}

fn recorded(folder: &TempDir, version: &str) -> Option<String> {
    let path = folder.path().join(format!("doctests/records/claude-code/{version}.json"));
    std::fs::read_to_string(path).ok()
}

#[test]
fn every_scenario_runs_on_every_version_and_is_recorded_and_judged() {
    let folder = book();
    let released = Pretended::that(as_released);
    let (_, report) = record(&folder, &released, &["2.1.117", "2.1.118"], Recording::Missing);
    assert_eq!((released.runs(), report.became.len()), (12, 4));
    let (project, _) = Project::load(folder.path());
    assert_eq!(crate::releases::faults(&project), []);
    for standing in project.releases().standings.values() {
        assert!(matches!(standing.state(), ReleaseState::Verified { .. }), "{standing:?}");
        assert!(standing.bounds[0].adjacent);
    }
}

#[test]
fn recording_twice_gives_the_same_bytes_and_what_is_recorded_is_kept() {
    let folder = book();
    record(&folder, &Pretended::that(as_released), &["2.1.118"], Recording::Missing);
    let first = recorded(&folder, "2.1.118").unwrap();
    let idle = Pretended::that(as_released);
    let (_, report) = record(&folder, &idle, &["2.1.118"], Recording::Missing);
    assert_eq!(idle.runs(), 0);
    assert!(report.became.values().all(|became| *became == Became::Kept));
    let busy = Pretended::that(as_released);
    record(&folder, &busy, &["2.1.118"], Recording::Again);
    assert_eq!(busy.runs(), 6);
    assert_eq!(recorded(&folder, "2.1.118").unwrap(), first);
    assert_eq!(std::fs::read_dir(folder.path().join("doctests/records/claude-code")).unwrap().count(), 1);
}

#[test]
fn a_way_that_was_seen_once_stays_on_record_until_everything_is_seen_afresh() {
    let folder = book();
    let ways = || -> Vec<u32> {
        let (project, _) = Project::load(folder.path());
        let entries = project.releases().records[0].entries.clone();
        let Some(Entry::Seen(seen)) = entries.into_values().next() else { panic!("it is recorded") };
        seen.runs.iter().map(|run| run.count).collect()
    };
    // It races with itself: the second run of three goes another way.
    record(&folder, &Pretended::that(racing), &["2.1.118"], Recording::Missing);
    assert_eq!(ways(), [2, 1]);
    let raced = recorded(&folder, "2.1.118").unwrap();
    record(&folder, &Pretended::that(as_released), &["2.1.118"], Recording::Again);
    assert_eq!(recorded(&folder, "2.1.118").unwrap(), raced);
    record(&folder, &Pretended::that(as_released), &["2.1.118"], Recording::Afresh);
    assert_eq!(ways(), [3]);
    record(&folder, &Pretended::that(racing), &["2.1.118"], Recording::Again);
    assert_eq!(ways(), [3, 1]);
}

#[expect(clippy::unnecessary_wraps, reason = "it stands where others break")]
fn racing(_: &Version, _: &str, number: usize) -> Result<Transcript, RunError> {
    Ok(if number == 2 { repeated() } else { refreshed() })
}

#[test]
fn what_breaks_stops_nothing_else_and_is_recorded_nowhere() {
    let folder = book();
    let released = Pretended::that(|version, scenario, number| {
        if scenario == "refresh.other" && number == 2 {
            return Err(RunError::TimeLimit { command: "claude -p".to_owned(), seconds: 60 });
        }
        as_released(version, scenario, number)
    });
    let (_, report) = record(&folder, &released, &["2.1.118", "2.1.404", "2.1.405"], Recording::Missing);
    let broke: Vec<String> = report
        .became
        .iter()
        .filter_map(|((version, id), became)| match became {
            Became::Broke(why) => Some(format!("{version} {id}: {why}")),
            _ => None,
        })
        .collect();
    insta::assert_snapshot!(broke.join("\n"), @r"
    2.1.118 refresh.other: claude -p did not end within 60 s of real time
    2.1.404 refresh.early-revocation: internal error: the registry has no such version
    2.1.404 refresh.other: internal error: the registry has no such version
    2.1.405 refresh.other: claude -p did not end within 60 s of real time
    ");
    let text = recorded(&folder, "2.1.118").unwrap();
    assert!(text.contains("refresh.early-revocation") && !text.contains("refresh.other"), "{text}");
    assert_eq!(recorded(&folder, "2.1.404"), None);
    assert!(recorded(&folder, "2.1.405").is_some());
}

#[test]
fn what_no_release_can_be_given_is_recorded_with_its_reason() {
    let folder = book();
    let released = Pretended::that(|_, _, _| Err(RunError::Unsupported("virtual time".to_owned())));
    record(&folder, &released, &["2.1.118"], Recording::Missing);
    assert!(recorded(&folder, "2.1.118").unwrap().contains("\"not-run\": \"virtual time\""));
    let (project, _) = Project::load(folder.path());
    assert_eq!(crate::releases::faults(&project), []);
}

#[test]
fn what_is_no_part_of_a_record_is_refused_by_name() {
    let folder = book();
    let released = Pretended::that(|_, _, _| {
        let mut seen = refreshed();
        seen.commands[0].stderr = "Proxy: http://127.0.0.1:4711".to_owned();
        Ok(seen)
    });
    let (_, report) = record(&folder, &released, &["2.1.118"], Recording::Missing);
    assert!(
        report.became.values().all(|became| matches!(became, Became::Broke(why) if why.contains("a port")))
    );
    assert_eq!(recorded(&folder, "2.1.118"), None);
}

#[test]
fn an_entry_without_a_scenario_goes_with_the_next_recording() {
    let folder = book();
    record(&folder, &Pretended::that(as_released), &["2.1.118"], Recording::Missing);
    std::fs::remove_file(folder.path().join(OTHER)).unwrap();
    let (project, _) = Project::load(folder.path());
    let said = doctests::report::human(&crate::releases::faults(&project), false);
    assert!(said.contains("record::gone"), "{said}");
    record(&folder, &Pretended::that(as_released), &["2.1.118"], Recording::Missing);
    assert!(!recorded(&folder, "2.1.118").unwrap().contains("refresh.other"));
}

#[test]
fn a_record_that_cannot_be_read_is_not_overwritten() {
    let folder = book();
    record(&folder, &Pretended::that(as_released), &["2.1.118"], Recording::Missing);
    let half = recorded(&folder, "2.1.118").unwrap().replace("\"runs\"", "\"rnus\"");
    let path = folder.path().join("doctests/records/claude-code/2.1.118.json");
    std::fs::write(&path, &half).unwrap();
    let (project, _) = Project::load(folder.path());
    let campaign = Campaign {
        project: &project,
        versions: &versions(&["2.1.118"]),
        scenarios: &[],
        matrix: Matrix { runs: 3, jobs: NonZeroUsize::MIN },
        recording: Recording::Missing,
    };
    let error = campaign.run(&Pretended::that(as_released), &mut Silent(Vec::new())).unwrap_err();
    assert!(error.to_string().contains("not overwritten"), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), half);
}

#[test]
fn a_record_that_cannot_be_written_is_named_with_the_scenario_and_never_half_there() {
    let folder = book();
    let records = folder.path().join("doctests/records/claude-code");
    std::fs::create_dir_all(records.parent().unwrap()).unwrap();
    std::fs::write(&records, "no folder").unwrap();
    let (project, _) = Project::load(folder.path());
    let scenarios: Vec<&Scenario> = project.catalog.scenarios.values().take(1).collect();
    let campaign = Campaign {
        project: &project,
        versions: &versions(&["2.1.118"]),
        scenarios: &scenarios,
        matrix: Matrix { runs: 3, jobs: NonZeroUsize::MIN },
        recording: Recording::Missing,
    };
    let error = campaign.run(&Pretended::that(as_released), &mut Silent(Vec::new())).unwrap_err();
    let said = format!("{error:#}");
    assert!(
        said.starts_with("refresh.early-revocation was seen on claude-code@2.1.118, and is not recorded: "),
        "{said}"
    );
    assert_eq!(std::fs::read_to_string(&records).unwrap(), "no folder");
}

#[test]
fn a_watcher_that_fails_ends_the_campaign() {
    struct Fails;
    impl Watcher for Fails {
        fn begins(&mut self, _: usize) -> anyhow::Result<()> {
            Ok(())
        }
        fn ran(&mut self) -> anyhow::Result<()> {
            anyhow::bail!("the pipe is closed")
        }
        fn done(&mut self, _: &Subject<'_>, _: &str) -> anyhow::Result<()> {
            Ok(())
        }
    }
    let folder = book();
    let (project, _) = Project::load(folder.path());
    let scenarios: Vec<&Scenario> = project.catalog.scenarios.values().collect();
    let many: Vec<Version> = (118..160).map(|patch| Version::new(2, 1, patch)).collect();
    let campaign = Campaign {
        project: &project,
        versions: &many,
        scenarios: &scenarios,
        matrix: Matrix { runs: 3, jobs: NonZeroUsize::new(2).unwrap() },
        recording: Recording::Off,
    };
    let released = Pretended::that(as_released);
    assert!(campaign.run(&released, &mut Fails).is_err());
    assert!(released.runs() <= 6, "{}", released.runs());
}
