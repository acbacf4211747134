//! What must hold of every run inside.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr as UnixAddress, UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use doctests::run::RunError;
use doctests::run::sandbox::Sandbox;

use super::probe::{Errand, Seen};

/// A claim about the sandbox, and what shows it.
pub(crate) type Claim = (&'static str, fn());

const SUBJECT: &str = "claude-code@0.0.0, refresh.early-revocation";
const LIMIT: Duration = Duration::from_secs(30);

pub(crate) fn all() -> Vec<Claim> {
    vec![
        ("nothing_but_loopback_is_reachable", nothing_but_loopback_is_reachable),
        ("names_do_not_resolve", names_do_not_resolve),
        ("the_machines_files_are_not_there", the_machines_files_are_not_there),
        ("the_machines_processes_are_not_there", the_machines_processes_are_not_there),
        ("the_machines_sockets_are_not_there", the_machines_sockets_are_not_there),
        ("the_environment_is_empty", the_environment_is_empty),
        ("a_read_only_folder_refuses", a_read_only_folder_refuses),
        ("only_the_throw_away_folders_can_be_written", only_the_throw_away_folders_can_be_written),
        ("what_is_written_is_kept_in_memory_within_limits", what_is_written_is_kept_in_memory_within_limits),
        ("no_setting_of_the_kernel_can_be_written", no_setting_of_the_kernel_can_be_written),
        ("there_are_no_privileges_to_regain", there_are_no_privileges_to_regain),
        ("nothing_is_left_running", nothing_is_left_running),
        ("nothing_is_left_on_the_disk", nothing_is_left_on_the_disk),
        ("a_hang_ends_at_the_limit_with_all_it_started", a_hang_ends_at_the_limit_with_all_it_started),
        ("a_run_that_is_given_up_leaves_nothing_running", a_run_that_is_given_up_leaves_nothing_running),
        ("a_megabyte_of_garbage_is_a_clear_error", a_megabyte_of_garbage_is_a_clear_error),
        ("a_crash_names_client_and_scenario", a_crash_names_client_and_scenario),
        ("a_client_that_is_gone_is_a_clear_error", a_client_that_is_gone_is_a_clear_error),
        ("several_runs_at_once_do_not_meet", several_runs_at_once_do_not_meet),
    ]
}

/// Runs `errand` inside, and gives back what it printed.
pub(crate) async fn send(sandbox: &Sandbox, errand: &Errand, limit: Duration) -> Result<Vec<u8>, RunError> {
    let job = serde_json::to_vec(errand).unwrap();
    sandbox.run(SUBJECT, Path::new(env!("CARGO_MANIFEST_PATH")), &job, limit).await
}

/// Whether a `sleep` of so many seconds runs anywhere that can be seen from here.
pub(crate) fn sleeps(seconds: u32) -> bool {
    let wanted = format!("/usr/bin/sleep\0{seconds}\0");
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .any(|process| fs::read(process.path().join("cmdline")).is_ok_and(|line| line == wanted.as_bytes()))
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

#[track_caller]
fn run(errand: &Errand) -> Vec<u8> {
    outcome(errand, LIMIT).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn fault(errand: &Errand, limit: Duration) -> String {
    outcome(errand, limit).expect_err("the run must fail").to_string()
}

fn outcome(errand: &Errand, limit: Duration) -> Result<Vec<u8>, RunError> {
    runtime().block_on(async { send(&Sandbox::find().await?, errand, limit).await })
}

#[track_caller]
fn seen() -> Seen {
    let nowhere = Errand::LookAround {
        search: Vec::new(),
        sockets: Vec::new(),
        abstract_name: "oathbook-nobody".to_owned(),
        port: 9,
    };
    serde_json::from_slice(&run(&nowhere)).unwrap()
}

/// The process namespace is cleared a moment after its first process closed its output.
#[track_caller]
fn wakes(seconds: u32) {
    let begun = Instant::now();
    while sleeps(seconds) {
        assert!(begun.elapsed() < Duration::from_secs(2), "sleep {seconds} is left running");
        std::thread::yield_now();
    }
}

fn of(tries: &BTreeMap<String, String>, kind: &str) -> Vec<String> {
    tries.iter().filter(|(try_, _)| try_.starts_with(kind)).map(|(_, outcome)| outcome.clone()).collect()
}

fn nothing_but_loopback_is_reachable() {
    let host = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = host.local_addr().unwrap().port();
    let errand = Errand::LookAround {
        search: vec![],
        sockets: vec![],
        abstract_name: "oathbook-nobody".to_owned(),
        port,
    };
    let seen: Seen = serde_json::from_slice(&run(&errand)).unwrap();
    assert_eq!(seen.interfaces, ["lo"]);
    assert_eq!(of(&seen.tries, "tcp "), ["network unreachable"; 4]);
    assert_eq!(of(&seen.tries, "udp "), ["network unreachable"; 4]);
    assert_eq!(seen.tries["our own loopback"], "ok");
    assert_eq!(seen.tries["the host's loopback"], "connection refused");
}

fn names_do_not_resolve() {
    assert_eq!(of(&seen().tries, "name "), ["unknown"; 3]);
}

fn the_machines_files_are_not_there() {
    let seen = seen();
    let known = [
        "bin", "client", "dev", "etc", "home", "lib", "lib64", "oathbook", "proc", "run", "small", "tmp",
        "usr",
    ];
    let unknown: Vec<_> = seen.root.iter().filter(|name| !known.contains(&name.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert_eq!(seen.tries["read the host name"], "sandbox\n");
    // Only what the probe itself wrote there.
    assert_eq!(seen.home, ["new", "read-only"]);
}

fn the_machines_processes_are_not_there() {
    assert!(fs::read_dir("/proc/self/task").unwrap().count() > 0, "this machine must show processes");
    assert_eq!(seen().processes, ["bwrap", "oathbook"]);
}

fn the_machines_sockets_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let name = format!("oathbook-{}", folder.path().file_name().unwrap().display());
    let address = UnixAddress::from_abstract_name(&name).unwrap();
    let _listeners = (UnixListener::bind(&path).unwrap(), UnixListener::bind_addr(&address).unwrap());
    assert!(UnixStream::connect(&path).is_ok() && UnixStream::connect_addr(&address).is_ok());
    let sockets =
        [&path, Path::new("/run/docker.sock"), Path::new("/run/systemd/resolve/io.systemd.Resolve")];
    let errand = Errand::LookAround {
        search: vec![],
        sockets: sockets.map(PathBuf::from).to_vec(),
        abstract_name: name,
        port: 9,
    };
    let seen: Seen = serde_json::from_slice(&run(&errand)).unwrap();
    assert_eq!(of(&seen.tries, "socket "), ["entity not found"; 3]);
    assert_eq!(seen.tries["abstract socket"], "connection refused");
    assert_eq!((seen.sockets, seen.abstract_sockets), (Vec::new(), Vec::new()));
}

fn the_environment_is_empty() {
    let mut environment = seen().environment;
    // The shell that closes descriptors leaves these.
    environment.retain(|name, _| !["PWD", "SHLVL", "_", "OLDPWD"].contains(&name.as_str()));
    assert_eq!(environment, BTreeMap::from([("PATH".to_owned(), "/usr/bin:/bin".to_owned())]));
}

fn a_read_only_folder_refuses() {
    let seen = seen();
    assert_eq!(seen.status["Uid"], "1000 1000 1000 1000");
    for refused in
        ["create in a read-only folder", "remove from a read-only folder", "write to a read-only file"]
    {
        assert_eq!(seen.tries[refused], "permission denied", "{refused}");
    }
}

fn only_the_throw_away_folders_can_be_written() {
    let tries = seen().tries;
    for allowed in ["create at home", "create in /tmp", "create in /run", "read the client"] {
        assert_eq!(tries[allowed], "ok", "{allowed}");
    }
    assert_eq!(tries["create in /"], "read-only filesystem or storage medium");
    for refused in ["create in /usr/bin", "create in /usr/local", "write to the client"] {
        // Whose files they are outside decides which of the two the kernel says first.
        let refusals = ["read-only filesystem or storage medium", "permission denied"];
        assert!(refusals.contains(&tries[refused].as_str()), "{refused}: {}", tries[refused]);
    }
    // It is running: the kernel may say that first.
    assert_ne!(tries["write to our program"], "ok");
}

fn what_is_written_is_kept_in_memory_within_limits() {
    let tries = seen().tries;
    for folder in ["/home", "/tmp", "/run"] {
        let mount =
            tries["read the mounts"].lines().find(|mount| mount.contains(&format!(" {folder} "))).unwrap();
        assert!(mount.starts_with("tmpfs ") && mount.contains("size=524288k"), "{mount}");
    }
}

fn no_setting_of_the_kernel_can_be_written() {
    assert_eq!(seen().writable_settings, Vec::<PathBuf>::new());
}

fn there_are_no_privileges_to_regain() {
    let seen = seen();
    for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
        assert_eq!(seen.status[set], "0000000000000000", "{set}");
    }
    assert_eq!(seen.status["NoNewPrivs"], "1");
    for refused in ["make a namespace", "mount", "mount writable"] {
        assert_eq!(seen.tries[refused], "false", "{refused}");
    }
    assert_ne!(seen.tries["open the terminal"], "ok");
    // A session that began outside has the number 0 in here.
    let session = seen.tries["read the session"].rsplit(") ").next().unwrap().split(' ').nth(3).unwrap();
    assert_ne!(session, "0");
}

fn nothing_is_left_running() {
    for (seconds, keep_output) in [(86_401, true), (86_402, false)] {
        assert_eq!(run(&Errand::ForkAway { seconds, keep_output }), b"it sleeps");
        wakes(seconds);
    }
}

fn nothing_is_left_on_the_disk() {
    let name = format!("oathbook-left-{}", std::process::id());
    let written: Vec<PathBuf> =
        serde_json::from_slice(&run(&Errand::LeaveFiles { name: name.clone() })).unwrap();
    assert_eq!(written, ["/home", "/tmp", "/run", "/dev/shm"].map(PathBuf::from));
    for folder in written {
        assert!(!folder.join(&name).exists(), "{}", folder.display());
    }
}

fn a_hang_ends_at_the_limit_with_all_it_started() {
    let begun = Instant::now();
    let fault = fault(&Errand::Hang { seconds: 86_403 }, Duration::from_millis(200));
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    assert_eq!(
        fault,
        format!(
            "{SUBJECT}: did not end within 0.2 s of real time, and was killed with all it had started\n  \
             | waiting for an answer"
        )
    );
    wakes(86_403);
}

fn a_run_that_is_given_up_leaves_nothing_running() {
    runtime().block_on(async {
        let sandbox = Sandbox::find().await.unwrap();
        let errand = Errand::Hang { seconds: 86_404 };
        let run = send(&sandbox, &errand, LIMIT);
        let begun = async {
            while !sleeps(86_404) {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            ended = run => panic!("{ended:?}"),
            () = begun => {}
        }
    });
    wakes(86_404);
}

fn a_megabyte_of_garbage_is_a_clear_error() {
    for (to_stderr, stream) in [(false, "standard output"), (true, "standard error")] {
        let fault = fault(&Errand::Garbage { to_stderr }, LIMIT);
        let said = format!(
            "{SUBJECT}: the run inside the sandbox wrote more than 1024 KiB to {stream}, and was killed"
        );
        assert!(fault.starts_with(&said), "{fault}");
        assert!(fault.len() < 4096, "{}", fault.len());
    }
}

fn a_crash_names_client_and_scenario() {
    for (code, status) in [(Some(7), "exit code 7"), (None, "signal 6")] {
        let fault = fault(&Errand::Crash { code }, LIMIT);
        let said = format!(
            "{SUBJECT}: the run inside the sandbox ended with {status}\n  | \\u{{1b}}[2Jcannot go on"
        );
        assert_eq!(fault, said);
    }
}

fn a_client_that_is_gone_is_a_clear_error() {
    let fault = runtime().block_on(async {
        let sandbox = Sandbox::find().await.unwrap();
        sandbox.run(SUBJECT, Path::new("/nowhere/claude"), b"", LIMIT).await.unwrap_err().to_string()
    });
    assert!(fault.starts_with(&format!("{SUBJECT}: there is no file /nowhere/claude")), "{fault}");
}

fn several_runs_at_once_do_not_meet() {
    runtime().block_on(async {
        let sandbox = Sandbox::find().await.unwrap();
        let errand = Errand::LookAround {
            search: vec![],
            sockets: vec![],
            abstract_name: "oathbook-nobody".to_owned(),
            port: 9,
        };
        let (a, b, c) = tokio::join!(
            send(&sandbox, &errand, LIMIT),
            send(&sandbox, &errand, LIMIT),
            send(&sandbox, &errand, LIMIT)
        );
        for seen in [a, b, c] {
            let seen: Seen = serde_json::from_slice(&seen.unwrap()).unwrap();
            assert_eq!(seen.processes, ["bwrap", "oathbook"]);
        }
    });
}
