//! Reads one file with every refusal that a text of strangers needs.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use doctests::diagnostic::{Code, Diagnostic};
use doctests::source_file::{Place, SourceFile};
use doctests::span::Span;

/// How large a file may be, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit(u64);

impl Limit {
    /// A scenario, `book.toml`, `SUMMARY.md`.
    pub(super) const SMALL: Self = Self(64 * 1024);
    /// A page, the sources, the vocabulary.
    pub(super) const LARGE: Self = Self(1024 * 1024);
    /// A record: every transcript of one version.
    pub(super) const RECORD: Self = Self(16 * 1024 * 1024);
    /// `claims.lock`: a line or two for each claim of the book.
    pub(super) const LOCK: Self = Self(8 * 1024 * 1024);
}

/// Reads files below one root and keeps the faults.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) root: PathBuf,
    pub(super) faults: Vec<Diagnostic>,
}

impl Reader {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), faults: Vec::new() }
    }

    /// The file at `path`; a fault when it is not there.
    pub(super) fn required(&mut self, path: &str, limit: Limit) -> Option<Arc<SourceFile>> {
        if self.root.join(path).symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
            self.refuse(path, format!("{path} is missing"));
            return None;
        }
        self.optional(path, limit)
    }

    /// The file at `path`, if there is one.
    pub(super) fn optional(&mut self, path: &str, limit: Limit) -> Option<Arc<SourceFile>> {
        match text(&self.root.join(path), limit) {
            Ok(text) => text.map(|text| SourceFile::new(path, text)),
            Err(problem) => {
                self.refuse(path, format!("{path} {problem}"));
                None
            }
        }
    }

    /// A fault of a whole file that could not be read.
    pub(super) fn refuse(&mut self, path: &str, message: String) {
        let place = Place::new(&SourceFile::new(path, ""), Span::at(0));
        self.faults.push(Diagnostic::new(Code::FileUnreadable, place, message));
    }
}

fn text(path: &Path, Limit(limit): Limit) -> Result<Option<String>, String> {
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("cannot be read: {error}")),
    };
    if metadata.is_symlink() {
        return Err("is a symbolic link; put the file itself there".to_owned());
    }
    if !metadata.is_file() {
        return Err("is no regular file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| format!("cannot be read: {error}"))?;
    // One byte more than allowed, so that a file that grows meanwhile is noticed as well.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > limit {
        return Err(format!("is larger than {} KiB", limit / 1024));
    }
    String::from_utf8(bytes).map(Some).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count();
        format!("is not UTF-8: see line {line}")
    })
}
