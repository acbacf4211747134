//! The comments a page may hold; every other piece of HTML is refused.

use super::Faults;
use crate::diagnostic::Code;
use crate::parse::nearest;
use crate::span::Span;

/// One of our comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Comment {
    /// `<!-- prose: reason -->`.
    Prose(String),
    /// `<!-- no-claim: reason -->`.
    NoClaim(String),
    /// `<!-- generated: NAME -->`.
    Generated(String),
    /// `<!-- /generated -->`.
    EndGenerated,
    /// `<!-- diagram: SCENARIO -->`.
    Diagram(String),
}

const FORMS: &str = "`<!-- prose: reason -->` on the first line, `<!-- no-claim: reason -->` at the end of a \
                     paragraph or cell, `<!-- generated: NAME -->` and `<!-- /generated -->`, \
                     `<!-- diagram: SCENARIO -->`";

/// Reads `html`, the whole of one comment or tag; what is none of ours is a fault at `span`.
pub(super) fn read(html: &str, span: Span, faults: &mut Faults<'_>) -> Option<Comment> {
    let Some(inner) = html.strip_prefix("<!--") else {
        faults.push_with(Code::PageMarkup, span, "raw HTML on a page", |fault| {
            fault
                .expected(format!("Markdown, and of HTML only our comments: {FORMS}"))
                .help("write it as Markdown; as text, put it in backticks or write `\\<`")
        });
        return None;
    };
    let Some(inner) = inner.strip_suffix("-->") else {
        faults.push_with(Code::PageMarkup, span, "the comment is never closed", |fault| {
            fault.label("everything from here on is hidden").help("end it with `-->`")
        });
        return None;
    };
    let words = inner.split_whitespace().collect::<Vec<_>>().join(" ");
    if words == "/generated" {
        return Some(Comment::EndGenerated);
    }
    let (key, value) = words.split_once(':').unwrap_or((&words, ""));
    let value = value.trim();
    let comment = match key.trim() {
        "prose" => Comment::Prose(value.to_owned()),
        "no-claim" => Comment::NoClaim(value.to_owned()),
        "generated" => Comment::Generated(value.to_owned()),
        "diagram" => Comment::Diagram(value.to_owned()),
        other => {
            unknown(other, span, faults);
            return None;
        }
    };
    if value.is_empty() {
        let missing = match key.trim() {
            "generated" => "a name",
            "diagram" => "the id of a scenario",
            _ => "a reason",
        };
        faults.push_with(
            Code::PageMarkup,
            span,
            format!("`{}` comment without {missing}", key.trim()),
            |fault| fault.expected(FORMS),
        );
        return None;
    }
    if let Comment::Generated(name) = &comment
        && !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    {
        faults.push_with(Code::GeneratedBlock, span, "the name of a generated block is not right", |fault| {
            fault.expected("lower case letters, digits and `-`").seen(format!("`{name}`"))
        });
        return None;
    }
    Some(comment)
}

fn unknown(key: &str, span: Span, faults: &mut Faults<'_>) {
    let near = nearest(&key.to_lowercase(), ["prose", "no-claim", "generated", "/generated", "diagram"]);
    faults.push_with(Code::PageMarkup, span, "a comment that means nothing here", |fault| {
        let fault = fault.expected(FORMS);
        match near {
            Some(known) => fault.help(format!("did you mean `{known}`?")),
            None => fault.help("delete it: whoever reads the page does not see it, and we do not check it"),
        }
    });
}
