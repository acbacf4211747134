//! The environment variables a scenario may set: those that env-vars.md documents and that reach nothing outside.

use crate::symbol::CredentialKind::{self, AccessToken, ApiKey, AuthToken, RefreshToken, SetupToken};

/// A variable a scenario may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What kinds of credentials it may hold; none when it holds no credential.
    pub holds: &'static [CredentialKind],
}

/// The variable `name`, if a scenario may set it.
pub fn variable(name: &str) -> Option<&'static Variable> {
    VARIABLES.iter().find(|variable| variable.name == name)
}

const fn credential(name: &'static str, holds: &'static [CredentialKind]) -> Variable {
    Variable { name, holds }
}

const fn switch(name: &'static str) -> Variable {
    Variable { name, holds: &[] }
}

/// All of them. What names a host, a proxy, a certificate, a program, a file or a folder is not among them
/// (`CLAUDE_CONFIG_DIR` neither: the client would write there), nor is `HOME` or `PATH`.
pub static VARIABLES: &[Variable] = &[
    credential("ANTHROPIC_API_KEY", &[ApiKey]),
    credential("ANTHROPIC_AUTH_TOKEN", &[AuthToken]),
    switch("ANTHROPIC_CUSTOM_HEADERS"),
    switch("ANTHROPIC_FEDERATION_RULE_ID"),
    credential("ANTHROPIC_FOUNDRY_API_KEY", &[ApiKey]),
    credential("ANTHROPIC_FOUNDRY_AUTH_TOKEN", &[AuthToken]),
    switch("ANTHROPIC_ORGANIZATION_ID"),
    switch("ANTHROPIC_PROFILE"),
    switch("API_TIMEOUT_MS"),
    switch("AWS_ACCESS_KEY_ID"),
    credential("AWS_BEARER_TOKEN_BEDROCK", &[AuthToken]),
    switch("AWS_REGION"),
    switch("AWS_SECRET_ACCESS_KEY"),
    switch("CLAUDE_CODE_API_KEY_HELPER_TTL_MS"),
    switch("CLAUDE_CODE_DISABLE_AUTH_REFRESH_LOCK"),
    switch("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"),
    switch("CLAUDE_CODE_MAX_RETRIES"),
    credential("CLAUDE_CODE_OAUTH_REFRESH_TOKEN", &[RefreshToken]),
    switch("CLAUDE_CODE_OAUTH_SCOPES"),
    credential("CLAUDE_CODE_OAUTH_TOKEN", &[AccessToken, SetupToken]),
    switch("CLAUDE_CODE_OVERLOADED_RETRY_BASE_DELAY_MS"),
    switch("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST"),
    switch("CLAUDE_CODE_RESTRICTED"),
    switch("CLAUDE_CODE_RETRY_WATCHDOG"),
    switch("CLAUDE_CODE_RETRY_WATCHDOG_MAX_WAIT_MS"),
    switch("CLAUDE_CODE_SIMPLE"),
    switch("CLAUDE_CODE_SKIP_ANTHROPIC_AWS_AUTH"),
    switch("CLAUDE_CODE_SKIP_BEDROCK_AUTH"),
    switch("CLAUDE_CODE_SKIP_FOUNDRY_AUTH"),
    switch("CLAUDE_CODE_SKIP_MANTLE_AUTH"),
    switch("CLAUDE_CODE_SKIP_VERTEX_AUTH"),
    switch("CLAUDE_CODE_SUBPROCESS_ENV_SCRUB"),
    switch("CLAUDE_CODE_USE_ANTHROPIC_AWS"),
    switch("CLAUDE_CODE_USE_BEDROCK"),
    switch("CLAUDE_CODE_USE_FOUNDRY"),
    switch("CLAUDE_CODE_USE_MANTLE"),
    switch("CLAUDE_CODE_USE_VERTEX"),
    switch("DISABLE_LOGIN_COMMAND"),
    switch("DISABLE_LOGOUT_COMMAND"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_variable_of_the_list_reaches_outside() {
        for variable in VARIABLES {
            for part in [
                "PROXY", "CERT", "_CA", "PATH", "HOME", "BASE_URL", "BROWSER", "LD_", "NODE_", "_FILE",
                "_DIR",
            ] {
                assert!(!variable.name.contains(part), "{} holds {part}", variable.name);
            }
        }
    }

    #[test]
    fn the_list_is_sorted_and_names_each_once() {
        assert!(VARIABLES.is_sorted_by(|a, b| a.name < b.name));
    }
}
