//! A copy of the small book in a folder of its own, and the program run on it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

/// The built program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_oathbook");

/// The page of the small book.
pub(crate) const PAGE: &str = "docs/refresh.md";
/// The scenario of the small book.
pub(crate) const SCENARIO: &str = "doctests/scenarios/refresh/early-revocation.yaml";

/// The oaths on the small book, as the program writes them: once for all tests.
static LOCK: LazyLock<String> = LazyLock::new(|| {
    let site = SiteTest::new();
    let ended = site.run(&["swear", "--all"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    site.read("claims.lock")
});

/// A book to try things on.
pub(crate) struct SiteTest {
    folder: TempDir,
}

/// How a run of the program ended, with the book's folder shown as `[ROOT]`.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl SiteTest {
    /// A fresh copy of the small book, not sworn to.
    pub(crate) fn new() -> Self {
        // Thousands of small files that live for a moment: in memory, where there is a place for that.
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = TempDir::with_prefix_in("site-", place).unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/fixtures/mini"), folder.path());
        Self { folder }
    }

    /// A fresh copy with every claim sworn.
    pub(crate) fn sworn() -> Self {
        let site = Self::new();
        site.write("claims.lock", &*LOCK);
        site
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    /// The text of a built page, from its heading to its foot.
    pub(crate) fn main(&self, path: &str) -> String {
        let html = self.read(path);
        let (_, main) = html.split_once("<main").unwrap();
        let (_, text) = main.split_once('>').unwrap();
        format!("<main>{}", text.split("</main>").next().unwrap())
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Replaces `from`, which is there, by `to`.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = self.read(path);
        assert!(text.contains(from), "{from:?} is not in {path}");
        self.write(path, text.replace(from, to))
    }

    /// Runs the program in the book's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        self.run_from(Path::new(""), arguments)
    }

    /// Runs the program in a folder below the book's.
    pub(crate) fn run_from(&self, folder: &Path, arguments: &[&str]) -> Ended {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(self.root().join(folder)).env_remove("NO_COLOR");
        // What whoever runs the tests set for a book of their own.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("MDBOOK_"))
        {
            command.env_remove(name);
        }
        let output = command.stdin(Stdio::null()).output().unwrap();
        let canonical = self.root().canonicalize().unwrap();
        let text = |bytes| {
            String::from_utf8(bytes)
                .unwrap()
                .replace(canonical.to_str().unwrap(), "[ROOT]")
                .replace(self.root().to_str().unwrap(), "[ROOT]")
        };
        Ended { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Every file below `folder`, by relative path.
    pub(crate) fn files(&self, folder: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
        let mut files = std::collections::BTreeMap::new();
        collect(&self.path(folder), "", &mut files);
        files
    }
}

impl Ended {
    /// Everything, for a snapshot.
    pub(crate) fn shown(&self) -> String {
        let Self { code, stdout, stderr } = self;
        format!("exit: {}\n--- stdout\n{stdout}--- stderr\n{stderr}", code.unwrap_or(-1))
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn collect(folder: &Path, below: &str, files: &mut std::collections::BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}
