//! What must stay true of the code itself, as tests: the rules of docs/architecture.md that a test can hold.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the repository.
struct Text {
    path: String,
    text: String,
}

/// Every text file of the repository, generated folders left out.
fn texts() -> Vec<Text> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = entry.file_name();
            if name == ".git" || name == "target" || name == "book" || name == "node_modules" {
                continue;
            }
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(root, &mut found);
    found.sort();
    let relative = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
    found
        .iter()
        .filter_map(|path| Some(Text { path: relative(path), text: fs::read_to_string(path).ok()? }))
        .collect()
}

impl Text {
    fn is(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }
}

fn rust() -> Vec<Text> {
    texts().into_iter().filter(|text| text.is("rs")).collect()
}

/// Fails with every offence, one a line.
#[track_caller]
fn none(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}:\n  {}", offences.join("\n  "));
}

/// The lines of `text` outside comments that contain one of `words`.
fn uses(text: &Text, words: &[&str]) -> Vec<String> {
    let code = |line: &&str| !line.trim_start().starts_with("//");
    text.text
        .lines()
        .enumerate()
        .filter(|(_, line)| code(line) && words.iter().any(|word| line.contains(word)))
        .map(|(number, line)| format!("{}:{}: {}", text.path, number + 1, line.trim()))
        .collect()
}

/// A module's own tests may look further: they join stages on purpose.
fn without_tests(file: &Text) -> Text {
    let separate = ["/tests.rs", "/tests/", "/sample.rs"].iter().any(|part| file.path.contains(part));
    let code = if separate { "" } else { file.text.split("#[cfg(test)]").next().unwrap_or_default() };
    Text { path: file.path.clone(), text: code.to_owned() }
}

#[test]
fn every_module_opens_with_what_it_is_for() {
    let offences: Vec<String> =
        rust().into_iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path).collect();
    none("a module opens with `//!` and one sentence", &offences);
}

#[test]
fn files_stay_short() {
    let reason = "Longer than 400 lines because";
    let offences: Vec<String> = rust()
        .into_iter()
        .filter(|file| file.text.lines().count() > 400 && !file.text.contains(reason))
        .map(|file| format!("{} has {} lines", file.path, file.text.lines().count()))
        .collect();
    none(&format!("split it, or say `{reason} …` in its head"), &offences);
}

#[test]
fn nothing_is_a_drawer() {
    let drawers = ["utils", "util", "helpers", "helper_functions", "common", "manager", "misc"];
    let offences: Vec<String> = rust()
        .into_iter()
        .map(|file| file.path)
        .filter(|path| path.split('/').any(|part| drawers.contains(&part.trim_end_matches(".rs"))))
        .collect();
    none("name a file for what is in it", &offences);
}

#[test]
fn every_pair_of_credentials_has_a_run_for_every_way_to_ask() {
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/choosing.md")).expect("a page");
    let block = page.split("<!-- generated: precedence-table -->").nth(1).expect("the table");
    let table = block.split("<!-- /generated -->").next().unwrap_or_default();
    let offences: Vec<String> = table
        .lines()
        .filter(|row| row.contains(" and ") && row.contains("| not recorded |"))
        .map(|row| format!("docs/choosing.md: {row}"))
        .collect();
    assert!(table.matches("[^").count() >= 30, "{table}");
    none("write a scenario for this pair", &offences);
}

#[test]
fn every_page_of_claims_says_what_it_does_not_know() {
    let pages = texts().into_iter().filter(|text| text.path.starts_with("docs/") && text.is("md"));
    let claims = pages.filter(|page| !page.text.starts_with("<!-- prose:") && page.path != "docs/SUMMARY.md");
    let silent = claims.filter(|page| !page.text.contains("\n## What is not known\n")).map(|page| page.path);
    none("a page that makes claims has a section “What is not known”", &silent.collect::<Vec<_>>());
}

#[test]
fn only_the_site_knows_mdbook() {
    let offences: Vec<String> = rust()
        .iter()
        .filter(|file| file.path.starts_with("doctests/"))
        .flat_map(|file| uses(file, &["mdbook_", "mdbook::"]))
        .collect();
    none("doctests/ knows nothing of mdBook", &offences);
}

#[test]
fn only_run_knows_the_network_and_only_run_is_async() {
    let free = ["doctests/src/run", "doctests/src/verify", "doctests/src/bin/"];
    let words = ["wiremock", "reqwest", "tokio", "async fn", "std::fs", "std::net", "std::env"];
    let offences: Vec<String> = rust()
        .iter()
        .filter(|file| file.path.starts_with("doctests/src/"))
        .filter(|file| !free.iter().any(|free| file.path.starts_with(free)))
        .flat_map(|file| uses(&without_tests(file), &words))
        .collect();
    none("only doctests/src/run/ is async, does I/O, or knows wiremock and reqwest", &offences);
}

#[test]
fn the_pipeline_flows_one_way() {
    // Each stage and what it may not know: whatever comes after it.
    let later = [
        (
            "parse",
            ["crate::ground", "crate::run", "crate::judge", "crate::report", "crate::verify"].as_slice(),
        ),
        ("ground", &["crate::run", "crate::judge", "crate::report", "crate::verify"]),
        ("run", &["crate::ground", "crate::judge", "crate::report", "crate::verify", "crate::parse"]),
        ("mutate", &["crate::run", "crate::report", "crate::verify"]),
        ("judge", &["crate::run", "crate::ground", "crate::parse", "crate::report", "crate::verify"]),
        ("oauth", &["crate::scenario", "crate::run", "crate::parse", "crate::ground", "crate::judge"]),
    ];
    let mut offences = Vec::new();
    for file in rust() {
        let Some(path) = file.path.strip_prefix("doctests/src/") else { continue };
        let stage = path.split('/').next().unwrap().trim_end_matches(".rs");
        if let Some((_, forbidden)) = later.iter().find(|(name, _)| *name == stage) {
            offences.extend(uses(&without_tests(&file), forbidden));
        }
    }
    none("a stage imports only what comes before it", &offences);
}

#[test]
fn texts_are_plain() {
    let mut offences = Vec::new();
    for Text { path, text } in texts() {
        if Path::new(&path).extension().is_some_and(|found| found == "snap")
            || path.starts_with("LICENSE")
            || path.contains("fixtures/")
        {
            continue;
        }
        if text.starts_with('\u{feff}') {
            offences.push(format!("{path}: starts with a byte order mark"));
        }
        if !text.is_empty() && !text.ends_with('\n') {
            offences.push(format!("{path}: does not end in a newline"));
        }
        for (number, line) in text.lines().enumerate() {
            if line.ends_with([' ', '\t', '\r']) {
                offences.push(format!("{path}:{}: white space at the end of the line", number + 1));
            }
        }
    }
    none("texts have no byte order mark, no CRLF, no trailing space", &offences);
}

#[test]
fn actions_are_pinned_by_commit() {
    let pinned = |line: &str| {
        let commit = line.split('@').nth(1).unwrap_or_default().split(' ').next().unwrap_or_default();
        commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let offences: Vec<String> = texts()
        .iter()
        .filter(|file| file.path.starts_with(".github/workflows/"))
        .flat_map(|file| uses(file, &["uses:"]))
        .filter(|line| !pinned(line))
        .collect();
    none("an action is pinned by its commit", &offences);
}

#[test]
fn the_commands_that_texts_name_exist() {
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_oathbook")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let known = |command: &str| help.lines().any(|line| line.split_whitespace().next() == Some(command));
    let mut offences = Vec::new();
    for file in texts().iter().filter(|file| file.is("md") || file.path == ".ci/run") {
        for line in file.text.lines() {
            for after in line
                .split("cargo run")
                .skip(1)
                .filter_map(|rest| rest.split_once("-- "))
                .map(|(_, after)| after)
            {
                let command: String =
                    after.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
                if !known(&command) {
                    offences.push(format!("{}: `{command}` in: {}", file.path, line.trim()));
                }
            }
        }
    }
    none("a command that a text names exists", &offences);
}
