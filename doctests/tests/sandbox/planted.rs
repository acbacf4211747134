//! A caller with a login of their own, an open file and no bubblewrap: told through a process of their own.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode, Output};
use std::time::Duration;

use doctests::run::sandbox::Sandbox;

use super::claims::{Claim, runtime, send};
use super::probe::{self, Errand, Seen};

/// The first argument that makes this program such a caller.
pub(crate) const OUTER: &str = "a-caller-of-the-sandbox";

const TOKEN: &str = "sk-ant-oat01-Zm9yIG9hdGhib29rIG9ubHk-planted";

pub(crate) fn all() -> Vec<Claim> {
    vec![
        ("a_planted_login_is_neither_read_nor_changed", a_planted_login_is_neither_read_nor_changed),
        ("no_descriptor_is_inherited", no_descriptor_is_inherited),
        ("without_bubblewrap_nothing_runs", without_bubblewrap_nothing_runs),
        ("without_namespaces_nothing_runs", without_namespaces_nothing_runs),
    ]
}

/// Looks around inside, as whoever called: prints its own descriptors and what was seen.
pub(crate) fn main(search: impl Iterator<Item = String>) -> ExitCode {
    let own = probe::descriptors();
    let errand = Errand::LookAround {
        search: search.collect(),
        sockets: Vec::new(),
        abstract_name: "oathbook-nobody".to_owned(),
        port: 9,
    };
    let seen = runtime().block_on(async {
        let sandbox = Sandbox::find().await?;
        send(&sandbox, &errand, Duration::from_secs(30)).await
    });
    match seen {
        Ok(seen) => {
            let seen: Seen = serde_json::from_slice(&seen).unwrap();
            serde_json::to_writer(std::io::stdout(), &(own, seen)).unwrap();
            ExitCode::SUCCESS
        }
        Err(error) => {
            std::io::stderr().write_all(error.to_string().as_bytes()).unwrap();
            ExitCode::from(3)
        }
    }
}

#[track_caller]
fn both(output: &Output) -> (Vec<String>, Seen) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn caller() -> Command {
    let mut caller = Command::new(std::env::current_exe().unwrap());
    caller.arg(OUTER);
    caller
}

fn a_planted_login_is_neither_read_nor_changed() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".claude");
    fs::create_dir(&folder).unwrap();
    let login = folder.join(".credentials.json");
    let text = format!(r#"{{"claudeAiOauth":{{"accessToken":"{TOKEN}","refreshToken":"{TOKEN}"}}}}"#);
    fs::write(&login, &text).unwrap();
    let before = fs::metadata(&login).unwrap();
    let output = caller()
        .args([TOKEN, probe::TO_BE_FOUND])
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("CLAUDE_CONFIG_DIR", &folder)
        .env("CLAUDE_CODE_OAUTH_TOKEN", TOKEN)
        .env("ANTHROPIC_API_KEY", TOKEN)
        .output()
        .unwrap();
    let (_, seen) = both(&output);
    assert_eq!(seen.found, ["/home/read-only/file"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(!printed.contains(TOKEN) && !printed.contains(&home.path().display().to_string()), "{printed}");
    let after = fs::metadata(&login).unwrap();
    assert_eq!(fs::read_to_string(&login).unwrap(), text);
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    assert_eq!(before.accessed().unwrap(), after.accessed().unwrap());
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

fn no_descriptor_is_inherited() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let output = Command::new("/usr/bin/bash")
        .args(["-c", r#"exec 7<>"$0" 12<"$0" 251<"$0"; exec "$@""#])
        .arg(file.path())
        .arg(std::env::current_exe().unwrap())
        .arg(OUTER)
        .output()
        .unwrap();
    let (own, seen) = both(&output);
    for number in ["7", "12", "251"] {
        assert!(own.iter().any(|open| open == number), "the caller must hold {number}: {own:?}");
    }
    assert_eq!(seen.descriptors, ["0", "1", "2"]);
}

fn without_bubblewrap_nothing_runs() {
    let empty = tempfile::tempdir().unwrap();
    let output = caller().env("PATH", empty.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "a released client runs only inside bubblewrap, and there is no `bwrap` on PATH: on Linux, install it \
         (Debian, Ubuntu: `sudo apt-get install bubblewrap`); elsewhere released clients cannot be run"
    );
}

fn without_namespaces_nothing_runs() {
    let folder = tempfile::tempdir().unwrap();
    program(
        &folder.path().join("bwrap"),
        "#!/bin/sh\necho 'bwrap: Creating new namespace failed: Operation not permitted' >&2\nexit 1\n",
    );
    let output = caller().env("PATH", folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with(
            "a released client runs only inside bubblewrap, and it cannot make a sandbox here: "
        ),
        "{said}"
    );
    assert!(said.ends_with("\n  | bwrap: Creating new namespace failed: Operation not permitted"), "{said}");
}

/// A program, written by another process: what a test beside this one forks off while the file is open here
/// would inherit it, and Linux starts no program that is open for writing.
fn program(path: &Path, text: &str) {
    let source = path.with_extension("sh");
    fs::write(&source, text).unwrap();
    assert!(Command::new("install").arg("-m755").arg(source).arg(path).status().unwrap().success());
}
