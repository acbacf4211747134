//! Durations, and counts bound to their noun.

use jiff::SignedDuration;

use super::number::{Number, number, word_value};
use super::token::Gap;
use super::{FactKind, Reading};
use crate::rule::fact::{COUNTED, NOT_COUNTED, STOPS, TIMES};

/// `5 minutes`, `one year`, `30s`, `1 hour 30 minutes`, `a 5-minute margin`, both ends of `5 to 10 minutes`.
pub(super) fn durations(reading: &mut Reading<'_>) {
    let mut at = 0;
    while reading.token(at).is_some() {
        let Some((mut milliseconds, mut end, mut unit)) = duration(reading, at) else {
            at += 1;
            continue;
        };
        let first_unit = unit;
        // `1 hour 30 minutes` and `1 hour and 30 minutes` are one duration.
        loop {
            let next = if reading.word(end) == Some("and") { end + 1 } else { end };
            let adjoining = reading.token(next).is_some_and(|token| token.gap == Gap::Blank);
            match duration(reading, next) {
                Some((more, after, smaller)) if adjoining && smaller < unit => {
                    milliseconds = milliseconds.saturating_add(more);
                    (end, unit) = (after, smaller);
                }
                _ => break,
            }
        }
        if let Some(other) = other_end(reading, at)
            && let Some(value) = value(reading, other, first_unit)
        {
            reading.take(other..other + 1, FactKind::Duration(SignedDuration::from_millis(value)));
        }
        reading.take(at..end, FactKind::Duration(SignedDuration::from_millis(milliseconds)));
        at = end;
    }
}

/// A number and its unit at `at`: milliseconds, one past the last token, the unit.
fn duration(reading: &Reading<'_>, at: usize) -> Option<(i64, usize, i64)> {
    // Durations are looked for first: nothing from here on is another fact's.
    let token = reading.token(at)?;
    if touches_a_sign(token.before) {
        return None;
    }
    if !token.code {
        // `30s` in one word.
        let figures = token
            .lower
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
            .count();
        let (figures, letters) = token.lower.split_at(figures);
        if let (Some(unit), Some(number)) = (unit(letters), number(figures)) {
            return Some((times(number, unit)?, at + 1, unit));
        }
    }
    let (number, after) = compound(reading, at)?;
    let next = reading.token(after).filter(|token| matches!(token.gap, Gap::Blank | Gap::Dash))?;
    let unit = reading.word(after).and_then(unit)?;
    // `5 m` could be metres, `a 5-m` anything: one letter stands alone only for seconds and hours.
    if next.text.len() == 1 && !matches!(next.text.as_str(), "s" | "h") {
        return None;
    }
    Some((times(number, unit)?, after + 1, unit))
}

/// `twenty-four` is written in two words; anything else in one.
fn compound(reading: &Reading<'_>, at: usize) -> Option<(Number, usize)> {
    let first = number(&reading.token(at)?.lower)?;
    if let (Some(tens), Some(next)) = (reading.word(at).and_then(word_value), reading.token(at + 1))
        && next.gap == Gap::Dash
        && tens >= 20
        && let Some(ones) = reading.word(at + 1).and_then(word_value).filter(|ones| *ones < 10)
    {
        return Some((Number { thousandths: (tens + ones) * 1000, in_words: true }, at + 2));
    }
    Some((first, at + 1))
}

fn unit(word: &str) -> Option<i64> {
    TIMES.iter().find(|(names, _)| names.contains(&word)).map(|(_, milliseconds)| *milliseconds)
}

fn times(number: Number, unit: i64) -> Option<i64> {
    Some(number.thousandths.checked_mul(unit)? / 1000)
}

fn value(reading: &Reading<'_>, at: usize, unit: i64) -> Option<i64> {
    let number = reading.token(at).and_then(|token| number(&token.lower))?;
    times(number, unit)
}

/// The number at the other end of a range whose second end is at `at`: `5` in `5 to 10 minutes`.
fn other_end(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let dashed = reading.token(at)?.gap == Gap::Dash;
    let other = if dashed {
        at.checked_sub(1)?
    } else {
        let joint = reading.before(at)?;
        let between = || at.checked_sub(3).and_then(|first| reading.word(first)) == Some("between");
        if !(matches!(joint, "to" | "or") || (joint == "and" && between())) {
            return None;
        }
        at.checked_sub(2)?
    };
    let token = reading.token(other).filter(|_| reading.is_free(other))?;
    (number(&token.lower).is_some() && !touches_a_sign(token.before)).then_some(other)
}

/// `10 attempts`, `two token requests`, `exactly one request`, `twice`, both ends of `2 or 3 requests`.
pub(super) fn counts(reading: &mut Reading<'_>) {
    let mut at = 0;
    while reading.token(at).is_some() {
        let times = match reading.word(at) {
            Some("twice") => Some(2),
            Some("thrice") => Some(3),
            _ => None,
        };
        if let Some(number) = times {
            reading.take(at..at + 1, FactKind::Count { number, noun: "time".to_owned() });
        }
        at = count(reading, at).unwrap_or(at + 1);
    }
}

/// Takes the count at `at`, if there is one; says where to go on.
fn count(reading: &mut Reading<'_>, at: usize) -> Option<usize> {
    let token = reading.token(at).filter(|_| reading.is_free(at))?;
    // A `%` behind it parts it from every noun.
    if touches_a_sign(token.before) {
        return None;
    }
    let (read, mut position) = compound(reading, at)?;
    let number = read.whole()?;
    if number == 1 && read.in_words && !counts_one(reading.before(at)) {
        return None;
    }
    // Up to three words of other kinds may stand between.
    let first = position;
    while position <= first + 3 {
        let next = reading.token(position).filter(|_| reading.is_free(position))?;
        if next.gap == Gap::Break {
            return None;
        }
        if let Some((noun, last)) = noun(reading, position) {
            if number >= 100 && NOT_COUNTED.has(&noun) {
                return None;
            }
            if let Some(other) = other_end(reading, at)
                && let Some(least) =
                    value(reading, other, 1000).and_then(|value| u32::try_from(value / 1000).ok())
            {
                reading.take(other..other + 1, FactKind::Count { number: least, noun: noun.clone() });
            }
            // Code and statuses on the way are facts of their own.
            let plain = reading.tokens[first..last]
                .iter()
                .all(|token| !token.code && status_like(&token.lower).is_none());
            let end = if plain { last } else { first };
            reading.take(at..end, FactKind::Count { number, noun });
            return Some(end);
        }
        let passes = next.code
            || status_like(&next.lower).is_some()
            || (!STOPS.has(&next.lower) && self::number(&next.lower).is_none());
        if !passes {
            return None;
        }
        position += 1;
    }
    None
}

/// Bare `one` counts nothing; `exactly one`, `only one`, `at most one` do.
fn counts_one(before: Option<&str>) -> bool {
    matches!(before, Some("exactly" | "only" | "just" | "most" | "least"))
}

/// The noun at `at` in the singular, the last of a chain (`refresh attempts`), and one past it.
fn noun(reading: &Reading<'_>, at: usize) -> Option<(String, usize)> {
    let singular = |at: usize| reading.word(at).and_then(singular);
    let (mut noun, mut last) = (singular(at)?, at);
    let mut of_token = false;
    while reading.token(last + 1).is_some_and(|token| matches!(token.gap, Gap::Blank | Gap::Dash))
        && let Some(next) = singular(last + 1)
    {
        of_token = noun == "token";
        (noun, last) = (next, last + 1);
    }
    let noun = if of_token && noun == "request" { "token request".to_owned() } else { noun.to_owned() };
    Some((noun, last + 1))
}

fn singular(word: &str) -> Option<&'static str> {
    COUNTED.iter().find(|(one, many)| *one == word || *many == word).map(|(one, _)| *one)
}

/// Whether counts are bound to `word`.
pub(super) fn is_noun(word: &str) -> bool {
    singular(word).is_some()
}

/// Three figures that a status could be.
pub(super) fn status_like(word: &str) -> Option<u16> {
    let right = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|status| right && (100..600).contains(status))
}

/// `#401`, `$300`, `§5`, `/401`: something else than a number of things.
pub(super) fn touches_a_sign(before: Option<char>) -> bool {
    matches!(before, Some('#' | '$' | '€' | '§' | '.' | '_' | '@' | ':'))
}
