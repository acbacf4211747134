//! `claude auth login` and `claude setup-token`: the authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636), or
//! the exchange of a refresh token from the environment.

use std::hash::{BuildHasher, RandomState};

use reqwest::Url;

use super::behaviour::Fault;
use super::renewal::{CLIENT_ID, TOKEN_LIMIT, issued};
use super::store::StoredLogin;
use super::wire::NoAnswer;
use super::{Output, Session};
use crate::oauth::{AuthorizationRequest, Secret, TokenRequest, TokenResponse, s256_challenge};

/// Where the browser comes back to (RFC 8252 §7.3); the runner's browser hands the address over, so nothing listens.
const REDIRECT_URI: &str = "http://localhost:54545/callback";

/// What a login may do, and what a token for automation may.
const LOGIN_SCOPES: &str = "user:profile user:inference user:sessions:claude_code";
const INFERENCE_SCOPE: &str = "user:inference";

/// One year: the lifetime that `setup-token` asks for, in seconds.
const YEAR: u64 = 365 * 24 * 60 * 60;

/// Why there is no code, as long as the browser did not come back.
const NOBODY: &str = "the browser did not come back";

/// What a sign-in without an answer says; it goes on waiting.
const WAITING: &str = "Paste code here if prompted > ";

const SCOPES_MISSING: &str =
    "CLAUDE_CODE_OAUTH_SCOPES is required when using CLAUDE_CODE_OAUTH_REFRESH_TOKEN.
Set it to the space-separated scopes the refresh token was issued with
(e.g. \"user:inference\" or \"user:profile user:inference user:sessions:claude_code user:mcp_servers\").";

impl Session {
    /// `claude auth login`.
    pub(super) async fn sign_in(&self) -> Output {
        match self.signed_in().await {
            Ok(()) => Output::done("Login successful."),
            Err(why) if why == NOBODY && !self.behaviour.has(Fault::SignInAlwaysSucceeds) => {
                Output { exit: None, ..Output::exited(false, WAITING) }
            }
            Err(_) if self.behaviour.has(Fault::SignInAlwaysSucceeds) => Output::done("Login successful."),
            Err(why) => Output::failed(&why),
        }
    }

    async fn signed_in(&self) -> Result<(), String> {
        let issued = match self.machine.variable("CLAUDE_CODE_OAUTH_REFRESH_TOKEN") {
            Some(refresh_token) => {
                let scopes = self.machine.variable("CLAUDE_CODE_OAUTH_SCOPES");
                if scopes.is_none() && !self.behaviour.has(Fault::SignInNeedsNoScopes) {
                    return Err(SCOPES_MISSING.to_owned());
                }
                self.token(&TokenRequest::RefreshToken {
                    refresh_token: Secret::new(refresh_token),
                    client_id: Some(CLIENT_ID.to_owned()),
                    scope: scopes.map(str::to_owned),
                })
                .await
            }
            None => self.authorize(LOGIN_SCOPES, None).await,
        };
        issued
            .and_then(|issued| {
                self.store_login(issued)
                    .map_err(|error| format!("the login could not be saved: {}", error.kind()))
            })
            .map_err(|why| if why == NOBODY { why } else { format!("Couldn't log in: {why}") })
    }

    /// `claude setup-token`: prints a token and stores nothing.
    pub(super) async fn setup_token(&self) -> Output {
        let issued = match self.authorize(INFERENCE_SCOPE, Some(YEAR)).await {
            Ok(issued) => issued,
            Err(why) => return Output::failed(&format!("Couldn't create a token: {why}")),
        };
        let printed = format!(
            "Your OAuth token (valid for 1 year):\n{}\nStore this token securely. You won't be able to see it again.\n\
             Use this token by setting: export CLAUDE_CODE_OAUTH_TOKEN=<token>",
            issued.access_token.expose()
        );
        if self.behaviour.has(Fault::SetupTokenStores)
            && let Err(error) = self.store_login(issued)
        {
            return Output::failed(&format!("the token could not be saved: {}", error.kind()));
        }
        Output::done(&printed)
    }

    fn store_login(&self, issued: TokenResponse) -> std::io::Result<()> {
        let nothing =
            StoredLogin { access: None, refresh: None, expires_at: None, scopes: None, subscription: None };
        let mut document = self.store.document();
        document.set_login(&self.renewed(&nothing, issued));
        self.store.save(&document)
    }

    /// Sends the person to the authorization endpoint and exchanges the code that comes back.
    async fn authorize(&self, scope: &str, expires_in: Option<u64>) -> Result<TokenResponse, String> {
        let verifier = Secret::new(random());
        let state = random();
        let request = AuthorizationRequest {
            client_id: CLIENT_ID.to_owned(),
            redirect_uri: REDIRECT_URI.to_owned(),
            scope: Some(scope.to_owned()),
            state: Some(state.clone()),
            code_challenge: s256_challenge(verifier.expose()),
        };
        let mut url = self.wire.url("/oauth/authorize").map_err(|error| told(&error))?;
        url.query_pairs_mut().extend_pairs(request.parameters());
        let redirected = self.browser.open(url.as_str()).await.ok_or(NOBODY)?;
        let code = self.code(&redirected, &state)?;
        self.token(&TokenRequest::AuthorizationCode {
            code,
            redirect_uri: REDIRECT_URI.to_owned(),
            client_id: CLIENT_ID.to_owned(),
            code_verifier: verifier,
            state: Some(state),
            expires_in,
        })
        .await
    }

    /// The code of a redirect that answers our own request (RFC 6749 §4.1.2, §10.12).
    fn code(&self, redirected: &str, state: &str) -> Result<Secret, String> {
        let url =
            Url::parse(redirected).map_err(|_| "the browser came back without an address".to_owned())?;
        let parameter = |name| url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value);
        if parameter("state").as_deref() != Some(state) && !self.behaviour.has(Fault::IgnoresState) {
            return Err("Invalid state parameter".to_owned());
        }
        // A person who declined comes back with `error` in place of the code (RFC 6749 §4.1.2.1).
        parameter("code").map(Secret::new).ok_or_else(|| "No authorization code received".to_owned())
    }

    async fn token(&self, request: &TokenRequest) -> Result<TokenResponse, String> {
        match self.wire.post("/v1/oauth/token", &[], request, TOKEN_LIMIT).await {
            Ok(answer) if answer.status == 200 => {
                issued(&answer).ok_or_else(|| "the answer is no token response".to_owned())
            }
            Ok(answer) => Err(format!("Request failed with status code {}", answer.status)),
            Err(no_answer) => Err(told(&no_answer)),
        }
    }
}

fn told(no_answer: &NoAnswer) -> String {
    match no_answer {
        NoAnswer::TimeLimit => format!("timeout of {}ms exceeded", TOKEN_LIMIT.as_millis()),
        NoAnswer::Connection => "the connection failed".to_owned(),
        NoAnswer::TooLong => "the answer is too long".to_owned(),
        NoAnswer::NotSent(why) => why.clone(),
    }
}

/// 256 bits that no earlier call gave, as a code verifier may look (RFC 7636 §4.1): every `RandomState` has its own keys.
fn random() -> String {
    let state = RandomState::new();
    [0, 1, 2, 3].map(|part: u8| format!("{:016x}", state.hash_one(part))).concat()
}
