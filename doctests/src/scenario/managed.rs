//! What an administrator has decided for the machine, beyond the reach of the person who uses it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The keys of `managed-settings.json` that a scenario may set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ManagedSettings {
    /// The only way in which people may log in.
    #[serde(rename = "forceLoginMethod", skip_serializing_if = "Option::is_none")]
    pub force_login_method: Option<LoginMethod>,
    /// The only organization to which people may log in, as a UUID.
    #[serde(rename = "forceLoginOrgUUID", skip_serializing_if = "Option::is_none")]
    pub force_login_organization: Option<String>,
    /// Whether nothing starts before the settings of the server have been fetched anew.
    #[serde(rename = "forceRemoteSettingsRefresh", skip_serializing_if = "Option::is_none")]
    pub force_remote_settings_refresh: Option<bool>,
}

/// A way to log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LoginMethod {
    /// With a subscription.
    Claudeai,
    /// With an account of the Console, billed by use.
    Console,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateFault {
    /// Its authority is not one that the client knows, as behind a proxy that looks into TLS.
    UnknownAuthority,
}
