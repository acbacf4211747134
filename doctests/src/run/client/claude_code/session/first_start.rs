//! The first start of the interactive client: screen after screen is answered, as far as a scenario's own question.

use std::time::Duration;

use super::{DONE, DRAWN, ENTER, LIMIT, SILENT, Session, Turn, last_prompt};
use crate::run::client::claude_code::menu::Menu;
use crate::run::client::claude_code::product::Product;
use crate::run::client::claude_code::text::kept_lines;
use crate::run::error::RunError;
use crate::run::terminal::Terminal;

/// More screens than any first start has.
const MOST_SCREENS: usize = 12;

/// The keys that go through a menu.
const UP: &str = "\u{1b}[A";
const DOWN: &str = "\u{1b}[B";

impl Session {
    /// Starts where nothing is answered yet.
    pub(in super::super) fn open_first(terminal: Terminal) -> Self {
        Self { terminal, start: String::new(), asks: true }
    }

    /// Takes what each screen proposes, as far as the prompt or a question about a credential. What the screens say of
    /// authentication is told, each line once.
    pub(in super::super) async fn go_through(&mut self, product: &Product) -> Result<Turn, RunError> {
        let mut said = String::new();
        for _ in 0..MOST_SCREENS {
            let drawn = |screen: &str, quiet: Duration| quiet >= DONE && !screen.trim().is_empty();
            self.terminal.watch(LIMIT, drawn).await?;
            let screen = self.terminal.text();
            let kept = kept_lines(product, &screen);
            let new: String = kept.split_inclusive('\n').filter(|line| !said.contains(line)).collect();
            said.push_str(&new);
            let ended = self.has_ended().await?;
            let menu = Menu::on(product, &screen);
            let is_ready = menu.is_none() && last_prompt(product, &screen).is_some();
            let asks = product.first_start.asks(&screen);
            if ended || is_ready || asks || product.first_start.asks_for_a_login(&screen) {
                self.asks = !is_ready;
                return Ok(Turn { lines: said, ok: is_ready || asks, ended });
            }
            if let Some(menu) = menu
                && let Some(way) = product.first_start.takes.iter().find_map(|choice| menu.way_to(choice))
            {
                self.go(way).await?;
            }
            let screen = self.terminal.text();
            self.terminal.type_text(ENTER)?;
            self.terminal.watch(SILENT, |now, _| now != screen).await?;
        }
        Err(self.stuck("come to its prompt"))
    }

    /// Takes `choice` of the menu on the screen, and goes on; nothing is taken where it is not offered.
    pub(in super::super) async fn choose_of_menu(
        &mut self,
        choice: &str,
        product: &Product,
    ) -> Result<Turn, RunError> {
        let screen = self.terminal.text();
        let Some(way) = way_to(choice, product, &screen) else {
            return self.asked(product).await;
        };
        self.go(way).await?;
        let proposed = |screen: &str, _| way_to(choice, product, screen) == Some(0);
        self.watch("propose what was to be chosen", proposed).await?;
        self.terminal.type_text(ENTER)?;
        self.terminal.watch(SILENT, |now, _| way_to(choice, product, now).is_none()).await?;
        self.go_through(product).await
    }

    /// That many choices further down.
    async fn go(&mut self, way: isize) -> Result<(), RunError> {
        for _ in 0..way.unsigned_abs() {
            self.terminal.type_text(if way < 0 { UP } else { DOWN })?;
            // Keys that come together would be taken for one.
            self.idle(DRAWN).await?;
        }
        Ok(())
    }
}

fn way_to(choice: &str, product: &Product, screen: &str) -> Option<isize> {
    Menu::on(product, screen).and_then(|menu| menu.way_to(choice))
}
