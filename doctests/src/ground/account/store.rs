//! What becomes of the stored login, of the helper, and what is printed, as events.

use crate::account::Event;
use crate::exchange::Endpoint;
use crate::outcome::Outcome;
use crate::scenario::Step;
use crate::scenario::expect::StoredLoginExpected;
use crate::scenario::given::{HelperOutput, StoredToken};
use crate::symbol::CredentialKind;

use super::Telling;

const LOGIN: &[&str] =
    &["client", "login", "file", "credential", "token", "access", "refresh-token", "pair", "both", "members"];

/// What may be said of a printed text.
pub(super) const PRINTED: &[&str] =
    &["client", "print", "text", "warn", "command", "prompt", "session", "message"];

/// What may be said too of a text that a command failed with.
pub(super) const FAILED: &[&str] = &["fail", "exit", "1"];

impl Telling<'_> {
    pub(super) fn store(&mut self) {
        let Some(expected) = self.case.expect.stored_login.as_deref().cloned() else { return };
        let given = self.case.given.stored_login.is_some();
        self.tells(&["save", "keep", "change"]);
        // Where nothing was stored, that nothing is removed shows nothing.
        if given {
            self.tells(&["clear", "remove"]);
        }
        match expected {
            StoredLoginExpected::None if given => {
                self.event(
                    "no stored login afterwards",
                    &[LOGIN, &["remove", "change", "sign-out", "command", "missing"]],
                );
            }
            StoredLoginExpected::None => {}
            StoredLoginExpected::Unchanged => {
                self.event("the stored login is unchanged", &[LOGIN, &["keep", "old", "same", "good"]]);
            }
            StoredLoginExpected::Holds { access, refresh, mode, keeps } => {
                let shown = format!(
                    "stored login afterwards: access {}, refresh {}",
                    String::from(access),
                    String::from(refresh)
                );
                self.holds(&shown, access, refresh);
                if mode.is_some() {
                    self.event(
                        shown.clone(),
                        &[&["client", "set", "change", "save", "mode", "file", "login", "command"]],
                    );
                }
                if !keeps.is_empty() {
                    self.event(shown, &[&["client", "keep", "members", "file", "login", "refresh"]]);
                }
            }
        }
    }

    fn holds(&mut self, shown: &str, access: StoredToken, refresh: StoredToken) {
        let given = self.case.given.stored_login.clone().unwrap_or_default();
        let fields = [
            (access, given.access, ["access", "token"].as_slice()),
            (refresh, given.refresh, ["refresh-token", "token"].as_slice()),
        ];
        let blank = |token: StoredToken| token == StoredToken::Blank;
        let whole: &[&str] = &["client", "login", "file", "credential"];
        for (now, before, names) in fields {
            let act: &[&str] = if blank(now) {
                &["clear", "change", "empty", "refresh"]
            } else if before == Some(now) {
                &["keep", "old", "same"]
            } else {
                &["save", "change", "new", "command", "sign-in", "get"]
            };
            self.event(shown, &[whole, names, act]);
        }
        if blank(access) && blank(refresh) {
            self.event(
                shown,
                &[
                    LOGIN,
                    &["clear", "change", "empty", "refresh", "old", "pair", "both", "remove", "at-once"],
                ],
            );
        } else if !blank(access) && !blank(refresh) && given.access != Some(access) {
            self.event(
                shown,
                &[LOGIN, &["save", "change", "new", "pair", "both", "command", "sign-in", "get", "expiry"]],
            );
            // What was saved stays there.
            self.event(shown, &[LOGIN, &["keep", "new", "pair", "both"]]).only_with = &["new", "refresh"];
        }
    }

    pub(super) fn helper(&mut self) {
        let Some(settings) = self.case.given.settings.clone() else { return };
        let Some((key, outputs)) = settings.helpers().next() else { return };
        self.event("a helper is set", &[&["set", "exist", "helper", "output", "key", "credential"]]).whole =
            false;
        let calls = self.case.expect.helper_calls.as_ref().map(|calls| **calls);
        if calls.is_some() {
            self.tells(&["run"]);
        }
        if let Some(calls) = calls.filter(|calls| *calls > 0) {
            let again: &[&str] = if calls > 1 { &["again", "anew", "next"] } else { &["once"] };
            self.event(
                format!("{calls} helper calls"),
                &[
                    &[
                        "client", "run", "ask", "helper", "prompt", "session", "process", "use", "output",
                        "key", "new",
                    ],
                    again,
                ],
            )
            .whole = false;
            if calls == 1 {
                self.event(
                    format!("{calls} helper calls"),
                    &[&["client", "keep", "output", "helper", "key", "old", "same"]],
                );
            }
        }
        for output in outputs.iter().filter(|_| calls != Some(0)) {
            let (shown, marks): (String, &[&str]) = match output {
                HelperOutput::Key(symbol) => {
                    (format!("the helper prints {symbol}"), &["print", "work", "accept"])
                }
                HelperOutput::Text(text) if text.is_empty() => {
                    ("the helper prints nothing".to_owned(), &["fail", "empty"])
                }
                HelperOutput::Text(_) if key != "apiKeyHelper" => {
                    ("the helper prints credentials".to_owned(), &["print", "work", "accept"])
                }
                HelperOutput::Text(_) => {
                    ("the helper prints more than a key".to_owned(), &["fail", "print", "text"])
                }
                HelperOutput::Exit(0) => ("the helper exits with 0".to_owned(), &["work", "exit"]),
                HelperOutput::Exit(code) => (format!("the helper exits with {code}"), &["fail", "exit"]),
            };
            self.event(shown, &[&["helper", "output", "key", "next", "again"], marks]);
            if marks.contains(&"fail") {
                self.event("the helper failed", &[&["helper", "count-as", "fail"]]);
            }
        }
        let sends_other = self.case.expect.exchanges.as_ref().is_some_and(|all| {
            all.iter().any(|exchange| {
                exchange.endpoint == Endpoint::Messages
                    && exchange.credential.is_some_and(|symbol| symbol.kind != CredentialKind::ApiKey)
            })
        });
        if sends_other {
            self.event("another credential is sent", &[&["use", "login"]]);
        }
    }

    pub(super) fn printed(&mut self) {
        let expect = self.case.expect.clone();
        self.account.never = expect.never_prints.iter().map(|text| text.value.clone()).collect();
        let fails = expect.exit.as_deref().is_some_and(|code| *code != 0);
        let failed = if fails { FAILED } else { &[] };
        let starts = self.case.steps.iter().any(|step| step.value == Step::FirstStart);
        for text in expect.printed() {
            let event = self.event(format!("prints `{}`", text.value), &[PRINTED, failed]);
            if text.value.parse::<crate::symbol::Symbol>().is_ok() {
                event.marks.extend(["token", "env-token", "credential", "new"]);
            }
            if starts {
                event.marks.insert("first");
            }
            event.texts.push(text.value.clone());
            event.whole = false;
            let about = about(&text.value);
            if !about.is_empty() {
                let event = self.event(format!("prints `{}`", text.value), &[PRINTED, failed, &about]);
                event.whole = false;
                event.only_with = &["print", "warn"];
            }
            if starts {
                self.asks(&text.value);
            }
        }
        for text in expect.never_prints.iter().filter(|_| starts) {
            if let Some(event) = self.asks(&text.value) {
                event.denied = true;
            }
        }
    }

    /// That the first start asks what `text` asks; nothing when it is no question.
    fn asks(&mut self, text: &str) -> Option<&mut Event> {
        let asks: &[&str] = &["client", "first", "ask", "session", "person"];
        text.ends_with([':', '?']).then(|| self.event(format!("asks `{text}`"), &[asks, &about(text)]))
    }

    pub(super) fn exits(&mut self) {
        let expect = self.case.expect.clone();
        let codes: Vec<i32> = expect
            .exit
            .iter()
            .map(|code| **code)
            .chain(expect.exits.iter().flat_map(|codes| codes.iter().copied()))
            .collect();
        if codes.is_empty() {
            return;
        }
        self.tells(&["exit"]);
        let several = codes.len() > 1;
        let heals_later = expect.outcome.as_deref() == Some(&Outcome::RetryLater);
        for (number, code) in codes.into_iter().enumerate() {
            let marks: &[&str] = match code {
                0 => &["0", "work", "accept", "answer", "get"],
                1 => &["1", "fail", "refuse"],
                _ => &["fail"],
            };
            let order: &[&str] = match (several, number) {
                (true, 0) => &["first"],
                (true, _) => &["next", "again", "later"],
                (false, _) if code != 0 && heals_later => &["first"],
                (false, _) => &["next", "again", "later", "first"],
            };
            let who: &[&str] = &["client", "exit", "command", "prompt", "request"];
            self.event(format!("exit code {code}"), &[who, order, marks]).whole = false;
        }
    }
}

/// What a printed text is about.
fn about(text: &str) -> Vec<&'static str> {
    const ABOUT: [(&str, &[&str]); 12] = [
        ("login", &["login"]),
        ("oggedIn", &["login", "sign-in"]),
        ("/login", &["sign-in", "person"]),
        ("auth login", &["sign-in", "person"]),
        ("xpiresAt", &["expiry"]),
        ("API key", &["credential", "key", "api-key"]),
        ("Header '", &["header"]),
        ("authMethod", &["credential"]),
        ("oauth_token", &["env-token"]),
        ("CLAUDE_CODE_OAUTH_TOKEN", &["credential", "env-token", "variable"]),
        ("ANTHROPIC_AUTH_TOKEN", &["credential", "auth-token", "variable"]),
        ("ANTHROPIC_API_KEY", &["credential", "api-key", "key", "variable"]),
    ];
    ABOUT
        .iter()
        .filter(|(part, _)| text.contains(part))
        .flat_map(|(_, marks)| marks.iter().copied())
        .collect()
}
