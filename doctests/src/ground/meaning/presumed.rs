//! What a clause takes for granted: a credential, a login or an endpoint that nothing cited has.

use crate::account::{Account, Event};
use crate::clause::{Clause, Part, PartKind};
use crate::id::Id;

use super::fit::{ENDPOINTS, Witness};

const CREDENTIALS: [&str; 6] = ["api-key", "auth-token", "env-token", "helper", "access", "refresh-token"];

/// What `clause` speaks of although nothing cited has it: what is said of that is shown by nothing.
pub(super) fn of<'a>(clause: &'a Clause, witnesses: &[(&Id, Witness<'_>)]) -> Option<&'a Part> {
    if witnesses.is_empty()
        || witnesses.iter().any(|(id, _)| id.is_source())
        || clause.unknown().next().is_some()
        || clause.is_modal()
    {
        return None;
    }
    let accounts: Vec<&Account> = witnesses.iter().map(|(_, witness)| witness.account).collect();
    endpoint(clause, &accounts).or_else(|| login(clause, &accounts)).or_else(|| credential(clause, &accounts))
}

/// The credential that no run has. "With no helper" is true just because there is none; of all that is not there, a
/// scenario shows that it is not needed only of what it is about.
fn credential<'a>(clause: &'a Clause, accounts: &[&Account]) -> Option<&'a Part> {
    let there = |mark: &str| has(accounts, |event| event.has(mark));
    let absent = |part: &Part| CREDENTIALS.iter().any(|mark| part.means(mark) && !there(mark));
    let denied = |at: usize| at > 0 && clause.parts[at - 1].kind == PartKind::Negates;
    let is_about =
        |part: &Part| accounts.iter().any(|account| account.about.iter().any(|mark| part.means(mark)));
    // "With no X and no Y" only says in which world something happens.
    let is_want = !matches!(clause.joint.as_str(), "with" | "and" | "or" | "nor" | ",");
    let presumed = |at: &usize| {
        let part = &clause.parts[*at];
        absent(part) && (!denied(*at) || is_want && !is_about(part))
    };
    (0..clause.parts.len()).find(presumed).map(|at| &clause.parts[at])
}

/// The endpoint that every request is told of, and none goes to.
fn endpoint<'a>(clause: &'a Clause, accounts: &[&Account]) -> Option<&'a Part> {
    let asked = |account: &Account, mark: &str| {
        let is_asked = |event: &Event| event.has(mark) && event.at.is_some();
        !account.tells("send") || account.events.iter().any(is_asked)
    };
    let silent = |part: &&Part| {
        let named = ENDPOINTS.iter().find(|mark| part.means(mark));
        named.is_some_and(|mark| accounts.iter().all(|account| !asked(account, mark)))
    };
    let denied = clause.parts.iter().any(|part| part.kind == PartKind::Negates);
    // Whoever is not asked cannot fail to answer either.
    let does = |verb: &str| clause.parts.iter().any(|part| part.means(verb));
    let answers = ["answer", "refuse", "fail"].into_iter().any(does);
    clause.parts.iter().find(silent).filter(|_| !denied || answers)
}

/// The login or credential that a clause is all about, or opens with: "there is a login", "with a login".
fn login<'a>(clause: &'a Clause, accounts: &[&Account]) -> Option<&'a Part> {
    const STORED: [&str; 3] = ["login", "credential", "file"];
    let is = |event: &Event| ["exist", "save", "keep"].iter().any(|act| event.has(act));
    let there = |mark: &str| has(accounts, |event| event.has(mark) && is(event));
    let named = |part: &Part| !part.describes() && !part.word.starts_with("`/");
    let absent = |part: &Part| named(part) && STORED.iter().any(|mark| part.means(mark) && !there(mark));
    let bare = |part: &&Part| !["good", "new", "old", "same"].iter().any(|mark| part.means(mark));
    let first = clause.parts.iter().find(bare)?;
    (clause.parts.iter().filter(bare).all(absent) || clause.joint == "with" && absent(first)).then_some(first)
}

/// Whether some event of `accounts` is such.
fn has(accounts: &[&Account], is: impl Fn(&Event) -> bool) -> bool {
    accounts.iter().any(|account| account.events.iter().any(&is))
}
