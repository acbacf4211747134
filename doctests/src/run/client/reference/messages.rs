//! One prompt: the request to the resource server, what a refusal leads to, and which failures are tried again.

use jiff::SignedDuration;
use reqwest::StatusCode;
use reqwest::header::HeaderName;
use serde_json::{Value, json};

use super::Session;
use super::behaviour::Fault;
use super::credential::{Credential, Source};
use super::renewal::{Renewal, Why};
use super::trouble::{Trouble, is_revoked};
use super::wire::{Answered, NoAnswer};

/// How often a refused helper key is replaced and the request sent again: this much oftener than other failures, and
/// not above the limit.
const HELPER_EXTRA: u32 = 2;
const HELPER_REPLAYS: u32 = 5;

/// How often a helper may fail before the turn ends.
const HELPER_FAILURES: u32 = 3;

/// Where the broken variant stops, so that its run ends.
const FOREVER: u32 = 5;

/// What happened so far while one prompt is worked on.
#[expect(clippy::struct_excessive_bools, reason = "five things that happen at most once a turn")]
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// `--bare`.
    pub(super) bare: bool,
    /// The stored login was refreshed: once a turn is enough.
    pub(super) renewed: bool,
    /// The token endpoint was asked before the first request, and need not be asked twice again.
    pub(super) started: bool,
    /// The variant's turn to the stored login.
    pub(super) env_token_given_up: bool,
    /// The token endpoint agreed, but what it sent is no token response: no use to ask it again.
    pub(super) useless: bool,
    /// One refusal that no new token answers is forgiven.
    forgiven: bool,
    /// An answer that was no stream was asked for once more, whole.
    asked_whole: bool,
    refusals: u32,
    helper_failures: u32,
    retries: u32,
}

/// A failed request.
struct Failure {
    trouble: Trouble,
    /// Whether it may pass by itself.
    passing: bool,
    retry_after: Option<SignedDuration>,
}

impl Session {
    /// Sends one prompt and gives back the answer's text.
    pub(super) async fn ask(&self, bare: bool) -> Result<String, Trouble> {
        self.answer(bare).await.map_err(|trouble| match trouble {
            Trouble::LoginExpired if self.behaviour.has(Fault::SaysNotLoggedIn) => Trouble::NotLoggedIn,
            trouble => trouble,
        })
    }

    async fn answer(&self, bare: bool) -> Result<String, Trouble> {
        let mut turn = Turn { bare, ..Turn::default() };
        loop {
            let credential = self.credential(&mut turn).await?;
            let failure = match self.send(&credential).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if let Trouble::Refused { status, message } = &failure.trouble {
                let worth_it = self.after_refusal(&mut turn, &credential.source, *status, message).await?;
                if !worth_it {
                    return Err(failure.trouble);
                }
                turn.refusals += 1;
            } else {
                self.before_retry(&mut turn, failure)?;
            }
        }
    }

    /// Whether the request is worth sending again after the server refused its credential.
    async fn after_refusal(
        &self,
        turn: &mut Turn,
        source: &Source,
        status: u16,
        message: &str,
    ) -> Result<bool, Trouble> {
        let unauthorized = status == 401 || is_revoked(message);
        match source {
            Source::Environment if status == 403 => Ok(unauthorized && turn.refusals < self.helper_replays()),
            Source::Environment => Ok(turn.refusals < self.machine.max_retries()),
            Source::FailingHelper => {
                turn.helper_failures += 1;
                let limit = if self.behaviour.has(Fault::HelperFailureIsFinal) { 1 } else { HELPER_FAILURES };
                if turn.helper_failures < limit { Ok(true) } else { Err(Trouble::Helper) }
            }
            Source::Helper => {
                if let Some(helper) = &self.helper {
                    helper.forget();
                }
                Ok(!self.behaviour.has(Fault::HelperNotRerunOn401) && turn.refusals < self.helper_replays())
            }
            Source::EnvironmentToken if self.behaviour.has(Fault::EnvTokenFallsBackToStoredLogin) => {
                turn.env_token_given_up = true;
                Ok(self.login().is_some())
            }
            Source::EnvironmentToken => Ok(unauthorized && turn.forgive()),
            Source::StoredLogin(refused) => {
                if !unauthorized && !self.behaviour.has(Fault::RefreshesOnAny403) {
                    return Ok(false);
                }
                if self.behaviour.has(Fault::ReplaysForever) {
                    let again = turn.refusals < self.machine.max_retries().min(FOREVER);
                    return Ok(again && self.renew(Why::Refused(refused)).await != Renewal::Over);
                }
                if turn.renewed || turn.useless || self.behaviour.has(Fault::NeverRefreshesOn401) {
                    return Ok(turn.forgive());
                }
                match self.renew(Why::Refused(refused)).await {
                    Renewal::Renewed => turn.renewed = true,
                    Renewal::Adopted => {}
                    // A second try that is refused for good ends with the words of the first refusal.
                    Renewal::Over if turn.forgiven => return Ok(false),
                    Renewal::Over => return Err(Trouble::LoginExpired),
                    Renewal::Useless | Renewal::Unsaved => {
                        turn.useless = true;
                        return Ok(turn.forgive());
                    }
                    Renewal::Failed | Renewal::TimedOut | Renewal::Busy => return Ok(turn.forgive()),
                }
                Ok(true)
            }
        }
    }

    fn helper_replays(&self) -> u32 {
        (self.machine.max_retries() + HELPER_EXTRA).min(HELPER_REPLAYS)
    }

    /// Waits before a failure that may pass is tried again, or ends the turn.
    fn before_retry(&self, turn: &mut Turn, failure: Failure) -> Result<(), Trouble> {
        let no_stream = matches!(failure.trouble, Trouble::Malformed { status: 200 });
        if no_stream
            && !self.behaviour.has(Fault::NeverRetries)
            && !std::mem::replace(&mut turn.asked_whole, true)
        {
            return Ok(());
        }
        // 2.1.330 gives a 503 one more try than its setting says.
        let unavailable = matches!(failure.trouble, Trouble::Server { status: 503, .. });
        let retries = self.machine.max_retries().saturating_add(u32::from(unavailable));
        let limit = if self.behaviour.has(Fault::NeverRetries) { 0 } else { retries };
        if !failure.passing || turn.retries >= limit {
            return Err(failure.trouble);
        }
        let backoff = backoff(turn.retries);
        let asked =
            failure.retry_after.filter(|_| !self.behaviour.has(Fault::IgnoresRetryAfter)).unwrap_or_default();
        if asked > LONGEST_WAIT {
            return Err(failure.trouble);
        }
        turn.retries += 1;
        self.clock.sleep(asked.max(backoff));
        Ok(())
    }

    async fn send(&self, credential: &Credential) -> Result<String, Failure> {
        let mut headers = credential.headers();
        headers.push((HeaderName::from_static("anthropic-version"), "2023-06-01".to_owned()));
        let prompt = json!({
            "model": "reference",
            "max_tokens": 1024,
            "messages": [{ "role": "user", "content": "ping" }],
            "stream": true,
        });
        match self.wire.post("/v1/messages", &headers, &prompt, self.machine.request_limit()).await {
            Ok(answer) if answer.status == 200 => text_of(&answer).ok_or(Failure {
                trouble: Trouble::Malformed { status: 200 },
                passing: false,
                retry_after: None,
            }),
            Ok(answer) => Err(failure_of(&answer)),
            Err(no_answer) => Err(Failure {
                passing: !matches!(no_answer, NoAnswer::NotSent(_) | NoAnswer::TooLong),
                trouble: Trouble::NoAnswer(no_answer),
                retry_after: None,
            }),
        }
    }
}

/// The longest `Retry-After` that is waited for; a longer one ends the turn, since a person had better know.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_secs(60);

impl Turn {
    fn forgive(&mut self) -> bool {
        !std::mem::replace(&mut self.forgiven, true)
    }
}

/// Half a second, doubled each time, half a minute at the most.
fn backoff(retries: u32) -> SignedDuration {
    SignedDuration::from_millis(500 << retries.min(6))
}

fn failure_of(answer: &Answered) -> Failure {
    let status = answer.status;
    let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let member = |pointer| body.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let reason = || StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let message = member("/error/message").or_else(|| reason().map(str::to_owned)).unwrap_or_default();
    let passing = matches!(status, 408 | 409 | 429 | 500..);
    let organization = member("/error/type").as_deref() == Some("oauth_org_not_allowed")
        || message.starts_with("OAuth authentication is currently not allowed for this organization");
    let trouble = match status {
        403 if organization => Trouble::OrganizationNotAllowed,
        401 | 403 => Trouble::Refused { status, message },
        300..=399 => Trouble::Malformed { status },
        _ => Trouble::Server { status, message },
    };
    Failure { trouble, passing, retry_after: answer.retry_after }
}

/// The text of an answer, streamed or not; none when there is none in it.
fn text_of(answer: &Answered) -> Option<String> {
    if !answer.streamed {
        let body: Value = serde_json::from_str(&answer.body).ok()?;
        return body.pointer("/content/0/text")?.as_str().map(str::to_owned);
    }
    let events = answer.body.lines().filter_map(|line| line.strip_prefix("data:"));
    let texts: Vec<String> = events
        .filter_map(|data| serde_json::from_str::<Value>(data).ok())
        .filter_map(|event| event.pointer("/delta/text")?.as_str().map(str::to_owned))
        .collect();
    (!texts.is_empty()).then(|| texts.concat())
}
