//! A text with one wrong letter.

/// `written` with a letter in its middle exchanged for another.
pub(super) fn misspelt(written: &str) -> Option<String> {
    let places: Vec<(usize, char)> =
        written.char_indices().filter(|(_, character)| character.is_ascii_alphanumeric()).collect();
    let (at, character) = *places.get(places.len() / 2)?;
    let other = match character {
        'x' => 'y',
        'X' => 'Y',
        '9' => '3',
        c if c.is_ascii_digit() => '9',
        c if c.is_ascii_uppercase() => 'X',
        _ => 'x',
    };
    Some(format!("{}{other}{}", &written[..at], &written[at + character.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_misspelt_in_its_middle() {
        assert_eq!(misspelt("expiresAt").as_deref(), Some("expixesAt"));
        assert_eq!(misspelt("…"), None);
    }
}
