//! The anchor that mdBook 0.5 gives a heading.

use std::collections::BTreeSet;

/// Makes anchors as mdBook's HTML renderer does: one set a page, explicit ids outside it.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    used: BTreeSet<String>,
    /// Next number to try per anchor, so that a thousand headings of one name stay linear.
    next: std::collections::BTreeMap<String, u32>,
}

impl Anchors {
    /// The anchor of a heading with `text` and perhaps an id of its own, `{#id}`.
    pub(super) fn give(&mut self, text: &str, explicit: Option<&str>) -> String {
        if let Some(id) = explicit {
            return id.to_owned();
        }
        let wanted = from_text(text);
        if self.used.insert(wanted.clone()) {
            return wanted;
        }
        let mut number = self.next.get(&wanted).copied().unwrap_or(1);
        loop {
            let candidate = format!("{wanted}-{number}");
            number = number.saturating_add(1);
            if self.used.insert(candidate.clone()) {
                self.next.insert(wanted, number);
                return candidate;
            }
        }
    }
}

fn from_text(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let kept = lower.chars().filter_map(|character| match character {
        letter if letter.is_alphanumeric() || matches!(letter, '_' | '-') => Some(letter),
        blank if blank.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::Anchors;

    #[test]
    fn an_anchor_is_the_one_of_mdbook() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.give("`--bare`: print, and exit", None), "--bare-print-and-exit");
        assert_eq!(anchors.give("Über 中文", None), "über-中文");
        assert_eq!(anchors.give("Fix", None), "fix");
        assert_eq!(anchors.give("Fix", Some("mend")), "mend");
        assert_eq!(anchors.give("Fix", None), "fix-1");
        assert_eq!(anchors.give("Fix 1", None), "fix-1-1");
        assert_eq!(anchors.give("Fix", None), "fix-2");
    }
}
