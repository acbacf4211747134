//! The refresh of the stored login: one at a time across processes, and nothing given up that the server did not refuse.

use jiff::SignedDuration;
use serde_json::Value;

use super::Session;
use super::behaviour::Fault;
use super::checkpoint::Point;
use super::messages::Turn;
use super::store::{Document, INFERENCE, Lock, NotLocked, StoredLogin};
use super::trouble::Trouble;
use super::wire::{Answered, NoAnswer};
use crate::oauth::{ErrorCode, Secret, TokenRequest, TokenResponse};

/// Name of this client at the authorization server (RFC 6749 §2.2).
pub(super) const CLIENT_ID: &str = "reference-client";

/// An access token with no more than this left is refreshed before it is sent.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// How long the token endpoint has for its answer.
pub(super) const TOKEN_LIMIT: SignedDuration = SignedDuration::from_secs(30);

/// Why a refresh is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Why<'a> {
    /// The end of the access token is near.
    Ahead,
    /// The server refused this access token.
    Refused(&'a Secret),
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Renewal {
    /// There is a new access token.
    Renewed,
    /// Another process had put a new access token into the store; no request was made.
    Adopted,
    /// The authorization server refused the refresh token for good; the stored login is blanked.
    Over,
    /// The authorization server agreed, but what it sent is no token response.
    Useless,
    /// The authorization server has spoken, but what it said could not be written to the store: it is lost.
    Unsaved,
    /// No answer in time.
    TimedOut,
    /// Another failure; the stored login is as it was.
    Failed,
    /// Another process has the lock.
    Busy,
}

impl Session {
    /// The stored login as it is to be used now: what one variant did not save comes before what the file still says.
    pub(super) fn login(&self) -> Option<StoredLogin> {
        let login = self.store.login()?;
        if login.refresh.is_none() && self.behaviour.has(Fault::NeedsRefreshToken) {
            return None;
        }
        match &*self.unsaved() {
            Some((in_the_file, unsaved)) if login.refresh.as_ref() == Some(in_the_file) => {
                Some(unsaved.clone())
            }
            _ => Some(login),
        }
    }

    /// The stored login for a request, refreshed when its end is near. A refresh that fails in passing is tried twice
    /// by the first request of a prompt, and then the old access token is sent: the server has the last word.
    pub(super) async fn login_ahead(&self, turn: &mut Turn) -> Result<StoredLogin, Trouble> {
        let attempts = if std::mem::replace(&mut turn.started, true) { 1 } else { 2 };
        for _ in 0..attempts {
            if turn.useless || !self.wants_renewal() {
                break;
            }
            match self.renew(Why::Ahead).await {
                Renewal::Failed | Renewal::Useless => {}
                Renewal::Renewed => {
                    turn.renewed = true;
                    break;
                }
                Renewal::Over => return Err(Trouble::LoginExpired),
                Renewal::Busy if self.is_expired() => return Err(Trouble::Refreshing),
                Renewal::Unsaved | Renewal::TimedOut | Renewal::Adopted | Renewal::Busy => break,
            }
        }
        let login = self.login().ok_or(Trouble::NotLoggedIn)?;
        if login.is_blanked() {
            return Err(Trouble::LoginExpired);
        }
        if login.access.is_none() || !login.may_infer() {
            return Err(Trouble::NotLoggedIn);
        }
        Ok(login)
    }

    /// Whether the stored login is near its end and can be refreshed.
    pub(super) fn wants_renewal(&self) -> bool {
        let Some(login) = self.login() else { return false };
        let usable = login.access.is_some() && self.ends_within(&login, AHEAD);
        let blank = login.access.is_none() && self.behaviour.has(Fault::RefreshesWithoutAccessToken);
        login.refresh.is_some() && (usable || blank) && !self.behaviour.has(Fault::NeverRefreshesAhead)
    }

    /// Refreshes the stored login, unless another process has done so in the meantime.
    pub(super) async fn renew(&self, why: Why<'_>) -> Renewal {
        let before = self.login();
        self.checkpoints.reach(Point::AboutToRefresh).await;
        let _lock = match self.take_lock().await {
            Ok(lock) => lock,
            Err(NotLocked::Held) => return Renewal::Busy,
            Err(NotLocked::Impossible) => return Renewal::Failed,
        };
        let login = if self.behaviour.has(Fault::NoLock) { before } else { self.login() };
        let Some(login) = login else { return Renewal::Failed };
        if self.is_newer(&login, why) {
            return Renewal::Adopted;
        }
        let Some(refresh) = login.refresh.clone() else { return Renewal::Failed };
        self.checkpoints.reach(Point::HoldingLock).await;
        let mut renewal = self.exchange(&login, &refresh).await;
        if self.behaviour.has(Fault::RefreshesTwice)
            && renewal == Renewal::Renewed
            && let Some(login) = self.login()
            && let Some(refresh) = &login.refresh
        {
            renewal = self.exchange(&login, refresh).await;
        }
        if renewal != Renewal::Renewed && self.behaviour.has(Fault::TreatsServerErrorAsFinalRejection) {
            self.give_up(&refresh);
            return Renewal::Over;
        }
        renewal
    }

    /// Posts a refresh token (RFC 6749 §6) and keeps what comes back.
    async fn exchange(&self, login: &StoredLogin, refresh: &Secret) -> Renewal {
        let request = TokenRequest::RefreshToken {
            refresh_token: refresh.clone(),
            client_id: Some(CLIENT_ID.to_owned()),
            scope: Some(login.scopes_to_ask_for()),
        };
        let answer = match self.wire.post("/v1/oauth/token", &[], &request, TOKEN_LIMIT).await {
            Ok(answer) => answer,
            Err(NoAnswer::TimeLimit) => return Renewal::TimedOut,
            Err(NoAnswer::TooLong) => return Renewal::Useless,
            Err(_) => return Renewal::Failed,
        };
        if answer.status == 200 {
            // A token that does not reach as far as a prompt is of no use either.
            let Some(issued) = issued(&answer).filter(may_infer) else { return Renewal::Useless };
            self.checkpoints.reach(Point::BeforeSave).await;
            let renewed = self.renewed(login, issued);
            return if self.keep(refresh, renewed) { Renewal::Renewed } else { Renewal::Unsaved };
        }
        if is_final(&answer) && !self.behaviour.has(Fault::KeepsRefusedTokens) {
            return if self.give_up(refresh) { Renewal::Over } else { Renewal::Unsaved };
        }
        Renewal::Failed
    }

    /// The stored login with what the server issued in it (RFC 6749 §5.1, §6).
    pub(super) fn renewed(&self, login: &StoredLogin, issued: TokenResponse) -> StoredLogin {
        let rotated = issued.refresh_token.filter(|token| !token.expose().is_empty());
        StoredLogin {
            access: Some(issued.access_token),
            refresh: rotated
                .filter(|_| !self.behaviour.has(Fault::IgnoresRotation))
                .or_else(|| login.refresh.clone()),
            expires_at: issued.expires_in.map(|seconds| self.milliseconds_from_now(seconds)),
            scopes: issued.scope.map(|scope| scope.split_whitespace().map(str::to_owned).collect()),
            subscription: login.subscription.clone(),
        }
    }

    /// Saves a renewed login, if the store still holds what was `posted`: a sign-in or sign-out in the meantime wins.
    /// What cannot be saved is not used either.
    fn keep(&self, posted: &Secret, renewed: StoredLogin) -> bool {
        if self.behaviour.has(Fault::ForgetsToSave) {
            let in_the_file = self.store.login().and_then(|login| login.refresh);
            *self.unsaved() = in_the_file.map(|refresh| (refresh, renewed));
            return true;
        }
        self.save_over(posted, |document| document.set_login(&renewed))
    }

    /// Blanks the stored login, if it still is the one that was refused.
    fn give_up(&self, posted: &Secret) -> bool {
        self.save_over(posted, Document::blank)
    }

    /// Changes the store, unless it holds another refresh token than the one `posted`. Whether nothing is left to save.
    fn save_over(&self, posted: &Secret, change: impl FnOnce(&mut Document)) -> bool {
        let held = self.login().and_then(|login| login.refresh);
        if held.as_ref() != Some(posted) && !self.behaviour.has(Fault::NoLock) {
            return true;
        }
        let mut document = self.store.document();
        change(&mut document);
        let saved = self.store.save(&document).is_ok();
        if saved {
            *self.unsaved() = None;
        }
        saved
    }

    async fn take_lock(&self) -> Result<Option<Lock>, NotLocked> {
        if self.behaviour.has(Fault::NoLock) {
            Ok(None)
        } else {
            self.store.lock(&self.clock).await.map(Some)
        }
    }

    fn is_newer(&self, login: &StoredLogin, why: Why<'_>) -> bool {
        match why {
            Why::Ahead => login.access.is_some() && !self.ends_within(login, AHEAD),
            Why::Refused(refused) => login.access.as_ref().is_some_and(|access| access != refused),
        }
    }

    /// Whether the access token has expired by the client's clock.
    pub(super) fn is_expired(&self) -> bool {
        self.login().is_none_or(|login| self.ends_within(&login, SignedDuration::ZERO))
    }

    /// Without an expiry only the server can tell, so the access token is taken for good.
    fn ends_within(&self, login: &StoredLogin, margin: SignedDuration) -> bool {
        let now = self.clock.now().as_millisecond();
        let margin = i64::try_from(margin.as_millis()).unwrap_or(i64::MAX);
        let ends = login.expires_at.map(|expires_at| expires_at.saturating_sub(now) <= margin);
        ends.unwrap_or(self.behaviour.has(Fault::MissingExpiryIsExpired))
            || self.behaviour.has(Fault::AlwaysRefreshes)
    }

    fn milliseconds_from_now(&self, seconds: u64) -> i64 {
        let lifetime = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
        self.clock.now().as_millisecond().saturating_add(lifetime)
    }
}

/// The token response in an answer. Lenient where a server may be sloppy and the meaning is plain: a lifetime as a text, a
/// missing token type. Without a lifetime or a scope there is none, as the released client has it.
pub(super) fn issued(answer: &Answered) -> Option<TokenResponse> {
    let mut body: Value = serde_json::from_str(&answer.body).ok()?;
    let members = body.as_object_mut()?;
    let seconds = lifetime(members.get("expires_in")?)?;
    members.insert("expires_in".to_owned(), seconds.into());
    members.entry("token_type").or_insert_with(|| "Bearer".into());
    let issued: TokenResponse = serde_json::from_value(body).ok()?;
    (issued.is_bearer() && !issued.access_token.expose().is_empty() && issued.scope.is_some())
        .then_some(issued)
}

/// Seconds from a number or a text; what lies in the past has ended now.
fn lifetime(value: &Value) -> Option<u64> {
    let seconds = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse::<f64>().ok().filter(|seconds| seconds.is_finite())?,
        _ => return None,
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates, which is what is wanted here"
    )]
    Some(seconds as u64)
}

fn may_infer(issued: &TokenResponse) -> bool {
    issued.scope.as_ref().is_some_and(|scope| scope.split(' ').any(|scope| scope == INFERENCE))
}

/// Whether the refusal is about the refresh token itself (RFC 6749 §5.2), in either form of error the server has.
fn is_final(answer: &Answered) -> bool {
    let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let code = body.get("error").and_then(|error| error.as_str().or_else(|| error.get("type")?.as_str()));
    code.is_some_and(|code| ErrorCode::from(code) == ErrorCode::InvalidGrant)
}
