//! The id, anchor or text that was most likely meant. Ids of one topic begin alike, so likeness counts from both ends here,
//! unlike for the keys of a scenario.

/// Below this likeness two names have nothing to do with each other.
const ALIKE: f64 = 0.6;

/// The candidate most like `wanted`, if any is like it at all; of equals the first.
pub(super) fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = likeness(wanted, candidate);
        if likeness >= ALIKE && best.is_none_or(|(so_far, _)| likeness > so_far) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How alike two texts are, from 0 to 1. Only the beginnings of long texts are compared: the measure is
/// quadratic, and a page may hold anything.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    const COMPARED: usize = 200;
    let cut = |text: &str| text.chars().take(COMPARED).collect::<String>();
    strsim::normalized_damerau_levenshtein(&cut(one), &cut(other))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelt_name_finds_the_one_that_was_meant() {
        let ids = ["refresh.early-revocation", "refresh.before-expiry", "helper.ttl"];
        assert_eq!(nearest("refresh.early-revokation", ids), Some("refresh.early-revocation"));
        assert_eq!(nearest("zzz", ids), None);
    }
}
