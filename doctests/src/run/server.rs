//! The authorization server and the resource server, on wiremock, with one state a scenario.
//!
//! One [`Servers`] plays for any number of scenarios: each has its [`World`], found by the path
//! prefix of its base URL. Two doors lead to it. Wiremock answers where HTTP is whole; the
//! `front` breaks connections, which wiremock cannot.

mod browser;
mod fault;
mod front;
mod http;
mod ledger;
mod registry;
mod resource;
mod revocation;
mod scene;
mod script;
mod surroundings;
mod token_endpoint;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::oneshot;
use wiremock::{Mock, MockServer, Respond, ResponseTemplate, matchers};

use self::front::Front;
use self::http::{Delivery, Reply, Request};
use self::registry::Registry;
use self::scene::Scene;
pub use self::surroundings::{Pace, SideTraffic, Surroundings};
use super::clock::VirtualClock;
use super::error::RunError;
use super::token::TokenBook;
use crate::exchange::Exchange;
use crate::scenario::given::{Given, StoredLogin};
use crate::symbol::Symbol;

/// Both servers, for any number of scenarios. They stop when it is dropped.
#[derive(Debug)]
pub struct Servers {
    /// None where one scene is alone: then everything goes through the front, which keeps connections.
    wiremock: Option<MockServer>,
    front: Front,
    registry: Arc<Registry>,
}

impl Servers {
    /// Starts the servers on loopback ports of the system's choosing.
    pub async fn start() -> Result<Self, RunError> {
        let registry = Arc::new(Registry::default());
        // A server of its own, never one of wiremock's pool: a pooled one answers late requests
        // of its former tenant from the next tenant's mocks.
        let wiremock = MockServer::builder().disable_request_recording().start().await;
        Mock::given(matchers::any()).respond_with(Door(Arc::clone(&registry))).mount(&wiremock).await;
        let front = Front::start(Arc::clone(&registry))?;
        Ok(Self { wiremock: Some(wiremock), front, registry })
    }

    /// Starts them for one scenario at a time, whose paths have no prefix: for a client that has its own
    /// idea of where its servers are, and is led here by a proxy.
    pub fn start_alone() -> Result<Self, RunError> {
        let registry = Arc::new(Registry::alone());
        let front = Front::start(Arc::clone(&registry))?;
        Ok(Self { wiremock: None, front, registry })
    }

    /// Where the front listens.
    pub const fn address(&self) -> SocketAddr {
        self.front.address()
    }

    /// Opens the world of one run, as `given` describes it.
    pub fn open(&self, given: &Given, tokens: &TokenBook, clock: &VirtualClock) -> World {
        let host = match &self.wiremock {
            Some(wiremock) if !script::breaks_connections(given) => wiremock.uri(),
            _ => self.front.uri(),
        };
        self.open_with(given, tokens, clock, |number| {
            let base = format!("{host}/w/{number}");
            let surroundings = Surroundings::of(&base);
            (base, surroundings)
        })
    }

    /// Opens the only world, in surroundings of the client's.
    pub fn open_alone(
        &self,
        surroundings: Surroundings,
        given: &Given,
        tokens: &TokenBook,
        clock: &VirtualClock,
    ) -> World {
        self.open_with(given, tokens, clock, |_| (self.front.uri(), surroundings))
    }

    fn open_with(
        &self,
        given: &Given,
        tokens: &TokenBook,
        clock: &VirtualClock,
        place: impl FnOnce(u64) -> (String, Surroundings),
    ) -> World {
        let (number, scene) = self.registry.open(|number| {
            let (base, surroundings) = place(number);
            Scene::new(base, surroundings, given, tokens.clone(), clock.clone())
        });
        World { number, scene, registry: Arc::clone(&self.registry) }
    }
}

/// Wiremock's way in.
struct Door(Arc<Registry>);

impl Respond for Door {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let reply = self.0.answer(&Request {
            method: request.method.as_str(),
            path: request.url.path(),
            query: request.url.query(),
            headers: &request.headers,
            body: &request.body,
        });
        let Reply { status, headers, content_type, body, delivery, .. } = reply;
        if delivery != Delivery::Whole {
            return ResponseTemplate::new(500).set_body_string("only the front breaks connections");
        }
        let answer = ResponseTemplate::new(status).set_body_raw(body, content_type);
        headers.into_iter().fold(answer, |answer, (name, value)| answer.append_header(name.as_ref(), value))
    }
}

/// The servers as one scenario's run sees them. Dropping it closes the run: a late request is then
/// answered with 404 and kept by nobody.
#[derive(Debug)]
pub struct World {
    number: u64,
    scene: Arc<Scene>,
    registry: Arc<Registry>,
}

impl World {
    /// Where this world's endpoints are: `<base_url>/v1/messages` and so on.
    pub fn base_url(&self) -> String {
        self.scene.base_url().to_owned()
    }

    /// The credential-bearing exchanges so far, in the order the servers saw them.
    pub fn journal(&self) -> Vec<Exchange> {
        self.scene.state().journal.clone()
    }

    /// Requests for nothing but the quota so far, with their answers.
    pub fn quota(&self) -> Vec<Exchange> {
        self.scene.state().quota.clone()
    }

    /// How many there are so far.
    pub fn exchanges(&self) -> usize {
        self.scene.state().journal.len()
    }

    /// Requests that no endpoint takes, such as `GET /v1/models` or `GET /x with A1`.
    pub fn unexpected(&self) -> Vec<String> {
        self.scene.state().unexpected.clone()
    }

    /// Requests without a credential that nobody knows; they are answered with 404 and left out of everything.
    pub fn unknown(&self) -> Vec<String> {
        self.scene.state().unknown.clone()
    }

    /// Lies in wait for the next token request: the server does its part and keeps the answer.
    pub fn ambush(&self) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        self.scene.state().ambush = Some(sender);
        receiver
    }

    /// Revokes these credentials and no others, whatever their expiry says.
    pub fn revoke(&self, symbols: &[Symbol]) {
        self.scene.state().ledger.revoke(symbols);
    }

    /// Drops scripted answers and faults. Revocations and the rules stay.
    pub fn make_healthy(&self) {
        self.scene.state().scripts.clear();
    }

    /// Signs in afresh: a new access token, good for eight hours, and its refresh token.
    pub fn fresh_login(&self) -> (Symbol, Symbol) {
        self.scene.fresh_login()
    }

    /// Makes the tokens of a stored login known and good, as a sign-in elsewhere would.
    /// Its `expires_in` counts from now; a token that is known already stays as it is.
    pub fn sign_in(&self, login: &StoredLogin) {
        self.scene.sign_in(login);
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.registry.close(self.number);
    }
}
