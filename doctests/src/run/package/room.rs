//! Room on the disk: how many archives are kept, and which goes first.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::PackageError;

/// An archive is about 75 MB, twice while npm fetches it; unpacked it is up to 380 MB.
pub(super) const NEEDED: u64 = 1024 * 1024 * 1024;

/// How much the cache may take, and how much it must leave.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Archives that are kept.
    pub(super) archives: usize,
    /// Bytes that must be free before anything is fetched or unpacked.
    pub(super) needed: u64,
}

impl Default for Room {
    fn default() -> Self {
        Self { archives: 6, needed: NEEDED }
    }
}

impl Room {
    /// Removes the archives used longest ago, until as many are left as are kept. `used` is the one in use.
    pub(super) fn evict(self, folder: &Path, used: &Path) -> Result<(), PackageError> {
        let archives = oldest_first(folder, used)?;
        let surplus = (archives.len() + 1).saturating_sub(self.archives);
        archives.iter().take(surplus).try_for_each(|archive| remove(archive))
    }

    /// Sees to it that there is room to work in, at the cost of archives if need be, but not of `wanted`.
    pub(super) fn make(self, folder: &Path, wanted: &Path) -> Result<(), PackageError> {
        for archive in oldest_first(folder, wanted)? {
            if free(folder)? >= self.needed {
                return Ok(());
            }
            remove(&archive)?;
        }
        match free(folder)? {
            free if free >= self.needed => Ok(()),
            free => Err(PackageError::DiskFull {
                folder: folder.to_owned(),
                free: Some(free),
                needed: self.needed,
            }),
        }
    }
}

/// Marks an archive as used now.
#[expect(
    clippy::disallowed_methods,
    reason = "when an archive was last used decides nothing but what is evicted"
)]
pub(super) fn used_now(archive: &File) -> io::Result<()> {
    archive.set_modified(SystemTime::now())
}

/// Every archive but `used`.
fn oldest_first(folder: &Path, used: &Path) -> Result<Vec<PathBuf>, PackageError> {
    let archives = folder.join("archives");
    let mut found: Vec<(SystemTime, PathBuf)> = Vec::new();
    for package in entries(&archives).map_err(PackageError::io("reading", &archives))? {
        for archive in entries(&package).map_err(PackageError::io("reading", &package))? {
            // One that another process has just removed is not there.
            if archive != used
                && let Ok(used) = fs::metadata(&archive).and_then(|archive| archive.modified())
            {
                found.push((used, archive));
            }
        }
    }
    found.sort();
    Ok(found.into_iter().map(|(_, archive)| archive).collect())
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn remove(archive: &Path) -> Result<(), PackageError> {
    match fs::remove_file(archive) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(PackageError::io("removing", archive)(error))
        }
        _ => Ok(()),
    }
}

fn free(folder: &Path) -> Result<u64, PackageError> {
    let disk =
        rustix::fs::statvfs(folder).map_err(io::Error::from).map_err(PackageError::io("reading", folder))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}
