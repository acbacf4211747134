//! What the client reads of its environment.

use std::fmt;
use std::path::PathBuf;

use jiff::SignedDuration;

use super::Machine;

/// How long a request may take, unless `API_TIMEOUT_MS` says otherwise; and the most that variable can say.
const REQUEST_LIMIT: SignedDuration = SignedDuration::from_mins(10);
const LONGEST_REQUEST_LIMIT: u64 = 2_147_483_647;

/// How often a failed request is sent again, unless `CLAUDE_CODE_MAX_RETRIES` says otherwise; and the most it can say.
const RETRIES: u32 = 10;
const MOST_RETRIES: u32 = 15;

impl Machine {
    /// An environment variable; one that is blank counts as unset.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.env.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// Whether `CLAUDE_CODE_SIMPLE` asks for bare mode.
    pub(super) fn is_simple(&self) -> bool {
        matches!(self.variable("CLAUDE_CODE_SIMPLE"), Some("1" | "true" | "yes" | "on"))
    }

    pub(super) fn max_retries(&self) -> u32 {
        self.number("CLAUDE_CODE_MAX_RETRIES").unwrap_or(RETRIES).min(MOST_RETRIES)
    }

    pub(super) fn request_limit(&self) -> SignedDuration {
        self.number("API_TIMEOUT_MS")
            .filter(|milliseconds: &u64| (1..=LONGEST_REQUEST_LIMIT).contains(milliseconds))
            .and_then(|milliseconds| i64::try_from(milliseconds).ok())
            .map_or(REQUEST_LIMIT, SignedDuration::from_millis)
    }

    /// Where the credentials file is.
    pub(super) fn config_directory(&self) -> PathBuf {
        self.variable("CLAUDE_CONFIG_DIR").map_or_else(|| self.home.join(".claude"), PathBuf::from)
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.variable(name)?.parse().ok()
    }
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Machine")
            .field("base_url", &self.base_url)
            .field("home", &self.home)
            .field("env", &self.env.keys())
            .field("store_fault", &self.store_fault)
            .field("variant", &self.variant)
            .finish()
    }
}
