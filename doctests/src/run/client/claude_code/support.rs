//! What no release can be given, and why: said before anything is started.

use jiff::SignedDuration;

use crate::scenario::Step;
use crate::scenario::step::Browser;

/// As long as this is really waited for in an open session.
const WAITS: SignedDuration = SignedDuration::from_secs(60);

/// Why this cannot be played on a release, if it cannot.
pub fn unsupported<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Option<String> {
    let mut session = false;
    steps.into_iter().find_map(|step| match step {
        Step::TypedPrompt | Step::Typed(_) | Step::TypedLogin(_) | Step::FirstStart | Step::Chosen(_) => {
            session = true;
            None
        }
        Step::Advance(by) if session && *by > WAITS => {
            Some("nobody can move the clock of an open session, and waiting would take too long".to_owned())
        }
        Step::SetupToken(Browser::Unused) | Step::SetupTokenWithArgument(Browser::Unused) => {
            Some("setup-token always opens a browser".to_owned())
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_moves_on_between_processes_and_not_within_a_session() {
        let hour = Step::Advance(SignedDuration::from_hours(1));
        let why = |steps: &[Step]| unsupported(steps);
        assert_eq!(why(&[Step::Prompt, hour.clone(), Step::Prompt]), None);
        let why = why(&[Step::TypedPrompt, hour, Step::TypedPrompt]).unwrap();
        assert!(why.contains("open session"), "{why}");
    }
}
