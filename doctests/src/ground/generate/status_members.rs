//! The members of the JSON that `claude auth status` prints: in which case, with which value, since which version.

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use crate::printed::Printed;
use crate::scenario::{Scenario, Step};

use super::Scope;
use crate::ground::cell;

/// The member by which cases are told apart: the kind of credential that is in use.
const CASE: &str = "authMethod";

/// What one scenario saw the command print, member by member, on each version that ran it, oldest first.
struct Answers<'a> {
    scenario: &'a Scenario,
    by_version: BTreeMap<&'a Version, BTreeMap<&'a str, &'a str>>,
}

/// One row a member that the newest version prints, those of the most cases first.
pub(super) fn write(scope: Scope<'_>) -> String {
    let Some(printed) = scope.checker.catalog.printed.get() else { return String::new() };
    let all: Vec<Answers<'_>> = scope
        .checker
        .catalog
        .scenarios
        .values()
        .filter_map(|scenario| Answers::of(scenario, printed))
        .collect();
    let cases = cases(&all);
    let names: BTreeSet<&str> =
        all.iter().filter_map(Answers::newest).flat_map(|members| members.keys().copied()).collect();
    let mut rows: Vec<(usize, Vec<String>)> =
        names.into_iter().map(|name| row(name, &all, &cases, scope)).collect();
    rows.sort_by_key(|(cases, _)| std::cmp::Reverse(*cases));
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(_, row)| row).collect();
    cell::table(&["Member", "Where `authMethod` is", "Values seen", "Since"], &rows)
}

impl<'a> Answers<'a> {
    /// What was seen of `scenario`, when it runs the command and nothing else.
    fn of(scenario: &'a Scenario, printed: &'a Printed) -> Option<Self> {
        let [step] = scenario.document.steps.as_slice() else { return None };
        if step.value != Step::AuthStatus {
            return None;
        }
        let mut by_version: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (version, line) in printed.of(&scenario.id) {
            by_version.entry(version).or_default().extend(member(line));
        }
        Some(Self { scenario, by_version })
    }

    /// The members on the newest version.
    fn newest(&self) -> Option<&BTreeMap<&'a str, &'a str>> {
        self.by_version.values().next_back()
    }

    fn has(&self, version: &Version, name: &str) -> bool {
        self.by_version.get(version).is_some_and(|members| members.contains_key(name))
    }

    /// Whether the scenario expects `text` to be printed: then it is about that.
    fn expects(&self, text: &str) -> bool {
        self.scenario.document.expect.prints.iter().any(|expected| expected.value == text)
    }
}

/// The name and the value that a line of the JSON has.
fn member(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix('"')?.split_once("\": ")?;
    Some((name, value.trim_end_matches(',')))
}

/// The kinds of credential that the newest version told of, each with the scenario that shows it.
fn cases<'a>(all: &'a [Answers<'a>]) -> BTreeMap<&'a str, &'a Answers<'a>> {
    let mut cases: BTreeMap<&str, &Answers<'_>> = BTreeMap::new();
    for answers in all {
        let Some(case) = answers.newest().and_then(|members| members.get(CASE)) else { continue };
        let is_about_it = answers.expects(&format!("\"{CASE}\": {case}"));
        match cases.get(case) {
            Some(other) if !is_about_it || other.expects(&format!("\"{CASE}\": {case}")) => {}
            _ => drop(cases.insert(case, answers)),
        }
    }
    cases
}

fn row<'a>(
    name: &str,
    all: &[Answers<'_>],
    cases: &BTreeMap<&'a str, &'a Answers<'a>>,
    scope: Scope<'_>,
) -> (usize, Vec<String>) {
    let with: Vec<(&str, &Answers<'_>)> = cases
        .iter()
        .filter(|(_, answers)| answers.newest().is_some_and(|members| members.contains_key(name)))
        .map(|(case, answers)| (*case, *answers))
        .collect();
    let values: BTreeSet<&str> =
        with.iter().filter_map(|(_, answers)| answers.newest()?.get(name).copied()).collect();
    let shown = |(case, answers): &(&str, &Answers<'_>)| {
        format!("{}[^{}]", cell::code(case.trim_matches('"')), answers.scenario.id)
    };
    let row = vec![
        cell::code(name),
        with.iter().map(shown).collect::<Vec<_>>().join(", "),
        values.into_iter().map(cell::code).collect::<Vec<_>>().join(", "),
        since(name, all, &with, scope),
    ];
    (with.len(), row)
}

/// The version from which on the member is printed, as the bound of a scenario shows it.
fn since(name: &str, all: &[Answers<'_>], with: &[(&str, &Answers<'_>)], scope: Scope<'_>) -> String {
    let bounds = all.iter().flat_map(|answers| {
        let bounds = scope
            .checker
            .catalog
            .standing(&answers.scenario.id)
            .into_iter()
            .flat_map(|standing| &standing.bounds);
        bounds.map(move |bound| (answers, bound))
    });
    let begins = bounds.filter(|(answers, bound)| {
        bound.begins && answers.has(&bound.above, name) && !answers.has(&bound.below, name)
    });
    // The closest to the version, of a scenario that is about it: others only know that it came later than their own
    // change.
    let about = format!("\"{name}\"");
    if let Some((answers, bound)) =
        begins.max_by_key(|(answers, bound)| (&bound.below, answers.expects(&about)))
    {
        return format!("{}[^{}]", bound.words(), answers.scenario.id);
    }
    let always = |(case, answers): &(&str, &Answers<'_>)| {
        let of_case = answers.by_version.values().filter(|members| members.get(CASE) == Some(case));
        of_case.clone().count() > 0 && of_case.clone().all(|members| members.contains_key(name))
    };
    if with.iter().all(always) { "all that were checked".to_owned() } else { "newer ones".to_owned() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::unfixed;
    use super::*;
    use crate::catalog::Catalog;
    use crate::ground::Checker;
    use crate::ground::sample::{catalog, page, scenario};
    use crate::judge::range::standing;
    use crate::record::sample::{record, run};
    use crate::source_file::SourceFile;

    const LOGIN: &str = "stored_login: { access: A1, refresh: R1, expires_in: 2h }";

    const OLD: &str = "{\n  \"loggedIn\": true,\n  \"authMethod\": \"claude.ai\"\n}\n";
    const NEW: &str =
        "{\n  \"loggedIn\": true,\n  \"authMethod\": \"claude.ai\",\n  \"planTier\": \"max\"\n}\n";
    const NONE: &str = "{\n  \"loggedIn\": false,\n  \"authMethod\": \"none\"\n}\n";

    /// A scenario, and what versions printed in it.
    struct Told {
        id: &'static str,
        expects: &'static str,
        range: &'static str,
        printed: &'static [(&'static str, &'static str)],
    }

    const LOGGED_IN: Told = Told {
        id: "status.logged-in",
        expects: "\"authMethod\": \"claude.ai\"",
        range: "any",
        printed: &[("2.1.118", OLD), ("2.1.330", NEW)],
    };

    /// A catalog of these scenarios, printed and judged.
    fn seen(all: &[Told]) -> Catalog {
        let mut catalog = catalog();
        let (mut printed, mut standings) = (Printed::default(), BTreeMap::new());
        for Told { id, expects, range, printed: answers } in all {
            let text = format!(
                "title: It is named\ngiven: {{ {LOGIN} }}\nsteps: [auth_status]\nexpect: {{ prints: ['{expects}'] }}\n\
                 clients: {{ reference: {{ not-modelled: members }}, claude-code: {range} }}\n"
            );
            let scenario = scenario(id, &text);
            let mut records = Vec::new();
            for (version, json) in *answers {
                let mut run = run(&[], 0);
                run.commands[0].stdout = (*json).to_owned();
                let record = record(version, &scenario, vec![run]);
                printed.add(&SourceFile::new("r.json", record.render()), &record);
                records.push(record);
            }
            standings.insert(scenario.id.clone(), standing(&scenario, &records, &[]));
            catalog.scenarios.insert(scenario.id.clone(), scenario);
        }
        catalog.printed.set(Arc::new(printed)).unwrap();
        catalog.standings.set(Arc::new(standings)).unwrap();
        catalog
    }

    fn table(catalog: &Catalog) -> String {
        let page = page("auth-status", "# Status\n");
        let checker = Checker::new(catalog, std::slice::from_ref(&page));
        write(Scope { page: &page, checker: &checker })
    }

    #[test]
    fn a_member_is_told_with_its_cases_its_values_and_its_first_version() {
        insta::assert_snapshot!(table(&seen(&[
            LOGGED_IN,
            Told {
                id: "status.none",
                expects: "\"authMethod\": \"none\"",
                range: "any",
                printed: &[("2.1.118", NONE), ("2.1.330", NONE)],
            },
            Told {
                id: "status.plan-tier",
                expects: "\"planTier\"",
                range: "{ range: '>=2.1.319', differs_at: prints }",
                printed: &[("2.1.318", OLD), ("2.1.319", NEW)],
            },
        ])));
    }

    #[test]
    fn a_member_that_no_range_dates_is_of_newer_releases() {
        let table = table(&seen(&[LOGGED_IN]));
        let row = "| `planTier` | `claude.ai`[^status.logged-in] | `\"max\"` | newer ones |";
        assert!(table.contains(row), "{table}");
    }

    #[test]
    fn a_table_that_is_not_what_the_records_hold_is_a_fault() {
        let catalog = seen(&[LOGGED_IN]);
        let faults = |table: &str| {
            let block =
                format!("<!-- generated: auth-status-members -->\n\n{table}\n\n<!-- /generated -->\n");
            let page = page("auth-status", &format!("# Status\n\n{block}"));
            unfixed(&page, &Checker::new(&catalog, std::slice::from_ref(&page))).len()
        };
        let right = table(&catalog);
        assert_eq!((faults(&right), faults(&right.replace("claude.ai", "oauth_token"))), (0, 1));
    }
}
