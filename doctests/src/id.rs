//! The id of a scenario or a source: what a citation names.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// `<topic>.<name>[.<name>…]`, lower case, exact: `refresh.early-revocation`, `source.changelog-2-1-118`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

/// The topic that only sources have.
pub const SOURCE_TOPIC: &str = "source";

impl Id {
    /// The part before the first dot.
    pub fn topic(&self) -> &str {
        self.0.split_once('.').map_or(self.0.as_str(), |(topic, _)| topic)
    }

    /// The part after the first dot.
    pub fn name(&self) -> &str {
        self.0.split_once('.').map_or("", |(_, name)| name)
    }

    /// Whether the id names a source and not a scenario.
    pub fn is_source(&self) -> bool {
        self.topic() == SOURCE_TOPIC
    }

    /// The id as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no id: an id is lower case, `<topic>.<name>`, such as `refresh.early-revocation`")]
pub struct NotAnId(String);

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let mut parts = text.split('.');
        let topic = parts.next().unwrap_or_default();
        let names: Vec<&str> = parts.collect();
        let word = |part: &&str| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        let topic_ok = topic.starts_with(|first: char| first.is_ascii_lowercase()) && word(&topic);
        if topic_ok && !names.is_empty() && names.iter().all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnId(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Id {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
