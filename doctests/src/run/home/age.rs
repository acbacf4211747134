//! Makes files older: for a client with a clock of its own this is how time passes between two of its processes.

use std::fs::{self, File, FileTimes};
use std::io;
use std::path::Path;

use jiff::SignedDuration;

/// Takes `by` off the times of everything below `folder`. A negative `by` changes nothing.
pub(super) fn make_older(folder: &Path, by: SignedDuration) -> io::Result<()> {
    let Ok(by) = std::time::Duration::try_from(by) else { return Ok(()) };
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            make_older(&entry.path(), by.try_into().map_err(io::Error::other)?)?;
        }
        // Links, sockets and pipes have no age that anybody asks for.
        if kind.is_dir() || kind.is_file() {
            let metadata = entry.metadata()?;
            let older = |time: std::time::SystemTime| time.checked_sub(by).unwrap_or(time);
            let times = FileTimes::new()
                .set_modified(older(metadata.modified()?))
                .set_accessed(older(metadata.accessed()?));
            File::open(entry.path())?.set_times(times)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_become_older_by_what_was_asked_for() {
        let home = tempfile::tempdir().unwrap();
        let (lock, owner) = (home.path().join("lock"), home.path().join("lock/owner"));
        fs::create_dir(&lock).unwrap();
        fs::write(&owner, "me").unwrap();
        let times = || [&lock, &owner].map(|path| fs::metadata(path).unwrap().modified().unwrap());
        let before = times();
        make_older(home.path(), SignedDuration::from_secs(50)).unwrap();
        for (before, after) in before.into_iter().zip(times()) {
            assert_eq!(before.duration_since(after).unwrap(), std::time::Duration::from_secs(50));
        }
    }
}
