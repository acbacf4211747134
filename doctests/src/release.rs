//! A release: one published version of a client under test, and what its archive must be.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::civil::Date;
use semver::Version;

use crate::source_file::Place;

/// The released clients that scenarios run on: `doctests/clients.yaml`.
#[derive(Debug, Clone, Default)]
pub struct Clients {
    /// In the order of the file.
    pub clients: Vec<ReleasedClient>,
}

impl Clients {
    /// The client of that name.
    pub fn client(&self, name: &str) -> Option<&ReleasedClient> {
        self.clients.iter().find(|client| client.name == name)
    }
}

/// One product and its releases.
#[derive(Debug, Clone)]
pub struct ReleasedClient {
    /// As scenarios and the command line call it: `claude-code`.
    pub name: String,
    /// Where its releases come from.
    pub package: Package,
    /// Where its earlier releases come from, if that is elsewhere.
    pub earlier: Option<Earlier>,
    /// Version numbers that were never published.
    pub never_published: Vec<Version>,
    /// Oldest first.
    pub releases: Vec<Release>,
}

impl ReleasedClient {
    /// The release of that version.
    pub fn release(&self, version: &Version) -> Option<&Release> {
        self.releases.iter().find(|release| release.archive.version == *version)
    }

    /// The package that has that version.
    pub fn package_of(&self, version: &Version) -> &Package {
        let earlier = self.earlier.as_ref().filter(|earlier| *version < earlier.before);
        earlier.map_or(&self.package, |earlier| &earlier.package)
    }
}

/// Where releases came from before they came from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The package.
    pub package: Package,
    /// The first version that comes from the other package.
    pub before: Version,
}

/// A package of the npm registry, for one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// `@scope/name`.
    pub name: String,
    /// The client's file in it.
    pub program: String,
}

/// One published version of a package, pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// The package.
    pub package: Package,
    /// The version.
    pub version: Version,
    /// What its bytes must add up to.
    pub integrity: Integrity,
}

/// A version that scenarios run on, and why.
#[derive(Debug, Clone)]
pub struct Release {
    /// The client's name.
    pub client: String,
    /// What is fetched.
    pub archive: Archive,
    /// When it was published.
    pub released: Date,
    /// When integrity and date were last compared with the registry.
    pub checked: Date,
    /// Why it is in the list.
    pub reason: String,
    /// Its entry.
    pub place: Place,
}

impl Package {
    /// Whether the program is a script, which needs the files beside it and a program of the machine that runs it.
    pub fn is_script(&self) -> bool {
        Path::new(&self.program).extension().is_some_and(|extension| extension == "js")
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.client, self.archive.version)
    }
}

/// The SHA-512 of an archive, written as the registry does: `sha512-` and base64 (Subresource Integrity, section 3.5).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Integrity(pub [u8; 64]);

const ALGORITHM: &str = "sha512-";

impl fmt::Display for Integrity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ALGORITHM}{}", BASE64_STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Integrity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no SHA-512 integrity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "an integrity is `sha512-` and the 88 characters of base64 that `npm view PACKAGE@VERSION dist.integrity` prints"
)]
pub struct NoIntegrity;

impl FromStr for Integrity {
    type Err = NoIntegrity;

    fn from_str(text: &str) -> Result<Self, NoIntegrity> {
        let digest = text.strip_prefix(ALGORITHM).ok_or(NoIntegrity)?;
        let digest = BASE64_STANDARD.decode(digest).map_err(|_| NoIntegrity)?;
        digest.try_into().map(Self).map_err(|_| NoIntegrity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integrity_is_written_as_it_was_read() {
        let text = format!("sha512-{}AA==", "A".repeat(84));
        assert_eq!(text.parse::<Integrity>().unwrap().to_string(), text);
        for wrong in [
            "",
            "sha512-",
            "sha1-AAAA",
            "sha512-A",
            &text[..80],
            &format!("{text} "),
            &text.replace('=', "A"),
        ] {
            assert_eq!(wrong.parse::<Integrity>(), Err(NoIntegrity), "{wrong}");
        }
    }
}
