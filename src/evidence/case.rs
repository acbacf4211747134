//! One side of a scenario as it was run: what was given, done and seen.

use doctests::scenario::{Boundary, Case};
use doctests::transcript::CommandSeen;
use doctests::verdict::CaseRun;

use super::diagram::{self, Diagram};
use super::escape::{code, text};
use super::panel::{list, terms};
use super::{given, step, stored_login, words};

/// The side as HTML; without a run only what was given and what to do. `title` is the panel's.
pub(super) fn html(title: &str, case: &Case, ran: Option<&CaseRun>, boundary: Option<&Boundary>) -> String {
    let side = boundary.map(|boundary| side(case, boundary)).unwrap_or_default();
    let given = ("Given", list(&given::words(&case.given)));
    let Some(ran) = ran else {
        let steps: Vec<String> = case.steps.iter().map(|step| step::words(&step.value)).collect();
        return format!("{side}{}", terms(&[given, ("Steps", numbered(&steps))]));
    };
    let (outcome, transcript) = (ran.judgement.outcome, &ran.transcript);
    let figure = Diagram { title, case, transcript }
        .svg()
        .map(|svg| format!("<figure class=\"diagram\">{svg}</figure>"))
        .unwrap_or_default();
    let events = diagram::list(case, transcript);
    let rows = [
        ("Outcome", format!("<strong>{}</strong> ({outcome})", outcome.advice())),
        given,
        ("Seen on", client(&transcript.client)),
        ("What happened", format!("<div class=\"happened\">{figure}{events}</div>")),
        ("Printed", transcript.commands.iter().map(printed).collect()),
        ("Stored login afterwards", stored_login::words(&transcript.stored_login)),
    ];
    format!("{side}{}", terms(&rows))
}

/// `claude-code@2.1.118` as people say it.
pub(super) fn client(name: &str) -> String {
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
