//! Which credential a request carries, by the order of precedence; each header is filled on its own.

use reqwest::header::{AUTHORIZATION, HeaderName};

use super::Session;
use super::behaviour::Fault;
use super::messages::Turn;
use super::store::StoredLogin;
use super::trouble::Trouble;
use crate::oauth::Secret;

/// The header of an API key.
const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// What a request carries.
#[derive(Debug, Clone)]
pub(super) struct Credential {
    /// `Authorization: Bearer …` (RFC 6750 §2.1).
    bearer: Option<Secret>,
    /// `X-Api-Key: …`.
    api_key: Option<Secret>,
    /// Where it comes from.
    pub(super) source: Source,
}

/// Where a credential comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// `ANTHROPIC_AUTH_TOKEN` or `ANTHROPIC_API_KEY`, and no helper.
    Environment,
    /// `apiKeyHelper` fills at least one header.
    Helper,
    /// `apiKeyHelper` is to fill a header and does not work: the header goes out blank.
    FailingHelper,
    /// `CLAUDE_CODE_OAUTH_TOKEN`: never refreshed.
    EnvironmentToken,
    /// The stored login, with the access token that was sent.
    StoredLogin(Secret),
}

impl Credential {
    /// The headers of a request.
    pub(super) fn headers(&self) -> Vec<(HeaderName, String)> {
        let bearer = self.bearer.iter().map(|token| (AUTHORIZATION, format!("Bearer {}", token.expose())));
        let api_key = self.api_key.iter().map(|key| (X_API_KEY, key.expose().to_owned()));
        bearer.chain(api_key).collect()
    }

    fn bearer(token: Secret, source: Source) -> Self {
        Self { bearer: Some(token), api_key: None, source }
    }
}

impl Session {
    /// The credential for the next request of `turn`. May refresh the stored login, when its end is near.
    pub(super) async fn credential(&self, turn: &mut Turn) -> Result<Credential, Trouble> {
        match self.found(turn).await {
            Err(Trouble::NotLoggedIn | Trouble::LoginExpired)
                if self.behaviour.has(Fault::AsksWithoutLogin) =>
            {
                Ok(Credential { bearer: None, api_key: None, source: Source::Environment })
            }
            found => found,
        }
    }

    async fn found(&self, turn: &mut Turn) -> Result<Credential, Trouble> {
        let bare = turn.bare || self.machine.is_simple();
        let reads_logins = !bare || self.behaviour.has(Fault::BareReadsTheLogin);
        let env_token = if reads_logins { self.env_token(turn) } else { None };
        let key_last =
            self.behaviour.has(Fault::ApiKeyLosesToLogin) && reads_logins && self.login().is_some()
                || self.behaviour.has(Fault::EnvTokenBeatsKeys) && env_token.is_some();
        if !key_last && let Some(credential) = self.key(bare) {
            return Ok(credential);
        }
        if !reads_logins {
            return Err(Trouble::NotLoggedIn);
        }
        let login_first = self.behaviour.has(Fault::LoginBeatsEnvToken) && self.login().is_some();
        if !login_first && let Some(token) = env_token {
            return Ok(Credential::bearer(token, Source::EnvironmentToken));
        }
        let StoredLogin { access, .. } = self.login_ahead(turn).await?;
        let access = access.ok_or(Trouble::NotLoggedIn)?;
        Ok(Credential::bearer(access.clone(), Source::StoredLogin(access)))
    }

    fn env_token(&self, turn: &Turn) -> Option<Secret> {
        if turn.env_token_given_up || self.behaviour.has(Fault::IgnoresEnvToken) {
            return None;
        }
        self.variable("CLAUDE_CODE_OAUTH_TOKEN")
    }

    /// The credential of the environment and the helper, if there is any.
    fn key(&self, bare: bool) -> Option<Credential> {
        let token =
            self.variable("ANTHROPIC_AUTH_TOKEN").filter(|_| !self.behaviour.has(Fault::IgnoresAuthToken));
        let key = self.variable("ANTHROPIC_API_KEY").filter(|_| !self.behaviour.has(Fault::IgnoresApiKey));
        // In bare mode no settings file is read, so there is no helper either.
        let Some(helper) = self.helper.as_ref().filter(|_| !bare) else {
            let known = token.is_some() || key.is_some();
            return known.then_some(Credential { bearer: token, api_key: key, source: Source::Environment });
        };
        let (output, source) = match helper.credential(&self.clock) {
            Ok(output) => (output, Source::Helper),
            Err(failure) => {
                self.complain(&format!("apiKeyHelper failed: {failure}"));
                (Secret::new(""), Source::FailingHelper)
            }
        };
        let source = if token.is_some() && key.is_some() { Source::Environment } else { source };
        let api_key =
            key.or_else(|| (!self.behaviour.has(Fault::HelperFillsOneHeader)).then(|| output.clone()));
        Some(Credential { bearer: Some(token.unwrap_or(output)), api_key, source })
    }

    /// A credential of the environment; a blank one counts as unset.
    fn variable(&self, name: &str) -> Option<Secret> {
        if self.behaviour.has(Fault::BlankCountsAsSet) {
            return self.machine.env.get(name).map(|value| Secret::new(value.trim()));
        }
        self.machine.variable(name).map(Secret::new)
    }
}
