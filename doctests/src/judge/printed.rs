//! Printed texts: each expected one was printed by some command, each forbidden one by none.

use semver::Version;

use super::Findings;
use crate::scenario::Expect;
use crate::transcript::Transcript;

/// What every client prints.
pub(super) fn judge(expect: &Expect, transcript: &Transcript, findings: &mut Findings) {
    if expect.prints.is_empty() && expect.never_prints.is_empty() {
        return;
    }
    let printed = transcript.printed();
    let seen = || seen(&printed);
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

/// What the release `version` prints beside it.
pub(super) fn judge_release(
    expect: &Expect,
    transcript: &Transcript,
    version: &Version,
    findings: &mut Findings,
) {
    if expect.releases_print.is_empty() {
        return;
    }
    let printed = transcript.printed();
    for (index, expected) in expect.releases_print.iter().enumerate() {
        let path = format!("releases_print[{index}]");
        let text = &expected.text;
        match (expected.is_on(version), printed.contains(text.as_str())) {
            (true, false) => {
                findings.add(&path, text, &format!("`{}` on {version}", text.value), &seen(&printed));
            }
            (false, true) => {
                findings.add(&path, text, &format!("no `{}` on {version}", text.value), &seen(&printed));
            }
            _ => {}
        }
    }
}

/// What was printed, on one line.
fn seen(printed: &str) -> String {
    let text = printed.trim();
    if text.is_empty() { "nothing printed".to_owned() } else { format!("`{}`", text.replace('\n', "⏎")) }
}
