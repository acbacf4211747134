//! Which credential a request carries, by the order of precedence; each header is filled on its own.

use reqwest::header::{AUTHORIZATION, HeaderName};

use super::Session;
use super::helper::HelperFailure;
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
    FailingHelper(HelperFailure),
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
        let bare = turn.bare || self.machine.is_simple();
        let reads_the_login = !bare || self.behaviour.bare_reads_the_login;
        let login_first = self.behaviour.api_key_loses_to_login && reads_the_login && self.login().is_some();
        if !login_first && let Some(credential) = self.key(bare) {
            return Ok(credential);
        }
        if !reads_the_login {
            return Err(Trouble::NotLoggedIn);
        }
        if let Some(token) = self.machine.variable("CLAUDE_CODE_OAUTH_TOKEN")
            && !turn.env_token_given_up
        {
            return Ok(Credential::bearer(Secret::new(token), Source::EnvironmentToken));
        }
        let StoredLogin { access, .. } = self.login_ahead(turn).await?;
        let access = access.ok_or(Trouble::NotLoggedIn)?;
        Ok(Credential::bearer(access.clone(), Source::StoredLogin(access)))
    }

    /// The credential of the environment and the helper, if there is any.
    fn key(&self, bare: bool) -> Option<Credential> {
        let token = self.machine.variable("ANTHROPIC_AUTH_TOKEN").map(Secret::new);
        let key = self.machine.variable("ANTHROPIC_API_KEY").map(Secret::new);
        // In bare mode no settings file is read, so there is no helper either.
        let Some(helper) = self.helper.as_ref().filter(|_| !bare) else {
            let known = token.is_some() || key.is_some();
            return known.then_some(Credential { bearer: token, api_key: key, source: Source::Environment });
        };
        let never_expires = self.behaviour.helper_cache_never_expires;
        let (output, source) = match helper.credential(&self.clock, never_expires) {
            Ok(output) => (output, Source::Helper),
            Err(failure) => {
                self.complain(&format!("apiKeyHelper failed: {failure}"));
                (Secret::new(""), Source::FailingHelper(failure))
            }
        };
        let source = if token.is_some() && key.is_some() { Source::Environment } else { source };
        Some(Credential {
            bearer: Some(token.unwrap_or_else(|| output.clone())),
            api_key: Some(key.unwrap_or(output)),
            source,
        })
    }
}
