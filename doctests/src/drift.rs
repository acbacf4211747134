//! Drift: what changed between two recorded versions, scenario by scenario.

use semver::Version;
use serde::Serialize;

use crate::aspect::Aspect;
use crate::id::Id;

/// All that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// The one version.
    pub from: Version,
    /// The other.
    pub to: Version,
    /// The scenarios that went in another way, by id.
    pub changed: Vec<ScenarioDrift>,
    /// The scenarios that went alike.
    pub same: Vec<Id>,
    /// The scenarios that cannot be compared.
    pub not_compared: Vec<NotCompared>,
}

/// What changed in one scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScenarioDrift {
    /// Its id.
    pub id: Id,
    /// What happens in it.
    pub title: String,
    /// What differs.
    pub changes: Vec<Change>,
}

/// One aspect of one case that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// `given`, or `beyond` the scenario's boundary.
    pub case: String,
    /// What.
    pub aspect: Aspect,
    /// How it was: each way it went, once.
    pub before: Vec<String>,
    /// How it is: each way it goes, once.
    pub after: Vec<String>,
}

/// Why two versions cannot be compared in a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotCompared {
    /// Its id.
    pub id: Id,
    /// Why.
    pub reason: String,
}
