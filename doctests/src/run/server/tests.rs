//! The servers as a client sees them, over real sockets and virtual time.

mod alone;
mod faults;
mod rules;
mod sign_in;
mod worlds;

use jiff::SignedDuration;
use reqwest::{Client, RequestBuilder, Response, redirect};
use serde_json::{Value, json};

use super::{Servers, World};
use crate::oauth::{Secret, TokenResponse};
use crate::run::clock::VirtualClock;
use crate::run::token::TokenBook;
use crate::scenario::given::{Answer, AnswerFault, Given, StoredLogin, StoredToken};
use crate::symbol::Symbol;

/// One world with a client that knows nothing but its base URL and tokens.
struct Bench {
    world: World,
    tokens: TokenBook,
    clock: VirtualClock,
    http: Client,
    /// Kept so that the servers outlive the world.
    _servers: Servers,
}

impl Bench {
    async fn new(given: Given) -> Self {
        let servers = Servers::start().await.unwrap();
        let (tokens, clock) = (TokenBook::default(), VirtualClock::default());
        let world = servers.open(&given, &tokens, &clock);
        Self { world, tokens, clock, http: client(), _servers: servers }
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.world.base_url()))
    }

    fn secret(&self, symbol: &str) -> Secret {
        self.tokens.token(named(symbol))
    }

    fn prompt(&self, symbol: &str) -> RequestBuilder {
        self.post("/v1/messages").bearer_auth(self.secret(symbol).expose()).json(&json!({}))
    }

    fn refresh(&self, symbol: &str) -> RequestBuilder {
        let token = self.secret(symbol);
        self.post("/v1/oauth/token")
            .json(&json!({ "grant_type": "refresh_token", "refresh_token": token, "client_id": "c" }))
    }

    async fn prompt_status(&self, symbol: &str) -> u16 {
        self.prompt(symbol).send().await.unwrap().status().as_u16()
    }

    async fn refresh_status(&self, symbol: &str) -> u16 {
        self.refresh(symbol).send().await.unwrap().status().as_u16()
    }

    fn journal(&self) -> Vec<String> {
        self.world.journal().iter().map(ToString::to_string).collect()
    }
}

fn client() -> Client {
    Client::builder().redirect(redirect::Policy::none()).build().unwrap()
}

fn named(symbol: &str) -> Symbol {
    symbol.parse().unwrap()
}

fn token(symbol: &str) -> StoredToken {
    StoredToken::Token(named(symbol))
}

/// A stored login of A1 and R1 that expires in two hours.
fn logged_in() -> Given {
    let expires_in = Some(SignedDuration::from_hours(2));
    let login = StoredLogin {
        access: Some(token("A1")),
        refresh: Some(token("R1")),
        expires_in,
        ..StoredLogin::default()
    };
    Given { stored_login: Some(login), ..Given::default() }
}

fn answer(fault: AnswerFault) -> Answer {
    Answer { fault: Some(fault), ..Answer::default() }
}

async fn body(response: Response) -> Value {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

async fn granted(request: RequestBuilder) -> TokenResponse {
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.json().await.unwrap()
}
