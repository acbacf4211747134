//! A run of a broken client + what a release was seen to do → whether the release has the same fault.

use std::collections::BTreeSet;

use super::agreement::differences;
use super::range::seen_on;
use crate::record::{Entry, Record};
use crate::scenario::{ReferenceClaim, Scenario};
use crate::standing::SeenThere;
use crate::verdict::{Mismatch, ScenarioRun, Verdict};

/// How a release compares with a broken client in a scenario that fails on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// It failed at the same expectations, with the same exchanges, exit codes and stored login.
    Alike,
    /// It failed as well, in another way.
    Otherwise,
    /// It did right.
    Right,
    /// It was not seen, or not always the same.
    Unknown,
}

/// How the release of `record` compares with the broken client that ran as `run`.
pub fn likeness(scenario: &Scenario, run: &ScenarioRun, record: &Record) -> Likeness {
    let Some(Entry::Seen(seen)) = record.entries.get(&scenario.id) else { return Likeness::Unknown };
    match seen_on(scenario, record) {
        SeenThere::Holds { .. } => Likeness::Right,
        SeenThere::Fails { mismatches } => {
            let ours = run.cases.iter().flat_map(|case| match &case.judgement.verdict {
                Verdict::Fail { mismatches } => mismatches.as_slice(),
                _ => &[],
            });
            let same = places(&mismatches) == places(ours) && differences(scenario, run, seen).is_empty();
            if same { Likeness::Alike } else { Likeness::Otherwise }
        }
        _ => Likeness::Unknown,
    }
}

/// Whether `scenario`, which holds on the broken client `variant` and not on the plain one, was seen to hold on the
/// release of `record`.
pub fn holds_as_on(variant: &str, scenario: &Scenario, record: &Record) -> bool {
    let of_variant =
        matches!(&*scenario.document.clients.reference, ReferenceClaim::Variant(name) if name == variant);
    of_variant && matches!(seen_on(scenario, record), SeenThere::Holds { .. })
}

/// Where something was not as expected; how long it took is our own client's affair.
fn places<'a>(mismatches: impl IntoIterator<Item = &'a Mismatch>) -> BTreeSet<&'a str> {
    let places = mismatches.into_iter().map(|mismatch| mismatch.expectation.as_str());
    places.filter(|place| !place.ends_with("elapsed")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::judge;
    use crate::record::sample::{record, refreshed, repeated, run, scenario, with};
    use crate::transcript::Transcript;
    use crate::verdict::CaseRun;

    fn compared(scenario: &Scenario, broken: &Transcript, release: Vec<Transcript>) -> Likeness {
        let judgement = judge(&scenario.cases()[0], broken);
        let run =
            ScenarioRun { cases: vec![CaseRun { case: "given", transcript: broken.clone(), judgement }] };
        likeness(scenario, &run, &record("2.1.118", scenario, release))
    }

    /// The sample that expects something more.
    fn expecting(more: &str) -> Scenario {
        with(&scenario("any").file.text.replace("exit: 0\n", &format!("exit: 0\n  {more}\n")))
    }

    #[test]
    fn a_release_is_like_a_broken_client_when_it_fails_at_the_same_places_in_the_same_way() {
        let any = scenario("any");
        assert_eq!(compared(&any, &repeated(), vec![repeated()]), Likeness::Alike);
        let asked_once = run(&["messages A1 401"], 1);
        assert_eq!(compared(&any, &repeated(), vec![asked_once]), Likeness::Otherwise, "other exchanges");
        let mut asked_the_helper = repeated();
        asked_the_helper.helper_calls = 1;
        let no_helper = expecting("helper_calls: 0");
        assert_eq!(
            compared(&no_helper, &repeated(), vec![asked_the_helper]),
            Likeness::Otherwise,
            "one more place"
        );
    }

    #[test]
    fn how_long_a_broken_client_took_makes_it_no_less_like_a_release() {
        let at_once = expecting("elapsed: 0s");
        assert_eq!(compared(&at_once, &repeated(), vec![repeated()]), Likeness::Alike);
    }

    #[test]
    fn a_release_that_did_right_is_like_no_broken_client_and_one_that_varies_is_unknown() {
        let any = scenario("any");
        assert_eq!(compared(&any, &repeated(), vec![refreshed()]), Likeness::Right);
        assert_eq!(compared(&any, &repeated(), vec![refreshed(), repeated()]), Likeness::Unknown);
    }

    #[test]
    fn what_holds_on_one_broken_client_alone_is_known_again_on_a_release() {
        let of_variant = with(&scenario("any").file.text.replace("holds", "{ variant: asks-twice }"));
        let did = |as_seen: Transcript| record("2.1.118", &of_variant, vec![as_seen]);
        assert!(holds_as_on("asks-twice", &of_variant, &did(refreshed())));
        assert!(!holds_as_on("asks-once", &of_variant, &did(refreshed())), "another broken client");
        assert!(!holds_as_on("asks-twice", &of_variant, &did(repeated())), "it does not hold there");
        assert!(
            !holds_as_on("asks-twice", &scenario("any"), &did(refreshed())),
            "it holds on the plain client"
        );
    }
}
