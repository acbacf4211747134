//! Throw-away folders in the cache, which the next process removes if this one is killed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::error::PackageError;

const SCRATCH: &str = "scratch";
const IN_USE: &str = "in-use";

/// A folder that nobody else touches; removed on drop.
#[derive(Debug)]
pub(super) struct Scratch {
    // Removed before the lock is given up.
    folder: TempDir,
    cache: PathBuf,
    _in_use: File,
}

impl Scratch {
    pub(super) fn make(cache: &Path) -> Result<Self, PackageError> {
        let _alone = alone(cache)?;
        let scratch = cache.join(SCRATCH);
        fs::create_dir_all(&scratch).map_err(PackageError::io("making", &scratch))?;
        let folder = TempDir::new_in(&scratch).map_err(PackageError::io("making a folder in", &scratch))?;
        let in_use = locked(&folder.path().join(IN_USE))?;
        Ok(Self { folder, cache: cache.to_owned(), _in_use: in_use })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The cache it is in.
    pub(super) fn cache(&self) -> &Path {
        &self.cache
    }

    /// Removes the folders whose process is gone: nobody holds their lock any more.
    pub(super) fn sweep(cache: &Path) -> Result<(), PackageError> {
        let _alone = alone(cache)?;
        let scratch = cache.join(SCRATCH);
        let Ok(folders) = fs::read_dir(&scratch) else { return Ok(()) };
        for folder in folders.flatten().map(|folder| folder.path()) {
            let in_use = File::open(folder.join(IN_USE)).is_ok_and(|file| file.try_lock().is_err());
            if !in_use {
                fs::remove_dir_all(&folder).map_err(PackageError::io("removing", &folder))?;
            }
        }
        Ok(())
    }
}

/// Between a folder and its lock nobody may sweep.
fn alone(cache: &Path) -> Result<File, PackageError> {
    locked(&cache.join("lock"))
}

fn locked(path: &Path) -> Result<File, PackageError> {
    let file = File::options().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(PackageError::io("making", path))?;
    file.lock().map_err(PackageError::io("locking", path))?;
    Ok(file)
}
