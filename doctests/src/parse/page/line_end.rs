//! Line ends: a page may have those of Windows, and every offset stays right.

/// A text with Unix line ends, and where the others were: in code the parser takes a Windows line end for two.
pub(super) struct UnixLines {
    pub(super) text: String,
    /// Offsets in `text` of the line ends that were longer.
    shortened: Vec<usize>,
}

impl UnixLines {
    pub(super) fn of(text: &str) -> Self {
        let mut lines = Self { text: String::with_capacity(text.len()), shortened: Vec::new() };
        for line in text.split_inclusive('\n') {
            match line.strip_suffix("\r\n") {
                Some(line) => {
                    lines.text.push_str(line);
                    lines.shortened.push(lines.text.len());
                    lines.text.push('\n');
                }
                None => lines.text.push_str(line),
            }
        }
        lines
    }

    /// The offset in the text as it was.
    pub(super) fn back(&self, at: usize) -> usize {
        at + self.shortened.partition_point(|shortened| *shortened < at)
    }
}

#[cfg(test)]
mod tests {
    use super::UnixLines;

    #[test]
    fn every_offset_leads_back_to_where_it_was() {
        let text = "a\r\nb\nc\r\r\n";
        let lines = UnixLines::of(text);
        assert_eq!(lines.text, "a\nb\nc\r\n");
        let back: Vec<usize> = (0..=lines.text.len()).map(|at| lines.back(at)).collect();
        assert_eq!(back, [0, 1, 3, 4, 5, 6, 7, 9]);
    }
}
