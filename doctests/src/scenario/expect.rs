//! What must be seen for a scenario to hold.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::given::StoredToken;
use crate::exchange::Endpoint;
use crate::located::Located;
use crate::outcome::Outcome;
use crate::symbol::Symbol;

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
    /// Texts that no command printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub never_prints: Vec<Located<String>>,
    /// The credential-bearing exchanges: these, in this order, and no others. `[]` is none at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchanges: Option<Located<Vec<Located<ExpectedExchange>>>>,
    /// How many exchanges an endpoint sees in all, whatever their order.
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
    #[schemars(with = "Option<String>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elapsed: Option<Located<SignedDuration>>,
}

/// One exchange as a scenario writes it: `token R1 -> 200 issues A2 R2`, `messages A1 -> 401`,
/// `token R1 -> 400 invalid_grant`, `token R1 -> no answer`, `messages -> 401`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ExpectedExchange {
    /// Where the request goes.
    pub endpoint: Endpoint,
    /// The credential it carries.
    pub credential: Option<Symbol>,
    /// The status, or none for no (whole) answer.
    pub status: Option<u16>,
    /// The error code; any when left out.
    pub error: Option<String>,
    /// The tokens issued; none when left out.
    pub issues: Vec<Symbol>,
}

/// What must not be seen: an endpoint, perhaps with one credential, perhaps only the second time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct NeverExpected {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The credential; any when left out.
    pub credential: Option<Symbol>,
    /// Only the second time counts.
    pub twice: bool,
}

/// Why a text is no exchange.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}: write `token R1 -> 200 issues A2 R2`, `messages A1 -> 401` or `token R1 -> no answer`")]
pub struct NotAnExchange {
    problem: String,
}

/// The stored login as a scenario expects it afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum StoredLoginExpected {
    /// There is no file.
    None,
    /// Byte for byte what it was before the first step.
    Unchanged,
    /// There, with these tokens; `blank` is an empty text.
    Holds {
        /// `accessToken`.
        access: StoredToken,
        /// `refreshToken`.
        refresh: StoredToken,
        /// File mode as octal digits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mode: Option<String>,
        /// Other members that are still there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        keeps: Vec<String>,
    },
}

fn endpoint(word: Option<&str>) -> Result<Endpoint, NotAnExchange> {
    match word {
        Some("messages") => Ok(Endpoint::Messages),
        Some("token") => Ok(Endpoint::Token),
        Some("revoke") => Ok(Endpoint::Revoke),
        other => Err(NotAnExchange {
            problem: format!("`{}` is no endpoint (messages, token, revoke)", other.unwrap_or_default()),
        }),
    }
}

fn symbol(word: &str) -> Result<Symbol, NotAnExchange> {
    word.parse().map_err(|error: crate::symbol::NotASymbol| NotAnExchange { problem: error.to_string() })
}

impl FromStr for ExpectedExchange {
    type Err = NotAnExchange;

    fn from_str(text: &str) -> Result<Self, NotAnExchange> {
        let refuse = |problem: String| NotAnExchange { problem };
        let (request, answer) =
            text.split_once("->").ok_or_else(|| refuse(format!("`{text}` has no answer")))?;
        let mut request = request.split_whitespace();
        let endpoint = endpoint(request.next())?;
        let credential = request.next().map(symbol).transpose()?;
        if let Some(rest) = request.next() {
            return Err(refuse(format!("`{rest}` after the credential has no meaning")));
        }
        let mut answer = answer.split_whitespace().peekable();
        let mut parsed = Self { endpoint, credential, status: None, error: None, issues: Vec::new() };
        match (answer.next(), answer.peek()) {
            (Some("no"), Some(&"answer")) => {
                answer.next();
            }
            (Some(status), _) => {
                let status: u16 = status.parse().map_err(|_| refuse(format!("`{status}` is no status")))?;
                if !(100..600).contains(&status) {
                    return Err(refuse(format!("{status} is no status")));
                }
                parsed.status = Some(status);
            }
            (None, _) => return Err(refuse(format!("`{text}` has no answer"))),
        }
        if let Some(word) = answer.next_if(|word| *word != "issues") {
            parsed.error = Some(word.to_owned());
        }
        match answer.next() {
            None => {}
            Some("issues") => parsed.issues = answer.map(symbol).collect::<Result<_, _>>()?,
            Some(other) => return Err(refuse(format!("`{other}` has no meaning here"))),
        }
        Ok(parsed)
    }
}

impl fmt::Display for ExpectedExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.endpoint)?;
        if let Some(credential) = self.credential {
            write!(f, " {credential}")?;
        }
        match self.status {
            Some(status) => write!(f, " -> {status}")?,
            None => f.write_str(" -> no answer")?,
        }
        if let Some(error) = &self.error {
            write!(f, " {error}")?;
        }
        if !self.issues.is_empty() {
            f.write_str(" issues")?;
            for symbol in &self.issues {
                write!(f, " {symbol}")?;
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for ExpectedExchange {
    type Error = NotAnExchange;

    fn try_from(text: String) -> Result<Self, NotAnExchange> {
        text.parse()
    }
}

impl From<ExpectedExchange> for String {
    fn from(exchange: ExpectedExchange) -> Self {
        exchange.to_string()
    }
}

impl JsonSchema for ExpectedExchange {
    fn schema_name() -> Cow<'static, str> {
        "ExpectedExchange".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^(messages|token|revoke)( [AEKRT][1-9][0-9]*)? -> ([1-5][0-9][0-9]( [a-z_]+)?( issues( [AR][1-9][0-9]*)+)?|no answer)$",
            "examples": ["messages A1 -> 401", "token R1 -> 200 issues A2 R2", "token R1 -> 400 invalid_grant", "token R1 -> no answer"]
        })
    }
}

impl FromStr for NeverExpected {
    type Err = NotAnExchange;

    fn from_str(text: &str) -> Result<Self, NotAnExchange> {
        let mut words = text.split_whitespace().peekable();
        let endpoint = endpoint(words.next())?;
        let credential = words.next_if(|word| *word != "twice").map(symbol).transpose()?;
        let twice = words.next_if_eq(&"twice").is_some();
        match words.next() {
            None => Ok(Self { endpoint, credential, twice }),
            Some(word) => Err(NotAnExchange { problem: format!("`{word}` has no meaning here") }),
        }
    }
}

impl fmt::Display for NeverExpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.endpoint)?;
        if let Some(credential) = self.credential {
            write!(f, " {credential}")?;
        }
        if self.twice { f.write_str(" twice") } else { Ok(()) }
    }
}

impl TryFrom<String> for NeverExpected {
    type Error = NotAnExchange;

    fn try_from(text: String) -> Result<Self, NotAnExchange> {
        text.parse()
    }
}

impl From<NeverExpected> for String {
    fn from(never: NeverExpected) -> Self {
        never.to_string()
    }
}

impl JsonSchema for NeverExpected {
    fn schema_name() -> Cow<'static, str> {
        "NeverExpected".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^(messages|token|revoke)( [AEKRT][1-9][0-9]*)?( twice)?$",
            "examples": ["token", "token R1 twice", "messages A1"]
        })
    }
}
