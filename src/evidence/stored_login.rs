//! The stored login after the last step, in words.

use doctests::transcript::{StoredLoginSeen, TokenSeen};

use super::escape::{code, text};

/// The stored login as HTML.
pub(super) fn words(seen: &StoredLoginSeen) -> String {
    match seen {
        StoredLoginSeen::None => "no file".to_owned(),
        StoredLoginSeen::Unreadable { unchanged: true } => {
            "a file that does not parse, byte for byte as before".to_owned()
        }
        StoredLoginSeen::Unreadable { unchanged: false } => "a file that does not parse".to_owned(),
        StoredLoginSeen::Login { access, refresh, expires_at, mode, unchanged, .. } => {
            let unchanged = if *unchanged { ", byte for byte as before" } else { "" };
            format!(
                "access token {}, refresh token {}, {} {}, mode {}{unchanged}",
                token(access),
                token(refresh),
                code("expiresAt"),
                text(expires_at),
                code(mode)
            )
        }
    }
}

fn token(seen: &TokenSeen) -> String {
    match seen {
        TokenSeen::Missing => "missing".to_owned(),
        TokenSeen::Blank => "blank".to_owned(),
        TokenSeen::Known(symbol) => code(&symbol.to_string()),
        TokenSeen::Foreign => "of unknown origin".to_owned(),
    }
}
