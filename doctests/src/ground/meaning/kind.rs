//! Names are of the kind that the words beside them ask for, and at home in what their sentence speaks of.

use std::collections::BTreeSet;

use crate::fact::{Fact, FactKind};
use crate::name::{Beside, Home, Kind, Names};
use crate::page::Page;
use crate::span::Span;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::header::{cells, header_of};
use super::slot::words;
use crate::ground::checker::Checker;

/// Contradicts every name of `unit`, which `text` is, that is of the wrong kind for its place, or far from home.
pub(super) fn hold(page: &Page, unit: &Unit, text: &str, checker: &Checker<'_>, held: &mut Vec<HeldClause>) {
    let names = &checker.lexicon().document.names;
    let header = header_of(page, unit);
    if let Some((span, expected)) = header.and_then(|header| mistyped(names, header, unit, text)) {
        held.push(contradicted(span, &expected, text, unit));
    }
    for fact in &unit.facts {
        let Some(around) = Around::of(unit, text, fact, header) else { continue };
        if matches!(fact.kind, FactKind::Version(_)) && around.is_code {
            held.push(contradicted(fact.span, "a name: a version is no code", text, unit));
        }
        let FactKind::Code(code) = &fact.kind else { continue };
        let kinds = names.kinds_of(code);
        let refuses = |beside: &&Beside| {
            beside.is_about(&around.before, &around.after, around.opens.as_deref()) && !beside.admits(&kinds)
        };
        if let Some(beside) = names.beside.iter().find(refuses) {
            held.push(contradicted(fact.span, &asked(beside, &around), text, unit));
        }
        let strays = |home: &&Home| home.names.contains(code) && !is_home(home, unit, text, header);
        if let Some(home) = names.homes.iter().find(strays) {
            let expected = format!("one of these beside the name: {}", home.words.join(", "));
            held.push(contradicted(fact.span, &expected, text, unit));
        }
    }
}

/// The variable at the beginning of a row whose cell below “type” has not the unit that its name ends in, or has the
/// unit of another ending; with what is expected there.
fn mistyped(names: &Names, header: &str, unit: &Unit, text: &str) -> Option<(Span, String)> {
    let column = cells(header).iter().position(|cell| cell.eq_ignore_ascii_case("type"))?;
    let of_type = cells(text).get(column)?.to_lowercase();
    let first = unit.facts.first()?;
    let FactKind::Code(variable) = &first.kind else { return None };
    let differs = |(ending, measure): &(&String, &String)| {
        variable.ends_with(ending.as_str()) != of_type.contains(measure.as_str())
    };
    let (ending, measure) = names.units.iter().find(differs)?;
    Some((first.span, format!("“{measure}” as the type of a name that ends in `{ending}`, and of no other")))
}

/// What stands around a name.
struct Around {
    before: Vec<String>,
    after: Vec<String>,
    /// The header of the column whose cell it opens.
    opens: Option<String>,
    /// Whether it stands between backticks.
    is_code: bool,
}

impl Around {
    fn of(unit: &Unit, text: &str, fact: &Fact, header: Option<&str>) -> Option<Self> {
        let before = text.get(..fact.span.start.checked_sub(unit.span.start)?)?;
        let after = text.get(fact.span.end.checked_sub(unit.span.start)?..)?;
        let cell = before.rsplit('|').next().unwrap_or_default();
        let column = before.replace("\\|", "").matches('|').count();
        let opens = header
            .filter(|_| cell.trim_matches(['`', ' ', '[']).is_empty())
            .and_then(|header| Some(cells(header).get(column)?.to_lowercase()));
        let is_code = before.ends_with('`') && after.starts_with('`');
        // A mark after the name ends what is said of it.
        let near = after.trim_start_matches('`').strip_prefix(' ').unwrap_or_default();
        let near = near.split(['|', ',', ';', ':', '.']).next().unwrap_or_default();
        Some(Self { before: words(cell), after: words(near), opens, is_code })
    }
}

/// Whether `text`, or the header of its table, has a word of `home` outside of its code.
fn is_home(home: &Home, unit: &Unit, text: &str, header: Option<&str>) -> bool {
    let mut said = String::new();
    let mut from = 0;
    for fact in unit.facts.iter().filter(|fact| matches!(fact.kind, FactKind::Code(_))) {
        let place = fact.span.start.saturating_sub(unit.span.start);
        said.push_str(text.get(from..place).unwrap_or_default());
        said.push(' ');
        from = (fact.span.end.saturating_sub(unit.span.start)).max(from);
    }
    said.push_str(text.get(from..).unwrap_or_default());
    said.push(' ');
    said.push_str(header.unwrap_or_default());
    let said = words(&said);
    home.words.iter().any(|begin| said.iter().any(|word| word.starts_with(begin)))
}

/// What `beside` asks for.
fn asked(beside: &Beside, around: &Around) -> String {
    let list = |kinds: &BTreeSet<Kind>| kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    let place = match (&around.opens, around.before.last(), around.after.first()) {
        (Some(header), ..) if !beside.column.is_empty() => format!("in the column “{header}”"),
        (_, Some(word), _) if !beside.before.is_empty() => format!("after “{word}”"),
        (_, _, Some(word)) => format!("before “{word}”"),
        _ => "here".to_owned(),
    };
    let mut parts = Vec::new();
    if !beside.only.is_empty() {
        parts.push(format!("one of these {place}: {}", list(&beside.only)));
    }
    if !beside.never.is_empty() {
        parts.push(format!("none of these {place}: {}", list(&beside.never)));
    }
    parts.join("; ")
}

fn contradicted(span: Span, expected: &str, text: &str, unit: &Unit) -> HeldClause {
    let seen = text.get(span.start - unit.span.start..span.end - unit.span.start).unwrap_or_default();
    HeldClause { span, held: Held::Contradicted { expected: expected.to_owned(), seen: format!("`{seen}`") } }
}
