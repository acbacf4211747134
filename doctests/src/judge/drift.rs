//! Two records → what changed between their versions.

use std::collections::{BTreeMap, BTreeSet};

use super::aspect::text;
use crate::aspect::Aspect;
use crate::drift::{Change, Drift, NotCompared, ScenarioDrift};
use crate::id::Id;
use crate::record::{Entry, Record, Seen};
use crate::scenario::Scenario;

/// What changed from `before` to `after` in the scenarios that both have.
pub fn drift(scenarios: &BTreeMap<Id, Scenario>, before: &Record, after: &Record) -> Drift {
    let mut drift = Drift {
        from: before.version.clone(),
        to: after.version.clone(),
        changed: Vec::new(),
        same: Vec::new(),
        not_compared: Vec::new(),
    };
    let ids: BTreeSet<&Id> = before.entries.keys().chain(after.entries.keys()).collect();
    for id in ids {
        match (seen(before, id), seen(after, id)) {
            (Ok(one), Ok(other)) if one.digest != other.digest => {
                let reason = "the scenario changed between the two recordings".to_owned();
                drift.not_compared.push(NotCompared { id: id.clone(), reason });
            }
            (Ok(one), Ok(other)) => {
                let changes = changes(one, other);
                if changes.is_empty() {
                    drift.same.push(id.clone());
                } else {
                    let title = scenarios.get(id).map(|scenario| scenario.document.title.clone());
                    drift.changed.push(ScenarioDrift {
                        id: id.clone(),
                        title: title.unwrap_or_default(),
                        changes,
                    });
                }
            }
            (Err(reason), _) | (_, Err(reason)) => {
                drift.not_compared.push(NotCompared { id: id.clone(), reason });
            }
        }
    }
    drift
}

fn seen<'a>(record: &'a Record, id: &Id) -> Result<&'a Seen, String> {
    match record.entries.get(id) {
        Some(Entry::Seen(seen)) => Ok(seen),
        Some(Entry::NotRun(reason)) => Err(format!("not run on {}: {reason}", record.version)),
        None => Err(format!("not recorded on {}", record.version)),
    }
}

fn changes(before: &Seen, after: &Seen) -> Vec<Change> {
    let mut changes = Vec::new();
    for case in cases(before) {
        for aspect in Aspect::ALL {
            let (one, other) = (ways(before, case, aspect), ways(after, case, aspect));
            if one != other {
                changes.push(Change {
                    case: case.to_owned(),
                    aspect,
                    before: one.into_iter().collect(),
                    after: other.into_iter().collect(),
                });
            }
        }
    }
    changes
}

/// The names of the cases, in their order.
fn cases(seen: &Seen) -> Vec<&str> {
    seen.runs.first().map(|run| run.cases.iter().map(|case| case.case.as_str()).collect()).unwrap_or_default()
}

/// Each way in which the runs went in `aspect`.
pub(super) fn ways(seen: &Seen, case: &str, aspect: Aspect) -> BTreeSet<String> {
    let cases = seen.runs.iter().flat_map(|run| &run.cases).filter(|seen| seen.case == case);
    cases.map(|seen| text(aspect, &seen.transcript)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::sample::{record, refreshed, repeated, scenario};
    use crate::report;

    fn drifted(before: &Record, after: &Record) -> Drift {
        let scenario = scenario("any");
        drift(&BTreeMap::from([(scenario.id.clone(), scenario)]), before, after)
    }

    #[test]
    fn what_changed_is_shown_aspect_by_aspect() {
        let scenario = scenario("any");
        let mut before = record("2.1.117", &scenario, vec![repeated()]);
        let mut after = record("2.1.118", &scenario, vec![refreshed(), refreshed(), repeated()]);
        let gone: Id = "refresh.gone".parse().unwrap();
        before.entries.insert(gone.clone(), before.entries[&scenario.id].clone());
        after.entries.insert("refresh.new".parse().unwrap(), Entry::NotRun("needs a person".to_owned()));
        insta::assert_snapshot!(report::drift(&drifted(&before, &after)));
        insta::assert_snapshot!(serde_json::to_string_pretty(&drifted(&before, &after)).unwrap());
    }

    #[test]
    fn what_goes_alike_is_the_same_and_what_was_given_anew_is_not_compared() {
        let scenario = scenario("any");
        let before = record("2.1.117", &scenario, vec![refreshed()]);
        let mut after = record("2.1.118", &scenario, vec![refreshed(), refreshed()]);
        assert_eq!(drifted(&before, &after).same, std::slice::from_ref(&scenario.id));
        let Some(Entry::Seen(seen)) = after.entries.get_mut(&scenario.id) else { panic!() };
        seen.digest.clear();
        assert_eq!(drifted(&before, &after).not_compared.len(), 1);
    }
}
