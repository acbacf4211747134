//! What is around the servers of one run: their addresses, the traffic that is no credential behaviour, how time passes.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::http::{Reply, Request};

/// The path below which the other host's endpoints are.
pub(super) const ELSEWHERE: &str = "/elsewhere";

/// What a client under test finds around the two servers.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Where authorization requests may go, each up to the `?`.
    pub authorize: Vec<String>,
    /// The other host that a redirect leads to, so that whoever follows is seen.
    pub elsewhere: String,
    /// Where the settings of an organization are, if the client looks for any.
    pub settings: Option<String>,
    /// What the client asks for besides, and what it is answered.
    pub side: Vec<SideTraffic>,
    /// Headers that every answer carries and that say nothing about credentials.
    pub headers: BTreeMap<String, String>,
    /// What an answer that is held back waits for.
    pub pace: Pace,
}

/// Whose time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// The virtual clock is moved on, to the client's next timer at the most.
    Virtual,
    /// Time passes by itself: the client has a clock of its own.
    Real,
}

/// Requests that are no credential behaviour. They are answered so that nobody asks again, and left out of transcripts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideTraffic {
    /// The method; any when left out.
    #[serde(default)]
    pub method: Option<String>,
    /// What the name of the host begins with; any when left out.
    #[serde(default)]
    pub host: Option<String>,
    /// What the path begins with.
    pub path: String,
    /// Status of the answer.
    pub status: u16,
    /// Its JSON body.
    #[serde(default)]
    pub body: serde_json::Value,
    /// An XML body in place of it.
    #[serde(default)]
    pub xml: Option<String>,
}

impl Surroundings {
    /// Around a client of ours: nothing but the servers below `base_url`, in virtual time.
    pub(super) fn of(base_url: &str) -> Self {
        Self {
            authorize: vec![format!("{base_url}/oauth/authorize")],
            elsewhere: base_url.replace("127.0.0.1", "localhost"),
            settings: None,
            side: Vec::new(),
            headers: BTreeMap::new(),
            pace: Pace::Virtual,
        }
    }

    /// The name of the other host.
    pub(super) fn elsewhere_host(&self) -> &str {
        let authority = self.elsewhere.split_once("://").map_or(self.elsewhere.as_str(), |(_, rest)| rest);
        authority.split(['/', ':']).next().unwrap_or_default()
    }

    /// The answer to side traffic; none when the request is something else.
    pub(super) fn answer(&self, request: &Request<'_>) -> Option<Reply> {
        let named = request.header("host").unwrap_or_default();
        let fits = |side: &&SideTraffic| {
            side.method.as_deref().is_none_or(|method| method == request.method)
                && side.host.as_deref().is_none_or(|host| named.starts_with(host))
                && request.path.starts_with(&side.path)
        };
        let side = self.side.iter().find(fits)?;
        if let Some(xml) = &side.xml {
            return Some(Reply::new(side.status, "text/xml", xml.clone().into_bytes()));
        }
        let body = if side.body.is_null() { serde_json::json!({}) } else { side.body.clone() };
        Some(Reply::json(side.status, &body))
    }
}
