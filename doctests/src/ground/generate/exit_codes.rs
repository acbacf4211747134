//! With which code a command exits: one row a situation for the commands, one an ending for prompts.

use std::collections::BTreeMap;

use crate::id::Id;
use crate::outcome::Outcome;
use crate::scenario::{ClaudeCodeClaim, Given, Scenario, Step};

use super::Scope;
use crate::ground::cell;
use crate::ground::section::written_citations;

/// So many runs of prompts that end alike are cited.
const MOST_PROMPTS: usize = 3;

/// The commands, in the order of the rows.
const COMMANDS: [&str; 7] = [
    "claude auth login",
    "claude auth logout",
    "claude auth status",
    "claude auth status --text",
    "claude setup-token",
    "claude -p",
    "claude --bare -p",
];

/// What a row says of a scenario that is the same on every release.
const ALL: &str = "all that were checked";

/// What a first command comes to in one scenario.
struct Exit<'a> {
    command: usize,
    code: i32,
    scenario: &'a Scenario,
}

/// What is told of a command other than a prompt is its situation; two scenarios of one situation are one row.
pub(super) fn write(scope: Scope<'_>) -> String {
    let mut situations: Vec<Exit<'_>> = Vec::new();
    let mut endings: BTreeMap<(usize, Outcome, i32), Vec<&Id>> = BTreeMap::new();
    for exit in scope.checker.catalog.scenarios.values().filter_map(Exit::of) {
        if is_prompt(exit.scenario) {
            if let Some(outcome) = exit.ending() {
                endings.entry((exit.command, outcome, exit.code)).or_default().push(&exit.scenario.id);
            }
        } else if let Some(other) = situations.iter_mut().find(|other| other.is_as(&exit)) {
            if exit.reach(scope) > other.reach(scope) {
                *other = exit;
            }
        } else {
            situations.push(exit);
        }
    }
    situations.sort_by_key(|exit| (exit.command, exit.code, &exit.scenario.id));
    let mut rows: Vec<Vec<String>> = situations.iter().map(|exit| situation(exit, scope)).collect();
    rows.extend(endings.into_iter().map(|(ending, ids)| self::ending(ending, ids, scope)));
    cell::table(&["Command", "What happens", "Exit code", "Since"], &rows)
}

impl<'a> Exit<'a> {
    /// The first command's, when released versions ran it to an end and the scenario expects a code.
    fn of(scenario: &'a Scenario) -> Option<Self> {
        let document = &scenario.document;
        let name = match document.steps.first()?.value {
            Step::AuthLogin(_) => "claude auth login",
            Step::AuthLogout => "claude auth logout",
            Step::AuthStatus => "claude auth status",
            Step::AuthStatusText => "claude auth status --text",
            Step::SetupToken(_) | Step::SetupTokenWithArgument(_) => "claude setup-token",
            Step::Prompt => "claude -p",
            Step::BarePrompt => "claude --bare -p",
            _ => return None,
        };
        let command = COMMANDS.iter().position(|command| *command == name)?;
        let each = document.expect.exits.as_ref().and_then(|codes| codes.value.first().copied());
        let code = each.or_else(|| document.expect.exit.as_ref().map(|code| code.value))?;
        document.clients.claude_code.is_some().then_some(Self { command, code, scenario })
    }

    /// Whether `other` is the same command in the same situation: then it is about something else that is printed.
    fn is_as(&self, other: &Self) -> bool {
        let situation = |exit: &Self| -> (usize, i32, &'a Given, &'a Step) {
            let document = &exit.scenario.document;
            (exit.command, exit.code, &document.given, &document.steps[0].value)
        };
        situation(self) == situation(other)
    }

    /// On how many of the releases that were recorded the scenario holds: the more, the less it is about a change.
    fn reach(&self, scope: Scope<'_>) -> usize {
        let standing = scope.checker.catalog.standing(&self.scenario.id);
        standing.map_or(0, |standing| standing.inside().count())
    }

    /// What a person gets of a single prompt, when every release that was checked ends it so.
    fn ending(&self) -> Option<Outcome> {
        let document = &self.scenario.document;
        let outcome = document.expect.outcome.as_ref()?.value;
        (document.steps.len() == 1 && holds_on_all(self.scenario)).then_some(outcome)
    }
}

fn is_prompt(scenario: &Scenario) -> bool {
    scenario.document.steps.first().is_some_and(|step| matches!(step.value, Step::Prompt | Step::BarePrompt))
}

fn holds_on_all(scenario: &Scenario) -> bool {
    let claim = scenario.document.clients.claude_code.as_ref();
    claim.is_some_and(|claim| claim.value == ClaudeCodeClaim::Any)
}

fn situation(exit: &Exit<'_>, scope: Scope<'_>) -> Vec<String> {
    let Exit { command, code, scenario } = exit;
    vec![
        cell::code(COMMANDS[*command]),
        cell::plain(&scenario.document.title),
        format!("{code}[^{}]", scenario.id),
        since(scenario, scope),
    ]
}

/// The runs that the page's author cites come first: their panels are there already.
fn ending(
    (command, outcome, code): (usize, Outcome, i32),
    mut ids: Vec<&Id>,
    scope: Scope<'_>,
) -> Vec<String> {
    ids.sort_by_key(|id| (!written_citations(scope.page).any(|citation| citation.id == **id), *id));
    let cited: Vec<String> = ids.into_iter().take(MOST_PROMPTS).map(|id| format!("[^{id}]")).collect();
    let code = format!("{code}{}", cited.concat());
    vec![cell::code(COMMANDS[command]), outcome.advice().to_owned(), code, ALL.to_owned()]
}

/// Where the ranges of `scenario` begin and end.
fn since(scenario: &Scenario, scope: Scope<'_>) -> String {
    let standing = scope.checker.catalog.standing(&scenario.id);
    let bounds = standing.into_iter().flat_map(|standing| &standing.bounds);
    let words =
        bounds.map(|bound| if bound.begins { bound.words() } else { format!("up to {}", bound.below) });
    let words: Vec<String> = words.collect();
    if words.is_empty() { ALL.to_owned() } else { words.join(", ") }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::unfixed;
    use super::*;
    use crate::catalog::Catalog;
    use crate::ground::Checker;
    use crate::ground::sample::{self, catalog, scenario};
    use crate::judge::range::standing;
    use crate::record::sample::{record, run};

    /// A catalog with these scenarios too, judged by records of two versions: id, title, steps, what is expected, and on
    /// which releases.
    fn holding(scenarios: &[[&str; 5]]) -> Catalog {
        let mut catalog = catalog();
        let mut standings = BTreeMap::new();
        for [id, title, steps, expect, releases] in scenarios {
            let text = format!(
                "title: {title}\ngiven: {{}}\nsteps: [{steps}]\nexpect: {{ {expect} }}\n\
                 clients: {{ reference: holds{releases} }}\n"
            );
            let scenario = scenario(id, &text);
            let records = ["2.1.267", "2.1.268"].map(|version| record(version, &scenario, vec![run(&[], 0)]));
            standings.insert(scenario.id.clone(), standing(&scenario, &records, &[]));
            catalog.scenarios.insert(scenario.id.clone(), scenario);
        }
        catalog.standings.set(Arc::new(standings)).unwrap();
        catalog
    }

    const ON_ALL: &str = ", claude-code: any";
    const SINCE: &str = ", claude-code: { range: '>=2.1.268', differs_at: exit }";

    fn on(page: &str, scenarios: &[[&str; 5]]) -> String {
        let catalog = holding(scenarios);
        let page = sample::page("cli-reference", page);
        write(Scope { page: &page, checker: &Checker::new(&catalog, std::slice::from_ref(&page)) })
    }

    fn table(scenarios: &[[&str; 5]]) -> String {
        on("# CLI reference\n", scenarios)
    }

    #[test]
    fn a_command_has_a_row_for_each_situation_and_a_prompt_for_each_ending() {
        insta::assert_snapshot!(table(&[
            ["login.approved", "It is stored", "{ auth_login: approve }, prompt", "exits: [0, 1]", ON_ALL],
            ["login.denied", "It stores nothing", "auth_login: deny", "exit: 1", SINCE],
            ["storage.missing", "It is missing", "prompt", "outcome: login-required, exit: 1", ON_ALL],
            ["storage.corrupt", "It is no JSON", "prompt", "outcome: login-required, exit: 1", ON_ALL],
            ["bare.key", "It is sent", "bare_prompt", "outcome: unaffected, exit: 0", ON_ALL],
        ]));
    }

    #[test]
    fn of_one_situation_the_scenario_that_holds_on_most_releases_is_told() {
        let table = table(&[
            ["status.folder", "It names the folder", "auth_status", "exit: 0", SINCE],
            ["status.logged-in", "It names the login", "auth_status", "exit: 0", ON_ALL],
        ]);
        assert!(table.contains("[^status.logged-in]") && !table.contains("[^status.folder]"), "{table}");
    }

    #[test]
    fn what_no_release_ran_and_what_newer_releases_alone_do_is_no_ending() {
        let table = table(&[
            ["refresh.old", "It is old", "prompt", "outcome: login-required, exit: 1", SINCE],
            ["refresh.model", "It is ours", "prompt", "outcome: login-required, exit: 1", ""],
            ["status.model", "It is ours", "auth_status", "exit: 0", ""],
        ]);
        assert!(!table.contains("[^"), "{table}");
    }

    #[test]
    fn of_many_prompts_those_that_the_page_cites_come_first() {
        let all = ["a", "b", "c", "d"].map(|name| format!("storage.{name}"));
        let ends = "outcome: login-required, exit: 1";
        let rows: Vec<[&str; 5]> = all.iter().map(|id| [id, "It ends", "prompt", ends, ON_ALL]).collect();
        let table = on("# CLI reference\n\nIt ends.[^storage.d]\n", &rows);
        assert!(table.contains("1[^storage.d][^storage.a][^storage.b] |"), "{table}");
    }

    #[test]
    fn a_code_that_is_not_the_scenarios_is_a_fault() {
        let catalog =
            holding(&[["login.denied", "It stores nothing", "auth_login: deny", "exit: 1", ON_ALL]]);
        let faults = |table: &str| {
            let block = format!("<!-- generated: exit-codes -->\n\n{table}\n\n<!-- /generated -->\n");
            let page = sample::page("cli-reference", &format!("# CLI reference\n\n{block}"));
            unfixed(&page, &Checker::new(&catalog, std::slice::from_ref(&page))).len()
        };
        let page = sample::page("cli-reference", "# CLI reference\n");
        let right =
            write(Scope { page: &page, checker: &Checker::new(&catalog, std::slice::from_ref(&page)) });
        assert_eq!((faults(&right), faults(&right.replace("1[^login", "0[^login"))), (0, 1));
    }
}
