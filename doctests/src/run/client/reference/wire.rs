//! HTTP as the client speaks it: to loopback only, no redirects, a bounded body, a time limit on the injected clock.

use std::net::IpAddr;

use jiff::SignedDuration;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Url, redirect};

use crate::run::clock::ClientClock;

/// The longest body that is read.
const BODY_LIMIT: usize = 1024 * 1024;

/// Connections that sessions of one runner share: opening one costs as much as a request.
#[derive(Debug, Clone)]
pub struct Connections(Client);

impl Default for Connections {
    fn default() -> Self {
        let http = Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .user_agent("reference-client")
            .build()
            .expect("nothing to set up without TLS");
        Self(http)
    }
}

/// The way to the servers.
#[derive(Debug)]
pub(super) struct Wire {
    http: Client,
    base: String,
    clock: ClientClock,
}

/// A whole answer.
pub(super) struct Answered {
    /// HTTP status code.
    pub(super) status: u16,
    /// Whether the body is an event stream by its content type.
    pub(super) streamed: bool,
    /// `Retry-After` in seconds (RFC 9110 §10.2.3), when it is a number.
    pub(super) retry_after: Option<SignedDuration>,
    /// The body, as text.
    pub(super) body: String,
}

/// Why there is no whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// The time limit came first.
    TimeLimit,
    /// The connection was refused, reset, or ended within the answer.
    Connection,
    /// The body is longer than the client reads.
    TooLong,
    /// The request cannot be sent at all; why.
    NotSent(String),
}

impl Wire {
    /// The way to the servers below `base`.
    pub(super) fn new(base: &str, clock: ClientClock, connections: Connections) -> Self {
        Self { http: connections.0, base: base.trim_end_matches('/').to_owned(), clock }
    }

    /// The URL of `path` below the base.
    pub(super) fn url(&self, path: &str) -> Result<Url, NoAnswer> {
        let text = format!("{}{path}", self.base);
        let url =
            Url::parse(&text).map_err(|error| NoAnswer::NotSent(format!("`{text}` is no URL: {error}")))?;
        if url.scheme() != "http" {
            return Err(NoAnswer::NotSent(format!("`{text}`: the reference client speaks http only")));
        }
        if !is_loopback(&url) {
            return Err(NoAnswer::NotSent(format!("`{text}`: the reference client speaks to loopback only")));
        }
        Ok(url)
    }

    /// Posts `body` as JSON to `path` and waits for the whole answer, `limit` at the most.
    pub(super) async fn post(
        &self,
        path: &str,
        headers: &[(HeaderName, String)],
        body: &impl serde::Serialize,
        limit: SignedDuration,
    ) -> Result<Answered, NoAnswer> {
        let request = self.http.post(self.url(path)?).headers(sensitive(headers)?).json(body);
        let limit = self.clock.timer(limit);
        tokio::select! {
            // Once the clock has passed the limit the client has given up, whatever comes in the same moment.
            biased;
            () = limit => Err(NoAnswer::TimeLimit),
            answer = whole(request) => answer,
        }
    }
}

async fn whole(request: reqwest::RequestBuilder) -> Result<Answered, NoAnswer> {
    let mut response = request.send().await.map_err(|_| NoAnswer::Connection)?;
    let header = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let streamed = header(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/event-stream"));
    let retry_after =
        header(RETRY_AFTER).and_then(|text| text.trim().parse().ok()).map(SignedDuration::from_secs);
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| NoAnswer::Connection)? {
        if body.len() + chunk.len() > BODY_LIMIT {
            return Err(NoAnswer::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Answered { status: response.status().as_u16(), streamed, retry_after, body })
}

/// Header values that never show in a log; a value that no header can hold is not sent.
fn sensitive(headers: &[(HeaderName, String)]) -> Result<HeaderMap, NoAnswer> {
    headers
        .iter()
        .map(|(name, text)| {
            let mut value = HeaderValue::from_str(text).map_err(|_| {
                NoAnswer::NotSent(format!("the value of header {name} holds a character that no header can"))
            })?;
            value.set_sensitive(true);
            Ok((name.clone(), value))
        })
        .collect()
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::clock::VirtualClock;

    fn refusal(base: &str) -> String {
        let clock = ClientClock::new(VirtualClock::default(), SignedDuration::ZERO);
        match Wire::new(base, clock, Connections::default()).url("/v1/messages") {
            Err(NoAnswer::NotSent(why)) => why,
            other => panic!("{base} is accepted: {other:?}"),
        }
    }

    #[test]
    fn only_plain_loopback_is_spoken_to() {
        assert!(refusal("https://127.0.0.1:1").ends_with("speaks http only"));
        assert!(refusal("http://192.0.2.1").ends_with("speaks to loopback only"));
        assert!(refusal("http://127.0.0.1.example.com").ends_with("speaks to loopback only"));
        assert!(refusal("nonsense").contains("is no URL"));
    }
}
