//! A request and its reply, apart from the door they go through.

use std::borrow::Cow;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

use crate::oauth::{ErrorCode, ErrorResponse, Parameters};

/// One request, wholly read.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: Option<&'a str>,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

impl Request<'_> {
    /// A header's value as text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The parameters of the body: a form (RFC 6749 §4.1.3) or, as Claude Code sends it, JSON.
    pub(super) fn parameters(&self) -> Result<Parameters, ErrorResponse> {
        let invalid = |what: &str| ErrorResponse::new(ErrorCode::InvalidRequest, what);
        let content_type = self.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        match content_type.split(';').next().unwrap_or_default().trim() {
            "application/json" => {
                serde_json::from_slice(self.body).map_err(|_| invalid("the body is no JSON object"))
            }
            "application/x-www-form-urlencoded" => {
                std::str::from_utf8(self.body).map(form).map_err(|_| invalid("the body is not UTF-8"))
            }
            _ => Err(invalid("the content type is neither a form nor JSON")),
        }
    }
}

/// The parameters of a form or a query.
pub(super) fn form(text: &str) -> Parameters {
    let mut url = Url::parse("http://form.invalid/").expect("a constant URL");
    url.set_query(Some(text));
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// How much of a reply gets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// All of it.
    Whole,
    /// Head and half the body, then the connection ends.
    Truncated,
    /// Nothing: the connection is reset.
    Reset,
    /// Nothing: the connection stays open until the client gives up.
    Held,
    /// Nothing: the connection is closed.
    Closed,
}

/// What is sent back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(Cow<'static, str>, String)>,
    pub(super) content_type: &'static str,
    pub(super) body: Vec<u8>,
    pub(super) delivery: Delivery,
    /// Real time before anything is sent.
    pub(super) after: Duration,
}

impl Reply {
    pub(super) const JSON: &'static str = "application/json";

    /// A whole reply with a JSON body.
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, Self::JSON, body.to_string().into_bytes())
    }

    pub(super) fn new(status: u16, content_type: &'static str, body: Vec<u8>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content_type,
            body,
            delivery: Delivery::Whole,
            after: Duration::ZERO,
        }
    }

    /// For a request that nobody expects.
    pub(super) fn not_found() -> Self {
        Self::json(
            404,
            &serde_json::json!({ "error": { "type": "not_found_error", "message": "Not found" } }),
        )
    }

    pub(super) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((Cow::Borrowed(name), value.into()));
        self
    }
}
