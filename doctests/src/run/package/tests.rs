//! The cache, with an npm that is a script: no test asks a registry.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha512};
use tempfile::TempDir;

use super::room::Room;
use super::scratch::Scratch;
use super::*;

const PROGRAM: &str = "#!/bin/sh\necho some client\n";

/// A folder for the cache and a folder in front of `PATH` with an `npm` in it.
struct Machine {
    folder: TempDir,
}

impl Machine {
    fn new() -> Self {
        let machine = Self { folder: TempDir::new().unwrap() };
        for folder in ["bin", "published", "package"] {
            fs::create_dir(machine.path(folder)).unwrap();
        }
        machine
            .npm("case $1 in pack) cp $M/published/${6##*@}.tgz some-client.tgz;; *) cat $M/answer;; esac");
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// An npm that notes how it was called, in which environment and folder, and does `then`.
    fn npm(&self, then: &str) {
        let (text, program) = (self.path("npm.sh"), self.path("bin/npm"));
        let script = format!(
            "#!/bin/sh\nM={}\necho \"$*\" >> $M/calls\nls -A > $M/around\nenv > $M/environment\n{then}\n",
            self.folder.path().display()
        );
        fs::write(&text, script).unwrap();
        // Another process writes the program: what another test forks off while this one has the file open
        // would inherit it, and Linux starts no program that is open for writing.
        let installed =
            std::process::Command::new("install").arg("-m755").arg(text).arg(program).status().unwrap();
        assert!(installed.success());
    }

    /// An npm that fails as the real one does.
    fn failing(&self, said: &str) {
        fs::write(self.path("said"), said).unwrap();
        self.npm("cat $M/said >&2; exit 1");
    }

    /// The registry has this version; its pin.
    fn publish(&self, version: &str) -> Archive {
        fs::write(self.path("package/some"), format!("{PROGRAM}# {version}\n")).unwrap();
        fs::set_permissions(self.path("package/some"), fs::Permissions::from_mode(0o755)).unwrap();
        self.pack(version)
    }

    fn pack(&self, version: &str) -> Archive {
        let file = self.path(&format!("published/{version}.tgz"));
        let folder = self.folder.path();
        let packed = std::process::Command::new("tar")
            .arg("-czf")
            .arg(&file)
            .arg("-C")
            .arg(folder)
            .arg("package")
            .status();
        assert!(packed.unwrap().success());
        let integrity = Integrity(Sha512::digest(fs::read(file).unwrap()).into());
        Archive { package: package(), version: version.parse().unwrap(), integrity }
    }

    fn cache(&self) -> Cache {
        self.cache_with(Room { archives: 6, needed: 0 })
    }

    fn cache_with(&self, room: Room) -> Cache {
        let mut path = OsString::from(self.path("bin"));
        path.push(":/usr/bin:/bin");
        Cache::with(&self.path("cache"), Npm::on(path), room).unwrap()
    }

    fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.path("calls")).unwrap_or_default();
        calls.lines().map(Into::into).collect()
    }

    fn kept(&self) -> BTreeSet<String> {
        names(&self.path("cache/archives/@scope+some-client"))
    }

    fn scratch(&self) -> BTreeSet<String> {
        names(&self.path("cache/scratch"))
    }

    /// An error's text, with nothing in it of this one machine.
    fn text(&self, error: &RunError) -> String {
        error
            .to_string()
            .replace(&self.folder.path().canonicalize().unwrap().display().to_string(), "[machine]")
    }
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

fn package() -> Package {
    Package { name: "@scope/some-client".to_owned(), program: "some".to_owned() }
}

#[tokio::test]
async fn an_archive_is_fetched_once_and_unpacked_for_each_use() {
    let machine = Machine::new();
    let archive = machine.publish("1.2.3");
    let cache = machine.cache();
    let first = cache.fetch(&archive).await.unwrap();
    let second = cache.fetch(&archive).await.unwrap();
    assert_ne!(first.binary, second.binary);
    assert_eq!(fs::read_to_string(&first.binary).unwrap(), format!("{PROGRAM}# 1.2.3\n"));
    assert_eq!(fs::metadata(&first.binary).unwrap().permissions().mode() & 0o555, 0o555);
    assert_eq!(first.damaged, None);
    assert_eq!(
        machine.calls(),
        ["pack --ignore-scripts --fetch-retries=1 --fetch-retry-mintimeout=1000 -- @scope/some-client@1.2.3"]
    );
    drop((first, second));
    assert_eq!(machine.scratch(), BTreeSet::new());
    assert_eq!(machine.kept(), BTreeSet::from(["1.2.3.tgz".to_owned()]));
}

#[tokio::test]
async fn npm_finds_no_project_and_nothing_of_the_user() {
    let machine = Machine::new();
    machine.cache().fetch(&machine.publish("1.2.3")).await.unwrap();
    assert_eq!(fs::read_to_string(machine.path("around")).unwrap(), "");
    let environment = fs::read_to_string(machine.path("environment")).unwrap();
    let names: BTreeSet<&str> =
        environment.lines().filter_map(|line| Some(line.split_once('=')?.0)).collect();
    let known = [
        "HOME",
        "NPM_CONFIG_UPDATE_NOTIFIER",
        "NPM_CONFIG_USERCONFIG",
        "OLDPWD",
        "PATH",
        "PWD",
        "_",
        "SHLVL",
    ];
    assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
    let cache = machine.path("cache").canonicalize().unwrap().display().to_string();
    for name in ["HOME", "NPM_CONFIG_USERCONFIG"] {
        assert!(environment.contains(&format!("{name}={cache}/scratch/")), "{environment}");
    }
}

#[tokio::test]
async fn a_damaged_archive_is_fetched_anew() {
    let machine = Machine::new();
    let archive = machine.publish("1.2.3");
    let cache = machine.cache();
    cache.fetch(&archive).await.unwrap();
    fs::write(machine.path("cache/archives/@scope+some-client/1.2.3.tgz"), "damaged").unwrap();
    let fetched = cache.fetch(&archive).await.unwrap();
    assert_eq!(fetched.damaged, Some(Integrity(Sha512::digest("damaged").into())));
    assert!(fetched.binary.is_file());
    assert_eq!(machine.calls().len(), 2);
}

#[tokio::test]
async fn an_archive_that_is_not_the_pinned_one_is_never_unpacked() {
    let machine = Machine::new();
    let mut archive = machine.publish("1.2.3");
    fs::write(machine.path("published/1.2.3.tgz"), "another").unwrap();
    archive.integrity = Integrity([0; 64]);
    let error = machine.cache().fetch(&archive).await.unwrap_err();
    insta::assert_snapshot!(machine.text(&error));
    assert_eq!(machine.calls().len(), 2);
    assert_eq!((machine.kept(), machine.scratch()), (BTreeSet::new(), BTreeSet::new()));
}

#[tokio::test]
async fn npms_failures_are_told_in_our_words() {
    let machine = Machine::new();
    let archive = machine.publish("1.2.3");
    let cache = machine.cache();
    let mut told = String::new();
    for said in [
        "npm error code ETARGET\nnpm error notarget No matching version found for x.\n",
        "npm error code ECONNREFUSED\nnpm error errno ECONNREFUSED\n",
        &format!("npm error code ENOTFOUND\n{}", "npm error network request failed\n".repeat(60)),
        "npm error code E503\nnpm error 503 Service Unavailable\n",
        "npm error code ENOSPC\nnpm error nospc There appears to be insufficient space\n",
        "npm error code EINTEGRITY\nnpm error \u{1b}[31msha512-a but got sha512-b\n",
        "",
    ] {
        machine.failing(said);
        told = format!("{told}{}\n\n", machine.text(&cache.fetch(&archive).await.unwrap_err()));
    }
    machine.failing("npm error code E404\nnpm error 404 Not Found\n");
    told = format!("{told}{}\n\n", machine.text(&cache.published(&package()).await.unwrap_err()));
    machine.npm("exit 0");
    told = format!("{told}{}\n\n", machine.text(&cache.fetch(&archive).await.unwrap_err()));
    let no_npm = Cache::with(&machine.path("cache"), Npm::on(OsString::new()), Room::default()).unwrap();
    told = format!("{told}{}\n", machine.text(&no_npm.fetch(&archive).await.unwrap_err()));
    insta::assert_snapshot!(told);
    assert_eq!((machine.kept(), machine.scratch()), (BTreeSet::new(), BTreeSet::new()));
}

#[tokio::test]
async fn what_is_no_program_is_not_run() {
    let machine = Machine::new();
    let cache = machine.cache();
    fs::write(machine.path("package/another"), "").unwrap();
    let without = machine.pack("1.0.0");
    let error = cache.fetch(&without).await.unwrap_err().to_string();
    assert!(error.starts_with("@scope/some-client@1.0.0: no `package/some` could be unpacked"), "{error}");
    std::os::unix::fs::symlink("/bin/sh", machine.path("package/some")).unwrap();
    let link = machine.pack("1.0.1");
    let error = cache.fetch(&link).await.unwrap_err().to_string();
    assert!(error.starts_with("@scope/some-client@1.0.1: no `package/some` could be unpacked"), "{error}");
    assert_eq!(machine.scratch(), BTreeSet::new());
}

#[tokio::test]
async fn the_archive_used_longest_ago_is_evicted() {
    let machine = Machine::new();
    let archives = ["1.0.0", "1.0.1", "1.0.2"].map(|version| machine.publish(version));
    let cache = machine.cache().keeping(2);
    for archive in [&archives[0], &archives[1], &archives[0], &archives[2]] {
        cache.fetch(archive).await.unwrap();
        // The file system's clock may be coarser than these four are apart.
        for file in machine.kept() {
            let path = machine.path("cache/archives/@scope+some-client").join(file);
            let file = File::open(path).unwrap();
            let used = file.metadata().unwrap().modified().unwrap();
            file.set_modified(used - std::time::Duration::from_secs(10)).unwrap();
        }
    }
    assert_eq!(machine.kept(), BTreeSet::from(["1.0.0.tgz".to_owned(), "1.0.2.tgz".to_owned()]));
}

#[tokio::test]
async fn a_full_disk_is_said_before_anything_is_fetched() {
    let machine = Machine::new();
    let archive = machine.publish("1.2.3");
    machine.cache().fetch(&archive).await.unwrap();
    let full = machine.cache_with(Room { archives: 6, needed: u64::MAX });
    let error = full.fetch(&machine.publish("1.2.4")).await.unwrap_err().to_string();
    assert!(
        error.contains("is too full to fetch and unpack a released client (17592186044415 MiB are needed"),
        "{error}"
    );
    assert_eq!(machine.calls().len(), 1);
    assert_eq!(machine.kept(), BTreeSet::new(), "archives make room first");
}

#[test]
fn what_a_killed_process_left_is_swept_and_nothing_else() {
    let machine = Machine::new();
    machine.cache();
    let living = Scratch::make(&machine.path("cache")).unwrap();
    let dead = machine.path("cache/scratch/dead");
    fs::create_dir(&dead).unwrap();
    fs::write(dead.join("in-use"), "").unwrap();
    fs::create_dir(machine.path("cache/scratch/older")).unwrap();
    machine.cache();
    let name = living.path().file_name().unwrap().to_str().unwrap().to_owned();
    assert_eq!(machine.scratch(), BTreeSet::from([name]));
}

#[tokio::test]
async fn published_versions_are_read_with_their_dates() {
    let machine = Machine::new();
    let cache = machine.cache();
    let answer = r#"{"versions":["2.1.9","2.1.10","no version"],"time":{"2.1.10":"2026-04-23T02:53:40.731Z","created":"x"}}"#;
    fs::write(machine.path("answer"), answer).unwrap();
    let published = cache.published(&package()).await.unwrap();
    let read: Vec<String> =
        published.iter().map(|one| format!("{} {:?}", one.version, one.released)).collect();
    assert_eq!(read, ["2.1.9 None", "2.1.10 Some(2026-04-23)"]);
    fs::write(machine.path("answer"), r#"{"versions":"2.1.9"}"#).unwrap();
    assert_eq!(cache.published(&package()).await.unwrap().len(), 1);
    for unreadable in ["", "null", r#"{"versions":[]}"#, "[1]"] {
        fs::write(machine.path("answer"), unreadable).unwrap();
        let error = cache.published(&package()).await.unwrap_err().to_string();
        assert!(error.starts_with("asking for the versions of @scope/some-client: npm failed"), "{error}");
    }
}

#[tokio::test]
async fn a_version_that_nobody_pinned_is_looked_up() {
    let machine = Machine::new();
    let archive = machine.publish("1.2.3");
    fs::write(machine.path("answer"), format!("\"sha1-abc {}\"", archive.integrity)).unwrap();
    let cache = machine.cache();
    assert_eq!(cache.look_up(&package(), &archive.version).await.unwrap(), archive);
    fs::write(machine.path("answer"), "\"sha1-abc\"").unwrap();
    let error = cache.look_up(&package(), &archive.version).await.unwrap_err().to_string();
    assert!(error.contains("holds no SHA-512 integrity"), "{error}");
}
