//! Writes a file whole or not at all.

use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Puts `text` at `path` in one step: a reader sees the old text or the new one, never a part.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut beside = NamedTempFile::with_prefix_in(".oathbook-", folder)?;
    beside.write_all(text.as_bytes())?;
    let permissions = match path.metadata() {
        Ok(metadata) => metadata.permissions(),
        // A new file is to look as any other file of the folder does, not as a temporary one.
        Err(_) => return std::fs::write(path, text),
    };
    beside.as_file().set_permissions(permissions)?;
    beside.persist(path).map(drop).map_err(|error| error.error)
}
