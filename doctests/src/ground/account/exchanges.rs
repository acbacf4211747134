//! Exchanges as events: each request, each answer, and what only comes of several.

use crate::exchange::Endpoint;
use crate::scenario::Step;
use crate::scenario::expect::{ExpectedExchange, NeverExpected};
use crate::scenario::given::StoredToken;
use crate::symbol::{CredentialKind, Symbol};

use super::Telling;

/// Marks whose events a complete list of exchanges tells.
const TOLD: &[&str] = &[
    "send",
    "refresh",
    "ask",
    "get",
    "answer",
    "accept",
    "refuse",
    "issue",
    "retire",
    "revoking",
    "use",
    "sign-in",
    "exchange",
    "share",
    "fall-back",
];

/// Words that name a credential: what is never sent is told of it alone.
const CREDENTIALS: &[&str] = &["access", "login", "env-token", "auth-token", "api-key", "helper"];

impl Telling<'_> {
    pub(super) fn exchanges(&mut self) {
        let expect = &self.case.expect;
        let counts = &expect.counts;
        if let Some(exchanges) = &expect.exchanges {
            self.tells(TOLD);
            let exchanges: Vec<ExpectedExchange> =
                exchanges.iter().map(|exchange| exchange.value.clone()).collect();
            for at in 0..exchanges.len() {
                self.exchange(&exchanges, at);
            }
            self.sharing(&exchanges);
            self.falling_back(&exchanges);
            if exchanges.is_empty() {
                self.event("no request at all", &[&["nothing-sent", "client", "prompt"]]);
            }
            return;
        }
        let login = |never: &NeverExpected| {
            never.credential.is_some_and(|symbol| symbol.kind == CredentialKind::AccessToken)
        };
        if expect.never.iter().any(|never| never.endpoint == Endpoint::Messages && login(never)) {
            self.tells(&["fall-back"]);
        }
        for never in expect.never.iter().filter(|never| never.endpoint == Endpoint::Messages && !never.twice)
        {
            let Some(symbol) = never.credential else { continue };
            let sends: &[&str] = &["client", "send", "request", "prompt", "use", "api", "server"];
            let event = self.event(format!("never {symbol} to the API"), &[sends, &self.kind(symbol)]);
            event.denied = true;
            event.only_with = CREDENTIALS;
        }
        // Counts and nevers tell less: that there were token requests, or that there were none.
        let never = expect
            .never
            .iter()
            .any(|never| never.endpoint == Endpoint::Token && never.credential.is_none() && !never.twice);
        match counts.get(&Endpoint::Token).map(|count| **count) {
            Some(0) => self.tells(&["refresh", "ask"]),
            Some(number) => self.counted_refresh(number),
            None if never => self.tells(&["refresh", "ask"]),
            None => {}
        }
    }

    fn counted_refresh(&mut self, number: u32) {
        let shown = format!("{number} token requests");
        let credential = self.kind(Symbol { kind: CredentialKind::RefreshToken, number: 1 });
        let again: &[&str] = if number > 1 {
            &["again"]
        } else if self.at_once() {
            &["once", "share", "prompt", "session", "process", "at-once", "together", "wait"]
        } else {
            &["once", "prompt", "session", "process"]
        };
        let asks: &[&str] =
            &["client", "refresh", "ask", "request", "token-endpoint", "new", "access", "get"];
        self.event(shown.clone(), &[asks, &["token", "login"], again]).whole = false;
        let presents: &[&str] = &["client", "send", "request", "token-endpoint", "refuse", "fail"];
        self.event(shown, &[presents, again, &credential]).whole = false;
        self.tells(&["refresh", "ask"]);
    }

    fn exchange(&mut self, all: &[ExpectedExchange], at: usize) {
        let exchange = &all[at];
        let shown = String::from(exchange.clone());
        let credential: Vec<&'static str> = [exchange.credential, exchange.beside]
            .into_iter()
            .flatten()
            .flat_map(|symbol| self.kind(symbol))
            .collect();
        let status: Vec<&'static str> = exchange.status.and_then(status).into_iter().collect();
        let mut order = order(all, at);
        let commands: usize = self.case.steps.iter().map(|step| step.value.commands()).sum();
        if at > 0 && commands > 1 && exchange.endpoint == Endpoint::Messages {
            order.push("next");
        }
        let killed = self.case.steps.iter().any(|step| matches!(step.value, Step::KilledPrompt(_)));
        if killed && exchange.endpoint == Endpoint::Token {
            order.extend(["again", "next"]);
        }
        let place = at * 2;
        match exchange.endpoint {
            Endpoint::Messages => {
                let headers = self.headers(exchange);
                let manner = self.manner();
                self.event(
                    shown.clone(),
                    &[
                        &["client", "send", "request", "prompt", "use", "api", "server"],
                        manner,
                        &credential,
                        &order,
                        headers,
                    ],
                )
                .at = Some(place);
                let said: &[&str] = match exchange.status {
                    Some(200) => &["accept", "good", "answer", "work"],
                    Some(401 | 403) => &["refuse", "answer", "fail"],
                    Some(_) => &["answer", "fail", "fault"],
                    None => &["fail", "fault"],
                };
                self.event(
                    shown.clone(),
                    &[&["server", "api", "request"], said, &credential, &status, &order],
                )
                .at = Some(place + 1);
                self.event(shown, &[&["client", "get", "request", "api"], manner, said, &status, &order])
                    .at = Some(place + 1);
            }
            Endpoint::Token => self.token(exchange, shown, &credential, &status, &order, place),
            Endpoint::Revoke => {
                self.event(
                    shown.clone(),
                    &[
                        &[
                            "client",
                            "send",
                            "request",
                            "revoking",
                            "revoke",
                            "server",
                            "revocation-endpoint",
                            "sign-out",
                            "command",
                        ],
                        &credential,
                        &order,
                    ],
                )
                .at = Some(place);
                let said: &[&str] = if exchange.status == Some(200) {
                    &["accept", "answer"]
                } else {
                    &["answer", "fail", "fault"]
                };
                self.event(shown, &[&["server", "revocation-endpoint", "request"], said, &status, &order])
                    .at = Some(place + 1);
            }
        }
    }

    fn token(
        &mut self,
        exchange: &ExpectedExchange,
        shown: String,
        credential: &[&'static str],
        status: &[&'static str],
        order: &[&'static str],
        place: usize,
    ) {
        let is_refresh = exchange.credential.is_some() && !self.signs_in(exchange);
        let left = self.case.given.stored_login.as_ref().and_then(|login| login.expires_in);
        let ahead = place == 0 && left.is_some_and(|left| !left.is_negative());
        let early: &[&str] = if ahead { &["before-expiry"] } else { &[] };
        let act: &[&str] = if is_refresh {
            &[
                "refresh",
                "ask",
                "exchange",
                "new",
                "access",
                "token",
                "login",
                "prompt",
                "session",
                "by-itself",
            ]
        } else if exchange.credential.is_some() {
            &["sign-in", "exchange", "command", "new", "login"]
        } else {
            &["sign-in", "exchange", "code", "command", "new", "login", "browser"]
        };
        // What is refreshed is the access token that is there.
        let login = self.case.given.stored_login.as_ref();
        let access: Vec<&'static str> = match login.and_then(|login| login.access) {
            Some(StoredToken::Token(symbol)) if is_refresh => self.kind(symbol),
            _ => Vec::new(),
        };
        // What is presented is the one token, and what is asked for and refreshed is the other.
        let presents: &[&str] = &["client", "send", "request", "use", "token-endpoint", "server"];
        let who: &[&str] = &["prompt", "session", "login"];
        if is_refresh {
            self.event(shown.clone(), &[presents, who, credential, order, early]).at = Some(place);
            let asks: &[&str] = &["client", "request", "token-endpoint", "server"];
            self.event(shown.clone(), &[asks, act, &access, order, early]).at = Some(place);
        } else {
            self.event(shown.clone(), &[presents, act, credential, order, early]).at = Some(place);
        }
        let issues = !exchange.issues.is_empty();
        let answers: &[&str] = match exchange.status {
            Some(200) if issues => &["accept", "answer", "good"],
            Some(400 | 401) => &["refuse", "answer", "fail", "dead"],
            Some(_) => &["answer", "fault", "fail"],
            None => &["fault", "fail"],
        };
        let what: &[&str] = if is_refresh { &["refresh"] } else { &["sign-in", "code"] };
        let endpoint: &[&str] = &["server", "token-endpoint", "request", "token"];
        self.event(shown.clone(), &[endpoint, answers, what, credential, status, order]).at = Some(place + 1);
        let rotates = exchange.issues.iter().any(|issued| issued.kind == CredentialKind::RefreshToken);
        let pair: &[&str] = if rotates { &["pair", "refresh-token"] } else { &[] };
        if issues {
            let issue: &[&str] = &["answer", "issue", "new", "access"];
            self.event(shown.clone(), &[endpoint, issue, what, pair, status, order]).at = Some(place + 1);
        }
        if rotates && is_refresh {
            self.event(shown.clone(), &[endpoint, &["retire", "old"], what, credential, order]).at =
                Some(place + 1);
        }
        let gets: &[&str] = if issues {
            &["get", "work", "token", "access", "new", "login", "by-itself"]
        } else {
            &["get", "fail", "token", "login"]
        };
        let signed: &[&str] = if is_refresh { &[] } else { credential };
        self.event(
            shown,
            &[&["client", "token-endpoint", "request"], gets, what, answers, pair, signed, status, order],
        )
        .at = Some(place + 1);
    }

    /// A refused credential with another kind after it gave way to that one.
    fn falling_back(&mut self, all: &[ExpectedExchange]) {
        let messages: Vec<&ExpectedExchange> =
            all.iter().filter(|exchange| exchange.endpoint == Endpoint::Messages).collect();
        for pair in messages.windows(2) {
            let (Some(refused), Some(next)) = (pair[0].credential, pair[1].credential) else { continue };
            if refused.kind != next.kind {
                let (refused, next) = (self.kind(refused), self.kind(next));
                let marks: &[&str] = &["fall-back", "client", "use", "send", "refuse", "work"];
                self.event(
                    format!("{}, then {}", String::from(pair[0].clone()), String::from(pair[1].clone())),
                    &[marks, &refused, &next],
                );
            }
        }
    }

    /// Whether a sign-in comes to tokens.
    pub(super) fn signs_in_well(&self) -> bool {
        let all = self.case.expect.exchanges.iter().flat_map(|all| all.iter());
        let mut sign_ins = all.filter(|exchange| exchange.value.credential.is_none());
        sign_ins.any(|exchange| !exchange.value.issues.is_empty())
    }

    /// How prompts are put: all typed into a session, or some by a command of their own.
    fn manner(&self) -> &'static [&'static str] {
        let mut steps = self.case.steps.iter().map(|step| &step.value);
        let command = |step: &Step| {
            matches!(step, Step::Prompt | Step::BarePrompt | Step::Prompts(_) | Step::KilledPrompt(_))
        };
        if steps.any(command) { &["headless", "process"] } else { &["session"] }
    }

    /// Whether several prompts run beside each other.
    fn at_once(&self) -> bool {
        self.case.steps.iter().any(|step| matches!(step.value, Step::Prompts(number) if number > 1))
    }

    /// Several prompts with fewer token requests share them.
    fn sharing(&mut self, all: &[ExpectedExchange]) {
        let several = self.at_once();
        let token = all.iter().filter(|exchange| exchange.endpoint == Endpoint::Token).count();
        if several && token == 1 {
            self.event(
                "one token request for all prompts",
                &[&[
                    "client", "share", "refresh", "prompt", "session", "process", "once", "together", "wait",
                    "new", "pair", "get", "at-once",
                ]],
            );
        }
    }
}

/// Where `all[at]` stands among the others.
fn order(all: &[ExpectedExchange], at: usize) -> Vec<&'static str> {
    let exchange = &all[at];
    let earlier = &all[..at];
    let mut marks = Vec::new();
    let same = earlier
        .iter()
        .any(|other| other.endpoint == exchange.endpoint && other.credential == exchange.credential);
    let like = earlier.iter().filter(|other| other.endpoint == exchange.endpoint).count();
    if like > 0 {
        marks.extend(["again", "next"]);
    }
    if same {
        marks.push("same");
    }
    if earlier.is_empty() {
        marks.push("first");
    }
    if all.iter().filter(|other| other.endpoint == exchange.endpoint).count() == 1 {
        marks.push("once");
    }
    let refused = |other: &ExpectedExchange| {
        other.endpoint == Endpoint::Messages && matches!(other.status, Some(401 | 403))
    };
    let last_message = earlier.iter().rev().find(|other| other.endpoint == Endpoint::Messages);
    if at > 0 && at + 1 == all.len() {
        marks.push("last");
    }
    if exchange.endpoint == Endpoint::Token && last_message.is_some() {
        marks.push("after-request");
    }
    match exchange.endpoint {
        Endpoint::Token if last_message.is_some_and(refused) => marks.push("after-refusal"),
        Endpoint::Token if all[at..].iter().any(|other| other.endpoint == Endpoint::Messages) => {
            marks.extend(["before-request", "first"]);
        }
        Endpoint::Messages if earlier.last().is_some_and(|other| other.endpoint == Endpoint::Token) => {
            marks.push("next");
        }
        _ => {}
    }
    if earlier.iter().any(|other| !matches!(other.status, Some(200))) {
        marks.push("after-refusal");
    }
    marks
}

fn status(status: u16) -> Option<&'static str> {
    crate::account::MARKS.iter().copied().find(|mark| mark.parse() == Ok(status))
}
