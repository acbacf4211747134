//! What a client printed, without what is different in every run.

use std::path::Path;

use super::product::Product;

/// Masks what varies: the proxy's address, the home, and the one-time part of a sign-in's address.
pub(super) fn masked(text: &str, proxy: &str, home: &Path) -> String {
    let home = home.display().to_string();
    let text = text.replace(proxy, "PROXY").replace(&home, "~").replace("\r\n", "\n");
    let mut masked = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("/oauth/authorize?") {
        let (before, from) = rest.split_at(at);
        let end = from.find(char::is_whitespace).unwrap_or(from.len());
        masked.push_str(before);
        masked.push_str("/oauth/authorize?…");
        rest = &from[end..];
    }
    masked.push_str(rest);
    masked
}

/// The lines of a screen that speak of authentication, frames and indentation taken away, one after the other once.
pub(super) fn kept_lines(product: &Product, screen: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    for line in screen.lines() {
        if is_echo(product, line) {
            continue;
        }
        let line = product.without_side_talk(&plain(line)).to_owned();
        // A list of commands to choose from, which opens below the prompt.
        let is_offered = line.starts_with('/');
        if product.keeps(&line) && !is_offered && kept.last() != Some(&line) {
            kept.push(line);
        }
    }
    let mut text = kept.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// The part of the screen after the last time `text` was typed; all of it when that is not to be seen.
pub(super) fn after_typed<'s>(product: &Product, screen: &'s str, text: &str) -> &'s str {
    let mut after = None;
    let mut at = 0;
    for line in screen.split_inclusive('\n') {
        at += line.len();
        if is_prompt_of(product, line) == Some(text) {
            after = Some(at);
        }
    }
    after.map_or(screen, |at| &screen[at..])
}

/// Whether the line shows what the runner has typed itself.
fn is_echo(product: &Product, line: &str) -> bool {
    is_prompt_of(product, line).is_some_and(|typed| typed.starts_with('/') || typed == product.prompt)
}

/// What was typed at the prompt that `line` is, if it is one.
pub(super) fn is_prompt_of<'s>(product: &Product, line: &'s str) -> Option<&'s str> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || is_drawn(c));
    product.prompt_signs.iter().find_map(|sign| line.strip_prefix(sign.as_str())).map(str::trim)
}

/// A line without box drawing and blocks, its spaces single.
pub(super) fn plain(line: &str) -> String {
    let words: String = line.chars().map(|c| if is_drawn(c) { ' ' } else { c }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines of boxes, and blocks.
fn is_drawn(c: char) -> bool {
    ('\u{2500}'..='\u{259f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_masked() {
        let text = "visit:\nhttps://claude.ai/oauth/authorize?z-89_tv\nvia http://127.0.0.1:4711\r\nat /home/u/.claude\n";
        let expected = "visit:\nhttps://claude.ai/oauth/authorize?…\nvia PROXY\nat ~/.claude\n";
        assert_eq!(masked(text, "http://127.0.0.1:4711", Path::new("/home/u")), expected);
    }

    #[test]
    fn of_a_screen_the_lines_about_authentication_stay() {
        let product = Product::read().unwrap();
        let screen = "╭──────╮\n│ Tips │\n❯ ping\n\n● Login expired · Please   run /login\n╰──────╯\n";
        assert_eq!(kept_lines(&product, screen), "● Login expired · Please run /login\n");
        assert_eq!(kept_lines(&product, "❯ /login\n/login     Sign in with your Anthropic account\n"), "");
        let side = "Not logged in · Run /login   Failed to install Anthropic marketplace · Will retry on next startup\n";
        assert_eq!(kept_lines(&product, side), "Not logged in · Run /login\n");
        assert_eq!(after_typed(&product, "pong\n❯ ping\n● new\n", "ping"), "● new\n");
    }
}
