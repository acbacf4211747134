//! A step in words: what a person does, and what happens elsewhere.

use doctests::scenario::Step;
use doctests::scenario::step::{Browser, KillPoint, SlashCommand};

use super::escape::code;
use super::{given, words};

/// The step as HTML.
pub(super) fn words(step: &Step) -> String {
    match step {
        Step::Prompt => code("claude -p"),
        Step::BarePrompt => code("claude --bare -p"),
        Step::TypedPrompt => "a prompt typed into the interactive client".to_owned(),
        Step::Typed(command) => typed(*command),
        Step::TypedLogin(browser) => format!("{}{}", typed(SlashCommand::Login), played(*browser)),
        Step::FirstStart => {
            format!("{} is started, and what each screen proposes is taken", code("claude"))
        }
        Step::Chosen(choice) => format!("{} is chosen", code(choice)),
        Step::AgentsTyped(command) => {
            format!("{} typed into {}", code(command.as_typed()), code("claude agents"))
        }
        Step::Prompts(n) => format!("{n} × {} at once, as separate processes", code("claude -p")),
        Step::KilledPrompt(point) => format!("{}, killed {}", code("claude -p"), killed(*point)),
        Step::AuthStatus => code("claude auth status"),
        Step::AuthStatusText => code("claude auth status --text"),
        Step::AuthLogout => code("claude auth logout"),
        Step::AuthLogin(browser) => format!("{}{}", code("claude auth login"), played(*browser)),
        Step::SetupToken(browser) => format!("{}{}", code("claude setup-token"), played(*browser)),
        Step::SetupTokenWithArgument(browser) => {
            format!("{}{}", code("claude setup-token extra"), played(*browser))
        }
        Step::Advance(by) => format!("{} pass", words::duration(*by)),
        Step::Revoke(symbols) => format!("the server revokes {}", words::symbols(symbols)),
        Step::RewriteStore(login) => format!("another process rewrites the {}", given::stored_login(login)),
    }
}

fn typed(command: SlashCommand) -> String {
    format!("{} typed into the interactive client", code(command.as_typed()))
}

const fn killed(point: KillPoint) -> &'static str {
    match point {
        KillPoint::BeforeSave => "after the refresh token was spent, before the new pair was saved",
        KillPoint::HoldingLock => "while it held the lock, before the token request",
    }
}

const fn played(browser: Browser) -> &'static str {
    match browser {
        Browser::Unused => ", no browser needed",
        Browser::Approve => ", approved in the browser",
        Browser::Deny => ", declined in the browser",
        Browser::WrongState => ", the callback carries another state",
        Browser::Paste => ", the code pasted by hand",
        Browser::Never => ", the callback never comes",
    }
}
