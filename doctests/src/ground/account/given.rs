//! The world before the first step, and what happens elsewhere, as events.

use crate::scenario::given::{AnswerFault, ReuseDetection, StoreFault, StoredLogin, StoredToken};
use crate::scenario::step::{Browser, SlashCommand};
use crate::scenario::{Answer, Step};
use crate::symbol::{CredentialKind, Symbol};

use super::Telling;

impl Telling<'_> {
    pub(super) fn given(&mut self) {
        self.tells(&[
            "denied",
            "exist",
            "expired",
            "passed",
            "set",
            "missing",
            "win",
            "lose",
            "revoke",
            "empty",
            "dead",
            "browser",
            "come-back",
        ]);
        self.login();
        self.variables();
        self.provider();
        self.remembered();
        self.revoked();
        self.servers();
        self.steps();
        self.precedence();
    }

    fn login(&mut self) {
        let Some(login) = self.case.given.stored_login.clone() else {
            self.event("no stored login", &[&["missing", "login", "file", "credential"]]);
            return;
        };
        let there: &[&str] =
            &["exist", "login", "file", "credential", "client", "session", "set", "old", "copy"];
        self.event(
            "a stored login",
            &[there, &["token", "access", "refresh-token", "expiry", "members", "mode"]],
        )
        .whole = false;
        if let Some(left) = login.expires_in {
            let looks = self.case.given.clock_skew.map_or(left, |skew| left - skew);
            if looks.is_negative() != left.is_negative() {
                self.event(
                    "the clock and expiresAt disagree",
                    &[
                        there,
                        &[
                            "expired", "passed", "good", "access", "token", "local", "expiry", "clock",
                            "run", "ahead", "behind",
                        ],
                    ],
                );
            }
            if left.is_negative() {
                self.event(
                    "the access token has expired",
                    &[there, &["expired", "passed", "access", "token", "local", "expiry"]],
                );
            } else {
                let distance: &[&str] = if left.as_secs() <= 300 { &["soon"] } else { &["far"] };
                self.event(
                    "the access token has not expired",
                    &[there, &["good", "access", "token", "local", "expiry", "ahead"], distance],
                );
            }
        }
        for (token, names) in [
            (login.access, ["access", "token"].as_slice()),
            (login.refresh, ["refresh-token", "token"].as_slice()),
        ] {
            match token {
                Some(StoredToken::Blank) => {
                    self.event("a blank token", &[there, names, &["empty", "missing", "clear", "both"]]);
                }
                Some(StoredToken::Token(symbol)) => {
                    let state: &[&str] = if self.is_revoked(symbol) { &["hold"] } else { &["good", "hold"] };
                    self.event("a token", &[there, names, state]);
                }
                None => {
                    self.event("no token", &[&["missing", "file", "login"], names]);
                }
            }
        }
        if login.access == Some(StoredToken::Blank) && login.refresh == Some(StoredToken::Blank) {
            self.event(
                "both tokens are blank",
                &[
                    there,
                    &[
                        "empty",
                        "missing",
                        "clear",
                        "both",
                        "pair",
                        "access",
                        "refresh-token",
                        "token",
                        "dead",
                        "expired",
                    ],
                ],
            );
        }
        if login.expires_in.is_none() && login.expires_at.is_none() && login.text.is_none() {
            self.event("no expiresAt", &[&["missing", "expiry", "file", "login", "local"]]);
        }
        if login.scopes.is_some() {
            self.event(
                "scopes of its own",
                &[&["missing", "scopes", "file", "login", "scope", "exist", "set"]],
            )
            .whole = false;
        }
        if login.fault == Some(StoreFault::ReadOnly) {
            self.event("a read-only store", &[&["fault", "file", "login"]]);
        }
        if let Some(skew) = self.case.given.clock_skew {
            let side: &[&str] = if skew.is_negative() { &["behind"] } else { &["ahead"] };
            self.event("the clock is wrong", &[&["clock", "client", "run", "fault"], side]);
        }
    }

    fn variables(&mut self) {
        let given = self.case.given.clone();
        for (_, name, value) in given.variables() {
            let symbol = value.parse::<Symbol>().ok();
            let marks: Vec<&'static str> = match (symbol, name) {
                (Some(symbol), _) => self.kind(symbol),
                (None, "ANTHROPIC_API_KEY") => vec!["variable", "api-key", "key"],
                (None, "ANTHROPIC_AUTH_TOKEN") => vec!["variable", "auth-token", "token"],
                (None, "CLAUDE_CODE_OAUTH_TOKEN") => vec!["variable", "env-token", "token"],
                (None, "CLAUDE_CODE_SIMPLE") => vec!["variable", "bare"],
                (None, "AWS_ACCESS_KEY_ID") => vec!["variable", "credential", "key", "good"],
                (None, "CLAUDE_CODE_OAUTH_SCOPES") => vec!["variable", "scope", "scopes"],
                (None, _) => vec!["variable"],
            };
            let blank = value.trim().is_empty();
            let act: &[&str] = if blank {
                &["set", "empty", "exist", "count-as", "missing"]
            } else {
                &["set", "exist", "hold"]
            };
            self.event(format!("{name} is set"), &[act, &marks]).whole = symbol.is_some();
            // No command can change the environment it was started in.
            self.event(format!("{name} stays set"), &[&["keep", "client", "command", "same", "old"], &marks]);
        }
    }

    fn revoked(&mut self) {
        let given = &self.case.given;
        let early = given
            .stored_login
            .as_ref()
            .is_some_and(|login| login.expires_in.is_some_and(|left| !left.is_negative()));
        let mut revoked: Vec<Symbol> = given.resource_server.revoked.clone();
        revoked.extend(given.authorization_server.revoked.iter().copied());
        for step in &self.case.steps {
            if let Step::Revoke(symbols) = &step.value {
                revoked.extend(symbols);
            }
        }
        let early: &[&str] = if early { &["early", "local", "expiry"] } else { &[] };
        let is_refresh_token = |symbol: &Symbol| symbol.kind == CredentialKind::RefreshToken;
        let both = revoked.iter().any(is_refresh_token) && !revoked.iter().all(is_refresh_token);
        for symbol in revoked {
            let marks = self.kind(symbol);
            let who: &[&str] =
                if is_refresh_token(&symbol) { &["server", "token-endpoint"] } else { &["server", "api"] };
            let act: &[&str] = &["revoke", "refuse", "dead", "elsewhere"];
            self.event(format!("{symbol} is revoked"), &[who, act, &marks, early]);
        }
        if both {
            self.event(
                "both tokens are revoked",
                &[
                    &["server", "revoke", "dead", "elsewhere", "both", "pair", "token", "login", "sign-out"],
                    early,
                ],
            );
        }
    }

    fn servers(&mut self) {
        let given = self.case.given.clone();
        let server = &given.authorization_server;
        if server.rotation {
            self.event(
                "the server rotates",
                &[&["server", "token-endpoint", "issue", "retire", "new", "refresh-token", "token", "old"]],
            );
        } else {
            self.event(
                "the server does not rotate",
                &[&["server", "accept", "same", "refresh-token", "token", "again", "old"]],
            );
        }
        if !server.grace.is_zero() {
            self.event(
                "a grace window",
                &[&["server", "grace", "exist", "accept", "work", "login", "token", "old", "refresh-token"]],
            );
        }
        if server.reuse_detection == ReuseDetection::RevokeFamily {
            self.event(
                "reuse is detected",
                &[&[
                    "server", "revoke", "login", "both", "session", "token", "refuse", "sign-out", "at-once",
                ]],
            );
        }
        // A server that grants these alone would have refused a sign-in that asked for more.
        if !server.scopes.is_empty() && self.signs_in_well() {
            let asks: &[&str] = &["client", "ask", "sign-in", "command", "scope", "scopes"];
            self.event("a sign-in that asks for these scopes only", &[asks]).whole = false;
        }
        if given.managed_settings.as_ref().is_some_and(|managed| managed.force_login_organization.is_some()) {
            self.event("one organization is forced", &[&["organization", "set"]]);
        }
        self.organization();
        self.answers(&server.answers, &["token-endpoint", "server"]);
        self.answers(&given.resource_server.answers, &["api", "server", "request"]);
        self.answers(&server.revoke_answers, &["revocation-endpoint", "server"]);
    }

    fn answers(&mut self, answers: &[Answer], who: &[&'static str]) {
        for answer in answers {
            let times: &[&str] =
                if answer.times.is_none_or(|times| times == 1) { &["once", "first"] } else { &["again"] };
            let said: &[&str] = match (answer.status, answer.fault) {
                (
                    _,
                    Some(
                        AnswerFault::Stalled | AnswerFault::ResetAfterCommit | AnswerFault::ResetBeforeCommit,
                    ),
                ) => &["fault", "fail"],
                (_, Some(AnswerFault::Redirect)) => &["answer", "fault", "redirect"],
                (Some(200), None) => &["answer", "accept"],
                (Some(401 | 403), _) => &["answer", "refuse", "fail"],
                (Some(400), _) => &["answer", "refuse", "fail", "dead"],
                _ => &["answer", "fault", "fail", "body"],
            };
            let status: Vec<&'static str> = answer
                .status
                .and_then(|status| {
                    crate::account::MARKS.iter().copied().find(|mark| mark.parse() == Ok(status))
                })
                .into_iter()
                .collect();
            let mut text = message(answer.message.as_deref());
            if answer.delay.is_some() || answer.retry_after.is_some() {
                text.extend(["wait", "client", "request"]);
            }
            if matches!(
                answer.fault,
                Some(AnswerFault::Html | AnswerFault::Garbage | AnswerFault::Oversized | AnswerFault::Empty)
            ) {
                text.push("body");
            }
            let event = self
                .event("how the server answers", &[who, said, times, &status, &text, &["token", "access"]]);
            event.whole = false;
            event.texts.extend(answer.message.clone());
        }
    }

    /// Right before the first request with what `login` holds: by then it was there.
    fn place_of(&self, login: &StoredLogin) -> Option<usize> {
        let brought = |symbol: Symbol| {
            [login.access, login.refresh].contains(&Some(StoredToken::Token(symbol))) && symbol.number > 1
        };
        let mut all = self.case.expect.exchanges.as_ref()?.iter();
        let used = all.position(|exchange| exchange.value.credential.is_some_and(brought))?;
        (used * 2).checked_sub(1)
    }

    fn steps(&mut self) {
        for step in self.case.steps.clone() {
            let (shown, marks): (&str, &[&'static str]) = match step.value {
                Step::Typed(SlashCommand::Login) => {
                    ("the menu of /login", &["ask", "command", "login", "client", "person"])
                }
                Step::FirstStart => ("the first start", &["first", "client", "session", "person"]),
                Step::Chosen(_) => ("a question is answered", &["ask", "answer", "person", "session"]),
                Step::BarePrompt => ("--bare", &["bare", "set", "prompt", "client"]),
                Step::KilledPrompt(_) => {
                    ("the process is killed", &["dead", "process", "client", "lock", "hold"])
                }
                Step::AuthLogin(Browser::Unused) | Step::TypedLogin(Browser::Unused) => {
                    ("a sign-in without a browser", &["sign-in", "client", "command", "login", "use"])
                }
                Step::AuthLogin(browser) | Step::TypedLogin(browser) | Step::SetupToken(browser) => {
                    if !matches!(browser, Browser::Paste | Browser::Never) {
                        self.event("the browser comes back", &[&["come-back", "browser", "code", "person"]]);
                    }
                    (
                        "a sign-in",
                        &[
                            "sign-in", "client", "person", "browser", "command", "login", "code", "ask",
                            "wait", "use",
                        ],
                    )
                }
                Step::RewriteStore(_) => (
                    "the file is rewritten",
                    &[
                        "change",
                        "save",
                        "file",
                        "login",
                        "elsewhere",
                        "new",
                        "session",
                        "copy",
                        "old",
                        "process",
                        "pair",
                        "sign-in",
                        "hold",
                    ],
                ),
                Step::Prompts(_) => (
                    "prompts at once",
                    &["at-once", "run", "prompt", "session", "process", "client", "together"],
                ),
                _ => continue,
            };
            let place = match &step.value {
                Step::RewriteStore(login) => self.place_of(login),
                _ => None,
            };
            let event = self.event(shown, &[marks]);
            event.whole = false;
            event.at = place;
        }
    }

    /// Which of the credentials that are there is sent although others are: a directed record.
    fn precedence(&mut self) {
        let Some(exchanges) = self.case.expect.exchanges.clone() else { return };
        let sent: Vec<Symbol> = exchanges
            .iter()
            .filter(|exchange| exchange.endpoint == crate::exchange::Endpoint::Messages)
            .flat_map(|exchange| [exchange.credential, exchange.beside])
            .flatten()
            .collect();
        let mut there: Vec<Symbol> =
            self.case.given.variables().filter_map(|(_, _, value)| value.parse().ok()).collect();
        there.extend(self.case.given.stored_login.iter().filter_map(|login| match login.access {
            Some(StoredToken::Token(symbol)) => Some(symbol),
            _ => None,
        }));
        if let Some(settings) = &self.case.given.settings {
            there.extend(settings.api_key_helper.iter().find_map(|output| match output {
                crate::scenario::HelperOutput::Key(symbol) => Some(*symbol),
                _ => None,
            }));
        }
        for winner in there.iter().filter(|symbol| sent.contains(symbol)) {
            for loser in there.iter().filter(|symbol| !sent.contains(symbol)) {
                let (wins, loses) = (self.kind(*winner), self.kind(*loser));
                let event =
                    self.event(format!("{winner} is sent, {loser} is not"), &[&["win", "lose"], &wins]);
                // The loser's names are words of their own, so that the two sides cannot be exchanged.
                event.words = loses.iter().map(|mark| format!("over {mark}")).collect();
                event.words.extend(wins.iter().map(|mark| format!("win {mark}")));
            }
        }
    }
}

/// What a server's message is about.
fn message(message: Option<&str>) -> Vec<&'static str> {
    let Some(message) = message else { return Vec::new() };
    let about =
        [("expired", "expired"), ("revoked", "revoke"), ("rganization", "organization"), ("scope", "scope")];
    let about = about.iter().filter(|(text, _)| message.contains(text)).map(|(_, mark)| *mark);
    ["message", "text", "print"].into_iter().chain(about).collect()
}
