//! Tables of a page, each in a box of its own that scrolls: on a telephone the page does not move sideways with it.

use doctests::page::Page;
use doctests::span::Span;

use super::Edit;
use super::escape::text;

/// A box around every table; it can be reached and moved by keyboard, and says what it is.
pub(super) fn edits(page: &Page) -> Vec<Edit> {
    let around = |table: &Span| {
        let above = page.headings.iter().rev().find(|heading| heading.span.start < table.start);
        let name = above.map_or("Table", |heading| heading.text.as_str());
        let open = format!(
            "\n\n<div class=\"table-scroll\" role=\"group\" aria-label=\"{}\" tabindex=\"0\">\n\n",
            text(name)
        );
        [Edit::insert(table.start, open), Edit::insert(table.end, "\n\n</div>\n\n".to_owned())]
    };
    page.tables.iter().flat_map(around).collect()
}
