//! Released binaries: fetched from the npm registry, checked against their pins, kept as archives, unpacked for one use.

mod error;
mod integrity;
mod npm;
mod room;
mod scratch;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use jiff::civil::Date;
use semver::Version;
use tokio::process::Command;

pub use self::error::PackageError;
use self::npm::Npm;
use self::room::Room;
use self::scratch::Scratch;
use super::error::RunError;
use crate::release::{Archive, Integrity, Package};

/// The folder of archives. It holds no unpacked binary beyond a use of it, and nothing that cannot be fetched again.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    npm: Npm,
    room: Room,
}

/// A released binary, ready to run; removed when this is dropped.
#[derive(Debug)]
pub struct Fetched {
    /// The file to run.
    pub binary: PathBuf,
    /// What an archive in the cache added up to that was not what it must be: it was removed and fetched anew.
    pub damaged: Option<Integrity>,
    _folder: Scratch,
}

/// A version that the registry has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version.
    pub version: Version,
    /// When it was published, as far as the registry says.
    pub released: Option<Date>,
}

impl Cache {
    /// Opens the cache in `folder`, else in `OATHBOOK_CACHE`, else in the user's cache folder; removes what uses that
    /// were killed have left there.
    pub fn open(folder: Option<PathBuf>) -> Result<Self, RunError> {
        let folder = folder.or_else(usual_folder).ok_or(PackageError::NoFolder)?;
        Ok(Self::with(&folder, Npm::from_environment(), Room::default())?)
    }

    fn with(folder: &Path, npm: Npm, room: Room) -> Result<Self, PackageError> {
        fs::create_dir_all(folder).map_err(PackageError::io("making", folder))?;
        // Bound into the sandbox by its path, which must not depend on where one stands.
        let folder = folder.canonicalize().map_err(PackageError::io("opening", folder))?;
        Scratch::sweep(&folder)?;
        Ok(Self { folder, npm, room })
    }

    /// With room for that many archives; the one used longest ago goes first.
    #[must_use]
    pub fn keeping(mut self, archives: usize) -> Self {
        self.room.archives = archives;
        self
    }

    /// The binary of `archive`: from the cache or from the registry, and from neither without the right integrity.
    pub async fn fetch(&self, archive: &Archive) -> Result<Fetched, RunError> {
        let kept = self.file_of(archive);
        let mut damaged = None;
        for _ in 0..2 {
            if !kept.exists() {
                self.download(archive, &kept).await?;
            }
            let (file, seen) = integrity::of(&kept).await?;
            if seen != archive.integrity {
                fs::remove_file(&kept).map_err(PackageError::io("removing", &kept))?;
                damaged = Some(seen);
                continue;
            }
            room::used_now(&file).map_err(PackageError::io("marking as used", &kept))?;
            self.room.evict(&self.folder, &kept)?;
            let folder = self.unpack(archive, file).await?;
            let binary = folder.path().join("package").join(&archive.package.program);
            return Ok(Fetched { binary, damaged, _folder: folder });
        }
        let seen = damaged.unwrap_or(archive.integrity);
        Err(PackageError::Damaged { archive: Box::new(archive.clone()), seen: Box::new(seen) }.into())
    }

    /// The versions of the package that the registry has, oldest version first.
    pub async fn published(&self, package: &Package) -> Result<Vec<Published>, RunError> {
        let scratch = Scratch::make(&self.folder)?;
        Ok(self.npm.published(package, &scratch).await?)
    }

    /// What the registry says an archive must be, for a version that nobody has pinned.
    pub async fn look_up(&self, package: &Package, version: &Version) -> Result<Archive, RunError> {
        let scratch = Scratch::make(&self.folder)?;
        Ok(self.npm.look_up(package, version, &scratch).await?)
    }

    fn file_of(&self, archive: &Archive) -> PathBuf {
        let package = archive.package.name.replace('/', "+");
        self.folder.join("archives").join(package).join(format!("{}.tgz", archive.version))
    }

    /// Puts the archive into the cache, whole or not at all.
    async fn download(&self, archive: &Archive, to: &Path) -> Result<(), PackageError> {
        self.room.make(&self.folder, to)?;
        let scratch = Scratch::make(&self.folder)?;
        let packed = self.npm.pack(archive, &scratch).await?;
        let folder = to.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(PackageError::io("making", folder))?;
        fs::rename(&packed, to).map_err(PackageError::io("keeping", to))
    }

    /// Unpacks the checked file, not whatever stands at its path by now.
    async fn unpack(&self, archive: &Archive, mut file: File) -> Result<Scratch, PackageError> {
        self.room.make(&self.folder, &self.file_of(archive))?;
        let scratch = Scratch::make(&self.folder)?;
        file.seek(SeekFrom::Start(0)).map_err(PackageError::io("reading", &self.file_of(archive)))?;
        let program = format!("package/{}", archive.package.program);
        let tar = self.npm.program("tar").ok_or(PackageError::NoTar)?;
        let ended = Command::new(&tar)
            .args(["--extract", "--gzip", "--file", "-", "--no-same-owner", "--directory"])
            .arg(scratch.path())
            .arg("--")
            // A script needs what lies beside it.
            .arg(if archive.package.is_script() { "package" } else { &program })
            .env_clear()
            .env("PATH", self.npm.path())
            .stdin(Stdio::from(file))
            .kill_on_drop(true)
            .output()
            .await
            .map_err(PackageError::io("starting", &tar))?;
        let binary = scratch.path().join(&program);
        let is_program = fs::symlink_metadata(&binary).is_ok_and(|file| file.is_file());
        if ended.status.success() && is_program {
            return Ok(scratch);
        }
        Err(PackageError::of_tar(archive, &self.folder, &ended.stderr))
    }
}

/// `OATHBOOK_CACHE`, else `oathbook` in the user's cache folder (XDG Base Directory Specification).
fn usual_folder() -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    std::env::var_os("OATHBOOK_CACHE")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| absolute("XDG_CACHE_HOME").map(|folder| folder.join("oathbook")))
        .or_else(|| absolute("HOME").map(|home| home.join(".cache/oathbook")))
}
