//! Writes a file whole or not at all.

use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Puts `text` at `path` in one step: a reader sees the old text or the new one, never a part.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut beside = beside(path, folder)?;
    beside.write_all(text.as_bytes())?;
    beside.persist(path).map(drop).map_err(|error| error.error)
}

/// A temporary file that looks as the one at `path` does, or, without one, as any other new file.
fn beside(path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".oathbook-");
    let there = path.metadata().ok().map(|metadata| metadata.permissions());
    #[cfg(unix)]
    let there = there.or_else(|| Some(std::os::unix::fs::PermissionsExt::from_mode(0o666)));
    if let Some(permissions) = there {
        builder.permissions(permissions);
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.json");
        replace(&path, "one").unwrap();
        replace(&path, "two").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(replace(&folder.path().join("no/such/folder.json"), "x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_looks_as_any_other_and_a_replaced_one_as_before() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        let (plain, ours) = (folder.path().join("plain"), folder.path().join("ours"));
        std::fs::write(&plain, "").unwrap();
        replace(&ours, "").unwrap();
        assert_eq!(mode(&ours), mode(&plain));
        std::fs::set_permissions(&ours, std::fs::Permissions::from_mode(0o640)).unwrap();
        replace(&ours, "again").unwrap();
        assert_eq!(mode(&ours), 0o640);
    }
}
