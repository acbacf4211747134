//! What changed between two versions as text: scenario by scenario, what was above what is.

use std::fmt::Write;

use super::visible;
use crate::drift::{Change, Drift};

/// The whole drift.
pub fn drift(drift: &Drift) -> String {
    let Drift { from, to, changed, same, not_compared } = drift;
    let mut text = String::new();
    // Writing to a String cannot fail.
    for scenario in changed {
        let _ = writeln!(text, "{}: {}", scenario.id, visible(&scenario.title));
        for change in &scenario.changes {
            let Change { case, aspect, before, after } = change;
            let beyond = if case == "given" { "" } else { " (beyond the boundary)" };
            let _ = writeln!(text, "  {}{beyond}", aspect.words());
            let _ = writeln!(text, "    {from:<9} {}", ways(before));
            let _ = writeln!(text, "    {to:<9} {}", ways(after));
        }
        text.push('\n');
    }
    if !not_compared.is_empty() {
        text.push_str("not compared:\n");
        for other in not_compared {
            let _ = writeln!(text, "  {}: {}", other.id, visible(&other.reason));
        }
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "{from} to {to}: {} changed, {} the same, {} not compared",
        changed.len(),
        same.len(),
        not_compared.len()
    );
    text
}

fn ways(ways: &[String]) -> String {
    let ways: Vec<String> = ways.iter().map(|way| visible(&way.replace('\n', "⏎")).into_owned()).collect();
    ways.join("\n      or: ")
}
