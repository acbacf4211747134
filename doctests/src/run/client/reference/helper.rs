//! `apiKeyHelper` as the client sees it: its cache, and what makes an output usable.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::behaviour::{Behaviour, Fault};
use crate::oauth::Secret;
use crate::run::clock::ClientClock;
use crate::run::helper::{HELPER_FILE, HelperPrints, next_output};

/// How long an output is used, unless `CLAUDE_CODE_API_KEY_HELPER_TTL_MS` says otherwise.
const TIME_TO_LIVE: SignedDuration = SignedDuration::from_mins(5);

/// The longest output that is used.
const OUTPUT_LIMIT: usize = 16_384;

/// The helper of one session, with its cache.
#[derive(Debug)]
pub(super) struct Helper {
    path: PathBuf,
    time_to_live: SignedDuration,
    behaviour: Behaviour,
    cached: Mutex<Option<(Secret, Timestamp)>>,
}

/// Why the helper gave no credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum HelperFailure {
    /// It ended with another code than 0.
    #[error("exited {0}")]
    Exited(i32),
    /// It printed nothing.
    #[error("did not return a value")]
    Empty,
    /// Its output is no single word of printable ASCII, or too long; why.
    #[error(
        "returned output that cannot be used as an API key: {0}. The script must print only the key to stdout."
    )]
    Unusable(String),
    /// Its data file is broken.
    #[error("{0}")]
    File(String),
}

impl Helper {
    /// The helper of the machine with this `home`, if it has one.
    pub(super) fn of(home: &Path, time_to_live: Option<&str>, behaviour: Behaviour) -> Option<Self> {
        let path = home.join(HELPER_FILE);
        let time_to_live = time_to_live
            .and_then(|text| text.parse().ok())
            .map_or(TIME_TO_LIVE, |milliseconds: u32| SignedDuration::from_millis(milliseconds.into()));
        path.exists().then(|| Self { path, time_to_live, behaviour, cached: Mutex::default() })
    }

    /// The credential: the cached one, else the helper's next output. One that is not fresh any more still serves this
    /// request, while the helper runs beside it for the next.
    pub(super) fn credential(&self, clock: &ClientClock) -> Result<Secret, HelperFailure> {
        let mut cached = self.cached.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((credential, since)) = &*cached
            && !self.behaviour.has(Fault::HelperNeverCached)
        {
            let credential = credential.clone();
            if !self.is_fresh(clock.now().duration_since(*since)) {
                *cached = self.call().ok().map(|next| (next, clock.now()));
            }
            return Ok(credential);
        }
        *cached = None;
        let credential = match self.shared() {
            Some(credential) => credential,
            None => self.call()?,
        };
        self.share(&credential);
        *cached = Some((credential.clone(), clock.now()));
        Ok(credential)
    }

    /// Forgets the cached credential, because the server refused it.
    pub(super) fn forget(&self) {
        *self.cached.lock().unwrap_or_else(PoisonError::into_inner) = None;
        // There is none but in one variant, whose fault this is not.
        let _ = fs::remove_file(self.shared_file());
    }

    fn is_fresh(&self, age: SignedDuration) -> bool {
        age < self.time_to_live || self.behaviour.has(Fault::HelperCacheNeverExpires)
    }

    fn call(&self) -> Result<Secret, HelperFailure> {
        let output = next_output(&self.path)
            .map_err(|error| HelperFailure::File(format!("{HELPER_FILE}: {error}")))?;
        let output = match &output {
            Some(HelperPrints::Key(key)) => key.expose(),
            Some(HelperPrints::Text(text)) => text,
            Some(HelperPrints::Exit(code)) => return Err(HelperFailure::Exited(*code)),
            None => return Err(HelperFailure::Empty),
        };
        if self.behaviour.has(Fault::HelperOutputUnchecked) {
            return Ok(Secret::new(output.split_whitespace().last().unwrap_or_default()));
        }
        usable(output)
    }

    fn shared(&self) -> Option<Secret> {
        if !self.behaviour.has(Fault::HelperSharedBetweenProcesses) {
            return None;
        }
        fs::read_to_string(self.shared_file()).ok().map(Secret::new)
    }

    fn share(&self, credential: &Secret) {
        if self.behaviour.has(Fault::HelperSharedBetweenProcesses) {
            // A variant that cannot do wrong is caught by the tests.
            let _ = fs::write(self.shared_file(), credential.expose());
        }
    }

    fn shared_file(&self) -> PathBuf {
        self.path.with_file_name("helper-output")
    }
}

/// One word of printable ASCII, after white space around it is taken away.
fn usable(output: &str) -> Result<Secret, HelperFailure> {
    let output = output.trim();
    if output.is_empty() {
        return Err(HelperFailure::Empty);
    }
    let length = output.chars().count();
    if let Some((place, character)) =
        output.chars().enumerate().find(|(_, character)| !character.is_ascii_graphic())
    {
        let what = match character {
            '\n' | '\r' => "a line break",
            ' ' | '\t' => "a space",
            _ if character.is_ascii() => "a control character",
            _ => "a non-ASCII character",
        };
        let lines = output.lines().count();
        let on_lines = if lines > 1 { format!(" on {lines} lines") } else { String::new() };
        let place = place + 1;
        return Err(HelperFailure::Unusable(format!(
            "it contains {what} at character {place} ({length} characters{on_lines})"
        )));
    }
    if length > OUTPUT_LIMIT {
        return Err(HelperFailure::Unusable(format!(
            "it is {length} characters long (limit {OUTPUT_LIMIT})"
        )));
    }
    Ok(Secret::new(output))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::clock::VirtualClock;

    fn helper(home: &Path, time_to_live: Option<&str>) -> Helper {
        let file = serde_json::json!({ "outputs": [{ "key": "k1" }, { "exit": 3 }, { "text": " k2 \n" }] });
        fs::write(home.join(HELPER_FILE), file.to_string()).unwrap();
        Helper::of(home, time_to_live, Behaviour::default()).expect("the file is there")
    }

    #[test]
    fn an_output_that_is_five_minutes_old_is_used_once_more_while_the_helper_runs() {
        let home = tempfile::tempdir().unwrap();
        let time = VirtualClock::default();
        let clock = ClientClock::new(time.clone(), SignedDuration::ZERO);
        let helper = helper(home.path(), None);
        let key = || helper.credential(&clock).map(|key| key.expose().to_owned());
        assert_eq!(key().as_deref(), Ok("k1"));
        time.advance(SignedDuration::from_millis(299_999));
        assert_eq!(key().as_deref(), Ok("k1"));
        time.advance(SignedDuration::from_millis(1));
        assert_eq!(key().as_deref(), Ok("k1"), "what the helper then does is for the next request");
        assert_eq!(key().as_deref(), Ok("k2"));
        helper.forget();
        assert_eq!(key().as_deref(), Ok("k2"));
        let text = fs::read_to_string(home.path().join(HELPER_FILE)).unwrap();
        assert!(text.ends_with(r#""calls":4}"#), "{text}");
    }

    #[test]
    fn a_time_to_live_of_the_environment_replaces_the_five_minutes() {
        let home = tempfile::tempdir().unwrap();
        for (text, expected) in [("1500", 1500), ("0", 0), ("soon", 300_000), ("-1", 300_000)] {
            let helper = helper(home.path(), Some(text));
            assert_eq!(helper.time_to_live, SignedDuration::from_millis(expected), "{text}");
        }
    }

    #[test]
    fn an_output_is_one_word_of_printable_ascii_of_at_most_16384_characters() {
        assert!(usable(&"k".repeat(16_384)).is_ok());
        let why = |output: &str| usable(output).unwrap_err().to_string();
        assert!(why(&"k".repeat(16_385)).contains("it is 16385 characters long (limit 16384)"));
        assert!(
            why("hello\nkey\n").contains("it contains a line break at character 6 (9 characters on 2 lines)")
        );
        assert!(why("two words").contains("it contains a space at character 4 (9 characters)"));
        assert!(why("schlüssel").contains("it contains a non-ASCII character at character 5"));
        assert_eq!(usable(" \n"), Err(HelperFailure::Empty));
    }
}
