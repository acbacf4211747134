//! The reference client as processes: single flight between them, and what a kill leaves behind.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use doctests::run::client::reference::{Machine, Point};
use doctests::run::clock::VirtualClock;
use doctests::run::server::{Servers, World};
use doctests::run::token::TokenBook;
use doctests::scenario::given::Given;
use jiff::SignedDuration;
use serde_json::json;
use tempfile::TempDir;

/// A home with an expired login, and the servers that renew it.
struct Stage {
    world: World,
    time: VirtualClock,
    tokens: TokenBook,
    home: TempDir,
    control: TcpListener,
    _servers: Servers,
}

impl Stage {
    async fn new(expires_in: SignedDuration) -> Self {
        let given: Given = serde_yaml::from_str("{ stored_login: { access: A1, refresh: R1 } }").unwrap();
        let (servers, tokens, time) =
            (Servers::start().await.unwrap(), TokenBook::default(), VirtualClock::default());
        let world = servers.open(&given, &tokens, &time);
        let home = tempfile::tempdir().unwrap();
        let token = |symbol: &str| tokens.token(symbol.parse().unwrap());
        let login = json!({ "claudeAiOauth": {
            "accessToken": token("A1"), "refreshToken": token("R1"), "scopes": ["user:inference"],
            "expiresAt": (time.now() + expires_in).as_millisecond(),
        }});
        std::fs::create_dir(home.path().join(".claude")).unwrap();
        std::fs::write(home.path().join(".claude/.credentials.json"), login.to_string()).unwrap();
        let control = TcpListener::bind("127.0.0.1:0").unwrap();
        Self { world, time, tokens, home, control, _servers: servers }
    }

    fn start(&self, variant: Option<&str>, command: &str) -> Process {
        let machine = Machine {
            base_url: self.world.base_url(),
            home: self.home.path().to_owned(),
            env: BTreeMap::new(),
            store_fault: None,
            variant: variant.map(str::to_owned),
        };
        let file = self.home.path().join("machine.json");
        std::fs::write(&file, serde_json::to_string(&machine).unwrap()).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_reference-client"))
            .args([Path::new("--machine"), &file])
            .args(["--now", &self.time.now().as_millisecond().to_string()])
            .args(["--control", &self.control.local_addr().unwrap().to_string(), command])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let (stream, _) = self.control.accept().unwrap();
        Process { child, control: BufReader::new(stream) }
    }

    fn journal(&self) -> Vec<String> {
        self.world.journal().iter().map(ToString::to_string).collect()
    }
}

struct Process {
    child: Child,
    control: BufReader<TcpStream>,
}

impl Process {
    /// The next checkpoint it comes to; none when it has ended.
    fn point(&mut self) -> Option<Point> {
        let mut line = String::new();
        self.control.read_line(&mut line).unwrap();
        line.trim_end().parse().ok()
    }

    fn go_on(&mut self) {
        self.control.get_mut().write_all(b"\n").unwrap();
    }

    fn wait_for(&mut self, point: Point) {
        while let Some(reached) = self.point() {
            if reached == point {
                return;
            }
            self.go_on();
        }
        panic!("it ended before {point}");
    }

    fn kill_at(mut self, point: Point) {
        self.wait_for(point);
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn end(mut self) -> (ExitStatus, String) {
        while self.point().is_some() {
            self.go_on();
        }
        let output = self.child.wait_with_output().unwrap();
        (output.status, String::from_utf8(output.stdout).unwrap())
    }
}

const HOUR_AGO: SignedDuration = SignedDuration::from_hours(-1);

/// Three processes that all saw the expired login before any of them refreshed.
async fn three_at_once(variant: Option<&str>) -> Vec<String> {
    let stage = Stage::new(HOUR_AGO).await;
    let mut processes: Vec<Process> = (0..3).map(|_| stage.start(variant, "prompt")).collect();
    for process in &mut processes {
        process.wait_for(Point::AboutToRefresh);
    }
    for process in &mut processes {
        process.go_on();
    }
    let threads: Vec<_> =
        processes.into_iter().map(|process| std::thread::spawn(move || process.end())).collect();
    for thread in threads {
        thread.join().unwrap();
    }
    stage.journal()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_processes_share_one_refresh() {
    let journal = three_at_once(None).await;
    assert_eq!(
        journal,
        ["token R1 -> 200 issues A2 R2", "messages A2 -> 200", "messages A2 -> 200", "messages A2 -> 200"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_lock_three_processes_present_the_same_refresh_token() {
    let journal = three_at_once(Some("no-lock")).await;
    assert_eq!(journal.iter().filter(|exchange| exchange.starts_with("token R1")).count(), 3, "{journal:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_killed_before_it_saved_has_spent_the_refresh_token() {
    let stage = Stage::new(HOUR_AGO).await;
    stage.start(None, "prompt").kill_at(Point::BeforeSave);
    let (status, stdout) = stage.start(None, "prompt").end();
    assert_eq!(status.code(), Some(1));
    assert!(stdout.starts_with("Failed to refresh OAuth token: another Claude Code process"), "{stdout}");

    stage.time.advance(SignedDuration::from_secs(65));
    let (status, stdout) = stage.start(None, "prompt").end();
    assert_eq!(status.code(), Some(1));
    assert_eq!(stdout, "Failed to authenticate: OAuth session expired and could not be refreshed\n");
    assert_eq!(stage.journal(), ["token R1 -> 200 issues A2 R2", "token R1 -> 400 invalid_grant"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_killed_while_it_held_the_lock_stops_the_next_one_for_a_minute() {
    let stage = Stage::new(HOUR_AGO).await;
    stage.start(None, "prompt").kill_at(Point::HoldingLock);
    let (status, _) = stage.start(None, "prompt").end();
    assert_eq!((status.code(), stage.journal().len()), (Some(1), 0));
    stage.time.advance(SignedDuration::from_secs(65));
    let (status, stdout) = stage.start(None, "prompt").end();
    assert_eq!((status.code(), stdout.as_str()), (Some(0), "pong\n"));
    assert_eq!(stage.journal(), ["token R1 -> 200 issues A2 R2", "messages A2 -> 200"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_takes_over_dead_locks_waits_for_nobody() {
    let stage = Stage::new(HOUR_AGO).await;
    let careless = Some("takes-over-dead-locks");
    stage.start(careless, "prompt").kill_at(Point::HoldingLock);
    let (status, _) = stage.start(careless, "prompt").end();
    assert_eq!(status.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_has_not_expired_is_not_held_up_by_a_dead_process() {
    let stage = Stage::new(SignedDuration::from_secs(200)).await;
    stage.start(None, "prompt").kill_at(Point::HoldingLock);
    let (status, stdout) = stage.start(None, "prompt").end();
    assert_eq!((status.code(), stdout.as_str()), (Some(0), "pong\n"));
    assert_eq!(stage.journal(), ["messages A1 -> 200"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_asks_its_runner_for_the_browser() {
    let stage = Stage::new(HOUR_AGO).await;
    let mut process = stage.start(None, "setup-token");
    let mut line = String::new();
    process.control.read_line(&mut line).unwrap();
    let url = line.trim_end().strip_prefix("open ").expect("an authorize URL");
    let redirect = stage.world.authorize(url).unwrap();
    process.control.get_mut().write_all(format!("{redirect}\n").as_bytes()).unwrap();
    let (status, stdout) = process.end();
    assert_eq!(status.code(), Some(0));
    assert!(
        stage.tokens.redact(&stdout).starts_with("Your OAuth token (valid for 1 year):\nE1\n"),
        "E1 is printed"
    );
}

#[test]
fn a_wrong_call_is_told_how_to_call() {
    for arguments in [&["prompt"][..], &["--machine", "nowhere.json", "prompt"], &["--now"], &["sing"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_reference-client")).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            String::from_utf8(output.stderr).unwrap().contains("usage: reference-client"),
            "{arguments:?}"
        );
    }
}
