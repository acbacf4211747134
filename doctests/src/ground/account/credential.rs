//! What a credential may be called, and how it is carried.

use crate::scenario::Step;
use crate::scenario::expect::ExpectedExchange;
use crate::scenario::given::{HelperOutput, StoredToken};
use crate::symbol::{CredentialKind, Symbol};

use super::Telling;

impl Telling<'_> {
    /// What the credential behind `symbol` may be called.
    pub(super) fn kind(&self, symbol: Symbol) -> Vec<&'static str> {
        let case = self.case;
        let in_environment = case.given.variables().find(|(_, _, value)| value.value == symbol.to_string());
        let mut marks = vec!["credential"];
        if in_environment.is_some() {
            marks.push("variable");
        }
        match symbol.kind {
            CredentialKind::AccessToken => {
                marks.extend(["token", "access", "login", "file"]);
                let login = case.given.stored_login.as_ref();
                let is_given = login.is_some_and(|login| login.access == Some(StoredToken::Token(symbol)));
                // What a sign-in has just brought is new as well.
                let brought = login.is_none() && self.signs_in_well();
                marks.push(if symbol.number > 1 || brought { "new" } else { "old" });
                if is_given
                    && login.is_some_and(|login| login.expires_in.is_some_and(|left| left.is_negative()))
                {
                    marks.push("expired");
                }
                if self.is_revoked(symbol) {
                    marks.extend(["revoke", "dead"]);
                }
            }
            CredentialKind::RefreshToken if in_environment.is_some() => {
                marks.extend(["token", "refresh-token", "refresh-variable"]);
            }
            CredentialKind::RefreshToken => {
                marks.extend(["token", "refresh-token", "login", "file"]);
                marks.push(if symbol.number > 1 { "new" } else { "old" });
                if self.is_revoked(symbol) {
                    marks.extend(["revoke", "dead"]);
                }
            }
            CredentialKind::SetupToken => marks.extend(["token", "env-token", "access"]),
            CredentialKind::AuthToken => marks.extend(["token", "auth-token", "key"]),
            CredentialKind::ApiKey if in_environment.is_some() => marks.extend(["key", "api-key"]),
            CredentialKind::ApiKey => {
                marks.extend(["key", "helper", "output"]);
                let first = case.given.settings.as_ref().and_then(|settings| settings.api_key_helper.first());
                marks.push(if first == Some(&HelperOutput::Key(symbol)) { "old" } else { "new" });
            }
        }
        marks
    }

    pub(super) fn is_revoked(&self, symbol: Symbol) -> bool {
        let given = &self.case.given;
        given.resource_server.revoked.contains(&symbol)
            || given.authorization_server.revoked.contains(&symbol)
            || self
                .case
                .steps
                .iter()
                .any(|step| matches!(&step.value, Step::Revoke(revoked) if revoked.contains(&symbol)))
    }

    /// Whether a token request with this refresh token is a sign-in: it came from the environment.
    pub(super) fn signs_in(&self, exchange: &ExpectedExchange) -> bool {
        exchange.credential.is_some_and(|symbol| self.kind(symbol).contains(&"refresh-variable"))
    }

    pub(super) fn headers(&self, exchange: &ExpectedExchange) -> &'static [&'static str] {
        if exchange.beside.is_some() {
            return &["header", "bearer-header", "key-header", "together", "both-headers", "both"];
        }
        match exchange.credential.map(|symbol| (symbol.kind, self.kind(symbol).contains(&"helper"))) {
            Some((_, true)) => &["header", "bearer-header", "key-header", "both-headers", "both"],
            Some((CredentialKind::ApiKey, false)) => &["header", "key-header"],
            _ => &["header", "bearer-header"],
        }
    }
}
