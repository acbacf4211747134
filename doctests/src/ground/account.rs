//! What is cited → accounts: every run of a scenario, and every source, as the events that clauses are held to.

mod around;
mod credential;
mod exchanges;
mod given;
mod name;
mod outcome;
mod store;

use std::collections::BTreeSet;

use crate::account::{Account, Event};
use crate::scenario::{Case, ClaudeCodeClaim, Scenario};
use crate::vocabulary::VocabularyDocument;

use super::license::scenario::commands;

/// The accounts of `scenario`: one for each of its runs.
pub(super) fn of_scenario(scenario: &Scenario, vocabulary: &VocabularyDocument) -> Vec<Account> {
    let bounded =
        matches!(scenario.document.clients.claude_code.as_deref(), Some(ClaudeCodeClaim::Ranges(_)));
    let names = name::names(scenario, vocabulary);
    let cases = scenario.cases();
    cases.iter().map(|case| Account { names: names.clone(), ..of_case(case, bounded) }).collect()
}

fn of_case(case: &Case, bounded: bool) -> Account {
    let commands = case.steps.iter().flat_map(|step| commands(&step.value)).copied().collect();
    let mut telling = Telling { case, account: Account { case: case.name, commands, ..Account::default() } };
    if bounded {
        let background = telling.event("it begins or ends with a release", &[&["run", "both-sides"]]);
        (background.whole, background.only_with) = (false, &["both-sides"]);
    }
    telling.given();
    telling.exchanges();
    telling.helper();
    let before = telling.account.events.len();
    telling.store();
    telling.outcome();
    for event in &mut telling.account.events[before..] {
        event.is_result = true;
    }
    telling.printed();
    telling.exits();
    telling.account
}

/// Who answers. What is told of somebody names them first.
const SERVERS: [&str; 4] = ["server", "api", "token-endpoint", "revocation-endpoint"];

/// Adds the `texts` that releases print, those too on which the scenario does not hold.
pub(super) fn recorded(account: &mut Account, texts: &[String]) {
    if texts.is_empty() {
        return;
    }
    let fails = account.events.iter().any(|event| event.has("exit") && event.has("fail"));
    let marks = if fails { [store::PRINTED, store::FAILED].concat() } else { store::PRINTED.to_vec() };
    account.events.push(Event {
        marks: marks.into_iter().collect(),
        texts: texts.to_vec(),
        by: vec!["client"],
        shown: "what releases print".to_owned(),
        ..Event::default()
    });
}

/// One case being told.
struct Telling<'a> {
    case: &'a Case,
    account: Account,
}

impl Telling<'_> {
    /// What can be said at this place in the order, nothing else.
    fn event(&mut self, shown: impl Into<String>, marks: &[&[&'static str]]) -> &mut Event {
        let by = marks.first().and_then(|marks| marks.first()).and_then(|first| match *first {
            "client" => Some(vec!["client"]),
            "server" => {
                let servers = marks.iter().flat_map(|marks| marks.iter().copied());
                Some(servers.filter(|mark| SERVERS.contains(mark)).collect())
            }
            _ => None,
        });
        let marks: BTreeSet<&'static str> = marks.iter().flat_map(|marks| marks.iter().copied()).collect();
        let by = by.unwrap_or_default();
        self.account.events.push(Event { marks, by, whole: true, shown: shown.into(), ..Event::default() });
        let last = self.account.events.len() - 1;
        &mut self.account.events[last]
    }

    fn tells(&mut self, marks: &[&'static str]) {
        self.account.told.extend(marks);
    }
}
