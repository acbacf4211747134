//! The credentials file: read, saved whole or not at all, and locked between processes while a refresh goes on.

mod document;

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use tempfile::NamedTempFile;

pub(super) use document::{Document, INFERENCE, StoredLogin};

use super::behaviour::{Behaviour, Fault};
use crate::run::clock::ClientClock;
use crate::scenario::given::StoreFault;

/// How long a process waits for another one's refresh.
const LOCK_LIMIT: SignedDuration = SignedDuration::from_secs(8);

/// How long the lock of a process that died with it is respected.
const STALE_AFTER: SignedDuration = SignedDuration::from_mins(1);

/// Where a machine keeps its stored login.
#[derive(Debug)]
pub(super) struct Store {
    path: PathBuf,
    fault: Option<StoreFault>,
    behaviour: Behaviour,
}

/// The lock between processes. The file says since when it is held; a holder that is killed leaves that behind.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A note that stays is taken for a dead holder's, and is respected for a minute.
        let _ = self.file.set_len(0);
    }
}

/// Why there is no lock.
#[derive(Debug)]
pub(super) enum NotLocked {
    /// Another process held it for too long, or died while it held it.
    Held,
    /// The lock file cannot be made: nothing is refreshed without a lock.
    Impossible,
}

impl Store {
    /// The store below `directory`.
    pub(super) fn new(directory: &Path, fault: Option<StoreFault>, behaviour: Behaviour) -> Self {
        Self { path: directory.join(".credentials.json"), fault, behaviour }
    }

    /// The stored login as the file has it now; none when there is no file, or none that can be read.
    pub(super) fn login(&self) -> Option<StoredLogin> {
        self.read()?.login()
    }

    /// What the file says, or an empty document for one that is not there or cannot be read.
    pub(super) fn document(&self) -> Document {
        self.read().unwrap_or_default()
    }

    fn read(&self) -> Option<Document> {
        if self.fault == Some(StoreFault::Unreadable) {
            return None;
        }
        Document::parse(&fs::read(&self.path).ok()?)
    }

    /// Writes the file whole or not at all: a new file beside it, flushed, takes its name.
    pub(super) fn save(&self, document: &Document) -> io::Result<()> {
        if self.fault == Some(StoreFault::ReadOnly) {
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
        // A symbolic link is itself replaced, and what it leads to stays as it was.
        let directory = self.path.parent().unwrap_or(Path::new("."));
        make_private_directory(directory)?;
        let mut file = new_file(directory, self.behaviour.has(Fault::SavesWorldReadable))?;
        let text = document.render(self.behaviour.has(Fault::DropsUnknownFields));
        if self.fault == Some(StoreFault::Full) {
            file.write_all(&text.as_bytes()[..text.len() / 2])?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Removes the file; that there is none is as good.
    pub(super) fn remove(&self) -> io::Result<()> {
        if self.fault == Some(StoreFault::ReadOnly) {
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Takes the lock, or waits for it as long as [`LOCK_LIMIT`] of virtual time.
    pub(super) async fn lock(&self, clock: &ClientClock) -> Result<Lock, NotLocked> {
        if self.fault == Some(StoreFault::ReadOnly) {
            return Err(NotLocked::Impossible);
        }
        let limit = clock.timer(LOCK_LIMIT);
        let file = self.open_lock().map_err(|_| NotLocked::Impossible)?;
        let file = match file.try_lock() {
            Ok(()) => file,
            Err(TryLockError::Error(_)) => return Err(NotLocked::Impossible),
            Err(TryLockError::WouldBlock) => {
                let waiting = tokio::task::spawn_blocking(move || file.lock().map(|()| file));
                tokio::select! {
                    biased;
                    () = limit => return Err(NotLocked::Held),
                    locked = waiting => match locked {
                        Ok(Ok(file)) => file,
                        Ok(Err(_)) | Err(_) => return Err(NotLocked::Impossible),
                    },
                }
            }
        };
        self.take_over(file, clock)
    }

    /// Notes in the lock's file that we hold it, unless a holder died with it a moment ago.
    fn take_over(&self, mut file: File, clock: &ClientClock) -> Result<Lock, NotLocked> {
        let mut note = String::new();
        file.read_to_string(&mut note).map_err(|_| NotLocked::Impossible)?;
        let died = note.trim().parse().ok().and_then(|since| Timestamp::from_millisecond(since).ok());
        let respected = |since| clock.now().duration_since(since) < STALE_AFTER;
        if died.is_some_and(respected) && !self.behaviour.has(Fault::TakesOverDeadLocks) {
            clock.sleep(LOCK_LIMIT);
            return Err(NotLocked::Held);
        }
        let noted = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| write!(file, "{}", clock.now().as_millisecond()));
        noted.map(|()| Lock { file }).map_err(|_| NotLocked::Impossible)
    }

    fn open_lock(&self) -> io::Result<File> {
        let path = self.path.with_file_name(".oauth_refresh.lock");
        if let Some(directory) = path.parent() {
            make_private_directory(directory)?;
        }
        File::options().create(true).truncate(false).read(true).write(true).open(path)
    }
}

/// A new file that only its owner may read, or everybody.
#[cfg(unix)]
fn new_file(directory: &Path, world_readable: bool) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;

    let mode = fs::Permissions::from_mode(if world_readable { 0o644 } else { 0o600 });
    tempfile::Builder::new().prefix(".credentials.").permissions(mode).tempfile_in(directory)
}

#[cfg(unix)]
fn make_private_directory(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

/// Elsewhere the folder decides who may read it.
#[cfg(not(unix))]
fn new_file(directory: &Path, _: bool) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".credentials.").tempfile_in(directory)
}

#[cfg(not(unix))]
fn make_private_directory(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)
}

#[cfg(test)]
mod tests;
