//! The header of a table says what its cells are about: a cell that is only `never` takes the verb of its column.

use crate::clause::{Clause, Part};
use crate::lexicon::Lexicon;
use crate::page::Page;
use crate::span::Span;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

use super::clauses::clauses;

/// What each column of the table says that the row `unit` belongs to; nothing for other units.
pub(super) fn of_row(page: &Page, unit: &Unit, lexicon: &Lexicon) -> Vec<Vec<Part>> {
    let Some(header) = header_of(page, unit) else { return Vec::new() };
    let column = |text: &str| {
        clauses(text, 0, &[], lexicon, &[]).into_iter().flat_map(|clause| clause.parts).collect()
    };
    cells(header).into_iter().map(column).collect()
}

/// For each column of the row `unit` whether it speaks of the book, and not of the client.
pub(super) fn about_the_book(page: &Page, unit: &Unit, lexicon: &Lexicon) -> Vec<bool> {
    let Some(header) = header_of(page, unit) else { return Vec::new() };
    cells(header)
        .into_iter()
        .map(|column| lexicon.document.columns.contains(&column.to_lowercase()))
        .collect()
}

/// The cells of the row `unit` that say nothing in a column that answers yes or no in another row.
pub(super) fn unanswered(page: &Page, unit: &Unit, clauses: &[Clause]) -> Vec<HeldClause> {
    let Some(rows) = rows_of(page, unit) else { return Vec::new() };
    let answers = |cell: &str| {
        let said = ["yes", "no"].iter().find_map(|answer| cell.strip_prefix(answer));
        said.is_some_and(|rest| !rest.starts_with(|c: char| c == ' ' || c.is_alphanumeric()))
    };
    let asks =
        |number: usize| rows.iter().any(|row| cells(row).get(number).is_some_and(|other| answers(other)));
    let silent = |(number, cell): &(usize, &str)| {
        let says = answers(cell) || cell.starts_with("not ");
        // The whole table is looked at last.
        !says && clauses.iter().all(|clause| clause.cell != *number) && asks(*number)
    };
    let why = || "a cell says neither yes nor no".to_owned();
    let here = cells(page.file.slice(unit.span));
    here.into_iter()
        .enumerate()
        .filter(silent)
        .map(|_| HeldClause { span: unit.span, held: Held::NotUnderstood { why: why() } })
        .collect()
}

/// The rows of the table that `unit` belongs to; none for other units.
pub(in crate::ground) fn rows_of<'a>(page: &'a Page, unit: &Unit) -> Option<Vec<&'a str>> {
    let below = page.file.text[header_span(page, unit)?.start..].lines().skip(2);
    Some(below.take_while(|line| is_row(line)).collect())
}

/// The cells of a row, trimmed; a bar behind a backslash parts none.
pub(in crate::ground) fn cells(row: &str) -> Vec<&str> {
    let row = row.trim().trim_start_matches([' ', '>']);
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').unwrap_or(row);
    let mut cells = Vec::new();
    let mut from = 0;
    for (at, _) in row.match_indices('|').filter(|(at, _)| !row[..*at].ends_with('\\')) {
        cells.push(row[from..at].trim());
        from = at + 1;
    }
    cells.push(row[from..].trim());
    cells
}

/// The header of the table that the row `unit` belongs to.
pub(in crate::ground) fn header_of<'a>(page: &'a Page, unit: &Unit) -> Option<&'a str> {
    header_span(page, unit).map(|span| page.file.slice(span))
}

/// The line of the header: the one above the line of dashes.
fn header_span(page: &Page, unit: &Unit) -> Option<Span> {
    let text = &page.file.text;
    let start_of = |end: usize| text[..end].rfind('\n').map_or(0, |newline| newline + 1);
    let line_above = |start: usize| start.checked_sub(1).map(|end| Span::new(start_of(end), end));
    let mut start = start_of(unit.span.start);
    if !is_row(&text[start..]) {
        return None;
    }
    loop {
        let above = line_above(start)?;
        let line = page.file.slice(above);
        if !is_row(line) {
            return None;
        }
        if line.trim_start_matches([' ', '>']).chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) {
            return line_above(above.start);
        }
        start = above.start;
    }
}

fn is_row(line: &str) -> bool {
    line.trim_start_matches([' ', '>']).starts_with('|')
}
