//! On which clients a scenario holds: names, reasons and the expectation that a release outside contradicts.

use super::Check;
use crate::diagnostic::Code;
use crate::scenario::{ClaudeCodeClaim, ReferenceClaim};

impl Check<'_> {
    pub(super) fn clients(&mut self) {
        let clients = &self.document.clients;
        match &clients.reference.value {
            ReferenceClaim::Holds => {}
            ReferenceClaim::Variant(name) => {
                let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                if name.is_empty() || !name.chars().all(word) {
                    let message = format!("`{name}` is no name of a variant");
                    let fault = self.at(Code::ScenarioSyntax, "clients.reference.variant", message);
                    self.push(fault.expected("lower case words with hyphens, such as `no-reactive-refresh`"));
                }
            }
            ReferenceClaim::NotModelled(reason) => {
                if reason.trim().is_empty() {
                    let path = "clients.reference.not-modelled";
                    let fault = self.at_key(Code::ScenarioSyntax, path, "the reason is empty");
                    self.push(fault.help("say why the reference client does not do this"));
                }
            }
        }
        let Some(ClaudeCodeClaim::Ranges(ranges)) = clients.claude_code.as_deref() else { return };
        let path = "clients.claude-code";
        if ranges.is_empty() {
            let fault = self.at_key(Code::ScenarioVacuous, path, "the list of ranges is empty");
            self.push(fault.help("name a range, or write `any`, or remove the key"));
        }
        let listed = self.tree.has("clients.claude-code[0]");
        for (index, range) in ranges.iter().enumerate() {
            let place =
                if listed { format!("{path}[{index}].differs_at") } else { format!("{path}.differs_at") };
            if !self.tree.has(&format!("expect.{}", range.differs_at)) {
                let message = format!("nothing is expected at `{}`", range.differs_at);
                let fault = self.at(Code::ScenarioSyntax, &place, message);
                self.push(
                    fault.expected("the path of an expectation, such as `exchanges`, `exit` or `prints[0]`"),
                );
            }
        }
    }
}
