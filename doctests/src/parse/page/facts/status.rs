//! Statuses, exit codes, versions and file modes.

use super::quantity::{self, status_like, touches_a_sign};
use super::token::Gap;
use super::{FactKind, Reading};
use crate::fact::System;
use crate::rule::fact::{AFTER_EXIT, AFTER_STATUS, BEFORE_STATUS, OTHER_NUMBERS};

/// `exit code 1`, `exits with 0`, `exit codes 0 and 1`, `exits with 0 if it can, and with 1 if not`.
pub(super) fn exit_codes(reading: &mut Reading<'_>) {
    let mut exits = false;
    for start in 0..reading.tokens.len() {
        let mut at = start + 1;
        match reading.word(start) {
            Some("exit" | "exits" | "exited" | "exiting") => {
                while reading.word(at).is_some_and(|word| AFTER_EXIT.has(word)) {
                    at += 1;
                }
            }
            Some("with") if exits => {}
            _ => continue,
        }
        // `exit codes 0, 1 and 2`
        while let Some(code) = exit_code(reading, at) {
            reading.take(at..at + 1, FactKind::ExitCode(code));
            exits = true;
            at += 1;
            if matches!(reading.word(at), Some("and" | "or")) {
                at += 1;
            }
        }
    }
}

fn exit_code(reading: &Reading<'_>, at: usize) -> Option<i32> {
    let token = reading.token(at).filter(|_| reading.is_free(at))?;
    let code = match token.lower.as_str() {
        "zero" => 0,
        "one" => 1,
        "two" => 2,
        figures if figures.bytes().all(|byte| byte.is_ascii_digit()) => figures.parse().ok()?,
        _ => return None,
    };
    let counts = reading
        .word(at + 1)
        .is_some_and(|word| quantity::is_noun(word) && reading.tokens[at + 1].gap == Gap::Blank);
    ((0..256).contains(&code) && !counts).then_some(code)
}

/// `0600`, `mode 600`.
pub(super) fn modes(reading: &mut Reading<'_>) {
    for at in 0..reading.tokens.len() {
        let Some(token) = reading.token(at).filter(|_| reading.is_free(at)) else { continue };
        let text = token.text.clone();
        let octal = text.bytes().all(|byte| (b'0'..b'8').contains(&byte));
        let full = text.len() == 4 && text.starts_with('0');
        let named = || matches!(reading.before(at), Some("mode" | "modes" | "permission" | "permissions"));
        if octal && !touches_a_sign(token.before) && (full || (text.len() == 3 && named())) {
            reading.take(at..at + 1, FactKind::Mode(text));
        }
    }
}

/// `2.1.118`, `v2.1.118`.
pub(super) fn versions(reading: &mut Reading<'_>) {
    for at in 0..reading.tokens.len() {
        let Some(token) = reading.token(at).filter(|_| reading.is_free(at)) else { continue };
        let figures = token.lower.strip_prefix('v').unwrap_or(&token.lower);
        if let Ok(version) = semver::Version::parse(figures) {
            reading.take(at..at + 1, FactKind::Version(version));
        }
    }
}

/// `401` in code or bare; figures that are often something else, such as `100`, need a word beside them.
pub(super) fn statuses(reading: &mut Reading<'_>) {
    for at in 0..reading.tokens.len() {
        let Some(token) = reading.token(at).filter(|_| reading.is_free(at)) else { continue };
        let Some(status) = status_like(&token.lower) else { continue };
        let other = touches_a_sign(token.before)
            || matches!(token.after, Some('%'))
            || reading.before(at).is_some_and(|before| OTHER_NUMBERS.has(before));
        let usual = matches!(status, 200 | 201 | 204 | 300..600);
        let named = || {
            let joined = |at: usize| reading.token(at).is_some_and(|token| token.gap != Gap::Break);
            (joined(at) && reading.before(at).is_some_and(|word| BEFORE_STATUS.has(word)))
                || (joined(at + 1) && reading.word(at + 1).is_some_and(|word| AFTER_STATUS.has(word)))
        };
        if token.code || (!other && (usual || named())) {
            reading.take(at..at + 1, FactKind::Status(status));
        }
    }
}

/// `macOS`, `Linux`, `Windows`.
pub(super) fn systems(reading: &mut Reading<'_>) {
    for at in 0..reading.tokens.len() {
        let Some(token) = reading.token(at).filter(|token| !token.code && reading.is_free(at)) else {
            continue;
        };
        // A window is no system: the name is told by its capital.
        let Some(system) = System::ALL.into_iter().find(|system| system.as_str() == token.text) else {
            continue;
        };
        reading.take(at..at + 1, FactKind::System(system));
    }
}
