//! A link that nearly bears the name of the section it leads to bears all of it.

use crate::span::Span;
use crate::understanding::{Held, HeldClause};
use crate::unit::Unit;

/// How many words a name has that is not only mentioned.
const NAME: usize = 3;

/// Contradicts the texts of links in `unit`, which `text` is, that share most words with the anchor they lead to.
pub(super) fn hold(unit: &Unit, text: &str, held: &mut Vec<HeldClause>) {
    for (middle, _) in text.match_indices("](") {
        let Some(start) = text[..middle].rfind('[').map(|start| start + 1) else { continue };
        let Some(target) = text[middle + 2..].split(')').next() else { continue };
        let Some((_, anchor)) = target.split_once('#').filter(|_| !target.contains("://")) else { continue };
        let name = &text[start..middle];
        if nearly(&words(name), &anchor.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>()) {
            let span = Span::new(unit.span.start + start, unit.span.start + middle);
            let expected = format!("the name of the section at `#{anchor}`, or a shorter one");
            held.push(HeldClause {
                span, held: Held::Contradicted { expected, seen: format!("“{name}”") }
            });
        }
    }
}

/// Whether most of the words of a name and of an anchor are the same, and not all.
fn nearly(name: &[String], anchor: &[&str]) -> bool {
    let shared = name.iter().filter(|word| anchor.contains(&word.as_str())).count();
    let same = name.len() == anchor.len() && name.iter().zip(anchor).all(|(one, other)| one == other);
    name.len() >= NAME && !same && 3 * shared >= 2 * name.len().max(anchor.len())
}

/// The words of `name` as an anchor has them.
fn words(name: &str) -> Vec<String> {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let plain: String = name.to_lowercase().chars().filter(kept).collect();
    plain.split([' ', '-']).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{nearly, words};

    #[test]
    fn a_name_is_whole_or_only_a_mention() {
        let near = |name: &str, anchor: &str| nearly(&words(name), &anchor.split('-').collect::<Vec<_>>());
        assert!(!near("After sleep, or a lost connection", "after-sleep-or-a-lost-connection"));
        assert!(near("Before sleep, or a lost connection", "after-sleep-or-a-lost-connection"));
        assert!(!near("lifecycle", "oauth-token-lifecycle"));
        assert!(!near("a live probe", "a-live-probe-for-ci"));
    }
}
