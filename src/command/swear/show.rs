//! A claim beside what it cites, as a person is to see it before swearing.

use doctests::catalog::Cited;
use doctests::id::Id;
use doctests::oath::Oath;
use doctests::report::visible;
use doctests::scenario::{Case, Scenario};
use serde_json::Value;

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

/// Every expectation, whatever its kind: nobody is to swear to one that was not shown.
fn expectations(case: &Case) -> Vec<String> {
    let Ok(Value::Object(expect)) = serde_json::to_value(&case.expect) else { return Vec::new() };
    let mut lines = Vec::new();
    for (key, value) in expect {
        match value {
            Value::Array(items) if !items.is_empty() => {
                lines.push(format!("{key}:"));
                lines.extend(items.iter().map(|item| format!("  {}", plain(item))));
            }
            value => lines.push(format!("{key}: {}", plain(&value))),
        }
    }
    lines
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}
