//! A bare figure counts nothing: it stands with what it counts, or in a column that says so.

use crate::clause::Part;
use crate::span::Span;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::slot::words;
use crate::ground::checker::Checker;

/// Contradicts every figure of `unit`, which `text` is, that no noun follows and that names nothing, and below “Exit code”
/// every one that no cited run exits with.
pub(super) fn hold(
    unit: &Unit,
    text: &str,
    columns: &[Vec<Part>],
    checker: &Checker<'_>,
    held: &mut Vec<HeldClause>,
) {
    let names = &checker.lexicon().document.names;
    let licenses = || unit.binding.iter().filter_map(|citation| checker.license(&citation.id));
    for (start, figure) in figures(text) {
        let span = Span::new(unit.span.start + start, unit.span.start + start + figure.len());
        let (before, after) = (&text[..start], &text[start + figure.len()..]);
        if unit.facts.iter().any(|fact| fact.span.contains(span)) || is_inside(before) {
            continue;
        }
        let column = before.matches('|').count();
        let cell = before.rsplit('|').next().unwrap_or_default();
        let exits = columns.get(column).is_some_and(|parts| parts.iter().any(|part| part.means("exit")));
        let answers = cell.trim().is_empty() && after.trim_start().starts_with('|');
        let last = words(cell).pop().unwrap_or_default();
        if exits && cell.trim().is_empty() {
            let exit = figure.parse().ok();
            if !exit.is_some_and(|exit| licenses().any(|license| license.exits.contains(&exit))) {
                let expected = "an exit code of a run that is cited".to_owned();
                held.push(contradicted(span, expected, format!("exit code {figure}")));
            }
        }
        if exits || answers || names.numbered.contains(&last) {
            continue;
        }
        let counts = after.strip_prefix(' ').is_some_and(|rest| {
            let next = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            !next.is_empty() && !names.uncounted.contains(&next.to_lowercase())
        });
        if !counts {
            let expected = "what it counts, right after the figure".to_owned();
            held.push(contradicted(span, expected, format!("a bare {figure}")));
        }
    }
}

const fn contradicted(span: Span, expected: String, seen: String) -> HeldClause {
    HeldClause { span, held: Held::Contradicted { expected, seen } }
}

/// The numbers that stand as words of their own in `text`, each with its place.
fn figures(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | '['));
    parts.filter_map(move |part| {
        let figure = part.trim_end_matches([',', '.', ';', ':', ')']);
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        (!figure.is_empty() && figure.bytes().all(|byte| byte.is_ascii_digit())).then_some((start, figure))
    })
}

/// Whether what follows `before` stands in code, in a citation or in the target of a link.
fn is_inside(before: &str) -> bool {
    let open = |from: &str, to: &str| before.rfind(from).is_some_and(|at| !before[at..].contains(to));
    before.matches('`').count() % 2 == 1 || open("[^", "]") || open("](", ")")
}
