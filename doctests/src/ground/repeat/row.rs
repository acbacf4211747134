//! Rows of a table are told apart by what they begin with, and each leads to a place of its own.

use crate::diagnostic::{Code, Diagnostic};
use crate::fact::FactKind;
use crate::page::Page;
use crate::source_file::Place;
use crate::span::Span;
use crate::unit::{Unit, UnitKind};

use crate::ground::meaning::{cells, rows_of};
use crate::ground::rerun;

/// A row that says in some column what another row says there.
pub(super) struct Alike {
    /// The cell.
    span: Span,
    /// What is wrong with it.
    message: String,
    /// What should stand there.
    expected: &'static str,
}

/// What the row `unit` has in common with another one of its table, if that tells the two apart.
pub(super) fn alike(page: &Page, unit: &Unit) -> Option<Alike> {
    if unit.kind != UnitKind::Claim || page.is_generated(unit.span) {
        return None;
    }
    let rows: Vec<Vec<&str>> = rows_of(page, unit)?.into_iter().map(said).collect();
    let line = page.file.text[..unit.span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let row = page.file.text[line..].lines().next()?;
    let own = said(row);
    let at = |cell: &str| {
        let start = line + (cell.as_ptr() as usize - row.as_ptr() as usize);
        Span::new(start, start + cell.len())
    };
    let first = *own.first()?;
    // An exit code is an answer, and no name of a row.
    let is_answer = unit
        .facts
        .iter()
        .any(|fact| matches!(fact.kind, FactKind::ExitCode(_)) && at(first).contains(fact.span));
    if !is_answer && names_rows(&rows) && times(&rows, 0, first) > 1 {
        return Some(Alike {
            span: at(first),
            message: format!("two rows of this table begin with “{first}”"),
            expected: "rows that begin with something of their own",
        });
    }
    let twice = |(number, cell): &(usize, &str)| is_way(&rows, *number) && times(&rows, *number, cell) > 1;
    let (_, cell) = own.iter().copied().enumerate().find(twice)?;
    Some(Alike {
        span: at(cell),
        message: format!("two rows of this table lead to {cell}"),
        expected: "a place of its own for each row: the column holds nothing but links",
    })
}

impl Alike {
    pub(super) fn diagnose(self, page: &Page) -> Diagnostic {
        Diagnostic::new(Code::MeaningRepeats, Place::new(&page.file, self.span), self.message)
            .label("another row of the table says the same here")
            .expected(self.expected)
            .help("name what was meant, or make one row of the two")
            .rerun(rerun(page))
    }
}

/// Whether the first column names its rows: where several of its values repeat it groups them, as a table of cases does.
fn names_rows(rows: &[Vec<&str>]) -> bool {
    let again = |(at, row): (usize, &Vec<&str>)| rows[..at].iter().any(|other| other.first() == row.first());
    rows.iter().enumerate().filter(|(at, row)| again((*at, row))).count() < 2
}

/// Whether each cell of a column is a link and nothing else.
fn is_way(rows: &[Vec<&str>], number: usize) -> bool {
    rows.iter().all(|row| {
        row.get(number).is_some_and(|cell| {
            cell.starts_with('[') && cell.ends_with(')') && cell.matches("](").count() == 1
        })
    })
}

fn times(rows: &[Vec<&str>], number: usize, cell: &str) -> usize {
    if cell.is_empty() {
        return 0;
    }
    rows.iter().filter(|row| row.get(number) == Some(&cell)).count()
}

/// What the cells of a row say, without the citations at their end.
fn said(row: &str) -> Vec<&str> {
    let said = |cell: &'_ str| cell.find("[^").into_iter().chain(cell.find("<!--")).min();
    cells(row).into_iter().map(|cell| cell[..said(cell).unwrap_or(cell.len())].trim()).collect()
}
