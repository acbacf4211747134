//! Where a program is, on a search path.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

/// The first executable file of that name. Relative entries are passed over: what runs must not depend on the folder
/// one stands in.
pub(super) fn executable(name: &str, path: &OsStr) -> Option<PathBuf> {
    std::env::split_paths(path).filter(|folder| folder.is_absolute()).map(|folder| folder.join(name)).find(
        |file| file.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0),
    )
}
