//! A full disk: one file takes every byte that is left.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::run::error::RunError;

/// The file.
const FILLER: &str = "filler";

/// Nobody's disk is filled by mistake: the small one of the sandbox has less room than this.
const MOST: usize = 64 * 1024 * 1024;

/// Fills the file system of `folder`.
pub(super) fn fill(folder: &Path) -> Result<(), RunError> {
    let what = || RunError::io("filling the disk");
    let mut filler = File::create(folder.join(FILLER)).map_err(what())?;
    let page = [0; 4096];
    for _ in 0..MOST / page.len() {
        match filler.write_all(&page) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::StorageFull => return Ok(()),
            Err(error) => return Err(what()(error)),
        }
    }
    drop(filler);
    free(folder)?;
    Err(RunError::Unsupported(
        "a full disk needs a small one, which only bubblewrap 0.8 or newer makes".to_owned(),
    ))
}

/// Makes room again.
pub(super) fn free(folder: &Path) -> Result<(), RunError> {
    match fs::remove_file(folder.join(FILLER)) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(RunError::io("making room on the disk")(error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_is_not_small_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(fill(folder.path()), Err(RunError::Unsupported(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        free(folder.path()).unwrap();
    }
}
