//! HTML blocks: our comments on lines of their own, and what is refused.

use super::Walk;
use super::inline::{misplaced_no_claim, misplaced_prose};
use crate::diagnostic::Code;
use crate::page::{GeneratedBlock, WantedDiagram};
use crate::parse::page::block::BlockKind;
use crate::parse::page::comment::{self, Comment};
use crate::span::Span;

impl Walk<'_, '_, '_> {
    /// The end of an HTML block: Markdown makes a line that starts with a comment HTML as a whole.
    pub(super) fn end_html(&mut self) {
        let Some((block, html)) = self.html.take() else { return };
        let block = self.trimmed(block);
        let html = html.trim_end();
        let written = self.text.get(block.range()).unwrap_or_default();
        let is_comment = html.starts_with("<!--");
        let length = if is_comment { written.find("-->").map(|at| at + 3) } else { None };
        let Some(length) = length else {
            let _ = comment::read(html, block, self.faults);
            return self.other_block(block);
        };
        let span = Span::new(block.start, block.start + length);
        let rest = written[length..].trim_start();
        if !rest.is_empty() {
            self.text_after_comment(Span::new(block.end - rest.len(), block.end), rest);
        }
        let whole = html.find("-->").map_or(html, |at| &html[..at + 3]);
        let Some(comment) = comment::read(whole, span, self.faults) else { return };
        if self.in_definition == 0 {
            self.footing.other(span, self.faults);
        }
        match comment {
            Comment::Prose(reason) if self.on_first_line(span) => self.outline.prose = Some(reason),
            Comment::Prose(_) => misplaced_prose(span, self.faults),
            Comment::NoClaim(reason) => self.exempt_previous(reason, span),
            Comment::Generated(name) => self.open_generated(name, span),
            Comment::EndGenerated => self.close_generated(span),
            Comment::Diagram(name) => self.want_diagram(name, span),
        }
    }

    fn text_after_comment(&mut self, rest: Span, text: &str) {
        let message = if text.starts_with("<!--") {
            "a second comment on one line"
        } else {
            "text after a comment that starts its line"
        };
        self.faults.push_with(Code::PageMarkup, rest, message, |fault| {
            fault
                .label("Markdown takes this for HTML: it is neither shown nor checked")
                .help("put it on a line of its own, or the comment at the end of the text")
        });
    }

    fn on_first_line(&self, span: Span) -> bool {
        self.text[..span.start].trim_start_matches('\u{feff}').is_empty()
    }

    /// A `no-claim` comment on the line after a paragraph is at its end all the same.
    fn exempt_previous(&mut self, reason: String, span: Span) {
        let block = self.previous.and_then(|previous| self.outline.blocks.get_mut(previous));
        match block {
            Some(block) if block.kind == BlockKind::Text && follows(self.text, block.span, span) => {
                block.exempt = Some(reason);
            }
            _ => misplaced_no_claim(span, self.faults),
        }
    }

    fn open_generated(&mut self, name: String, span: Span) {
        self.check_own_line(span, Code::GeneratedBlock, "a generated block inside another block");
        if let Some((outer, opening)) = self.open_generated.replace((name, span)) {
            self.unclosed_generated(&outer, opening);
        }
    }

    fn close_generated(&mut self, span: Span) {
        self.check_own_line(span, Code::GeneratedBlock, "a generated block inside another block");
        if let Some((name, opening)) = self.open_generated.take() {
            let block = Span::new(opening.start, span.end);
            let inner = Span::new(opening.end, span.start);
            self.outline.generated.push(GeneratedBlock { name, span: block, inner });
        } else {
            self.faults.push_with(Code::GeneratedBlock, span, "no generated block is open here", |fault| {
                fault.expected("`<!-- generated: NAME -->` before it")
            });
        }
    }

    pub(super) fn unclosed_generated(&mut self, name: &str, opening: Span) {
        let message = format!("the generated block `{name}` is not closed");
        self.faults.push_with(Code::GeneratedBlock, opening, message, |fault| {
            fault.help("write `<!-- /generated -->` on a line of its own after it; blocks do not nest")
        });
    }

    fn want_diagram(&mut self, name: String, span: Span) {
        self.check_own_line(span, Code::PageMarkup, "a diagram inside another block");
        let written = self.text.get(span.range()).unwrap_or_default();
        let start = written.find(&name).map_or(span.start, |at| span.start + at);
        let name_span = Span::new(start, (start + name.len()).min(span.end));
        self.outline.diagrams.push(WantedDiagram { name, name_span, span });
    }

    fn check_own_line(&mut self, span: Span, code: Code, message: &'static str) {
        let line_start = self.text[..span.start].trim_start_matches('\u{feff}');
        if !self.containers.is_empty() || !(line_start.is_empty() || line_start.ends_with(['\n', '\r'])) {
            self.faults.push_with(code, span, message, |fault| {
                fault.help("put the comment at the very start of its line, outside of lists and quotes")
            });
        }
    }
}

/// Whether the comment stands on the line right after the block.
fn follows(text: &str, block: Span, comment: Span) -> bool {
    let between = text.get(block.end..comment.start).unwrap_or_default();
    between.matches('\n').count() <= 1
        && between.bytes().all(|byte| byte.is_ascii_whitespace() || byte == b'>')
}
