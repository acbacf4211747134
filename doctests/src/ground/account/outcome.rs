//! What the person gets, as events.

use crate::outcome::Outcome;
use crate::scenario::expect::ExpectedExchange;

use super::Telling;

impl Telling<'_> {
    pub(super) fn outcome(&mut self) {
        let Some(outcome) = self.case.expect.outcome.as_deref().copied() else {
            if self.ends_badly() {
                self.tells(&["heal"]);
            }
            return;
        };
        self.tells(&[
            "heal",
            "work",
            "login-needed",
            "misconfigured",
            "by-itself",
            "unaffected",
            "fail",
            "wait",
            "later",
        ]);
        let shown = format!("outcome {outcome}");
        let who: &[&str] = &["client", "prompt", "session", "command", "login", "credential"];
        let works: &[&str] = &["work", "by-itself", "again", "next", "first", "good", "once"];
        match outcome {
            Outcome::Unaffected => {
                self.event(shown, &[who, works, &["unaffected", "token", "old"]]).whole = false;
                let troubled = self.case.expect.exchanges.as_ref().is_some_and(|all| all.len() > 1);
                if troubled {
                    self.event("outcome unaffected", &[who, works, &["heal"]]).whole = false;
                }
            }
            Outcome::Recovered => {
                self.event(shown, &[who, works, &["heal", "token", "request", "same"]]).whole = false;
            }
            Outcome::RetryLater => {
                self.event(shown.clone(), &[who, &["fail", "first"]]).whole = false;
                self.event(shown, &[who, works, &["heal", "later", "wait"]]).whole = false;
            }
            Outcome::LoginRequired => {
                self.event(shown.clone(), &[who, &["fail", "first"]]).whole = false;
                self.event(
                    shown,
                    &[who, &["login-needed", "person", "new", "sign-in", "again", "later", "next"]],
                )
                .whole = false;
            }
            Outcome::Misconfigured => {
                self.event(shown.clone(), &[who, &["fail", "first"]]).whole = false;
                self.event(shown, &[who, &["misconfigured", "person"]]).whole = false;
            }
        }
    }

    /// Whoever names no outcome and ends with a failure shows that nothing healed before that; so does whoever is only
    /// refused, or waits for an answer until it is ended.
    fn ends_badly(&self) -> bool {
        let expect = &self.case.expect;
        let last = expect.exit.as_deref().or_else(|| expect.exits.as_deref()?.last());
        let accepted = |exchange: &ExpectedExchange| exchange.status == Some(200);
        let unheard = expect.exchanges.as_ref().is_some_and(|all| {
            !all.iter().any(|exchange| accepted(&exchange.value)) && (last.is_none() || !all.is_empty())
        });
        last.is_some_and(|code| *code != 0) || unheard
    }
}
