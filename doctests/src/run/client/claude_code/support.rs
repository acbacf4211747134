//! What no release can be given, and why: said before anything is started.

use jiff::SignedDuration;

use crate::scenario::given::StoreFault;
use crate::scenario::step::Browser;
use crate::scenario::{Given, Step};

/// As long as this is really waited for in an open session.
const WAITS: SignedDuration = SignedDuration::from_secs(10);

/// Why this cannot be played on a release, if it cannot.
pub fn unsupported<'a>(given: &Given, steps: impl IntoIterator<Item = &'a Step>) -> Option<String> {
    let fault = given.stored_login.as_ref().and_then(|login| login.fault);
    if fault == Some(StoreFault::Full) {
        return Some("a full disk cannot be arranged for the credentials file alone".to_owned());
    }
    let mut session = false;
    steps.into_iter().find_map(|step| match step {
        Step::TypedPrompt | Step::Typed(_) | Step::TypedLogin(_) => {
            session = true;
            None
        }
        Step::Advance(by) if session && *by > WAITS => {
            Some("nobody can move the clock of an open session, and waiting would take too long".to_owned())
        }
        Step::SetupToken(Browser::Unused) => Some("setup-token always opens a browser".to_owned()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_moves_on_between_processes_and_not_within_a_session() {
        let hour = Step::Advance(SignedDuration::from_hours(1));
        let why = |steps: &[Step]| unsupported(&Given::default(), steps);
        assert_eq!(why(&[Step::Prompt, hour.clone(), Step::Prompt]), None);
        let why = why(&[Step::TypedPrompt, hour, Step::TypedPrompt]).unwrap();
        assert!(why.contains("open session"), "{why}");
    }
}
