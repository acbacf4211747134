//! The browser of a sign-in, as a client sees it: it takes the authorize URL and perhaps comes back.

use std::future::ready;

use super::checkpoint::BoxFuture;

/// The browser and the person in front of it.
pub trait Browser: Send + Sync {
    /// Opens the authorization endpoint (RFC 6749 §3.1) and gives back the redirect URL that the person is sent
    /// to (§4.1.2), or none when the person never comes back.
    fn open<'a>(&'a self, authorize_url: &'a str) -> BoxFuture<'a, Option<String>>;
}

/// A machine without a browser: nobody ever comes back.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoBrowser;

impl Browser for NoBrowser {
    fn open<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Option<String>> {
        Box::pin(ready(None))
    }
}
