//! One scenario's servers: routes a request, asks script and rules, keeps the journal.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::SignedDuration;
use tokio::sync::oneshot;

use super::browser::Code;
use super::http::{Delivery, Reply, Request};
use super::ledger::Ledger;
use super::script::Scripts;
use super::surroundings::{ELSEWHERE, Pace, Surroundings};
use super::{fault, resource, revocation, token_endpoint};
use crate::exchange::{Carrier, Endpoint, Exchange};
use crate::oauth::{ErrorCode, ErrorResponse};
use crate::run::clock::{VirtualClock, later};
use crate::run::token::TokenBook;
use crate::scenario::given::{Answer, AnswerFault, Given, HelperOutput, StoredLogin, StoredToken};
use crate::symbol::{CredentialKind, Symbol};

/// A client that has no timer armed within this time never gives up; the connection is then closed.
const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// How long a fresh login's access token is good.
const FRESH_LIFETIME: SignedDuration = SignedDuration::from_hours(8);

/// The servers of one run.
#[derive(Debug)]
pub(super) struct Scene {
    base_url: String,
    pub(super) surroundings: Surroundings,
    pub(super) tokens: TokenBook,
    pub(super) clock: VirtualClock,
    pub(super) access_lifetime: SignedDuration,
    /// The scopes that are granted; every one when there are none.
    scopes: Vec<String>,
    state: Mutex<State>,
}

/// What changes while the run goes on.
#[derive(Debug)]
pub(super) struct State {
    pub(super) ledger: Ledger,
    pub(super) scripts: Scripts,
    pub(super) codes: Vec<Code>,
    pub(super) journal: Vec<Exchange>,
    /// Requests for the quota, which are none of a prompt's.
    pub(super) quota: Vec<Exchange>,
    pub(super) unexpected: Vec<String>,
    /// Requests without any credential that nobody knows, where side traffic is to be expected.
    pub(super) unknown: Vec<String>,
    /// Whoever lies in wait for the next token request, and keeps its answer.
    pub(super) ambush: Option<oneshot::Sender<()>>,
}

/// What a request asks with.
pub(super) struct Presented {
    pub(super) credential: Option<Symbol>,
    pub(super) beside: Option<Symbol>,
    pub(super) carrier: Carrier,
    pub(super) details: Vec<String>,
}

/// What an endpoint did and says.
pub(super) struct Outcome {
    pub(super) reply: Reply,
    pub(super) error: Option<String>,
    pub(super) issued: Vec<Symbol>,
}

impl Outcome {
    /// A reply after which everything is as before.
    pub(super) const fn idle(reply: Reply) -> Self {
        Self { reply, error: None, issued: Vec::new() }
    }
}

impl Scene {
    pub(super) fn new(
        base_url: String,
        surroundings: Surroundings,
        given: &Given,
        tokens: TokenBook,
        clock: VirtualClock,
    ) -> Self {
        let authorization = &given.authorization_server;
        let revoked = authorization.revoked.iter().chain(&given.resource_server.revoked).copied();
        let scene = Self {
            base_url,
            surroundings,
            tokens,
            clock,
            access_lifetime: authorization.access_lifetime,
            scopes: authorization.scopes.clone(),
            state: Mutex::new(State {
                ledger: Ledger::new(authorization, revoked),
                scripts: Scripts::new(given),
                codes: Vec::new(),
                journal: Vec::new(),
                quota: Vec::new(),
                unexpected: Vec::new(),
                unknown: Vec::new(),
                ambush: None,
            }),
        };
        if let Some(login) = &given.stored_login {
            scene.sign_in(login);
        }
        let variables = given.variables().filter_map(|(_, _, value)| value.parse().ok());
        let outputs = given.settings.iter().flat_map(|settings| &settings.api_key_helper);
        let keys = outputs.filter_map(|output| match output {
            HelperOutput::Key(symbol) => Some(*symbol),
            HelperOutput::Text(_) | HelperOutput::Exit(_) => None,
        });
        for symbol in variables.chain(keys) {
            scene.tokens.token(symbol);
            let ledger = &mut scene.state().ledger;
            if symbol.kind == CredentialKind::RefreshToken {
                let family = ledger.open_family(None);
                ledger.admit_refresh(symbol, family, None);
            } else {
                ledger.admit(symbol, None, None);
            }
        }
        scene
    }

    pub(super) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Refuses a request for a scope that this server does not grant (RFC 6749 §4.1.2.1 and §5.2).
    pub(super) fn grants(&self, asked: Option<&str>) -> Result<(), ErrorResponse> {
        let granted = |scope: &str| self.scopes.iter().any(|known| known == scope);
        if self.scopes.is_empty() || asked.is_none_or(|asked| asked.split(' ').all(granted)) {
            return Ok(());
        }
        Err(ErrorResponse::new(ErrorCode::InvalidScope, "the scope is not one that is granted here"))
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn sign_in(&self, login: &StoredLogin) {
        let symbol = |field| match field {
            Some(StoredToken::Token(symbol)) => Some(symbol),
            Some(StoredToken::Blank) | None => None,
        };
        let ledger = &mut self.state().ledger;
        let family = ledger.open_family(None);
        if let Some(access) = symbol(login.access) {
            self.tokens.token(access);
            let expires = login.expires_in.map(|expires_in| later(self.clock.now(), expires_in));
            ledger.admit(access, Some(family), expires);
        }
        if let Some(refresh) = symbol(login.refresh) {
            self.tokens.token(refresh);
            ledger.admit_refresh(refresh, family, None);
        }
    }

    pub(super) fn fresh_login(&self) -> (Symbol, Symbol) {
        let ledger = &mut self.state().ledger;
        let family = ledger.open_family(None);
        // A scenario may revoke symbols that are not issued yet: a fresh login is not among them.
        let issue = |kind| loop {
            let (symbol, _) = self.tokens.issue(kind);
            if !ledger.is_doomed(symbol) {
                return symbol;
            }
        };
        let (access, refresh) = (issue(CredentialKind::AccessToken), issue(CredentialKind::RefreshToken));
        ledger.admit(access, Some(family), Some(later(self.clock.now(), FRESH_LIFETIME)));
        ledger.admit_refresh(refresh, family, None);
        (access, refresh)
    }

    /// Answers one request, with what every answer carries here.
    pub(super) fn answer(&self, request: &Request<'_>) -> Reply {
        let mut reply = self.answer_by_rules(request);
        let everywhere = self.surroundings.headers.iter();
        reply.headers.extend(everywhere.map(|(name, value)| (name.clone().into(), value.clone())));
        reply
    }

    /// Answers one request and writes it into the journal.
    fn answer_by_rules(&self, request: &Request<'_>) -> Reply {
        let mut state = self.state();
        let (path, elsewhere) = match request.path.strip_prefix(ELSEWHERE) {
            Some(path) => (path, true),
            None => (request.path, false),
        };
        let endpoint = match (request.method, path) {
            ("POST", "/v1/messages") => Endpoint::Messages,
            ("POST", "/v1/oauth/token") => Endpoint::Token,
            ("POST", "/v1/oauth/token/revoke") => Endpoint::Revoke,
            _ => return self.answer_beside(&mut state, request),
        };
        let at = self.clock.elapsed();
        let for_quota = endpoint == Endpoint::Messages && resource::asks_for_quota(request);
        let script = match endpoint {
            _ if elsewhere => Answer::default(),
            // A script is about what prompts ask. A request for the quota is answered as the next of them.
            _ if for_quota => state.scripts.peek(endpoint),
            _ => state.scripts.next(endpoint),
        };
        let mut presented = match endpoint {
            Endpoint::Messages => resource::presented(self, request),
            Endpoint::Token => token_endpoint::presented(self, request),
            Endpoint::Revoke => revocation::presented(self, request),
        };
        let Outcome { mut reply, error, issued } = match script.fault {
            // A stranger keeps what it is sent and gives nothing.
            _ if elsewhere => Outcome::idle(Reply::not_found()),
            Some(AnswerFault::Stalled) => Outcome::idle(self.give_up()),
            Some(AnswerFault::ResetBeforeCommit) => {
                Outcome::idle(Reply { delivery: Delivery::Reset, ..Reply::not_found() })
            }
            Some(AnswerFault::Redirect) => {
                // 307 keeps method and body: the most dangerous one (RFC 9700 §4.12).
                let reply = Reply::new(script.status.unwrap_or(307), Reply::JSON, Vec::new());
                Outcome::idle(reply.with_header("Location", self.elsewhere(path)))
            }
            _ => fault::spoil(
                match endpoint {
                    Endpoint::Messages => resource::answer(self, &mut state, request, &presented, &script),
                    Endpoint::Token => token_endpoint::answer(self, &mut state, request, &script),
                    Endpoint::Revoke => revocation::answer(self, &mut state, request, &script),
                },
                &script,
            ),
        };
        if let Some(delay) = script.delay
            && !matches!(reply.delivery, Delivery::Held | Delivery::Closed)
        {
            match self.surroundings.pace {
                Pace::Virtual if self.clock.advance_until_timer(delay) => reply.delivery = Delivery::Held,
                Pace::Virtual => {}
                Pace::Real => reply.after = delay.unsigned_abs(),
            }
        }
        if elsewhere {
            presented.details.push(self.surroundings.elsewhere_host().to_owned());
        }
        let (answer, issued) = fault::seen(&reply, error, issued, script.fault);
        presented.details.extend(reply.headers.iter().map(|(name, _)| name.clone().into_owned()));
        let exchange = Exchange {
            // Which step asked is the player's to say.
            step: 0,
            at,
            endpoint,
            credential: presented.credential,
            beside: presented.beside,
            carrier: presented.carrier,
            answer,
            issued,
            details: presented.details,
        };
        if for_quota {
            state.quota.push(exchange);
        } else {
            state.journal.push(exchange);
        }
        if endpoint == Endpoint::Token
            && let Some(waiting) = state.ambush.take()
        {
            // The server has done its part; the answer stays here, since nobody will be there to take it.
            reply.delivery = Delivery::Held;
            let _ = waiting.send(());
        }
        reply
    }

    /// Side traffic is answered as the surroundings say. Anything else is unexpected; a stranger's request without
    /// a credential is no more than unknown.
    fn answer_beside(&self, state: &mut State, request: &Request<'_>) -> Reply {
        if self.surroundings.settings.as_deref() == Some(request.path)
            && let Some(status) = state.scripts.next_for_settings()
        {
            return resource::refusal(status);
        }
        if let Some(reply) = self.surroundings.answer(request) {
            return reply;
        }
        let (line, credential) = self.describe(request);
        let beside = !self.surroundings.side.is_empty();
        if beside && (credential.is_none() || request.method != "POST") {
            state.unknown.push(line);
        } else {
            state.unexpected.push(line);
        }
        Reply::not_found()
    }

    /// No answer ever comes: time goes on until the client's own timer fires.
    fn give_up(&self) -> Reply {
        let waits = match self.surroundings.pace {
            Pace::Virtual => self.clock.advance_until_timer(PATIENCE),
            Pace::Real => true,
        };
        Reply { delivery: if waits { Delivery::Held } else { Delivery::Closed }, ..Reply::not_found() }
    }

    /// Where a redirect leads: to a host of another name, so that whoever follows is seen.
    fn elsewhere(&self, path: &str) -> String {
        format!("{}{ELSEWHERE}{path}", self.surroundings.elsewhere)
    }

    /// A request that no endpoint takes, with the credential it gives away.
    fn describe(&self, request: &Request<'_>) -> (String, Option<Symbol>) {
        let line = format!("{} {}", request.method, request.path);
        let line = match request.query {
            Some(query) => format!("{line}?{query}"),
            None => line,
        };
        let line = self.tokens.redact(&line);
        let mut carried = vec![resource::presented(self, request).credential];
        if let Ok(parameters) = request.parameters() {
            carried.extend(["refresh_token", "token"].map(|name| self.tokens.symbol(parameters.get(name)?)));
        }
        match carried.into_iter().flatten().next() {
            Some(symbol) => (format!("{line} with {symbol}"), Some(symbol)),
            None => (line, None),
        }
    }
}
