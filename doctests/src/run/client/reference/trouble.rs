//! Why a person did not get an answer, in the words of the released client.

use super::wire::NoAnswer;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No credential at all.
    NotLoggedIn,
    /// The stored login was refused for good.
    LoginExpired,
    /// Another process refreshes the login, and it has expired in the meantime.
    Refreshing,
    /// The resource server refused the credential: status and `error.message`.
    Refused {
        /// 401 or 403.
        status: u16,
        /// `error.message`.
        message: String,
    },
    /// The organization does not let its members use a stored login.
    OrganizationNotAllowed,
    /// The helper failed three times.
    Helper,
    /// The resource server failed: status and `error.message`.
    Server {
        /// The status.
        status: u16,
        /// `error.message`.
        message: String,
    },
    /// The answer makes no sense.
    Malformed {
        /// The status.
        status: u16,
    },
    /// No answer came.
    NoAnswer(NoAnswer),
}

impl Trouble {
    /// What `claude -p` prints.
    pub(super) fn headless(&self) -> String {
        match self {
            Self::LoginExpired => "Failed to authenticate: OAuth session expired and could not be refreshed".to_owned(),
            Self::Refreshing => "Failed to refresh OAuth token: another Claude Code process is refreshing it or exited \
                mid-refresh. This is usually transient; retry in a minute, and if it persists close other Claude Code processes or sign in again"
                .to_owned(),
            Self::Refused { status: 403, message } if is_revoked(message) => {
                "Failed to authenticate: OAuth token revoked. Please log in again or contact your administrator.".to_owned()
            }
            Self::Refused { message, .. } if is_about_a_key(message) => INVALID_KEY.to_owned(),
            Self::Refused { status, message } => format!("Failed to authenticate. API Error: {status} {message}"),
            other => other.everywhere(),
        }
    }

    /// What an interactive session shows.
    pub(super) fn interactive(&self) -> String {
        match self {
            Self::LoginExpired => "Login expired · Please run /login".to_owned(),
            Self::Refreshing => {
                "Could not refresh your login because another Claude Code process is refreshing it \
                (or exited mid-refresh) · Try again in a minute"
                    .to_owned()
            }
            Self::Refused { status: 403, message } if is_revoked(message) => {
                "OAuth token revoked · Please run /login".to_owned()
            }
            Self::Refused { message, .. } if is_about_a_key(message) => INVALID_KEY.to_owned(),
            Self::Refused { status, message } => format!("Please run /login · API Error: {status} {message}"),
            other => other.everywhere(),
        }
    }

    fn everywhere(&self) -> String {
        match self {
            Self::Helper => "Your apiKeyHelper script is failing · This usually means you need to re-authenticate with your \
                provider · Run /status to see the script's error output"
                .to_owned(),
            Self::OrganizationNotAllowed => "Claude Code can't use your Claude subscription, usually because a payment is past \
                due · Pay or renew at https://claude.ai/settings/billing (if you just paid, try again shortly), or use an \
                Anthropic API key instead"
                .to_owned(),
            Self::Server { status, message } => format!("API Error: {status} {message}"),
            Self::Malformed { status } => format!("API Error: API returned an empty or malformed response (HTTP {status})"),
            Self::NoAnswer(NoAnswer::TimeLimit) => "API Error: Request timed out".to_owned(),
            Self::NoAnswer(NoAnswer::NotSent(why)) => format!("API Error: {why}"),
            Self::NoAnswer(_) => "API Error: Unable to connect to API".to_owned(),
            // The three others have words of their own in both forms.
            Self::NotLoggedIn | Self::LoginExpired | Self::Refreshing | Self::Refused { .. } => {
                "Not logged in · Please run /login".to_owned()
            }
        }
    }
}

const INVALID_KEY: &str = "Invalid API key · Fix external API key";

/// Whether the resource server speaks of a revoked token: then a refresh may help, though the status is 403.
pub(super) fn is_revoked(message: &str) -> bool {
    message.contains("OAuth token has been revoked")
}

fn is_about_a_key(message: &str) -> bool {
    message.contains("x-api-key")
}
