//! A claim beside what it rests on, as a person is to see it before swearing.

use doctests::report::visible;
use doctests::source::SourceEntry;

use super::evidence::{CaseSeen, RestsOn, ScenarioSeen, What};
use super::pending::Document;
use super::wording;

/// The sentence, what it was, and what it rests on.
pub(super) fn claim(document: &Document<'_>) -> String {
    let place = &document.place;
    let mut lines = vec![
        String::new(),
        format!("{} ({}:{})", document.claim, place.file.path, place.position()),
        format!("  {}", document.sentence),
    ];
    if document.words.is_empty() {
        lines.push(format!("  ({})", document.why));
    } else {
        lines.push(format!("  was: {}", document.sworn.unwrap_or_default()));
        lines.push(format!("  now: {}", wording::line(&document.words)));
    }
    lines.extend(document.rests_on.iter().flat_map(rests_on));
    lines.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n")
}

fn rests_on(cited: &RestsOn) -> Vec<String> {
    let changed = if cited.changed { " (changed)" } else { "" };
    let head = format!("  rests on {}{changed}", cited.id);
    let body = match &cited.what {
        What::Scenario(scenario) => self::scenario(scenario),
        What::Source(entry) => source(entry),
        What::Nothing => vec!["which does not exist".to_owned()],
    };
    [head].into_iter().chain(body.into_iter().map(|line| format!("    {line}"))).collect()
}

fn scenario(scenario: &ScenarioSeen) -> Vec<String> {
    let mut lines = vec![scenario.title.clone()];
    for case in &scenario.cases {
        let side = if scenario.cases.len() > 1 { format!(", {}", case.case) } else { String::new() };
        lines.extend(seen(case, &side));
    }
    lines.push(match (scenario.held_on.as_slice(), scenario.differs_on.as_slice()) {
        ([], _) => "held on no release".to_owned(),
        (held, []) => format!("held on {}", held.join(", ")),
        (held, differs) => format!("held on {}; differs on {}", held.join(", "), differs.join(", ")),
    });
    lines
}

fn seen(case: &CaseSeen, side: &str) -> Vec<String> {
    let mut lines = vec![match &case.seen_on {
        Some(client) if client.starts_with("reference") => format!("seen on our model, {client}{side}:"),
        Some(client) => format!("seen on {client}{side}:"),
        None => format!("never run{side}"),
    }];
    lines.extend(case.sequence.iter().map(|line| format!("  {line}")));
    lines.push("expected:".to_owned());
    lines.extend(case.expected.iter().map(|line| format!("  {line}")));
    lines
}

fn source(entry: &SourceEntry) -> Vec<String> {
    let version = entry.version.as_deref().map(|version| format!(", about {version}")).unwrap_or_default();
    let head = format!("{} of {}{version}: {}", entry.kind.as_str(), entry.date, entry.title);
    [head].into_iter().chain(entry.facts.iter().map(|fact| format!("says {fact}"))).collect()
}
