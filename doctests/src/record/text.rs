//! A record as text: what is empty is left out, and what fits on a line stands on one, so that a diff is read.

use serde_json::Value;

use super::Record;

/// A value that is no longer than this stands on one line.
const WIDTH: usize = 160;

/// Members that say nothing when they are 0.
const ZEROES: [&str; 4] = ["at", "elapsed_seconds", "helper_calls", "step"];

pub(super) fn render(record: &Record) -> String {
    // Strings, numbers and keys that are strings always serialise.
    let mut value = serde_json::to_value(record).unwrap_or_default();
    for run in value["entries"].as_object_mut().into_iter().flat_map(|entries| entries.values_mut()) {
        let runs = run.pointer_mut("/seen/runs").and_then(Value::as_array_mut);
        for case in runs.into_iter().flatten().filter_map(|run| run["cases"].as_array_mut()).flatten() {
            // Which client it was stands at the head of the file.
            if let Some(transcript) = case["transcript"].as_object_mut() {
                transcript.shift_remove("client");
            }
            prune(&mut case["transcript"]);
        }
    }
    let mut text = String::new();
    write(&value, 0, &mut text);
    text.push('\n');
    text
}

fn prune(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(prune);
            members.retain(|name, value| !(is_empty(value) || value == 0 && ZEROES.contains(&name.as_str())));
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Writes `value`, which stands on a line that is indented by `depth` steps of two spaces.
fn write(value: &Value, depth: usize, text: &mut String) {
    let line = one_line(value);
    // The file's own skeleton is never folded: an entry is then found by its line.
    if depth > 2 && line.len() <= WIDTH || is_empty(value) {
        return text.push_str(&line);
    }
    let indent = |depth: usize| "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            text.push('{');
            for (number, (name, member)) in members.iter().enumerate() {
                let name = format!("{}{}: ", indent(depth + 1), Value::from(name.as_str()));
                text.push_str(if number == 0 { "\n" } else { ",\n" });
                text.push_str(&name);
                write(member, depth + 1, text);
            }
            text.extend(["\n", &indent(depth), "}"]);
        }
        Value::Array(items) => {
            text.push('[');
            for (number, item) in items.iter().enumerate() {
                text.push_str(if number == 0 { "\n" } else { ",\n" });
                text.push_str(&indent(depth + 1));
                write(item, depth + 1, text);
            }
            text.extend(["\n", &indent(depth), "]"]);
        }
        _ => text.push_str(&line),
    }
}

/// As `serde_json` writes it on one line, with spaces for the eye.
fn one_line(value: &Value) -> String {
    let list = |parts: Vec<String>, open: &str, close: &str| format!("{open}{}{close}", parts.join(", "));
    match value {
        Value::Object(members) if !members.is_empty() => {
            let member = |(name, value): (&String, &Value)| {
                format!("{}: {}", Value::from(name.as_str()), one_line(value))
            };
            list(members.iter().map(member).collect(), "{ ", " }")
        }
        Value::Array(items) => list(items.iter().map(one_line).collect(), "[", "]"),
        other => other.to_string(),
    }
}
