//! Where the reference client parts from the newest release → diagnostics, unless the list says so with a reason.

use crate::aspect::Aspect;
use crate::diagnostic::{Code, Diagnostic};
use crate::difference::{ListedDifference, SeenDifference};
use crate::record::Record;
use crate::scenario::Scenario;
use crate::source_file::Place;

/// What differs and is not listed, at the scenario; what is listed and does not differ, at the list.
pub fn agreement_diagnostics(
    scenario: &Scenario,
    release: &Record,
    seen: &[SeenDifference],
    listed: Option<&ListedDifference>,
) -> Vec<Diagnostic> {
    let name = release.name();
    let id = &scenario.id;
    let is_listed = |aspect: Aspect| listed.is_some_and(|listed| listed.aspects.contains(&aspect));
    let place = || Place::new(&scenario.file, scenario.document.clients.reference.span);
    let unlisted = seen.iter().filter(|difference| !is_listed(difference.aspect)).map(|difference| {
        let side = if difference.case == "given" { "" } else { " beyond the boundary" };
        let message =
            format!("the reference client and {name} differ in the {} of `{id}`{side}", difference.aspect.words());
        Diagnostic::new(Code::RecordDisagrees, place(), message)
            .expected(format!("{name}: {}", difference.release.join("; or: ")))
            .seen(format!("reference: {}", difference.reference))
            .help(format!("mend the reference client, or list it in doctests/differences.yaml under `{id}` with a reason"))
    });
    let idle = listed.into_iter().flat_map(|listed| {
        let aspects = listed.aspects.iter().filter(|aspect| !seen.iter().any(|seen| seen.aspect == **aspect));
        aspects.map(move |aspect| {
            let message =
                format!("the {} of `{id}` do not differ from {} any more", aspect.words(), release.name());
            Diagnostic::new(Code::RecordDisagrees, listed.place.clone(), message)
                .help(format!("remove `{aspect}` from the list"))
        })
    });
    unlisted.chain(idle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::agreement::differences;
    use crate::judge::judge;
    use crate::parse;
    use crate::record::sample::{record, refreshed, repeated, scenario};
    use crate::record::{Entry, Record};
    use crate::report::human;
    use crate::source_file::SourceFile;
    use crate::transcript::Transcript;
    use crate::verdict::{CaseRun, ScenarioRun};

    fn said(reference: Transcript, release: &Record, list: &str) -> String {
        let scenario = scenario("any");
        let case = &scenario.cases()[0];
        let judgement = judge(case, &reference);
        let run = ScenarioRun { cases: vec![CaseRun { case: "given", transcript: reference, judgement }] };
        let Entry::Seen(seen) = &release.entries[&scenario.id] else { panic!() };
        let (listed, faults) = parse::differences(&SourceFile::new("doctests/differences.yaml", list));
        assert_eq!(faults, []);
        let found = differences(&scenario, &run, seen);
        human(&agreement_diagnostics(&scenario, release, &found, listed.get(&scenario.id)), false)
    }

    #[test]
    fn a_difference_is_listed_with_a_reason_or_is_a_fault_and_so_is_a_list_that_is_behind() {
        let scenario = scenario("any");
        let release = record("2.1.330", &scenario, vec![refreshed(), refreshed(), repeated()]);
        let mut other = refreshed();
        other.exchanges.truncate(1);
        let listed = "refresh.early-revocation: { differs: [exchanges], reason: the model asks once }\n";
        let other_listed = listed.replace("early-revocation", "other");
        assert_eq!(said(repeated(), &release, &other_listed), "", "it goes as some runs of the release went");
        assert_eq!(said(other.clone(), &release, listed), "");
        let all = [said(other, &release, &other_listed), said(refreshed(), &release, listed)];
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn a_broken_list_is_named_at_its_place() {
        let list = "Refresh: { differs: [exchanges], reason: x }\nrefresh.a: { differs: [], reason: x }\n\
                    refresh.b: { differs: [exit], reason: '' }\nrefresh.c: { differs: [exits], reason: x }\n";
        let (listed, faults) = parse::differences(&SourceFile::new("doctests/differences.yaml", list));
        assert!(listed.is_empty());
        insta::assert_snapshot!(human(&faults, false));
    }
}
