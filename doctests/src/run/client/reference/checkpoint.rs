//! The places in a refresh where a runner may hold a client, or kill it.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::str::FromStr;

/// A future that a trait object can give back.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A place in a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Point {
    /// The client has decided to refresh and has not yet asked for the lock.
    AboutToRefresh,
    /// The lock is held, the store read again, the token request not yet sent.
    HoldingLock,
    /// The refresh token is spent at the server, the new pair not yet saved.
    BeforeSave,
}

/// Who is told when a client comes to a [`Point`], and lets it go on.
pub trait Checkpoints: Send + Sync {
    /// The client is at `point`; it goes on when the future is done.
    fn reach(&self, point: Point) -> BoxFuture<'_, ()>;
}

/// Nobody watches: the client goes on at once.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoCheckpoints;

impl Checkpoints for NoCheckpoints {
    fn reach(&self, _: Point) -> BoxFuture<'_, ()> {
        Box::pin(ready(()))
    }
}

impl Point {
    const ALL: [Self; 3] = [Self::AboutToRefresh, Self::HoldingLock, Self::BeforeSave];

    /// The word that a client process writes to its runner.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AboutToRefresh => "about-to-refresh",
            Self::HoldingLock => "holding-lock",
            Self::BeforeSave => "before-save",
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a line from a client process names no point.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no checkpoint (about-to-refresh, holding-lock, before-save)")]
pub struct NotAPoint(String);

impl FromStr for Point {
    type Err = NotAPoint;

    fn from_str(text: &str) -> Result<Self, NotAPoint> {
        Self::ALL.into_iter().find(|point| point.as_str() == text).ok_or_else(|| NotAPoint(text.to_owned()))
    }
}
