//! What the bytes of an archive add up to.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest as _, Sha512};

use super::error::PackageError;
use crate::release::Integrity;

/// The open file and its integrity; the same bytes are unpacked, whatever happens to the path.
pub(super) async fn of(path: &Path) -> Result<(File, Integrity), PackageError> {
    let named = path.to_owned();
    let file = File::open(path).map_err(PackageError::io("opening", path))?;
    let summed = tokio::task::spawn_blocking(move || sum(file)).await.map_err(io::Error::other);
    summed.and_then(|summed| summed).map_err(PackageError::io("reading", &named))
}

fn sum(mut file: File) -> io::Result<(File, Integrity)> {
    let mut hasher = Sha512::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((file, Integrity(hasher.finalize().into()))),
            read => hasher.update(&buffer[..read]),
        }
    }
}
