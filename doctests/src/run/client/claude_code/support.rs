//! What no release can be given, and why: said before anything is started.

use crate::scenario::given::StoreFault;
use crate::scenario::step::Browser;
use crate::scenario::{Given, Step};

/// Why this cannot be played on a release, if it cannot.
pub fn unsupported<'a>(given: &Given, steps: impl IntoIterator<Item = &'a Step>) -> Option<String> {
    let fault = given.stored_login.as_ref().and_then(|login| login.fault);
    if fault == Some(StoreFault::Full) {
        return Some("a full disk cannot be arranged for the credentials file alone".to_owned());
    }
    steps.into_iter().find_map(|step| match step {
        Step::Advance(_) => Some("time cannot be moved on for a released client".to_owned()),
        Step::SetupToken(Browser::Unused) => Some("setup-token always opens a browser".to_owned()),
        _ => None,
    })
}
