//! What a scenario licenses: the values of its keys, and the words its keys stand for.

use jiff::SignedDuration;
use serde_json::Value;

use crate::exchange::Endpoint;
use crate::fact::System;
use crate::scenario::BoundaryOf;
use crate::scenario::expect::{Expect, ExpectedExchange, StoredLoginExpected};
use crate::scenario::given::{Answer, HelperOutput, StoredLogin, StoredToken};
use crate::scenario::step::SlashCommand;
use crate::scenario::{
    AuthorizationServer, Boundary, ClaudeCodeClaim, Clients, Given, ReferenceClaim, Scenario, Settings, Step,
};
use crate::vocabulary::VocabularyDocument;

use super::{Era, License};
use crate::ground::count::Counted;
use crate::ground::keys::keys;

impl License {
    /// What `scenario` says.
    pub(in crate::ground) fn of_scenario(scenario: &Scenario, vocabulary: &VocabularyDocument) -> Self {
        let document = &scenario.document;
        let mut license = Self { era: Era::Now, ..Self::default() };
        let boundary = document.boundary.as_ref();
        // The value a boundary moves is only one side of it: the figure to name is the boundary's own.
        let moved = boundary.map(|boundary| *boundary.of);
        // Every record is of Linux.
        license.systems.insert(System::Linux);
        license.given(&document.given, moved);
        license.steps(document.steps.iter().map(|step| &step.value), moved);
        license.expect(&document.expect);
        if let Some(boundary) = boundary {
            license.boundary(boundary);
        }
        license.clients(&document.clients);
        for key in keys(scenario) {
            for word in vocabulary.licenses.get(&key).into_iter().flatten() {
                license.word(word);
            }
        }
        license
    }

    fn boundary(&mut self, boundary: &Boundary) {
        self.bounded = true;
        self.duration(*boundary.at);
        self.sides.insert(("beyond", boundary.beyond.abs()));
        self.thresholds.insert(*boundary.at);
        self.expect(&boundary.expect);
    }

    /// `-10m` is ten minutes too.
    fn duration(&mut self, duration: SignedDuration) {
        self.durations.insert(duration.abs());
    }

    fn given(&mut self, given: &Given, moved: Option<BoundaryOf>) {
        for (_, name, value) in given.variables() {
            self.env(name, value);
        }
        if given.settings.as_ref().is_some_and(|settings| !settings.env.is_empty()) {
            self.names.insert("env".to_owned());
        }
        for (key, outputs) in given.settings.iter().flat_map(Settings::helpers) {
            self.names.insert(key.to_owned());
            for output in outputs {
                match output {
                    HelperOutput::Key(_) => {}
                    HelperOutput::Text(text) => drop(self.texts.insert(text.clone())),
                    HelperOutput::Exit(code) => drop(self.exits.insert(*code)),
                }
            }
        }
        if let Some(managed) = given.managed_settings.as_ref().and_then(|all| serde_json::to_value(all).ok())
        {
            self.json(&managed);
        }
        if let Some(folder) = given.project_settings.as_ref().and_then(|settings| settings.env.config_folder)
        {
            self.names.insert("CLAUDE_CONFIG_DIR".to_owned());
            self.names.extend(word(folder));
        }
        if given.onboarding.is_some() {
            let names = [
                "hasCompletedOnboarding",
                "\"hasCompletedOnboarding\": true",
                ".claude.json",
                "~/.claude.json",
            ];
            self.names.extend(names.map(ToOwned::to_owned));
        }
        if let Some(account) = &given.remembered_account {
            let names = ["oauthAccount", ".claude.json", "~/.claude.json"];
            self.names.extend(names.map(ToOwned::to_owned));
            self.texts.extend([account.email.clone(), account.organization.clone()]);
        }
        if let Some(login) = &given.stored_login {
            self.stored_login(login, moved);
        }
        if let Some(skew) = given.clock_skew {
            self.duration(skew);
        }
        self.authorization_server(&given.authorization_server);
        if !given.resource_server.revoked.is_empty() {
            self.refusal(Endpoint::Messages, 401, "authentication_error");
        }
        self.answers(Endpoint::Messages, &given.resource_server.answers);
        self.statuses.extend(given.resource_server.settings_refused.iter().map(|status| (None, *status)));
    }

    fn env(&mut self, name: &str, value: &str) {
        self.names.insert(name.to_owned());
        if value.parse::<crate::symbol::Symbol>().is_ok() {
            return;
        }
        self.names.insert(value.to_owned());
        self.names.insert(format!("{name}={value}"));
        let Ok(number) = value.parse::<i64>() else { return };
        if name.ends_with("_MS") {
            self.duration(SignedDuration::from_millis(number));
        } else if let Ok(number) = u32::try_from(number) {
            self.counts.insert((Counted::Retry, number));
        }
    }

    fn authorization_server(&mut self, server: &AuthorizationServer) {
        let default = AuthorizationServer::default();
        if server.access_lifetime != default.access_lifetime {
            self.duration(server.access_lifetime);
        }
        if server.grace != default.grace {
            self.duration(server.grace);
        }
        if !server.revoked.is_empty() {
            self.refusal(Endpoint::Token, 400, "invalid_grant");
        }
        if !server.scopes.is_empty() {
            self.refusal(Endpoint::Token, 400, "invalid_scope");
            self.names.extend(server.scopes.iter().cloned());
        }
        self.answers(Endpoint::Token, &server.answers);
        self.answers(Endpoint::Revoke, &server.revoke_answers);
    }

    fn answers(&mut self, endpoint: Endpoint, answers: &[Answer]) {
        for answer in answers {
            match (answer.status, &answer.error) {
                (Some(status), Some(error)) => self.refusal(endpoint, status, error),
                (Some(status), None) => drop(self.statuses.insert((Some(endpoint), status))),
                (None, Some(error)) => {
                    self.errors.insert(error.clone());
                    self.names.insert(error.clone());
                }
                (None, None) => {}
            }
            for duration in [answer.retry_after, answer.delay].into_iter().flatten() {
                self.duration(duration);
            }
            self.messages.extend(answer.message.clone());
            self.names.extend(answer.without.iter().cloned());
            self.counts.extend(answer.times.map(|times| (Counted::Other("time".to_owned()), times)));
        }
    }

    fn refusal(&mut self, endpoint: Endpoint, status: u16, error: &str) {
        self.statuses.insert((Some(endpoint), status));
        self.errors.insert(error.to_owned());
        self.names.insert(error.to_owned());
        self.names.insert(format!("{status} {error}"));
    }

    fn stored_login(&mut self, login: &StoredLogin, moved: Option<BoundaryOf>) {
        let tokens = [login.access, login.refresh].into_iter().flatten().count();
        self.counts.extend(u32::try_from(tokens).map(|tokens| (Counted::Other("token".to_owned()), tokens)));
        for token in [login.access, login.refresh] {
            self.token(token);
        }
        for (left, of) in [
            (login.expires_in, BoundaryOf::StoredLoginExpiresIn),
            (login.refresh_expires_in, BoundaryOf::StoredLoginRefreshExpiresIn),
        ] {
            let Some(left) = left else { continue };
            if moved == Some(of) {
                self.sides.insert(("given", left.abs()));
            } else {
                self.duration(left);
            }
        }
        if let Some(scopes) = &login.scopes {
            self.json(scopes);
        }
        if let Some(expires_at) = &login.expires_at {
            self.json(expires_at);
        }
        for (name, value) in &login.others {
            self.names.insert(name.clone());
            self.json(value);
        }
        self.names.extend(login.text.clone());
        self.modes.extend(login.mode.as_deref().and_then(super::mode));
    }

    fn token(&mut self, token: Option<StoredToken>) {
        if token == Some(StoredToken::Blank) {
            self.names.insert("\"\"".to_owned());
        }
    }

    /// A value of the file: as JSON, as text, and so its members.
    fn json(&mut self, value: &Value) {
        self.names.insert(value.to_string());
        match value {
            Value::String(text) => drop(self.names.insert(text.clone())),
            Value::Array(items) => items.iter().for_each(|item| self.json(item)),
            Value::Object(members) => {
                for (name, member) in members {
                    self.names.insert(name.clone());
                    self.json(member);
                }
            }
            _ => {}
        }
    }

    fn steps<'a>(&mut self, steps: impl Iterator<Item = &'a Step>, moved: Option<BoundaryOf>) {
        let mut prompts = 0;
        for step in steps {
            match step {
                Step::Prompts(number) => {
                    prompts += u32::from(*number);
                    self.counts.insert((Counted::Prompt, u32::from(*number)));
                }
                Step::Prompt | Step::BarePrompt | Step::TypedPrompt | Step::KilledPrompt(_) => prompts += 1,
                Step::Advance(by) if moved == Some(BoundaryOf::Advance) => {
                    self.sides.insert(("given", by.abs()));
                }
                Step::Advance(by) => self.duration(*by),
                Step::RewriteStore(login) => self.stored_login(login, None),
                Step::Chosen(choice) => drop(self.texts.insert(choice.clone())),
                _ => {}
            }
            for command in commands(step) {
                self.names.insert((*command).to_owned());
                if command.starts_with("claude") {
                    self.commands.insert((*command).to_owned());
                }
            }
        }
        self.counts.insert((Counted::Prompt, prompts));
    }

    fn expect(&mut self, expect: &Expect) {
        self.exits.extend(expect.exit.iter().map(|exit| **exit));
        self.exits.extend(expect.exits.iter().flat_map(|exits| exits.iter().copied()));
        self.texts.extend(expect.prints.iter().map(|text| text.value.clone()));
        self.never.extend(expect.never_prints.iter().map(|text| text.value.clone()));
        if let Some(exchanges) = &expect.exchanges {
            self.complete = true;
            self.exchanges(exchanges.iter().map(|exchange| &exchange.value));
        }
        for (endpoint, count) in &expect.counts {
            self.counted(*endpoint, **count);
        }
        self.counts.extend(expect.helper_calls.iter().map(|calls| (Counted::HelperCall, **calls)));
        if let Some(elapsed) = &expect.elapsed {
            self.duration(**elapsed);
        }
        match expect.stored_login.as_deref() {
            Some(StoredLoginExpected::Holds { access, refresh, mode, keeps }) => {
                self.token(Some(*access));
                self.token(Some(*refresh));
                self.modes.extend(mode.as_deref().and_then(super::mode));
                self.names.extend(keeps.iter().cloned());
            }
            Some(StoredLoginExpected::Unchanged | StoredLoginExpected::None) | None => {}
        }
    }

    fn exchanges<'a>(&mut self, exchanges: impl Iterator<Item = &'a ExpectedExchange> + Clone) {
        for exchange in exchanges.clone() {
            match (exchange.status, &exchange.error) {
                (Some(status), Some(error)) => self.refusal(exchange.endpoint, status, error),
                (Some(status), None) => drop(self.statuses.insert((Some(exchange.endpoint), status))),
                (None, _) => {}
            }
        }
        for endpoint in [Endpoint::Messages, Endpoint::Token, Endpoint::Revoke] {
            let number = exchanges.clone().filter(|exchange| exchange.endpoint == endpoint).count();
            self.counted(endpoint, u32::try_from(number).unwrap_or(u32::MAX));
        }
        self.counts.insert((Counted::Request, u32::try_from(exchanges.count()).unwrap_or(u32::MAX)));
    }

    fn counted(&mut self, endpoint: Endpoint, number: u32) {
        let counted = match endpoint {
            Endpoint::Messages => {
                self.counts.insert((Counted::Retry, number.saturating_sub(1)));
                Counted::Message
            }
            Endpoint::Token => Counted::TokenRequest,
            Endpoint::Revoke => Counted::Revocation,
        };
        self.counts.insert((counted, number));
    }

    fn clients(&mut self, clients: &Clients) {
        if let ReferenceClaim::Variant(name) = &*clients.reference {
            let versions = name.split(|c: char| !(c.is_ascii_digit() || c == '.'));
            self.versions.extend(versions.filter_map(|version| version.parse::<semver::Version>().ok()));
        }
        let Some(ClaudeCodeClaim::Ranges(ranges)) = clients.claude_code.as_deref() else { return };
        for comparator in ranges.iter().flat_map(|range| &range.range.comparators) {
            let (minor, patch) = (comparator.minor.unwrap_or_default(), comparator.patch.unwrap_or_default());
            self.versions.insert(semver::Version::new(comparator.major, minor, patch));
            // The version just below a bound is the other side of it.
            if let Some(below) = patch.checked_sub(1) {
                self.versions.insert(semver::Version::new(comparator.major, minor, below));
            }
        }
    }
}

/// What a person types for `step`.
pub(in crate::ground) const fn commands(step: &Step) -> &'static [&'static str] {
    match step {
        Step::Prompt | Step::Prompts(_) | Step::KilledPrompt(_) => &["claude -p"],
        Step::BarePrompt => &["claude --bare -p", "claude -p --bare", "--bare", "claude -p"],
        Step::TypedPrompt | Step::FirstStart | Step::Chosen(_) => &["claude"],
        Step::Typed(SlashCommand::Status) => &["claude", "/status"],
        Step::Typed(SlashCommand::Login) | Step::TypedLogin(_) => &["claude", "/login"],
        Step::Typed(SlashCommand::Logout) => &["claude", "/logout"],
        Step::AgentsTyped(SlashCommand::Status) => &["claude agents", "/status"],
        Step::AgentsTyped(SlashCommand::Login) => &["claude agents", "/login"],
        Step::AgentsTyped(SlashCommand::Logout) => &["claude agents", "/logout"],
        Step::AuthStatus => &["claude auth status"],
        Step::AuthStatusText => &["claude auth status --text", "claude auth status", "--text"],
        Step::AuthLogout => &["claude auth logout"],
        Step::AuthLogin(_) => &["claude auth login"],
        Step::SetupToken(_) | Step::SetupTokenWithArgument(_) => &["claude setup-token"],
        Step::Advance(_) | Step::Revoke(_) | Step::RewriteStore(_) => &[],
    }
}

/// A fault's name as scenarios write it.
fn word(fault: impl serde::Serialize) -> Option<String> {
    serde_json::to_value(fault).ok()?.as_str().map(ToOwned::to_owned)
}
