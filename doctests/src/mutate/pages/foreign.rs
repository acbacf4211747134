//! A fact → a value of its kind that no citation has.

use super::List;
use crate::fact::{Fact, FactKind, System};
use crate::mutant::Operator;
use crate::mutate::misspelling::misspelt;

/// A status that no server of ours answers.
const STATUS: &str = "418";
/// An exit code that no client ends with.
const EXIT_CODE: &str = "7";
/// A version that was never recorded.
const VERSION: &str = "2.0.41";
/// A mode that no file has.
const MODE: &str = "0751";

/// Units of time, each with the next one up.
const UNITS: [(&str, &str); 8] = [
    ("millisecond", "second"),
    ("second", "minute"),
    ("minute", "hour"),
    ("hour", "day"),
    ("day", "week"),
    ("week", "month"),
    ("month", "year"),
    ("year", "week"),
];

/// Numbers as words, each with another one far away.
const NUMBERS: [(&str, &str); 12] = [
    ("one", "nine"),
    ("two", "eleven"),
    ("three", "eight"),
    ("four", "nine"),
    ("five", "twelve"),
    ("six", "eleven"),
    ("seven", "twelve"),
    ("eight", "three"),
    ("nine", "four"),
    ("ten", "seven"),
    ("eleven", "eight"),
    ("twelve", "nine"),
];

/// The mutants of `fact`: one, of a duration both its number and its unit, of a system each of the others. `licensed`
/// values are not foreign.
pub(super) fn of(fact: &Fact, licensed: &[String], list: &mut List<'_>) {
    let written = list.written(fact.span).to_owned();
    let mut push = |after: Option<String>| {
        if let Some(after) = after.filter(|after| !licensed.contains(after)) {
            list.push(Operator::ForeignFact, fact.span, after);
        }
    };
    match &fact.kind {
        FactKind::Status(_) => push(Some(STATUS.to_owned())),
        FactKind::ExitCode(_) => push(Some(EXIT_CODE.to_owned())),
        FactKind::Version(_) => push(Some(VERSION.to_owned())),
        FactKind::Mode(_) => push(Some(MODE.to_owned())),
        FactKind::Duration(_) => {
            push(number(&written));
            push(unit(&written));
        }
        FactKind::Count { .. } => push(number(&written)),
        FactKind::System(system) => {
            System::ALL
                .iter()
                .filter(|other| *other != system)
                .for_each(|other| push(Some(other.as_str().to_owned())));
        }
        FactKind::Code(_) => push(misspelt(&written)),
    }
}

/// `written` with its first number moved.
fn number(written: &str) -> Option<String> {
    let digits = |c: char| c.is_ascii_digit();
    if let Some(start) = written.find(digits) {
        let end = written[start..].find(|c| !digits(c)).map_or(written.len(), |length| start + length);
        let number: u64 = written[start..end].parse().ok()?;
        return Some(format!("{}{}{}", &written[..start], number.checked_add(37)?, &written[end..]));
    }
    replaced(written, &NUMBERS)
}

/// `written` with the next larger unit.
fn unit(written: &str) -> Option<String> {
    replaced(written, &UNITS)
}

/// `written` with the first word of `table` in it replaced; a plural stays one.
fn replaced(written: &str, table: &[(&str, &str)]) -> Option<String> {
    let lower = written.to_ascii_lowercase();
    let found = table.iter().filter_map(|(from, to)| {
        let at = lower.match_indices(from).map(|(at, _)| at).find(|at| starts_a_word(&lower, *at))?;
        Some((at, *from, *to))
    });
    let (at, from, to) = found.min_by_key(|(at, ..)| *at)?;
    Some(format!("{}{to}{}", &written[..at], &written[at + from.len()..]))
}

fn starts_a_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_moves_in_figures_and_in_words() {
        assert_eq!(number("5 minutes").as_deref(), Some("42 minutes"));
        assert_eq!(number("two token requests").as_deref(), Some("eleven token requests"));
        assert_eq!(number("a year"), None);
    }

    #[test]
    fn a_unit_becomes_the_next_one() {
        assert_eq!(unit("5 minutes").as_deref(), Some("5 hours"));
        assert_eq!(unit("one year").as_deref(), Some("one week"));
    }
}
