//! Why there is no released binary to run, and what to type next.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Output;

use semver::Version;

use crate::release::{Archive, Integrity};
use crate::run::said::{last_words, quoted};

/// Fetching or unpacking a release failed.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// No folder for the cache.
    #[error("there is no folder to keep released clients in: set OATHBOOK_CACHE to one, or HOME")]
    NoFolder,
    /// npm is not installed.
    #[error(
        "{what}: released clients are fetched with npm, and there is no `npm` on PATH: install it (Debian, Ubuntu: \
         `sudo apt-get install npm`)"
    )]
    NoNpm {
        /// What it is needed for.
        what: String,
    },
    /// tar is not installed.
    #[error("archives are unpacked with tar, and there is no `tar` on PATH: install it")]
    NoTar,
    /// The registry has no such version.
    #[error(
        "{package}@{version}: the registry has no such version; `npm view {package} versions` lists what it has"
    )]
    UnknownVersion {
        /// The package.
        package: String,
        /// The version.
        version: Version,
    },
    /// The registry has no such package.
    #[error("{package}: the registry has no such package; see `package` in doctests/clients.yaml")]
    UnknownPackage {
        /// The package.
        package: String,
    },
    /// The registry does not answer.
    #[error(
        "{what}: the registry does not answer; archives that are in the cache can still be run{}",
        quoted(said)
    )]
    Unreachable {
        /// What was asked.
        what: String,
        /// What npm said.
        said: String,
    },
    /// npm did not end.
    #[error("{what}: npm did not end within {seconds} s, and was killed")]
    TimeLimit {
        /// What was asked.
        what: String,
        /// The limit.
        seconds: u64,
    },
    /// npm failed otherwise, or answered what cannot be read.
    #[error("{what}: npm failed{}", quoted(said))]
    Npm {
        /// What was asked.
        what: String,
        /// What npm said.
        said: String,
    },
    /// The bytes are not those that were pinned.
    #[error(
        "{}@{}: the archive is not the one that was pinned, fetched twice; it was removed, nothing was run\n  expected {}\n  \
         seen     {seen}\n  compare with `npm view {0}@{1} dist.integrity` and with doctests/clients.yaml",
        .archive.package.name,
        .archive.version,
        .archive.integrity
    )]
    Damaged {
        /// What was wanted.
        archive: Box<Archive>,
        /// What came.
        seen: Box<Integrity>,
    },
    /// The archive is what was pinned, but does not hold the client.
    #[error(
        "{}@{}: no `package/{}` could be unpacked from the archive{}",
        .archive.package.name,
        .archive.version,
        .archive.package.program,
        quoted(said)
    )]
    NoProgram {
        /// What was unpacked.
        archive: Box<Archive>,
        /// What tar said.
        said: String,
    },
    /// The disk is full.
    #[error(
        "the disk of {} is too full to fetch and unpack a released client{}: make room there, or set OATHBOOK_CACHE to a \
         folder on another disk", .folder.display(), amounts(*free, *needed)
    )]
    DiskFull {
        /// The cache.
        folder: PathBuf,
        /// Bytes that are free, if that was asked.
        free: Option<u64>,
        /// Bytes that are needed.
        needed: u64,
    },
    /// The cache's own files.
    #[error("{what} {}: {source}", .file.display())]
    Io {
        /// What was done.
        what: &'static str,
        /// To which file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl PackageError {
    /// An error with a file of the cache.
    pub(super) fn io(what: &'static str, file: &Path) -> impl FnOnce(io::Error) -> Self {
        let file = file.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull { folder: file, free: None, needed: super::room::NEEDED }
            }
            _ => Self::Io { what, file, source },
        }
    }

    /// npm's failure at `what`, by the code that it prints.
    pub(super) fn of_npm(
        what: String,
        package: &str,
        version: Option<&Version>,
        folder: &Path,
        ended: &Output,
    ) -> Self {
        const UNREACHABLE: [&str; 9] = [
            "ECONNREFUSED",
            "ECONNRESET",
            "ENOTFOUND",
            "EAI_AGAIN",
            "ETIMEDOUT",
            "ENETUNREACH",
            "EHOSTUNREACH",
            "ERR_SOCKET_TIMEOUT",
            "FETCH_ERROR",
        ];
        // The code comes first; what is shown is the end.
        let text = String::from_utf8_lossy(&ended.stderr);
        let said = match last_words(&ended.stderr) {
            said if said.is_empty() => format!("it said nothing: {}", ended.status),
            said => said,
        };
        let code = text.lines().find_map(|line| line.trim().strip_prefix("npm error code "));
        match (code.unwrap_or_default().trim(), version) {
            ("ETARGET" | "E404", Some(version)) => {
                Self::UnknownVersion { package: package.to_owned(), version: version.clone() }
            }
            ("E404", None) => Self::UnknownPackage { package: package.to_owned() },
            ("ENOSPC", _) => Self::full(folder),
            (code, _) if UNREACHABLE.contains(&code) || code.starts_with("E5") => {
                Self::Unreachable { what, said }
            }
            _ => Self::Npm { what, said },
        }
    }

    /// tar's failure.
    pub(super) fn of_tar(archive: &Archive, folder: &Path, said: &[u8]) -> Self {
        if String::from_utf8_lossy(said).contains("No space left on device") {
            return Self::full(folder);
        }
        Self::NoProgram { archive: Box::new(archive.clone()), said: last_words(said) }
    }

    fn full(folder: &Path) -> Self {
        Self::DiskFull { folder: folder.to_owned(), free: None, needed: super::room::NEEDED }
    }
}

fn amounts(free: Option<u64>, needed: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    free.map_or_else(
        || format!(" ({} MiB are needed)", needed / MIB),
        |free| format!(" ({} MiB are needed, {} MiB are free)", needed / MIB, free / MIB),
    )
}
