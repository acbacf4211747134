//! One side of a scenario as it was run: what was given, done and seen.

use doctests::scenario::{Boundary, Case};
use doctests::transcript::{CommandSeen, Transcript};
use doctests::verdict::CaseRun;

use super::escape::{code, text};
use super::panel::{list, terms};
use super::{exchange, given, step, stored_login, words};

/// The side as HTML; without a run only what was given and what to do.
pub(super) fn html(case: &Case, ran: Option<&CaseRun>, boundary: Option<&Boundary>) -> String {
    let side = boundary.map(|boundary| side(case, boundary)).unwrap_or_default();
    let steps: Vec<String> = case.steps.iter().map(|step| step::words(&step.value)).collect();
    let mut rows = vec![("Given", list(&given::words(&case.given))), ("Steps", numbered(&steps))];
    if let Some(ran) = ran {
        let outcome = ran.judgement.outcome;
        rows.insert(0, ("Outcome", format!("<strong>{}</strong> ({outcome})", outcome.advice())));
        rows.push(("Seen on", client(&ran.transcript.client)));
        rows.extend(seen(&ran.transcript));
    }
    format!("{side}{}", terms(&rows))
}

/// `claude-code@2.1.118` as people say it.
fn client(name: &str) -> String {
    match name.split_once('@') {
        Some((client, version)) => format!("{} {}", text(client), text(version)),
        None => "our model of the client".to_owned(),
    }
}

fn side(case: &Case, boundary: &Boundary) -> String {
    let which = if case.name == "beyond" {
        format!("Beyond the boundary, at {}", words::duration(*boundary.beyond))
    } else {
        "On this side of the boundary".to_owned()
    };
    format!("<p class=\"evidence-case\"><strong>{which}</strong></p>\n")
}

fn seen(transcript: &Transcript) -> Vec<(&'static str, String)> {
    let exchanges: Vec<String> = transcript.exchanges.iter().map(exchange::words).collect();
    let exchanges = match exchanges.as_slice() {
        [] => "none: no request carried a credential".to_owned(),
        exchanges => numbered(exchanges),
    };
    let helper = match transcript.helper_calls {
        0 => String::new(),
        1 => format!("{} ran once", code("apiKeyHelper")),
        n => format!("{} ran {n} times", code("apiKeyHelper")),
    };
    vec![
        ("Exchanges", exchanges),
        ("Printed", transcript.commands.iter().map(printed).collect()),
        ("Helper", helper),
        ("Stored login afterwards", stored_login::words(&transcript.stored_login)),
        ("Did not come about", transcript.unreached.as_deref().map(text).unwrap_or_default()),
    ]
}

fn printed(seen: &CommandSeen) -> String {
    let exit = match seen.exit {
        Some(exit) => format!("exit code {}", code(&exit.to_string())),
        None => "the session goes on".to_owned(),
    };
    let head = format!("<p>{}: {exit}</p>", code(&seen.command));
    let both = format!("{}{}", seen.stdout, seen.stderr);
    if both.trim().is_empty() {
        head
    } else {
        format!("{head}<pre class=\"printed\">{}</pre>", text(both.trim_end()))
    }
}

fn numbered(items: &[String]) -> String {
    format!("<ol><li>{}</li></ol>", items.join("</li><li>"))
}
