//! Durations as people write them, read and written.

use jiff::SignedDuration;

/// The duration that the whole of `text` names (`5 minutes`, `300s`, `1h 30m`, `one year`), if it names one.
/// A month has 30 days and a year 365.
pub(super) fn parse(text: &str) -> Option<SignedDuration> {
    let mut rest = text.trim();
    let mut total = SignedDuration::ZERO;
    let mut any = false;
    while !rest.is_empty() {
        let (number, after) = number(rest)?;
        let after = after.trim_start_matches([' ', '-', '\u{a0}']);
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        total = total.checked_add(milliseconds(unit)?.checked_mul(number)?)?;
        any = true;
        rest = after.trim_start();
        rest = rest.strip_prefix("and ").unwrap_or(rest);
    }
    any.then_some(total)
}

/// A duration in words: `5 minutes`, `1 hour 30 seconds`.
pub(super) fn words(duration: SignedDuration) -> String {
    let sign = if duration.is_negative() { "-" } else { "" };
    let mut rest = duration.as_millis().unsigned_abs();
    let mut parts = Vec::new();
    for (unit, size) in
        [("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1_000), ("millisecond", 1)]
    {
        let number = rest / size;
        rest %= size;
        if number > 0 {
            let plural = if number == 1 { "" } else { "s" };
            parts.push(format!("{number} {unit}{plural}"));
        }
    }
    if parts.is_empty() { "0 seconds".to_owned() } else { format!("{sign}{}", parts.join(" ")) }
}

fn number(text: &str) -> Option<(i32, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if digits > 0 {
        return Some((text[..digits].parse().ok()?, &text[digits..]));
    }
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let number = number_word(&text[..letters])?;
    Some((i32::try_from(number).ok()?, &text[letters..]))
}

/// The number that a word up to twelve names.
fn number_word(word: &str) -> Option<u32> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = word.to_ascii_lowercase();
    if word == "a" || word == "an" {
        return Some(1);
    }
    WORDS.iter().position(|known| *known == word).and_then(|at| u32::try_from(at).ok())
}

fn milliseconds(unit: &str) -> Option<SignedDuration> {
    let hours = |hours: i64| SignedDuration::from_hours(hours);
    Some(match unit.to_ascii_lowercase().as_str() {
        "ms" | "millisecond" | "milliseconds" => SignedDuration::from_millis(1),
        "s" | "sec" | "secs" | "second" | "seconds" => SignedDuration::from_secs(1),
        "m" | "min" | "mins" | "minute" | "minutes" => SignedDuration::from_mins(1),
        "h" | "hr" | "hrs" | "hour" | "hours" => hours(1),
        "d" | "day" | "days" => hours(24),
        "week" | "weeks" => hours(7 * 24),
        "month" | "months" => hours(30 * 24),
        "y" | "year" | "years" => hours(365 * 24),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{parse, words};
    use jiff::SignedDuration;

    #[test]
    fn the_same_duration_is_read_from_every_way_of_writing_it() {
        let five = Some(SignedDuration::from_mins(5));
        for text in ["5 minutes", "5m", "300s", "300000 ms", "five minutes", "5-minute", "4m 60s"] {
            assert_eq!(parse(text), five, "{text}");
        }
        assert_eq!(parse("one year"), Some(SignedDuration::from_hours(8760)));
    }

    #[test]
    fn what_is_no_duration_is_none() {
        for text in ["", "5", "minutes", "5 apples", "401", "2.1.118", "99999999999 years", "a"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_duration_in_words_is_read_back() {
        for seconds in [0, 1, 59, 90, 7200, 86_400 * 365] {
            let duration = SignedDuration::from_secs(seconds);
            assert_eq!(parse(&words(duration)), Some(duration));
        }
    }
}
