//! Cells of a table row beyond those of its header: the Markdown parser drops them without an event.

use crate::span::Span;

/// What lies beyond the first `columns` cells of `row`, as bytes of `text`, without the blanks around it.
///
/// A `|` parts two cells unless a backslash stands before it, in code spans too (GFM, tables).
pub(super) fn excess(text: &str, row: Span, columns: usize) -> Option<Span> {
    let line = text.get(row.range())?;
    let line = line.split(['\n', '\r']).next().unwrap_or_default();
    let bytes = line.as_bytes();
    let blank =
        |from: usize| bytes[from..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | 11 | 12)).count();
    let mut at = 0;
    let mut cells = 0;
    loop {
        at += usize::from(bytes.get(at) == Some(&b'|'));
        if at + blank(at) >= bytes.len() {
            return None;
        }
        if cells == columns {
            let start = at + blank(at);
            let rest = line[start..].trim_end().trim_end_matches('|').trim_end();
            let end = start + rest.len().max(1);
            return Some(Span::new(row.start + start, row.start + end));
        }
        at += blank(at);
        while at < bytes.len() && !(bytes[at] == b'|' && (at == 0 || bytes[at - 1] != b'\\')) {
            at += 1;
        }
        cells += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::excess;
    use crate::span::Span;

    fn excess_of(row: &str, columns: usize) -> Option<&str> {
        excess(row, Span::new(0, row.len()), columns).map(|span| &row[span.range()])
    }

    #[test]
    fn a_cell_beyond_the_header_is_found() {
        assert_eq!(excess_of("| a | b |\n", 2), None);
        assert_eq!(excess_of("| a | b | c[^x.y] |\n", 2), Some("c[^x.y]"));
        assert_eq!(excess_of("a | b | c", 2), Some("c"));
        assert_eq!(excess_of("| a | `b|c` |", 2), Some("c`"));
        assert_eq!(excess_of("| a | `b\\|c` |", 2), None);
        assert_eq!(excess_of("| a |  \n", 1), None);
        assert_eq!(excess_of("| a |  |\r\n", 1), Some("|"));
        assert_eq!(excess_of("| a || |", 1), Some("|"));
    }
}
