//! An account: what one run of a scenario, or one source, shows, as single events that a clause can be held to.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use crate::fact::FactKind;

/// What happened, as the set of everything that may truly be said of it in one clause.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Event {
    /// What may be said of it, from [`MARKS`].
    pub marks: BTreeSet<&'static str>,
    /// The words a source used that have no mark.
    pub words: BTreeSet<String>,
    /// The texts it printed.
    pub texts: Vec<String>,
    /// Who does it, where somebody in particular does.
    pub by: Vec<&'static str>,
    /// Its place in the order of events; none for what lasts.
    pub at: Option<usize>,
    /// Whether the source denies it.
    pub denied: bool,
    /// Whether nothing else may be said of it: a mark that it lacks it truly lacks.
    pub whole: bool,
    /// Whether it is how things end: no condition is shown by it.
    pub is_result: bool,
    /// It speaks only where a clause has one of these too.
    pub only_with: &'static [&'static str],
    /// What was seen, as the scenario writes it.
    pub shown: String,
    /// The sentence of the source that says it; none of what a run shows.
    pub said: Option<Said>,
}

/// A sentence of a source, as far as letters count in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Said {
    /// As it is written.
    pub text: String,
    /// Its facts.
    pub facts: Vec<FactKind>,
    /// Its words of [`LexiconDocument::weights`](crate::lexicon::LexiconDocument::weights), each by its group.
    pub weights: BTreeSet<String>,
}

/// Everything that one run, or one source, shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Account {
    /// `given`, `beyond`, or nothing for a source.
    pub case: &'static str,
    /// The events, in their order.
    pub events: Vec<Event>,
    /// Marks whose events are all told: what no event has did not happen.
    pub told: BTreeSet<&'static str>,
    /// Texts that are never printed.
    pub never: Vec<String>,
    /// Names that belong to some of the events only, each with the marks of which such an event has one.
    pub names: BTreeMap<String, BTreeSet<&'static str>>,
    /// The marks of the words in its title and in `about`: what it is about.
    pub about: BTreeSet<&'static str>,
    /// What is typed in it.
    pub commands: BTreeSet<&'static str>,
    /// The version that a source is about.
    pub version: Option<Version>,
}

/// Every mark that an event may have. `doctests/lexicon.yaml` gives words to them.
pub const MARKS: &[&str] = &[
    // What is done with requests.
    "send",
    "again",
    "refresh",
    "ask",
    "get",
    "answer",
    "accept",
    "refuse",
    "issue",
    "retire",
    "revoke",
    "revoking",
    "use",
    "sign-in",
    "sign-out",
    "exchange",
    "fault",
    "redirect",
    "wait",
    "share",
    // What is done with the file, the helper, the screen.
    "save",
    "keep",
    "clear",
    "remove",
    "change",
    "run",
    "print",
    "exit",
    "warn",
    "hold",
    // How it ends.
    "work",
    "fail",
    "heal",
    "yes",
    "fall-back",
    "login-needed",
    "later",
    "misconfigured",
    "unaffected",
    "by-itself",
    "count-as",
    "denied",
    // What is the case.
    "exist",
    "expired",
    "passed",
    "dead",
    "good",
    "set",
    "empty",
    "missing",
    "win",
    "lose",
    // Who.
    "client",
    "server",
    "api",
    "token-endpoint",
    "revocation-endpoint",
    "person",
    "browser",
    "come-back",
    "session",
    "process",
    "command",
    "prompt",
    "request",
    // What.
    "credential",
    "token",
    "access",
    "refresh-token",
    "login",
    "key",
    "api-key",
    "auth-token",
    "env-token",
    "variable",
    "refresh-variable",
    "helper",
    "output",
    "file",
    "expiry",
    "scopes",
    "mode",
    "lock",
    "pair",
    "code",
    "header",
    "bearer-header",
    "key-header",
    "both-headers",
    "both-sides",
    "body",
    "disk",
    "clock",
    "members",
    "grace",
    "state",
    "text",
    "status",
    "nothing-sent",
    "copy",
    "message",
    "organization",
    "scope",
    // In which manner.
    "new",
    "old",
    "same",
    "first",
    "last",
    "next",
    "once",
    "together",
    "before-request",
    "before-expiry",
    "after-request",
    "after-refusal",
    "early",
    "local",
    "soon",
    "far",
    "ahead",
    "behind",
    "at-once",
    "anew",
    "both",
    "headless",
    "bare",
    "elsewhere",
    "100",
    "200",
    "307",
    "400",
    "401",
    "403",
    "429",
    "500",
    "503",
    "0",
    "1",
];

/// The marks whose lack decides: what an event is without them is something else. Others only colour it.
pub const DECIDING: &[&str] = &[
    "exist",
    "denied",
    "key",
    "browser",
    "come-back",
    "fall-back",
    "send",
    "refresh",
    "ask",
    "exchange",
    "sign-in",
    "answer",
    "accept",
    "refuse",
    "issue",
    "use",
    "save",
    "keep",
    "clear",
    "remove",
    "run",
    "work",
    "fail",
    "heal",
    "login-needed",
    "misconfigured",
    "again",
    "expired",
    "passed",
    "win",
    "lose",
    "revoking",
    "exit",
    "access",
    "refresh-token",
    "api-key",
    "auth-token",
    "env-token",
    "helper",
    "api",
    "token-endpoint",
    "revocation-endpoint",
    "before-request",
    "soon",
    "behind",
    "ahead",
    "same",
    "new",
    "first",
    "last",
    "next",
    "after-request",
    "wait",
    "empty",
    "dead",
    "change",
    "login",
];

impl Event {
    /// Whether all of `marks` may be said of it.
    pub fn has(&self, mark: &str) -> bool {
        self.marks.contains(mark)
    }

    /// Whether `mark` may describe something because of it. What is accepted was sent: that a server would is not enough.
    pub fn describes(&self, mark: &str) -> bool {
        self.has(mark) && !self.denied && (mark != "accept" || self.at.is_some() || self.said.is_some())
    }

    /// Whether it only says in which world things happen: that a release has a range, that the server rotates.
    fn is_background(&self) -> bool {
        self.has("both-sides") || self.has("retire") && self.at.is_none()
    }
}

impl Account {
    /// Whether `event` may be what `name` belongs to.
    pub fn is_about(&self, event: &Event, name: &str) -> bool {
        match self.names.get(name) {
            Some(marks) => marks.iter().any(|mark| event.has(mark)),
            None => !event.is_background(),
        }
    }

    /// Whether events with `mark` are all told.
    pub fn tells(&self, mark: &str) -> bool {
        self.told.contains(mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(marks: &[&'static str], at: Option<usize>) -> Event {
        Event { marks: marks.iter().copied().collect(), at, ..Event::default() }
    }

    #[test]
    fn a_name_is_of_its_own_events_and_one_of_none_is_not_of_the_background() {
        let names = BTreeMap::from([("/v1/messages".to_owned(), BTreeSet::from(["api"]))]);
        let account = Account { names, ..Account::default() };
        let (request, login) = (event(&["api", "send"], Some(0)), event(&["login", "exist"], None));
        assert!(account.is_about(&request, "/v1/messages") && !account.is_about(&login, "/v1/messages"));
        assert!(account.is_about(&request, "mcpOAuth") && account.is_about(&login, "mcpOAuth"));
        for background in [event(&["both-sides", "run"], None), event(&["retire", "server"], None)] {
            assert!(!account.is_about(&background, "mcpOAuth"));
        }
        assert!(account.is_about(&event(&["retire", "answer"], Some(1)), "mcpOAuth"));
    }
}
