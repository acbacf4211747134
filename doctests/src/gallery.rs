//! The gallery of broken clients: what each does wrong, which scenarios notice, and which releases did the same.

use semver::Version;

use crate::id::Id;
use crate::source_file::Place;

/// One broken client, as `doctests/gallery.yaml` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exhibit {
    /// The variant's name.
    pub variant: String,
    /// What it does wrong, as the end of "a client that …".
    pub does_wrong: String,
    /// The scenarios that fail on it.
    pub fails: Vec<Id>,
    /// The releases that behave like it.
    pub seen_on: Vec<Sighting>,
    /// The entry's key.
    pub place: Place,
}

/// A release that behaves like a broken client: a scenario that holds on that was seen to hold on the release; or, of the
/// scenarios that fail on it, half at least went there just so and none went right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The version.
    pub version: Version,
    /// Where it was seen.
    pub scenarios: Vec<Id>,
}
