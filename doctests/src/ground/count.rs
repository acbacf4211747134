//! What a count counts: a number alone proves nothing, `two token requests` does.

use std::fmt;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counted {
    /// Requests to the token endpoint.
    TokenRequest,
    /// Requests to the resource server.
    Message,
    /// Requests to the revocation endpoint.
    Revocation,
    /// Requests of all kinds.
    Request,
    /// Requests again: all messages but the first, or what an environment variable allows.
    Retry,
    /// Prompts, and so processes.
    Prompt,
    /// Calls of `apiKeyHelper`.
    HelperCall,
    /// Something only a source or another word counts.
    Other(String),
}

impl Counted {
    /// What `noun` (in the singular) most narrowly means.
    pub(super) fn of_noun(noun: &str) -> Self {
        let noun = noun.to_lowercase();
        let says = |words: &[&str]| {
            words.iter().any(|word| noun.split([' ', '-']).any(|part| part.starts_with(word)))
        };
        if says(&["helper"]) {
            Self::HelperCall
        } else if says(&["revo"]) {
            Self::Revocation
        } else if says(&["request", "exchange", "attempt", "grant"]) && says(&["token", "refresh"])
            || noun == "refresh"
        {
            Self::TokenRequest
        } else if says(&["prompt", "process", "session", "client"]) {
            Self::Prompt
        } else if says(&["retr", "attempt", "tr"]) {
            Self::Retry
        } else if says(&["message"]) {
            Self::Message
        } else if says(&["request", "exchange"]) {
            Self::Request
        } else {
            Self::Other(noun)
        }
    }

    /// Whether a count of `self` in a page may rest on a count of `licensed`.
    pub(super) fn rests_on(&self, licensed: &Self) -> bool {
        match self {
            // "Two requests" may be of either kind, or all of them.
            Self::Request => {
                matches!(licensed, Self::Request | Self::Message | Self::TokenRequest | Self::Revocation)
            }
            // "Ten attempts" may count the first one or not.
            Self::Retry => matches!(licensed, Self::Retry | Self::Message | Self::TokenRequest),
            // A noun with no meaning here is held to the number alone.
            Self::Other(noun) => match licensed {
                Self::Other(other) => noun == other,
                _ => true,
            },
            _ => self == licensed,
        }
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TokenRequest => "token requests",
            Self::Message => "requests of the resource server",
            Self::Revocation => "revocations",
            Self::Request => "requests",
            Self::Retry => "attempts",
            Self::Prompt => "prompts",
            Self::HelperCall => "helper calls",
            Self::Other(noun) => noun,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Counted;

    #[test]
    fn a_count_is_held_to_what_it_counts() {
        assert_eq!(Counted::of_noun("token request"), Counted::TokenRequest);
        assert_eq!(Counted::of_noun("helper call"), Counted::HelperCall);
        assert!(Counted::of_noun("request").rests_on(&Counted::TokenRequest));
        assert!(!Counted::of_noun("token request").rests_on(&Counted::Message));
    }
}
