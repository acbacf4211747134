//! Exchanges as a scenario writes them: `token R1 -> 200 issues A2 R2`, and those that must not be seen.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::exchange::Endpoint;
use crate::symbol::Symbol;

/// One exchange as a scenario writes it: `token R1 -> 200 issues A2 R2`, `messages A1 -> 401`,
/// `token R1 -> 400 invalid_grant`, `token R1 -> no answer`, `messages -> 401`; `messages T1+K1 -> 200` carries T1 in
/// `Authorization` and K1 in `X-Api-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ExpectedExchange {
    /// Where the request goes.
    pub endpoint: Endpoint,
    /// The credential it carries.
    pub credential: Option<Symbol>,
    /// Another one beside it, in `X-Api-Key`.
    pub beside: Option<Symbol>,
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
        let (credential, beside) = match request.next().map(|word| word.split_once('+').unwrap_or((word, "")))
        {
            None => (None, None),
            Some((credential, "")) => (Some(symbol(credential)?), None),
            Some((credential, beside)) => (Some(symbol(credential)?), Some(symbol(beside)?)),
        };
        if let Some(rest) = request.next() {
            return Err(refuse(format!("`{rest}` after the credential has no meaning")));
        }
        let mut answer = answer.split_whitespace().peekable();
        let mut parsed = Self { endpoint, credential, beside, status: None, error: None, issues: Vec::new() };
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
            Some("issues") => {
                parsed.issues = answer.map(symbol).collect::<Result<_, _>>()?;
                if parsed.issues.is_empty() {
                    return Err(refuse("`issues` names no token".to_owned()));
                }
            }
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
        if let Some(beside) = self.beside {
            write!(f, "+{beside}")?;
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
            "pattern": "^(messages|token|revoke)( [AEKRT][1-9][0-9]*(\\+[AEKRT][1-9][0-9]*)?)? -> ([1-5][0-9][0-9]( [a-z_]+)?|no answer)( issues( [AER][1-9][0-9]*)+)?$",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_reads_as_it_is_written() {
        for text in [
            "messages A1 -> 401",
            "messages A1 -> 401 authentication_error",
            "token R1 -> 200 issues A2 R2",
            "token R1 -> no answer",
            "token R1 -> no answer issues A2 R2",
            "messages -> 401",
            "revoke R1 -> 200",
        ] {
            assert_eq!(text.parse::<ExpectedExchange>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_exchange_is_refused() {
        for text in [
            "",
            "messages",
            "messages A1",
            "mesages A1 -> 401",
            "messages A1 -> x",
            "messages A1 -> 99",
            "messages X1 -> 401",
            "messages A1 A2 -> 401",
            "token R1 -> 200 issues",
            "token R1 -> 400 a b",
            "messages A1 -> no",
            "messages A0 -> 200",
            "messages A99999 -> 200",
        ] {
            assert!(text.parse::<ExpectedExchange>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_never_seen_reads_as_it_is_written() {
        for text in ["token", "token R1 twice", "messages A1", "messages twice"] {
            assert_eq!(text.parse::<NeverExpected>().unwrap().to_string(), text);
        }
        assert!("token R1 thrice".parse::<NeverExpected>().is_err());
    }
}
