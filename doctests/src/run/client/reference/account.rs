//! `claude auth status` and `claude auth logout`.

use std::fmt::Write;

use jiff::SignedDuration;
use serde_json::json;

use super::behaviour::Fault;
use super::renewal::{CLIENT_ID, Why};
use super::store::StoredLogin;
use super::{Output, Session};
use crate::oauth::{RevocationRequest, Secret, TokenTypeHint};

/// How long the revocation endpoint has for its answer, and how often it is asked.
const REVOCATION_LIMIT: SignedDuration = SignedDuration::from_secs(5);
const REVOCATION_ATTEMPTS: u32 = 2;

const LOGGED_OUT: &str = "Successfully logged out from your Anthropic account.";
const NOT_REVOKED: &str = "Logged out on this computer, but Anthropic didn't confirm the login was revoked. It may still \
    work until you revoke it at https://claude.ai/settings/claude-code";

/// Which credential a prompt would use, by what is there: no server is asked whether it works.
enum Method {
    AuthToken(&'static str),
    ApiKey,
    Helper,
    StoredLogin(StoredLogin),
    None,
}

impl Session {
    /// `claude auth status`. The report comes first; a login near its end is refreshed on the way, as every start does.
    pub(super) async fn status(&self) -> Output {
        let mut method = self.method();
        if self.behaviour.has(Fault::StatusAsksTheServer) && self.ask(false).await.is_err() {
            method = Method::None;
        }
        if self.wants_renewal() {
            self.renew(Why::Ahead).await;
        }
        let mut report = json!({
            "loggedIn": !matches!(method, Method::None),
            "authMethod": match method {
                Method::AuthToken(_) => "oauth_token",
                Method::ApiKey => "api_key",
                Method::Helper => "api_key_helper",
                Method::StoredLogin(_) => "claude.ai",
                Method::None => "none",
            },
            "apiProvider": "firstParty",
        });
        match &method {
            Method::ApiKey => report["apiKeySource"] = json!("ANTHROPIC_API_KEY"),
            Method::Helper => report["apiKeySource"] = json!("apiKeyHelper"),
            Method::StoredLogin(login) => report["subscriptionType"] = json!(login.subscription),
            Method::AuthToken(_) | Method::None => {}
        }
        Output::exited(!matches!(method, Method::None), &format!("{report:#}"))
    }

    /// `claude auth status --text`.
    pub(super) async fn status_text(&self) -> Output {
        let mut method = self.method();
        if self.behaviour.has(Fault::StatusAsksTheServer) && self.ask(false).await.is_err() {
            method = Method::None;
        }
        let mut lines = match &method {
            Method::AuthToken(source) => format!("Auth token: {source}"),
            Method::ApiKey if self.login().is_some() => {
                "Auth token: claude.ai · not in use\nAPI key: ANTHROPIC_API_KEY".to_owned()
            }
            Method::ApiKey => "API key: ANTHROPIC_API_KEY".to_owned(),
            Method::Helper => "Auth token: apiKeyHelper".to_owned(),
            Method::StoredLogin(login) if login.refresh.is_none() && self.is_expired() => EXPIRED.to_owned(),
            Method::StoredLogin(login) => {
                format!("Login method: {}", account_name(login.subscription.as_deref()))
            }
            Method::None if self.login().is_some_and(|login| login.is_blanked()) => EXPIRED.to_owned(),
            Method::None => String::new(),
        };
        if matches!(method, Method::None) {
            let separator = if lines.is_empty() { "" } else { "\n" };
            let _ = write!(lines, "{separator}Not logged in. Run claude auth login to authenticate.");
        }
        Output::exited(!matches!(method, Method::None), &lines)
    }

    /// `claude auth logout`: asks the server to revoke the refresh token (RFC 7009), and removes the file either way.
    pub(super) async fn log_out(&self) -> Output {
        if self.login().is_none() && self.behaviour.has(Fault::LogoutNeedsLogin) {
            return Output::failed("Not logged in");
        }
        // What is revoked is what was there at the start, though the refresh on the way may have retired it.
        let refresh = self.login().and_then(|login| login.refresh);
        if self.wants_renewal() {
            self.renew(Why::Ahead).await;
        }
        let revoked = match refresh {
            Some(refresh) => self.revoke(refresh).await,
            None => true,
        };
        if !self.behaviour.has(Fault::LogoutKeepsFile)
            && let Err(error) = self.store.remove()
        {
            return Output::failed(&format!("Failed to log out: {}", error.kind()));
        }
        Output::done(if revoked { LOGGED_OUT } else { NOT_REVOKED })
    }

    async fn revoke(&self, token: Secret) -> bool {
        let request = RevocationRequest {
            token,
            token_type_hint: Some(TokenTypeHint::RefreshToken),
            client_id: Some(CLIENT_ID.to_owned()),
        };
        for _ in 0..REVOCATION_ATTEMPTS {
            let answer = self.wire.post("/v1/oauth/token/revoke", &[], &request, REVOCATION_LIMIT).await;
            if answer.is_ok_and(|answer| answer.status == 200) {
                return true;
            }
        }
        false
    }

    fn method(&self) -> Method {
        if self.machine.variable("ANTHROPIC_AUTH_TOKEN").is_some() {
            return Method::AuthToken("ANTHROPIC_AUTH_TOKEN");
        }
        if self.machine.variable("ANTHROPIC_API_KEY").is_some() {
            return Method::ApiKey;
        }
        if self.machine.is_simple() {
            return Method::None;
        }
        if self.helper.is_some() {
            return Method::Helper;
        }
        if self.machine.variable("CLAUDE_CODE_OAUTH_TOKEN").is_some() {
            return Method::AuthToken("CLAUDE_CODE_OAUTH_TOKEN");
        }
        match self.login() {
            Some(login) if login.access.is_some() && login.may_infer() => Method::StoredLogin(login),
            _ if self.behaviour.has(Fault::StatusIsAlwaysGood) => Method::AuthToken("claude.ai"),
            _ => Method::None,
        }
    }
}

const EXPIRED: &str = "Login: Expired — log in again";

fn account_name(subscription: Option<&str>) -> String {
    let plan = match subscription {
        Some("max") => "Claude Max",
        Some("pro") => "Claude Pro",
        Some("team") => "Claude Team",
        Some("enterprise") => "Claude Enterprise",
        _ => "Claude",
    };
    format!("{plan} account")
}
