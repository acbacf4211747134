//! How fast the scenarios are, against the figures of docs/architecture.md: `cargo bench [-- PART OF A NAME]`.
//!
//! CPU time is what the kernel counted for this process (Linux only), so that a busy machine changes little.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use doctests::parse;
use doctests::run::role::Role;
use doctests::run::{ReferenceProgram, Runner};
use doctests::scenario::Scenario;
use doctests::source_file::SourceFile;
use doctests::verify::{self, Options};
use oathbook::check::Oaths;
use oathbook::mutate;
use oathbook::project::{Contents, Project};

/// What the generated scenarios do: refused, refreshed, sent again.
const THREE_EXCHANGES: &str = "\
title: A generated scenario
given:
  stored_login: { access: A1, refresh: R1, expires_in: 2h }
  resource_server: { revoked: [A1] }
steps: [prompt]
expect:
  outcome: recovered
  exchanges: [messages A1 -> 401, token R1 -> 200 issues A2 R2, messages A2 -> 200]
clients: { reference: holds }
";

const START_UP: &str = "start-up";

fn main() -> ExitCode {
    let first = std::env::args_os().nth(1).unwrap_or_default();
    if let Some(role) = Role::of(&first) {
        return role.play(std::env::args_os().skip(2));
    }
    if first == START_UP {
        discover();
        return ExitCode::SUCCESS;
    }
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let figures: [Figure; 4] = [
        ("start-up: find every page, claim and scenario (CPU)", start_up, Duration::from_millis(20)),
        ("one three-exchange scenario, one after another (CPU)", cpu_of_one, Duration::from_micros(600)),
        ("1,000 generated scenarios on 2 cores (wall)", wall_of_all, Duration::from_secs(1)),
        ("200 page mutants (CPU; two processors have 2 s)", cpu_of_page_mutants, Duration::from_secs(2)),
    ];
    let mut table = String::new();
    for (what, measure, limit) in figures.into_iter().filter(|(what, ..)| what.contains(&wanted)) {
        let measured = measure();
        let held = if measured <= limit { "holds" } else { "MISSED" };
        let _ = writeln!(table, "{what:<56} {measured:>10.2?}  limit {limit:>7.2?}  {held}");
    }
    println!("{table}");
    ExitCode::from(u8::from(table.contains("MISSED")))
}

/// What is measured, how, and what it may take.
type Figure = (&'static str, fn() -> Duration, Duration);

fn generated(number: usize) -> Vec<Scenario> {
    (0..number)
        .map(|index| {
            let file = SourceFile::new(format!("generated/{index}.yaml"), THREE_EXCHANGES);
            let id = format!("generated.n{index}").parse().expect("an id");
            let (scenario, faults) = parse::scenario(id, &file);
            assert!(faults.is_empty(), "{faults:?}");
            scenario.expect("a scenario")
        })
        .collect()
}

/// What the test binary does before it can list its tests.
fn discover() -> usize {
    let contents = Contents::of(Path::new(env!("CARGO_MANIFEST_DIR")));
    contents.pages.iter().map(|page| page.claims.len()).sum::<usize>() + contents.scenarios.len()
}

fn start_up() -> Duration {
    const TIMES: u32 = 50;
    let program = std::env::current_exe().expect("the path of this benchmark");
    let before = cpu_of_children();
    for _ in 0..TIMES {
        let status =
            std::process::Command::new(&program).arg(START_UP).status().expect("this benchmark starts");
        assert!(status.success());
    }
    cpu_of_children().saturating_sub(before) / TIMES
}

fn cpu_of_one() -> Duration {
    let scenarios = generated(1000);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let program = ReferenceProgram::this_program().expect("the path of this benchmark");
        let runner = Runner::start(program).await.expect("servers on loopback");
        let before = cpu_of_self();
        for scenario in &scenarios {
            let run =
                verify::one(&runner, scenario, None).await.expect("a run").expect("a modelled scenario");
            assert!(run.verdict().is_pass(), "{:?}", run.verdict());
        }
        cpu_of_self().saturating_sub(before) / u32::try_from(scenarios.len()).expect("few scenarios")
    })
}

fn wall_of_all() -> Duration {
    let scenarios = generated(1000);
    let program = ReferenceProgram::this_program().expect("the path of this benchmark");
    let options = Options { program, jobs: 2, variant: None };
    let start = Instant::now();
    let runs = verify::scenarios(&scenarios, &options).expect("servers on loopback");
    let wall = start.elapsed();
    assert!(runs.values().all(|run| run.as_ref().is_ok_and(|run| run.verdict().is_pass())));
    wall
}

/// What 200 of the book's page mutants take, the parsing of the changed page included.
fn cpu_of_page_mutants() -> Duration {
    let (project, _) = Project::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    project.judge_records();
    let how = mutate::Options { oaths: Oaths::Required, jobs: NonZeroUsize::MIN, progress: false };
    let before = cpu_of_self();
    let tried = mutate::pages(&project, how).expect("a thread").len();
    let spent = cpu_of_self().saturating_sub(before);
    spent * 200 / u32::try_from(tried).expect("few mutants")
}

/// User and system time of this process, all threads.
fn cpu_of_self() -> Duration {
    cpu(13)
}

/// User and system time of the children that have ended.
fn cpu_of_children() -> Duration {
    cpu(15)
}

/// The fields of `/proc/self/stat` are counted from 0 here; times are in hundredths of a second (proc(5)).
fn cpu(first: usize) -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux: the kernel's own count is read");
    let after_name = stat.rsplit_once(')').expect("the name is in brackets").1;
    let fields: Vec<u64> =
        after_name.split_whitespace().skip(1).map(|field| field.parse().unwrap_or(0)).collect();
    Duration::from_millis(10 * (fields[first - 3] + fields[first - 2]))
}
