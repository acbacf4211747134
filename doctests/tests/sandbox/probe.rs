//! What runs inside: it looks around and tells, or misbehaves as it is told to.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use serde::{Deserialize, Serialize};

use super::tried;

/// A word that the search must find, or it proves nothing.
pub(crate) const TO_BE_FOUND: &str = "oathbook-to-be-found";

/// What to do inside.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Errand {
    /// Look around; tell what a search for these words finds, and whether these addresses answer.
    LookAround { search: Vec<String>, sockets: Vec<PathBuf>, abstract_name: String, port: u16 },
    /// Start `sleep SECONDS` as a process that belongs to nobody, see that it runs, and end.
    ForkAway { seconds: u32, keep_output: bool },
    /// The same, and never end.
    Hang { seconds: u32 },
    /// Print without end.
    Garbage { to_stderr: bool },
    /// Say something that a terminal would obey, and end with this code; without one, abort.
    Crash { code: Option<u8> },
    /// Write files of this name wherever it is allowed.
    LeaveFiles { name: String },
}

/// What was seen.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Seen {
    pub(crate) root: Vec<String>,
    pub(crate) home: Vec<String>,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) status: BTreeMap<String, String>,
    pub(crate) descriptors: Vec<String>,
    pub(crate) processes: Vec<String>,
    pub(crate) interfaces: Vec<String>,
    pub(crate) tries: BTreeMap<String, String>,
    pub(crate) sockets: Vec<PathBuf>,
    pub(crate) abstract_sockets: Vec<String>,
    pub(crate) writable_settings: Vec<PathBuf>,
    pub(crate) found: Vec<String>,
}

pub(crate) fn main() -> ExitCode {
    let mut job = Vec::new();
    io::stdin().read_to_end(&mut job).unwrap();
    match serde_json::from_slice(&job).unwrap() {
        Errand::LookAround { search, sockets, abstract_name, port } => {
            let seen = look_around(&search, &sockets, &abstract_name, port);
            serde_json::to_writer(io::stdout(), &seen).unwrap();
        }
        Errand::ForkAway { seconds, keep_output } => fork_away(seconds, keep_output),
        Errand::Hang { seconds } => {
            fork_away(seconds, true);
            io::stderr().write_all(b"waiting for an answer\n").unwrap();
            loop {
                std::thread::park();
            }
        }
        Errand::Garbage { to_stderr: false } => while io::stdout().write_all(&[b'x'; 8192]).is_ok() {},
        Errand::Garbage { to_stderr: true } => while io::stderr().write_all(&[b'x'; 8192]).is_ok() {},
        Errand::Crash { code } => {
            io::stderr().write_all(b"\x1b[2Jcannot go on\n").unwrap();
            return code.map_or_else(|| std::process::abort(), ExitCode::from);
        }
        Errand::LeaveFiles { name } => {
            let folders = ["/", "/home", "/tmp", "/run", "/dev/shm", "/usr", "/usr/bin", "/proc"];
            let written =
                folders.iter().filter(|folder| fs::write(Path::new(folder).join(&name), "x").is_ok());
            serde_json::to_writer(io::stdout(), &written.collect::<Vec<_>>()).unwrap();
        }
    }
    ExitCode::SUCCESS
}

fn look_around(search: &[String], sockets: &[PathBuf], abstract_name: &str, port: u16) -> Seen {
    // Before anything of our own is open or running.
    let descriptors = descriptors();
    let processes = processes();
    let mut tries = tried::connections(sockets, abstract_name, port);
    tries.extend(tried::names());
    tries.extend(writing());
    let files = files(Path::new("/"));
    Seen {
        root: names(Path::new("/")),
        home: names(Path::new("/home")),
        environment: std::env::vars().collect(),
        status: status(),
        descriptors,
        processes,
        interfaces: interfaces(),
        tries,
        sockets: files
            .iter()
            .filter(|file| fs::symlink_metadata(file).is_ok_and(|file| file.file_type().is_socket()))
            .cloned()
            .collect(),
        abstract_sockets: fs::read_to_string("/proc/net/unix")
            .unwrap()
            .lines()
            .skip(1)
            .map(Into::into)
            .collect(),
        writable_settings: walk(Path::new("/proc/sys"))
            .into_iter()
            // Opened, never written to.
            .filter(|file| OpenOptions::new().write(true).open(file).is_ok())
            .collect(),
        found: files.iter().flat_map(|file| found(file, search)).collect(),
    }
}

pub(crate) fn descriptors() -> Vec<String> {
    let mut numbers = names(Path::new("/proc/self/fd"));
    // The folder itself was open while it was read.
    numbers.retain(|number| fs::read_link(format!("/proc/self/fd/{number}")).is_ok());
    numbers
}

fn processes() -> Vec<String> {
    let mut processes: Vec<String> = names(Path::new("/proc"))
        .into_iter()
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
        .filter_map(|number| fs::read_to_string(format!("/proc/{number}/comm")).ok())
        .map(|name| name.trim().to_owned())
        .collect();
    processes.sort();
    processes
}

fn interfaces() -> Vec<String> {
    let devices = fs::read_to_string("/proc/net/dev").unwrap();
    devices.lines().filter_map(|line| Some(line.split_once(':')?.0.trim().to_owned())).collect()
}

fn status() -> BTreeMap<String, String> {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let lines = status.lines().filter_map(|line| line.split_once(':'));
    lines
        .map(|(name, value)| (name.to_owned(), value.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect()
}

/// What writing comes to, where it must be refused and where it must not.
fn writing() -> BTreeMap<String, String> {
    let mode = |path: &str, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    fs::create_dir("/home/read-only").unwrap();
    fs::write("/home/read-only/file", TO_BE_FOUND).unwrap();
    mode("/home/read-only/file", 0o400);
    mode("/home/read-only", 0o555);
    let open = |path: &str| tried::word(OpenOptions::new().write(true).open(path));
    let create = |path: &str| tried::word(File::create(path));
    let command = |program: &str, arguments: &[&str]| {
        let ended = Command::new(program).args(arguments).stderr(Stdio::null()).status();
        ended.map_or_else(|error| error.kind().to_string(), |ended| ended.success().to_string())
    };
    [
        ("create in a read-only folder", create("/home/read-only/new")),
        ("remove from a read-only folder", tried::word(fs::remove_file("/home/read-only/file"))),
        ("write to a read-only file", open("/home/read-only/file")),
        ("create at home", create("/home/new")),
        ("create in /tmp", create("/tmp/new")),
        ("create in /run", create("/run/new")),
        ("create in /", create("/new")),
        ("create in /usr/bin", create("/usr/bin/new")),
        ("create in /usr/local", create("/usr/local/new")),
        ("write to the client", open(doctests::run::sandbox::CLIENT)),
        ("write to our program", open(doctests::run::sandbox::PROGRAM)),
        ("read the client", tried::word(fs::read(doctests::run::sandbox::CLIENT))),
        ("open the terminal", open("/dev/tty")),
        ("read the mounts", fs::read_to_string("/proc/mounts").unwrap()),
        ("read the host name", fs::read_to_string("/proc/sys/kernel/hostname").unwrap()),
        ("read the session", fs::read_to_string("/proc/self/stat").unwrap()),
        ("make a namespace", command("/usr/bin/unshare", &["--user", "/usr/bin/true"])),
        ("mount", command("/usr/bin/mount", &["-t", "tmpfs", "none", "/home"])),
        ("mount writable", command("/usr/bin/mount", &["-o", "remount,rw", "/proc"])),
    ]
    .into_iter()
    .map(|(try_, outcome)| (try_.to_owned(), outcome))
    .collect()
}

/// Every file that is neither the system's own nor the kernel's, and what the kernel says of processes.
fn files(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in names(root) {
        match entry.as_str() {
            "usr" | "client" | "oathbook" => {}
            "proc" => files.extend(
                names(Path::new("/proc"))
                    .iter()
                    .filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
                    .flat_map(|number| {
                        ["environ", "cmdline"].map(|name| format!("/proc/{number}/{name}").into())
                    }),
            ),
            _ => files.extend(walk(&root.join(entry))),
        }
    }
    files
}

/// Every file below `folder`, links not followed.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        match fs::symlink_metadata(&path) {
            Ok(entry) if entry.is_dir() => waiting.extend(names(&path).iter().map(|name| path.join(name))),
            Ok(entry) if !entry.is_symlink() => files.push(path),
            _ => {}
        }
    }
    files
}

fn found(file: &Path, words: &[String]) -> Vec<String> {
    let mut content = Vec::new();
    let regular = fs::metadata(file).is_ok_and(|file| file.is_file());
    if regular && let Ok(file) = File::open(file) {
        // What cannot be read is not found.
        let _ = file.take(1024 * 1024).read_to_end(&mut content);
    }
    let content = String::from_utf8_lossy(&content);
    words.iter().filter(|word| content.contains(word.as_str())).map(|_| file.display().to_string()).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .map(|entries| {
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        })
        .unwrap_or_default();
    names.sort();
    names
}

/// Two forks and a session of its own: the process has no parent among us any more.
fn fork_away(seconds: u32, keep_output: bool) {
    let output = || if keep_output { Stdio::inherit() } else { Stdio::null() };
    let started = Command::new("/usr/bin/bash")
        .args(["-c", "/usr/bin/setsid --fork /usr/bin/sleep \"$0\"", &seconds.to_string()])
        .stdin(Stdio::null())
        .stdout(output())
        .stderr(output())
        .status()
        .unwrap();
    assert!(started.success());
    while !super::claims::sleeps(seconds) {
        std::thread::yield_now();
    }
    io::stdout().write_all(b"it sleeps").unwrap();
}
