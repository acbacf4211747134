//! The world before the first step, and the steps: figures in range, and nothing that contradicts itself.

use jiff::SignedDuration;

use super::Check;
use crate::diagnostic::Code;
use crate::scenario::given::{Answer, AnswerFault, StoreFault};
use crate::scenario::managed::ManagedSettings;
use crate::scenario::onboarding::Onboarding;
use crate::scenario::project::ProjectSettings;
use crate::scenario::{Step, StoredLogin};

/// Longer than any lifetime a page could name, and far from where adding times overflows.
const LONGEST: SignedDuration = SignedDuration::from_hours(20 * 365 * 24);

const MOST_STEPS: usize = 50;
const MOST_PROMPTS_AT_ONCE: u8 = 16;

impl Check<'_> {
    pub(super) fn world(&mut self) {
        let given = &self.document.given;
        if let Some(login) = &given.stored_login {
            self.stored_login("given.stored_login", login);
        }
        if let Some(skew) = given.clock_skew {
            self.duration("given.clock_skew", skew, -LONGEST);
        }
        let server = &given.authorization_server;
        self.duration("given.authorization_server.grace", server.grace, SignedDuration::ZERO);
        self.duration(
            "given.authorization_server.access_lifetime",
            server.access_lifetime,
            SignedDuration::from_secs(1),
        );
        self.answers("given.authorization_server.answers", &server.answers, true);
        self.answers("given.authorization_server.revoke_answers", &server.revoke_answers, false);
        self.answers("given.resource_server.answers", &given.resource_server.answers, false);
        for (index, status) in given.resource_server.settings_refused.iter().enumerate() {
            if !(300..=599).contains(status) {
                let path = format!("given.resource_server.settings_refused[{index}]");
                let fault = self.at(Code::ScenarioSyntax, &path, format!("{status} refuses nothing"));
                self.push(fault.expected("300 to 599"));
            }
        }
        if let Some(settings) = &given.settings
            && settings.helpers().next().is_none()
            && settings.env.is_empty()
        {
            let fault = self.at_key(Code::ScenarioVacuous, "given.settings", "the settings set nothing");
            self.push(
                fault.help(
                    "give `apiKeyHelper` its outputs, set a variable under `env`, or remove `settings`",
                ),
            );
        }
        for (key, _) in given.settings.iter().flat_map(|settings| settings.helpers().skip(1)) {
            let message = "there is one program for all of these commands: a scenario sets one";
            let fault = self.at_key(Code::ScenarioSyntax, &format!("given.settings.{key}"), message);
            self.push(fault.help("keep one of them"));
        }
        if given.remembered_account.is_some() && given.onboarding == Some(Onboarding::Pending) {
            let fault =
                self.at_key(Code::ScenarioVacuous, "given.remembered_account", "there is no `.claude.json`");
            self.push(fault.help("remove `onboarding: pending`, or this"));
        }
        if given.managed_settings.as_ref().is_some_and(|settings| *settings == ManagedSettings::default()) {
            let key = "given.managed_settings";
            let fault = self.at_key(Code::ScenarioVacuous, key, "the managed settings set nothing");
            self.push(fault.help("add `forceLoginMethod: claudeai`, or remove `managed_settings`"));
        }
        if given.project_settings.as_ref().is_some_and(|settings| *settings == ProjectSettings::default()) {
            let key = "given.project_settings";
            let fault = self.at_key(Code::ScenarioVacuous, key, "the settings of the project set nothing");
            self.push(fault.help("add `env: { CLAUDE_CONFIG_DIR: empty }`, or remove `project_settings`"));
        }
    }

    pub(super) fn steps(&mut self) {
        let steps = &self.document.steps;
        if !steps.iter().any(|step| step.commands() > 0) {
            let message = if steps.is_empty() { "there are no steps" } else { "no step runs a command" };
            let fault = self.at_key(Code::ScenarioVacuous, "steps", message);
            self.push(fault.help("add `- prompt`"));
        }
        if steps.len() > MOST_STEPS {
            let message = format!("{} steps are too many: at most {MOST_STEPS}", steps.len());
            self.push(self.at_key(Code::ScenarioSyntax, "steps", message));
        }
        for (index, step) in steps.iter().enumerate() {
            let path = format!("steps[{index}]");
            match &step.value {
                Step::Prompts(number) if !(2..=MOST_PROMPTS_AT_ONCE).contains(number) => {
                    let message = format!("{number} prompts at once: write 2 to {MOST_PROMPTS_AT_ONCE}");
                    self.push(self.at(Code::ScenarioSyntax, &format!("{path}.prompts"), message));
                }
                Step::Advance(by) => {
                    self.duration(&format!("{path}.advance"), *by, SignedDuration::from_millis(1));
                    if index + 1 == steps.len() {
                        let fault =
                            self.at(Code::ScenarioVacuous, &path, "nothing happens after this `advance`");
                        self.push(
                            fault.help(
                                "add the step that shows what the time has changed, or remove this one",
                            ),
                        );
                    }
                }
                Step::Revoke(symbols) if symbols.is_empty() => {
                    self.push(self.at(Code::ScenarioVacuous, &path, "this revokes nothing"));
                }
                Step::RewriteStore(login) => {
                    let path = format!("{path}.rewrite_store");
                    self.stored_login(&path, login);
                    for (key, present) in [("fault", login.fault.is_some()), ("mode", login.mode.is_some())] {
                        if present {
                            let message =
                                format!("`{key}` belongs to the store at the start, in `given.stored_login`");
                            self.push(self.at_key(Code::ScenarioSyntax, &format!("{path}.{key}"), message));
                        }
                    }
                }
                step => self.first_start(index, step),
            }
        }
    }

    /// Questions of the first start are asked where they are not answered yet, and answered once they are asked.
    fn first_start(&mut self, index: usize, step: &Step) {
        let path = format!("steps[{index}]");
        match step {
            Step::FirstStart if self.document.given.onboarding.is_none() => {
                let fault =
                    self.at(Code::ScenarioVacuous, &path, "every question of the first start is answered");
                self.push(fault.help("add `onboarding: pending` to `given`"));
            }
            Step::Chosen(_)
                if !self.document.steps[..index].iter().any(|step| **step == Step::FirstStart) =>
            {
                let fault = self.at(Code::ScenarioVacuous, &path, "nothing is asked yet");
                self.push(fault.help("add `- first_start` in front of it"));
            }
            _ => {}
        }
    }

    fn stored_login(&mut self, path: &str, login: &StoredLogin) {
        let at = |key: &str| format!("{path}.{key}");
        if login.expires_in.is_some() && login.expires_at.is_some() {
            let fault = self.at_key(
                Code::ScenarioSyntax,
                &at("expires_at"),
                "`expires_at` stands in place of `expires_in`",
            );
            self.push(fault.help("keep one of them"));
        }
        if let Some(expires_in) = login.expires_in {
            self.duration(&at("expires_in"), expires_in, -LONGEST);
        }
        if let Some(end) = login.refresh_expires_in {
            self.duration(&at("refresh_expires_in"), end, -LONGEST);
        }
        if login.text.is_some() {
            let all =
                ["access", "refresh", "expires_in", "refresh_expires_in", "expires_at", "scopes", "others"];
            for key in all {
                if self.tree.has(&at(key)) {
                    let message = format!("`text` is the whole file: `{key}` would not be written");
                    self.push(self.at_key(Code::ScenarioSyntax, &at(key), message).help("keep one of them"));
                }
            }
        }
        if let Some(mode) = &login.mode {
            self.mode(&at("mode"), mode);
        }
        let nothing_in_it = login.access.is_none() && login.refresh.is_none() && login.text.is_none();
        if matches!(login.fault, Some(StoreFault::Unreadable | StoreFault::Symlink)) && nothing_in_it {
            let fault =
                self.at(Code::ScenarioVacuous, &at("fault"), "there is no login that this fault could hide");
            self.push(fault.help("add `access` and `refresh`, or `text`"));
        }
    }

    fn answers(&mut self, path: &str, answers: &[Answer], issues_tokens: bool) {
        for (index, answer) in answers.iter().enumerate() {
            let at = |key: &str| format!("{path}[{index}].{key}");
            if let Some(times) = answer.times
                && !(1..=1_000).contains(&times)
            {
                self.push(self.at(
                    Code::ScenarioSyntax,
                    &at("times"),
                    format!("{times} times: write 1 to 1000"),
                ));
            }
            if let Some(status) = answer.status
                && !(200..=599).contains(&status)
            {
                let message = format!("{status} is no status of a whole answer");
                self.push(self.at(Code::ScenarioSyntax, &at("status"), message).expected("200 to 599"));
            }
            if let Some(delay) = answer.delay {
                self.duration(&at("delay"), delay, SignedDuration::ZERO);
            }
            if let Some(after) = answer.retry_after {
                self.duration(&at("retry_after"), after, SignedDuration::ZERO);
                if after.subsec_nanos() != 0 {
                    let message = "`Retry-After` is in whole seconds (RFC 9110 §10.2.3)";
                    self.push(self.at(Code::ScenarioSyntax, &at("retry_after"), message));
                }
            }
            self.answer_keys(&at, answer, issues_tokens);
        }
    }

    /// Keys that say nothing without, or against, another one.
    fn answer_keys(&mut self, at: &dyn Fn(&str) -> String, answer: &Answer, issues_tokens: bool) {
        let refusal = answer.status.is_some_and(|status| status >= 300);
        let cut_off = matches!(
            answer.fault,
            Some(AnswerFault::ResetAfterCommit | AnswerFault::ResetBeforeCommit | AnswerFault::Stalled)
        );
        let mut idle = Vec::new();
        for (key, present) in [
            ("error", answer.error.is_some()),
            ("message", answer.message.is_some()),
            ("retry_after", answer.retry_after.is_some()),
        ] {
            if present && !refusal {
                idle.push((key, "needs a `status` of 300 or more"));
            }
        }
        if !answer.without.is_empty() && (!issues_tokens || refusal) {
            idle.push(("without", "is for a good answer of the token endpoint"));
        }
        if cut_off && answer.status.is_some() {
            idle.push(("status", "never arrives with this `fault`"));
        }
        for (key, why) in idle {
            self.push(self.at_key(Code::ScenarioSyntax, &at(key), format!("`{key}` {why}")));
        }
    }

    /// A duration from `least` to the longest that is allowed.
    pub(super) fn duration(&mut self, path: &str, duration: SignedDuration, least: SignedDuration) {
        let message = if duration > LONGEST || duration < -LONGEST {
            "longer than 20 years"
        } else if duration < least {
            if duration.is_negative() {
                "a negative duration has no meaning here"
            } else {
                "this takes no time at all"
            }
        } else {
            return;
        };
        self.push(self.at(Code::ScenarioSyntax, path, message));
    }

    /// A file mode: three or four octal digits.
    pub(super) fn mode(&mut self, path: &str, mode: &str) {
        if !(3..=4).contains(&mode.len()) || !mode.bytes().all(|digit| (b'0'..=b'7').contains(&digit)) {
            let fault = self.at(Code::ScenarioSyntax, path, format!("`{mode}` is no file mode"));
            self.push(fault.expected("three or four octal digits, such as `600`"));
        }
    }
}
