//! What a project asks of whoever starts the client in its folder.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The keys of the project's own `.claude/settings.json` that a scenario may set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProjectSettings {
    /// Variables that the client is to set for itself.
    pub env: ProjectVariables,
}

/// The variables a project may ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProjectVariables {
    /// What is to take the place of the home's `.claude`.
    #[serde(rename = "CLAUDE_CONFIG_DIR", skip_serializing_if = "Option::is_none")]
    pub config_folder: Option<OtherFolder>,
}

/// A folder of the throw-away home. A scenario cannot name any other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OtherFolder {
    /// An empty one: no login is stored there.
    Empty,
}
