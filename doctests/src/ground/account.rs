//! What is cited → accounts: every run of a scenario, and every source, as the events that clauses are held to.

mod credential;
mod exchanges;
mod given;
mod outcome;
mod store;

use crate::account::{Account, Event};
use crate::scenario::{Case, Scenario};

/// The accounts of `scenario`: one for each of its runs.
pub(super) fn of_scenario(scenario: &Scenario) -> Vec<Account> {
    scenario.cases().iter().map(of_case).collect()
}

fn of_case(case: &Case) -> Account {
    let mut telling = Telling { case, account: Account { case: case.name, ..Account::default() } };
    telling.given();
    telling.exchanges();
    telling.helper();
    telling.store();
    telling.printed();
    telling.exits();
    telling.outcome();
    telling.account
}

/// One case being told.
struct Telling<'a> {
    case: &'a Case,
    account: Account,
}

impl Telling<'_> {
    /// What can be said at this place in the order, nothing else.
    fn event(&mut self, shown: impl Into<String>, marks: &[&[&'static str]]) -> &mut Event {
        let marks = marks.iter().flat_map(|marks| marks.iter().copied()).collect();
        self.account.events.push(Event { marks, whole: true, shown: shown.into(), ..Event::default() });
        let last = self.account.events.len() - 1;
        &mut self.account.events[last]
    }

    fn tells(&mut self, marks: &[&'static str]) {
        self.account.told.extend(marks);
    }
}
