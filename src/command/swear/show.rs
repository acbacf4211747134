//! A claim beside what it cites, as a person is to see it before swearing.

use doctests::catalog::Cited;
use doctests::id::Id;
use doctests::oath::Oath;
use doctests::report::visible;
use doctests::scenario::{Case, Scenario};

use crate::examination::Examination;

/// The sentence, what it was, and what it rests on.
pub(super) fn claim(examination: &Examination, oath: &Oath, old: Option<&Oath>) -> String {
    let mut lines = vec![String::new(), oath.id.clone(), format!("  {}", visible(&oath.text))];
    match old {
        None => lines.push("  (never sworn before)".to_owned()),
        Some(old) if old.text != oath.text => lines.push(format!("  was: {}", visible(&old.text))),
        Some(_) => lines.push("  (same words; what it cites has changed)".to_owned()),
    }
    for cited in &oath.cites {
        let id = cited.split_whitespace().next().unwrap_or_default();
        let changed = old.is_some_and(|old| !old.cites.contains(cited));
        lines.push(format!("  cites {id}{}", if changed { " (changed)" } else { "" }));
        let Ok(id) = id.parse::<Id>() else { continue };
        match examination.project.catalog.get(&id) {
            Some(Cited::Scenario(scenario)) => lines.extend(expected(scenario)),
            Some(Cited::Source(source)) => {
                lines.push(format!("    {}: {}", source.entry.kind.as_str(), visible(&source.entry.title)));
                lines.extend(source.entry.facts.iter().map(|fact| format!("    says {}", visible(fact))));
            }
            None => lines.push("    which does not exist".to_owned()),
        }
    }
    lines.join("\n")
}

fn expected(scenario: &Scenario) -> Vec<String> {
    let mut lines = vec![format!("    {}", visible(&scenario.document.title))];
    let cases = scenario.cases();
    for case in &cases {
        if cases.len() > 1 {
            lines.push(format!("    {}:", case.name));
        }
        lines.extend(expectations(case).into_iter().map(|line| format!("      {}", visible(&line))));
    }
    lines
}

fn expectations(case: &Case) -> Vec<String> {
    let expect = &case.expect;
    let mut lines = Vec::new();
    lines.extend(expect.outcome.as_ref().map(|outcome| format!("outcome: {}", outcome.value)));
    lines.extend(expect.exit.as_ref().map(|exit| format!("exit: {}", exit.value)));
    lines.extend(expect.prints.iter().map(|text| format!("prints: {}", text.value)));
    lines.extend(expect.never_prints.iter().map(|text| format!("never prints: {}", text.value)));
    match expect.exchanges.as_ref().map(|exchanges| exchanges.value.as_slice()) {
        Some([]) => lines.push("no exchange".to_owned()),
        Some(exchanges) => lines.extend(exchanges.iter().map(|exchange| exchange.value.to_string())),
        None => {}
    }
    lines.extend(expect.counts.iter().map(|(endpoint, count)| format!("{endpoint}: {} in all", count.value)));
    lines.extend(expect.never.iter().map(|never| format!("never: {}", never.value)));
    lines.extend(expect.helper_calls.as_ref().map(|calls| format!("helper calls: {}", calls.value)));
    lines
}
