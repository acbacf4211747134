//! The questions of the first start: theme, login, trust in the folder, use of an API key.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the home's `.claude.json` says of the onboarding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Onboarding {
    /// Nothing: there is no such file, as on a new machine or in a container that was just built.
    Pending,
    /// `hasCompletedOnboarding`, and nothing else: what people write there by hand.
    Marked,
}
