//! The line at the top of a page that counts its claims, and the one at its foot that says whose page it is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use doctests::claim::claims_of;
use doctests::page::Page;

use super::escape::text;
use super::state::State;
use super::{Evidence, releases};
use crate::feed;

/// At the foot of every page.
pub(super) const FOOT: &str = "\n<p class=\"independent\">Independent documentation, not by Anthropic.</p>\n";

/// The line at the top; none for a page without claims.
pub(super) fn top(evidence: &Evidence<'_>, page: &Page) -> Option<String> {
    let claims = claims_of(page);
    if claims.is_empty() {
        return None;
    }
    let mut counts: BTreeMap<State, usize> = BTreeMap::new();
    for claim in &claims {
        let states: Vec<State> = claim.cites.iter().map(|id| evidence.state(id)).collect();
        *counts.entry(of_claim(&states)).or_default() += 1;
    }
    let mut text = match claims.len() {
        1 => "1 claim on this page: ".to_owned(),
        n => format!("{n} claims on this page: "),
    };
    for (index, (state, count)) in counts.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{} {count} {}", state.shape(), state.counted(*count == 1));
    }
    Some(format!(
        "<p class=\"page-banner\">{text}. {} <a href=\"#evidence\">See the evidence</a>.</p>",
        releases::recorded(evidence.releases)
    ))
}

/// The way to the feed, on the page whose table it has.
pub(super) fn feed(page: &Page) -> Option<String> {
    let name = text(&feed::name(page)?);
    Some(format!(
        "<p class=\"feed\"><a href=\"{name}\" type=\"application/atom+xml\">Follow these changes (Atom feed)</a></p>"
    ))
}

/// The worst of what it cites. A source beside a scenario takes nothing away: it was never to be run.
fn of_claim(states: &[State]) -> State {
    let ran = states.iter().copied().filter(|state| *state != State::Source).max();
    ran.or_else(|| states.first().copied()).unwrap_or(State::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failing_citation_makes_the_claim_fail() {
        assert_eq!(of_claim(&[State::Model, State::Fails]), State::Fails);
        assert_eq!(of_claim(&[State::Source, State::Model]), State::Model);
        assert_eq!(of_claim(&[State::Source]), State::Source);
    }

    #[test]
    fn a_tick_is_for_claims_all_of_whose_scenarios_ran_on_releases() {
        assert_eq!(of_claim(&[State::Verified, State::Source]), State::Verified);
        assert_eq!(of_claim(&[State::Verified, State::Partly]), State::Partly);
        assert_eq!(of_claim(&[State::Verified, State::Model]), State::Model);
    }
}
