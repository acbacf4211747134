//! Whose login it is, as the client itself remembers: a note from the last sign-in, beside the tokens and not one of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The `oauthAccount` of `.claude.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RememberedAccount {
    /// `emailAddress`: an invented one, which reaches nobody.
    pub email: String,
    /// `organizationName`.
    pub organization: String,
}
