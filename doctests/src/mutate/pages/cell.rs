//! Cells of tables → what the same column says in the next row.

use super::List;
use super::word::in_text;
use crate::mutant::Operator;
use crate::span::Span;
use crate::unit::{Unit, UnitKind};

/// The mutants of all rows that follow each other.
pub(super) fn of(list: &mut List<'_>) {
    let page = list.page;
    let rows: Vec<(&Unit, Vec<Span>)> = page
        .units
        .iter()
        .filter(|unit| !page.is_generated(unit.span))
        .filter_map(|unit| Some((unit, cells(&page.file.text, unit.span)?)))
        .collect();
    for (at, (unit, cells)) in rows.iter().enumerate() {
        if unit.kind != UnitKind::Claim {
            continue;
        }
        let next = rows.get(at + 1).filter(|(next, _)| touches(&page.file.text, unit, next));
        let before = at.checked_sub(1).and_then(|before| rows.get(before));
        let before = before.filter(|(before, _)| touches(&page.file.text, before, unit));
        let Some((_, others)) = next.or(before) else { continue };
        for (cell, other) in cells.iter().zip(others) {
            let other = list.written(*other).to_owned();
            let says = !in_text(&other, 0).is_empty() || other.contains('`');
            if says && !list.written(*cell).is_empty() {
                list.push(Operator::Cell, *cell, other);
            }
        }
    }
}

/// What the cells of a row say, citations and comments left out; none when `span` is in no row.
fn cells(text: &str, span: Span) -> Option<Vec<Span>> {
    let start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[span.start..].find('\n').map_or(text.len(), |newline| span.start + newline);
    let line = &text[start..end];
    if !line.starts_with('|') {
        return None;
    }
    let mut cells = Vec::new();
    let mut from = 1;
    for (at, _) in line.match_indices('|').filter(|(at, _)| *at > 0 && !line[..*at].ends_with('\\')) {
        let cell = &line[from..at];
        let said = cell.find("[^").into_iter().chain(cell.find("<!--")).min().unwrap_or(cell.len());
        let said = cell[..said].trim_end();
        let lead = said.len() - said.trim_start().len();
        cells.push(Span::new(start + from + lead, start + from + said.len()));
        from = at + 1;
    }
    Some(cells)
}

/// Whether the row `below` stands on the line after the row `above`.
fn touches(text: &str, above: &Unit, below: &Unit) -> bool {
    text.get(above.span.end..below.span.start).is_some_and(|between| between.matches('\n').count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_what_it_says_without_its_citations() {
        let text = "| a | b c[^x.y] | `d \\| e` |\n";
        let cells = cells(text, Span::new(2, 20)).unwrap();
        let said: Vec<_> = cells.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(said, ["a", "b c", "`d \\| e`"]);
        assert_eq!(super::cells("No row.\n", Span::new(0, 7)), None);
    }
}
