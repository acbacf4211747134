//! The events as an ordered list: what a screen reader, a printer and a search engine read.

use doctests::scenario::Case;
use doctests::transcript::{CommandSeen, Transcript};

use super::event::{Event, events, runs_of};
use crate::evidence::escape::{code, text};
use crate::evidence::{exchange, step};

/// The events of one side of a scenario, one item each, as HTML.
pub(in crate::evidence) fn list(case: &Case, transcript: &Transcript) -> String {
    let events = events(case, transcript);
    let quiet = !events.iter().any(|event| matches!(event, Event::Exchange(_)));
    let mut items: Vec<String> = events.iter().map(item).collect();
    if quiet {
        items.push("no request carried a credential".to_owned());
    }
    format!("<ol class=\"events\"><li>{}</li></ol>", items.join("</li><li>"))
}

fn item(event: &Event<'_>) -> String {
    match event {
        Event::Step(step, _) => format!("<strong>{}</strong>", step::words(step)),
        Event::Exchange(exchange) => exchange::words(exchange),
        Event::Ended(commands) => ended(commands),
        Event::Helper(1) => format!("{} ran once", code("apiKeyHelper")),
        Event::Helper(calls) => format!("{} ran {calls} times", code("apiKeyHelper")),
        Event::Unreached(reason) => format!("did not come about: {}", text(reason)),
    }
}

fn ended(commands: &[&CommandSeen]) -> String {
    let end = |(exit, count): (Option<i32>, usize)| {
        let each = if count == 1 { String::new() } else { format!("{count} × ") };
        match exit {
            Some(exit) => format!("{each}exit code {}", code(&exit.to_string())),
            None => format!("{each}no exit code"),
        }
    };
    let ends = runs_of(commands.iter().map(|command| command.exit)).into_iter().map(end);
    ends.collect::<Vec<_>>().join(", ")
}
