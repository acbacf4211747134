//! Waits until a file of the book is saved.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{EventKind, RecommendedWatcher, RecursiveMode};

/// How long nothing must happen before a save counts as done: editors write in several steps.
const QUIET: Duration = Duration::from_millis(30);

/// Watches the folders of the book.
pub(super) struct Watcher {
    saved: Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl Watcher {
    pub(super) fn new(root: &Path) -> Result<Self> {
        let (send, saved) = mpsc::channel();
        let base = root.to_owned();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let matters = match &event {
                Ok(event) => {
                    !matches!(event.kind, EventKind::Access(_))
                        && event.paths.iter().any(|path| is_of_the_book(&base, path))
                }
                // What was missed may have been a save.
                Err(_) => true,
            };
            if matters {
                // The receiver is gone only when the server is, too.
                let _ = send.send(());
            }
        })?;
        let watch = |watcher: &mut RecommendedWatcher, path: PathBuf, mode| {
            notify::Watcher::watch(watcher, &path, mode)
                .with_context(|| format!("{} cannot be watched", path.display()))
        };
        watch(&mut watcher, root.to_owned(), RecursiveMode::NonRecursive)?;
        for folder in std::fs::read_dir(root)?.filter_map(Result::ok) {
            let path = folder.path();
            if path.is_dir() && is_of_the_book(root, &path) {
                watch(&mut watcher, path, RecursiveMode::Recursive)?;
            }
        }
        Ok(Self { saved, _watcher: watcher })
    }

    /// Comes back after the next save; `false` when there will be none any more.
    pub(super) fn wait(&self) -> bool {
        if self.saved.recv().is_err() {
            return false;
        }
        loop {
            match self.saved.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}

/// Build output, hidden files and an editor's own leave the book as it is.
fn is_of_the_book(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else { return false };
    let mut parts = below.iter();
    let first = parts.next().and_then(OsStr::to_str).unwrap_or_default();
    let hidden = below
        .iter()
        .any(|part| part.to_str().is_none_or(|part| part.starts_with('.') || part.ends_with('~')));
    !hidden
        && !matches!(first, "" | "target" | "book" | "src" | "tests")
        && !below.starts_with("doctests/src")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saves_of_the_book_count_and_build_output_does_not() {
        let root = Path::new("/b");
        for path in ["/b/docs/page.md", "/b/doctests/scenarios/a/b.yaml", "/b/claims.lock", "/b/book.toml"] {
            assert!(is_of_the_book(root, Path::new(path)), "{path}");
        }
        for path in [
            "/b",
            "/b/target/x",
            "/b/book/index.html",
            "/b/.git/index",
            "/b/docs/.page.md.swp",
            "/b/docs/page.md~",
        ] {
            assert!(!is_of_the_book(root, Path::new(path)), "{path}");
        }
    }
}
