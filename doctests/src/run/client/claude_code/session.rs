//! The interactive client: waits until it can be typed to, types, waits until it has answered.

use std::time::Duration;

use super::product::Product;
use super::text::{after_typed, is_prompt_of, kept_lines};
use crate::run::error::RunError;
use crate::run::terminal::Terminal;

/// Real time after which a client that neither answers nor fails is our own fault.
const LIMIT: Duration = Duration::from_secs(100);

/// A screen that is drawn in parts is whole when it has not changed for this long.
const DRAWN: Duration = Duration::from_millis(300);

/// A screen with nothing on it that is kept may still get something; after this long it is done all the same.
const SILENT: Duration = Duration::from_secs(4);

/// An interactive session.
pub(super) struct Session {
    terminal: Terminal,
    /// What the start screen said of authentication, until it has been told.
    start: String,
}

/// What was on the screen after something was typed.
pub(super) struct Turn {
    /// The lines that are kept; those of the start screen first, once.
    pub(super) lines: String,
    /// Whether the model's answer is among what came after.
    pub(super) answered: bool,
}

impl Session {
    /// Waits for the first prompt.
    pub(super) async fn open(mut terminal: Terminal, product: &Product) -> Result<Self, RunError> {
        let ready = |screen: &str, quiet: Duration| quiet >= DRAWN && last_prompt(product, screen).is_some();
        if !terminal.watch(LIMIT, ready).await? {
            return Err(time_limit());
        }
        let start = kept_lines(product, &terminal.text());
        Ok(Self { terminal, start })
    }

    /// Types `text` and the Enter key, and waits for what comes of it.
    pub(super) async fn type_line(&mut self, text: &str, product: &Product) -> Result<Turn, RunError> {
        self.terminal.type_text(text)?;
        let typed = |screen: &str, _: Duration| last_prompt(product, screen).is_some_and(|line| line == text);
        if !self.terminal.watch(LIMIT, typed).await? {
            return Err(time_limit());
        }
        self.terminal.type_text("\r")?;
        let done = |screen: &str, quiet: Duration| {
            // Taken: the text has left the prompt, and stands above it.
            let taken = last_prompt(product, screen).is_none_or(|line| line != text);
            let said = kept_lines(product, after_typed(product, screen, text));
            let enough = if said.is_empty() { SILENT } else { DRAWN * 3 };
            taken && !product.is_busy(screen) && quiet >= enough
        };
        if !self.terminal.watch(LIMIT, done).await? {
            return Err(time_limit());
        }
        let screen = self.terminal.text();
        let after = kept_lines(product, after_typed(product, &screen, text));
        let answered = after.contains(&product.answer);
        Ok(Turn { lines: std::mem::take(&mut self.start) + &after, answered })
    }
}

/// What stands at the prompt: the last line that begins with its sign.
fn last_prompt<'s>(product: &Product, screen: &'s str) -> Option<&'s str> {
    screen.lines().filter_map(|line| is_prompt_of(product, line)).next_back()
}

fn time_limit() -> RunError {
    RunError::TimeLimit { command: "claude".to_owned(), seconds: LIMIT.as_secs() }
}
