//! Printed texts: each expected one was printed by some command, each forbidden one by none.

use super::Findings;
use crate::scenario::Expect;
use crate::transcript::Transcript;

pub(super) fn judge(expect: &Expect, transcript: &Transcript, findings: &mut Findings) {
    if expect.prints.is_empty() && expect.never_prints.is_empty() {
        return;
    }
    let printed = transcript.printed();
    let seen = || {
        let text = printed.trim();
        if text.is_empty() {
            "nothing printed".to_owned()
        } else {
            format!("`{}`", text.replace('\n', "⏎"))
        }
    };
    for (index, text) in expect.prints.iter().enumerate() {
        if !printed.contains(text.as_str()) {
            findings.add(&format!("prints[{index}]"), text, &format!("`{}`", text.value), &seen());
        }
    }
    for (index, text) in expect.never_prints.iter().enumerate() {
        if printed.contains(text.as_str()) {
            findings.add(
                &format!("never_prints[{index}]"),
                text,
                &format!("`{}` never printed", text.value),
                &seen(),
            );
        }
    }
}
