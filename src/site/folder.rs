//! Finishes a site where it lies on disk.

use std::path::Path;

use anyhow::{Context, Result};

use super::{Files, finish};
use crate::examination::Examination;

/// Finishes what mdBook wrote into `folder`: what is not to be there goes, what is new or changed is written.
pub fn finish_folder(examination: &Examination, folder: &Path) -> Result<()> {
    let built = read_folder(folder)?;
    let finished = finish(examination, built.clone())?;
    for path in built.keys().filter(|path| !finished.contains_key(*path)) {
        let path = folder.join(path);
        std::fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
        // Fails where the folder still has something in it, which is then meant to stay.
        let _ = path.parent().map(std::fs::remove_dir);
    }
    for (path, bytes) in finished.iter().filter(|(path, bytes)| built.get(*path) != Some(*bytes)) {
        let path = folder.join(path);
        let write = || {
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            std::fs::write(&path, bytes)
        };
        write().with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// Every file below `folder`, by its path from there.
pub fn read_folder(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    collect(folder, "", &mut files)?;
    Ok(files)
}

fn collect(folder: &Path, below: &str, files: &mut Files) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}
