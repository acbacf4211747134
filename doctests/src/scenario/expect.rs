//! What must be seen for a scenario to hold.

mod exchange;
mod release_text;
mod stored_login;

use std::collections::BTreeMap;

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use exchange::{ExpectedExchange, NeverExpected, NotAnExchange};
pub use release_text::ReleaseText;
pub use stored_login::StoredLoginExpected;

use super::written::DurationText;
use crate::exchange::Endpoint;
use crate::located::Located;
use crate::outcome::Outcome;

/// What must be seen. At least one expectation is given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Expect {
    /// What the person gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Located<Outcome>>,
    /// The exit code of every command.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit: Option<Located<i32>>,
    /// The exit codes command by command, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exits: Option<Located<Vec<i32>>>,
    /// Texts that some command printed, on either stream.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prints: Vec<Located<String>>,
    /// Texts that releases print, each on the versions that do; the reference client need not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub releases_print: Vec<ReleaseText>,
    /// Texts that no command printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub never_prints: Vec<Located<String>>,
    /// The credential-bearing exchanges: these, in this order, and no others. `[]` is none at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchanges: Option<Located<Vec<Located<ExpectedExchange>>>>,
    /// How many exchanges an endpoint sees in all, whatever their order.
    #[schemars(extend("propertyNames" = { "enum": ["messages", "token", "revoke"] }))]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub counts: BTreeMap<Endpoint, Located<u32>>,
    /// Exchanges that must not be seen, such as `token R1 twice` or `messages A1`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<Located<NeverExpected>>,
    /// The stored login after the last step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored_login: Option<Located<StoredLoginExpected>>,
    /// How often `apiKeyHelper` ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helper_calls: Option<Located<u32>>,
    /// Virtual time the steps took, to the second (reference client only).
    #[schemars(with = "Option<DurationText>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elapsed: Option<Located<SignedDuration>>,
}

impl Expect {
    /// Every text that some command prints: on each client, and on some releases alone.
    pub fn printed(&self) -> impl Iterator<Item = &Located<String>> {
        self.prints.iter().chain(self.releases_print.iter().map(|printed| &printed.text))
    }
}
