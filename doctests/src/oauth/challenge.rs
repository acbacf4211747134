//! The `WWW-Authenticate` challenge of a resource server (RFC 6750 §3).

use std::fmt;
use std::str::FromStr;

use super::ErrorCode;

/// A challenge of the scheme `Bearer` (RFC 6750 §3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Challenge {
    /// `realm`, optional.
    pub realm: Option<String>,
    /// `error`: there when a token was presented and refused, absent when none was (RFC 6750 §3.1).
    pub error: Option<ErrorCode>,
    /// `error_description`: for developers.
    pub error_description: Option<String>,
}

/// Why a header's value is no challenge of the scheme `Bearer`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no Bearer challenge")]
pub struct NotAChallenge;

impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer")?;
        let members = [
            ("realm", self.realm.as_deref()),
            ("error", self.error.as_ref().map(ErrorCode::as_str)),
            ("error_description", self.error_description.as_deref()),
        ];
        let mut separator = " ";
        for (name, value) in members {
            let Some(value) = value else { continue };
            // Quotes, backslashes and control characters may not occur (RFC 6750 §3).
            let value: String =
                value.chars().filter(|c| matches!(c, ' '..='~') && !"\"\\".contains(*c)).collect();
            write!(f, "{separator}{name}=\"{value}\"")?;
            separator = ", ";
        }
        Ok(())
    }
}

impl FromStr for Challenge {
    type Err = NotAChallenge;

    /// Reads one challenge; an auth-param it does not know is ignored (RFC 9110 §11.6.1).
    fn from_str(text: &str) -> Result<Self, NotAChallenge> {
        let (scheme, mut rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(NotAChallenge);
        }
        let mut challenge = Self::default();
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            if rest.is_empty() {
                return Ok(challenge);
            }
            let (name, after) = rest.split_once('=').ok_or(NotAChallenge)?;
            let value;
            (value, rest) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or(NotAChallenge)?,
                None => after.split_at(after.find([' ', ',']).unwrap_or(after.len())),
            };
            match name.trim().to_ascii_lowercase().as_str() {
                "realm" => challenge.realm = Some(value.to_owned()),
                "error" => challenge.error = Some(value.into()),
                "error_description" => challenge.error_description = Some(value.to_owned()),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_6750_is_read_and_written() {
        let text =
            r#"Bearer realm="example", error="invalid_token", error_description="The access token expired""#;
        let challenge: Challenge = text.parse().unwrap();
        assert_eq!(challenge.error, Some(ErrorCode::InvalidToken));
        assert_eq!(challenge.to_string(), text);
    }

    #[test]
    fn unknown_parameters_and_bare_challenges_are_tolerated() {
        assert_eq!("bearer".parse(), Ok(Challenge::default()));
        let challenge: Challenge = "Bearer scope=\"a b\",error=insufficient_scope".parse().unwrap();
        assert_eq!(challenge.error, Some(ErrorCode::InsufficientScope));
    }

    #[test]
    fn another_scheme_or_half_a_challenge_is_none() {
        assert_eq!("Basic realm=\"x\"".parse::<Challenge>(), Err(NotAChallenge));
        assert_eq!("Bearer error=\"invalid".parse::<Challenge>(), Err(NotAChallenge));
    }

    #[test]
    fn a_value_cannot_break_out_of_its_quotes() {
        let challenge =
            Challenge { error_description: Some("a\", x=\"\r\nb".to_owned()), ..Challenge::default() };
        assert_eq!(challenge.to_string(), r#"Bearer error_description="a, x=b""#);
    }
}
