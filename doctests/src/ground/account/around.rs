//! What is around the login: the settings of an organization, a cloud provider, the account that a file remembers.

use crate::scenario::Settings;

use super::Telling;

impl Telling<'_> {
    /// A cloud provider whose credentials are nowhere.
    pub(super) fn provider(&mut self) {
        let given = &self.case.given;
        let asked = given.settings.iter().flat_map(Settings::helpers);
        let fetches = asked.into_iter().any(|(key, _)| key != "apiKeyHelper");
        if fetches && !given.env.contains_key("AWS_ACCESS_KEY_ID") {
            self.event("no credentials of the provider", &[&["missing", "keep", "credential"]]);
        }
        if fetches && !given.env.keys().any(|name| name.starts_with("CLAUDE_CODE_USE_")) {
            self.event("no provider is chosen", &[&["missing", "variable"]]);
        }
    }

    /// Whose account it is, as a file remembers it.
    pub(super) fn remembered(&mut self) {
        if self.case.given.remembered_account.is_some() {
            self.event("an account is remembered", &[&["exist", "set", "hold", "keep", "same", "old"]])
                .whole = false;
        }
    }

    /// What an organization asks of whoever starts the client, and what its server answers.
    pub(super) fn organization(&mut self) {
        let given = self.case.given.clone();
        if given
            .managed_settings
            .as_ref()
            .is_some_and(|managed| managed.force_remote_settings_refresh == Some(true))
        {
            self.event(
                "the settings of an organization are forced",
                &[&["organization", "set", "exist", "hold"]],
            );
            if given.resource_server.settings_refused.is_empty() {
                self.event("an organization has no settings", &[&["organization", "missing", "empty"]]);
            }
        }
        if !given.resource_server.settings_refused.is_empty() {
            let refuses: &[&str] =
                &["server", "api", "answer", "refuse", "request", "organization", "get", "fail"];
            let is_401 = given.resource_server.settings_refused.contains(&401);
            let how: &[&str] = if is_401 { &["401"] } else { &["fault"] };
            self.event("the settings of an organization are refused", &[refuses, how]);
        }
    }
}
