//! Numbers in figures and in words.

/// A number as it is written in a text: `300`, `1,000`, `1.5`, `twelve`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// The value in thousandths, so that `1.5` stays whole.
    pub(super) thousandths: i64,
    /// Whether it is written as a word.
    pub(super) in_words: bool,
}

impl Number {
    /// The value, if it is whole and small enough.
    pub(super) fn whole(self) -> Option<u32> {
        if self.thousandths % 1000 == 0 { u32::try_from(self.thousandths / 1000).ok() } else { None }
    }
}

const WORDS: [&str; 20] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Reads a word, already in lower case.
pub(super) fn number(word: &str) -> Option<Number> {
    if let Some(value) = word_value(word) {
        return Some(Number { thousandths: value * 1000, in_words: true });
    }
    if !word.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let (whole, fraction) = word.split_once('.').unwrap_or((word, ""));
    let whole = grouped(whole)?;
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: i64 = if fraction.is_empty() { 0 } else { format!("{fraction:0<3}").parse().ok()? };
    let thousandths = whole.checked_mul(1000)?.checked_add(fraction)?;
    Some(Number { thousandths, in_words: false })
}

/// The value of `two`, `sixty`.
pub(super) fn word_value(word: &str) -> Option<i64> {
    let position =
        |words: &[&str]| words.iter().position(|known| *known == word).and_then(|at| i64::try_from(at).ok());
    position(&WORDS).map(|at| at + 1).or_else(|| position(&TENS).map(|at| (at + 2) * 10))
}

/// Figures, with commas between groups of three.
fn grouped(figures: &str) -> Option<i64> {
    let mut groups = figures.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    if rest.iter().any(|group| group.len() != 3) || (!rest.is_empty() && first.len() > 3) {
        return None;
    }
    // What is no figure does not parse.
    format!("{first}{}", rest.concat()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_read_in_figures_and_in_words() {
        let thousandths = |word: &str| number(word).map(|number| number.thousandths);
        assert_eq!(thousandths("300"), Some(300_000));
        assert_eq!(thousandths("1,000"), Some(1_000_000));
        assert_eq!(thousandths("1.5"), Some(1_500));
        assert_eq!(thousandths("1000"), Some(1_000_000));
        assert_eq!(thousandths("100,000"), Some(100_000_000));
        assert_eq!(thousandths("1000,000"), None);
        assert_eq!(thousandths("1,0b0"), None);
        assert_eq!(thousandths("1.125"), Some(1_125));
        assert_eq!(thousandths("1.1250"), None, "more than thousandths");
        assert_eq!(thousandths("twelve"), Some(12_000));
        assert_eq!(thousandths("sixty"), Some(60_000));
        assert_eq!(thousandths("10,00"), None);
        assert_eq!(thousandths("2.1.118"), None);
        assert_eq!(thousandths("99999999999999999999"), None);
        assert_eq!(thousandths("3a"), None);
    }
}
