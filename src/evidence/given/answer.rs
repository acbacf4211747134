//! Scripted answers of a server, in words.

use doctests::scenario::given::{Answer, AnswerFault};

use crate::evidence::escape::code;
use crate::evidence::words;

/// How the first calls are answered, in one item; none without scripted answers.
pub(super) fn words(requests: &str, answers: &[Answer]) -> Option<String> {
    let each: Vec<String> = answers.iter().map(one).collect();
    (!each.is_empty()).then(|| format!("{requests} are answered {}, then by the rules", each.join(", then ")))
}

fn one(answer: &Answer) -> String {
    let mut parts = Vec::new();
    parts.extend(answer.status.map(|status| code(&status.to_string())));
    parts.extend(answer.error.as_deref().map(code));
    parts.extend(answer.message.as_deref().map(code));
    parts.extend(
        answer.retry_after.map(|after| format!("with {} of {}", code("Retry-After"), words::duration(after))),
    );
    parts.extend(answer.delay.map(|delay| format!("after {}", words::duration(delay))));
    if !answer.without.is_empty() {
        let members: Vec<String> = answer.without.iter().map(|member| code(member)).collect();
        parts.push(format!("without {}", words::and(&members)));
    }
    parts.extend(answer.fault.map(|fault| fault_words(fault).to_owned()));
    if parts.is_empty() {
        parts.push("by the rules".to_owned());
    }
    match answer.times {
        None | Some(1) => parts.join(" "),
        Some(n) => format!("{} times {}", n, parts.join(" ")),
    }
}

const fn fault_words(fault: AnswerFault) -> &'static str {
    match fault {
        AnswerFault::Garbage => "with a body that is not JSON",
        AnswerFault::Html => "with an HTML page",
        AnswerFault::Empty => "with an empty body",
        AnswerFault::Oversized => "with an oversized body",
        AnswerFault::WrongContentType => "under another content type",
        AnswerFault::Truncated => "with a body cut off half-way",
        AnswerFault::ResetAfterCommit => "with a connection reset after the server did its part",
        AnswerFault::ResetBeforeCommit => "with a connection reset before the server did anything",
        AnswerFault::Stalled => "never",
        AnswerFault::Redirect => "with a redirect to another host",
    }
}
