//! The interactive client: waits until it can be typed to, types, waits until it has answered.

mod first_start;

use std::time::Duration;

use super::product::Product;
use super::text::{after_typed, is_prompt_of, kept_lines};
use crate::run::error::RunError;
use crate::run::terminal::Terminal;

/// Real time after which a client that neither answers nor fails is our own fault.
const LIMIT: Duration = Duration::from_secs(60);

/// A screen that is drawn in parts is whole when it has not changed for this long.
const DRAWN: Duration = Duration::from_millis(300);

/// The same where an answer from a server may still change it.
const DONE: Duration = Duration::from_millis(900);

/// A screen with nothing on it that is kept may still get something; after this long it is done all the same.
const SILENT: Duration = Duration::from_secs(4);

/// The keys.
const ENTER: &str = "\r";
const ESCAPE: &str = "\u{1b}";
/// Takes away what stands at the prompt.
const CLEAR: &str = "\u{15}";

/// An interactive session.
pub(super) struct Session {
    terminal: Terminal,
    /// What the start screen said of authentication, until it has been told.
    start: String,
    /// Whether a question of the first start is still on the screen, so that nothing can be typed.
    asks: bool,
}

/// What was on the screen after something was typed.
pub(super) struct Turn {
    /// The lines that are kept; those of the start screen first, once.
    pub(super) lines: String,
    /// Whether the person got what was asked for.
    pub(super) ok: bool,
    /// Whether the client has ended over it.
    pub(super) ended: bool,
}

impl Session {
    /// Waits for the first prompt.
    pub(super) async fn open(terminal: Terminal, product: &Product) -> Result<Self, RunError> {
        let ready = |screen: &str, quiet: Duration| quiet >= DRAWN && last_prompt(product, screen).is_some();
        let mut session = Self { terminal, start: String::new(), asks: false };
        session.watch("become ready", ready).await?;
        session.start = kept_lines(product, &session.terminal.text());
        Ok(session)
    }

    /// Types the prompt, and waits for what comes of it.
    pub(super) async fn prompt(&mut self, product: &Product) -> Result<Turn, RunError> {
        if self.asks {
            return self.asked(product).await;
        }
        let text = product.prompt.as_str();
        self.enter(text, product).await?;
        let done = |screen: &str, quiet: Duration| {
            let said = kept_lines(product, after_typed(product, screen, text));
            let enough = if said.is_empty() { SILENT } else { DONE };
            is_taken(product, screen, text) && !product.is_busy(screen) && quiet >= enough
        };
        self.watch("answer the prompt", done).await?;
        let said = kept_lines(product, after_typed(product, &self.terminal.text(), text));
        let ok = said.contains(&product.answer);
        Ok(Turn { lines: std::mem::take(&mut self.start) + &said, ok, ended: false })
    }

    /// Types a command of the client's own; what it opens is closed again.
    pub(super) async fn command(&mut self, command: &str, product: &Product) -> Result<Turn, RunError> {
        if self.asks {
            return self.asked(product).await;
        }
        let before = kept_lines(product, &self.terminal.text());
        self.enter(command, product).await?;
        let turn = self.seen_since(&before, product).await?;
        if !turn.ended {
            let opened = self.terminal.text();
            self.terminal.type_text(ESCAPE)?;
            // What is typed too soon after it would be taken for one key together with it.
            let closed =
                |screen: &str, quiet: Duration| quiet >= DRAWN && (screen != opened || quiet >= SILENT);
            self.watch("close what it had opened", closed).await?;
        }
        Ok(turn)
    }

    /// What is asked in place of being typed to.
    async fn asked(&mut self, product: &Product) -> Result<Turn, RunError> {
        let lines = kept_lines(product, &self.terminal.text());
        Ok(Turn { lines, ok: false, ended: self.has_ended().await? })
    }

    /// Types a command that opens a menu.
    pub(super) async fn open_menu(&mut self, command: &str, product: &Product) -> Result<(), RunError> {
        self.enter(command, product).await?;
        self.idle_until_drawn().await
    }

    /// Takes what is chosen in a menu.
    pub(super) fn choose(&mut self) -> Result<(), RunError> {
        self.terminal.type_text(ENTER)
    }

    /// Waits for something that happens beside the screen.
    pub(super) async fn until<T>(
        &mut self,
        limit: Duration,
        mut beside: impl FnMut() -> Option<T>,
    ) -> Result<Option<T>, RunError> {
        let mut found = None;
        self.terminal
            .watch(limit, |_, _| {
                found = beside();
                found.is_some()
            })
            .await?;
        Ok(found)
    }

    /// What the screen says in the end, and whether nothing failed; a key is pressed where one is asked for.
    pub(super) async fn outcome(&mut self, product: &Product) -> Result<Turn, RunError> {
        let done = |screen: &str, quiet: Duration| {
            // A screen that does not say so yet may be waiting for the server.
            let enough = if product.says_signed_in(screen) { DONE } else { SILENT };
            quiet >= enough && !product.is_busy(screen)
        };
        self.terminal.watch(LIMIT, done).await?;
        let asked = self.terminal.text();
        let mut said = kept_lines(product, &asked);
        self.terminal.type_text(ENTER)?;
        self.terminal.watch(SILENT, |screen, quiet| screen != asked && quiet >= DONE).await?;
        // What the session itself then says of it.
        let after = kept_lines(product, &self.terminal.text());
        let new: String = after.split_inclusive('\n').filter(|line| !said.contains(line)).collect();
        said.push_str(&new);
        let ok = product.says_signed_in(&said);
        Ok(Turn { lines: std::mem::take(&mut self.start) + &said, ok, ended: self.has_ended().await? })
    }

    /// Lets real time pass.
    pub(super) async fn idle(&mut self, time: Duration) -> Result<(), RunError> {
        self.terminal.watch(time, |_, _| false).await.map(drop)
    }

    /// Types `text`, sees it at the prompt, and presses Enter. A client that is just drawing its screen anew may lose
    /// what is typed: then it is typed again.
    async fn enter(&mut self, text: &str, product: &Product) -> Result<(), RunError> {
        // A menu of commands may open below.
        let typed = |screen: &str, quiet: Duration| quiet >= DRAWN && !is_taken(product, screen, text);
        for _ in 0..3 {
            self.terminal.type_text(text)?;
            if self.terminal.watch(SILENT, typed).await? {
                return self.terminal.type_text(ENTER);
            }
            self.terminal.type_text(CLEAR)?;
            self.terminal.watch(DRAWN, |_, _| false).await?;
        }
        Err(self.stuck("show what was typed"))
    }

    async fn seen_since(&mut self, before: &str, product: &Product) -> Result<Turn, RunError> {
        let typed = self.terminal.text();
        let since = |screen: &str| -> String {
            let new = |line: &&str| !before.split_inclusive('\n').any(|known| known == *line);
            kept_lines(product, screen).split_inclusive('\n').filter(new).collect()
        };
        let done = |screen: &str, quiet: Duration| {
            let enough = if since(screen).is_empty() { SILENT } else { DONE };
            screen != typed && !product.is_busy(screen) && quiet >= enough
        };
        let shown = self.terminal.watch(LIMIT, done).await?;
        let ended = self.has_ended().await?;
        // A client that ends over its command leaves its last words on the screen.
        if !shown && !ended {
            return Err(self.stuck("answer the command"));
        }
        let said = since(&self.terminal.text());
        Ok(Turn { lines: std::mem::take(&mut self.start) + &said, ok: true, ended })
    }

    /// Watches until `done`, which is to come about.
    async fn watch(&mut self, what: &str, done: impl FnMut(&str, Duration) -> bool) -> Result<(), RunError> {
        if self.terminal.watch(LIMIT, done).await? { Ok(()) } else { Err(self.stuck(what)) }
    }

    fn stuck(&self, what: &str) -> RunError {
        let screen = self.terminal.text();
        RunError::Screen { what: what.to_owned(), seconds: LIMIT.as_secs(), screen }
    }

    async fn idle_until_drawn(&mut self) -> Result<(), RunError> {
        self.terminal.watch(LIMIT, |_, quiet| quiet >= DONE).await.map(drop)
    }

    async fn has_ended(&mut self) -> Result<bool, RunError> {
        Ok(self.terminal.end(Duration::ZERO).await?.is_some())
    }
}

/// Whether `text` has left the prompt, or there is no prompt any more.
fn is_taken(product: &Product, screen: &str, text: &str) -> bool {
    last_prompt(product, screen).is_none_or(|line| line != text)
}

/// What stands at the prompt: the last line that begins with its sign.
fn last_prompt<'s>(product: &Product, screen: &'s str) -> Option<&'s str> {
    screen.lines().filter_map(|line| is_prompt_of(product, line)).next_back()
}
