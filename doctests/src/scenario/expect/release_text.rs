//! A text that releases print and the reference client does not: it models what is sent and stored, not every line.

use schemars::JsonSchema;
use semver::{Version, VersionReq};
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// A text that some command of a release printed, and that none printed outside `on`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseText {
    /// The text.
    pub text: Located<String>,
    /// The versions that print it, as a semver requirement such as `>=2.1.118`; all of them if it is left out.
    #[schemars(with = "Option<String>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Located<VersionReq>>,
}

impl ReleaseText {
    /// Whether `version` prints it.
    pub fn is_on(&self, version: &Version) -> bool {
        self.on.as_ref().is_none_or(|on| on.matches(version))
    }
}
