//! The stored login after the last step.

use super::Findings;
use crate::located::Located;
use crate::scenario::StoredLoginExpected;
use crate::scenario::given::StoredToken;
use crate::transcript::{StoredLoginSeen, TokenSeen};

pub(super) fn judge(
    expected: &Located<StoredLoginExpected>,
    seen: &StoredLoginSeen,
    findings: &mut Findings,
) {
    let mut wrong = |path: &str, want: String, got: String| findings.add(path, expected, &want, &got);
    match (&expected.value, seen) {
        (StoredLoginExpected::None, StoredLoginSeen::None)
        | (
            StoredLoginExpected::Unchanged,
            StoredLoginSeen::Login { unchanged: true, .. } | StoredLoginSeen::Unreadable { unchanged: true },
        ) => {}
        (StoredLoginExpected::None, _) => wrong("stored_login", "no file".to_owned(), describe(seen)),
        (StoredLoginExpected::Unchanged, _) => {
            wrong("stored_login", "byte for byte what it was".to_owned(), describe(seen));
        }
        (
            StoredLoginExpected::Holds { access, refresh, mode, keeps },
            StoredLoginSeen::Login {
                access: access_seen,
                refresh: refresh_seen,
                mode: mode_seen,
                others,
                ..
            },
        ) => {
            if !same(*access, access_seen) {
                wrong("stored_login.access", String::from(*access), token(access_seen));
            }
            if !same(*refresh, refresh_seen) {
                wrong("stored_login.refresh", String::from(*refresh), token(refresh_seen));
            }
            if let Some(mode) = mode.as_ref().filter(|mode| *mode != mode_seen) {
                wrong("stored_login.mode", mode.clone(), mode_seen.clone());
            }
            if let Some(lost) = keeps.iter().find(|name| !others.contains(name)) {
                wrong("stored_login.keeps", lost.clone(), format!("only {}", others.join(", ")));
            }
        }
        (StoredLoginExpected::Holds { access, refresh, .. }, _) => {
            let want = format!("access {}, refresh {}", String::from(*access), String::from(*refresh));
            wrong("stored_login", want, describe(seen));
        }
    }
}

fn same(expected: StoredToken, seen: &TokenSeen) -> bool {
    match (expected, seen) {
        (StoredToken::Blank, TokenSeen::Blank) => true,
        (StoredToken::Token(symbol), TokenSeen::Known(known)) => symbol == *known,
        _ => false,
    }
}

fn token(seen: &TokenSeen) -> String {
    match seen {
        TokenSeen::Missing => "missing".to_owned(),
        TokenSeen::Blank => "blank".to_owned(),
        TokenSeen::Known(symbol) => symbol.to_string(),
        TokenSeen::Foreign => "a token of nobody's".to_owned(),
    }
}

fn describe(seen: &StoredLoginSeen) -> String {
    match seen {
        StoredLoginSeen::None => "no file".to_owned(),
        StoredLoginSeen::Unreadable { .. } => "a file that does not parse".to_owned(),
        StoredLoginSeen::Login { access, refresh, expires_at, .. } => {
            format!("access {}, refresh {}, expiresAt {expires_at}", token(access), token(refresh))
        }
    }
}
