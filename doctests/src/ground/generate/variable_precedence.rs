//! What each variable that carries a credential beats, goes out beside, and loses to, place by place.

use super::Scope;
use super::credential_pair::{CREDENTIALS, PLACES, Pair, pairs};
use crate::ground::cell;

/// What becomes of a credential beside another one: a column each.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Beats,
    Beside,
    Loses,
}

/// One row for each variable in each place where a scenario sets it beside another credential and either is sent.
pub(super) fn write(scope: Scope<'_>) -> String {
    let all: Vec<Pair<'_>> = pairs(scope.checker.catalog).filter(|pair| pair.there.len() == 2).collect();
    let mut rows = Vec::new();
    for (variable, name) in CREDENTIALS.iter().enumerate().filter(|(_, name)| is_variable(name)) {
        for (place, (place_name, _)) in PLACES.iter().enumerate() {
            let here = || all.iter().filter(|pair| pair.place == place);
            let sides = [Side::Beats, Side::Beside, Side::Loses].map(|side| others(here(), variable, side));
            if sides.iter().any(|cell| !cell.is_empty()) {
                let cells = sides.map(|cell| if cell.is_empty() { "–".to_owned() } else { cell });
                rows.push([(*name).to_owned(), (*place_name).to_owned()].into_iter().chain(cells).collect());
            }
        }
    }
    cell::table(&["Variable", "Where", "Beats", "Goes out beside", "Loses to"], &rows)
}

/// A helper and a stored login are no variables.
fn is_variable(name: &str) -> bool {
    name.trim_matches('`').chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

/// The credentials to which `variable` stands so, each with the scenario that shows it.
fn others<'a>(pairs: impl Iterator<Item = &'a Pair<'a>>, variable: usize, side: Side) -> String {
    let mut found: Vec<(usize, String)> = pairs
        .filter_map(|pair| {
            let other = *pair.there.iter().find(|credential| **credential != variable)?;
            let is_so = pair.there.contains(&variable) && of(pair, variable) == Some(side);
            is_so.then(|| (other, format!("{}[^{}]", CREDENTIALS[other], pair.id)))
        })
        .collect();
    found.sort();
    found.dedup_by_key(|(other, _)| *other);
    found.into_iter().map(|(_, cell)| cell).collect::<Vec<_>>().join(", ")
}

/// How `variable` fares in `pair`; none when nothing at all is sent.
fn of(pair: &Pair<'_>, variable: usize) -> Option<Side> {
    match (pair.sent.contains(&variable), pair.sent.len()) {
        (_, 0) => None,
        (true, 1) => Some(Side::Beats),
        (true, _) => Some(Side::Beside),
        (false, _) => Some(Side::Loses),
    }
}

#[cfg(test)]
mod tests {
    use super::super::credential_pair::sample::holding;
    use super::*;
    use crate::ground::Checker;
    use crate::ground::sample::{page, scenario};

    fn table(scenarios: &[(&str, &str, &str, &str)]) -> String {
        let catalog = holding(scenarios);
        let page = page("env-vars", "# Environment variables\n");
        write(Scope { page: &page, checker: &Checker::new(&catalog, std::slice::from_ref(&page)) })
    }

    const KEY_AND_LOGIN: &str =
        "env: { ANTHROPIC_API_KEY: K1 }, stored_login: { access: A1, refresh: R1, expires_in: 2h }";
    const TOKEN_AND_KEY: &str = "env: { ANTHROPIC_AUTH_TOKEN: T1, ANTHROPIC_API_KEY: K1 }";
    const TOKEN_AND_HELPER: &str =
        "env: { CLAUDE_CODE_OAUTH_TOKEN: E1 }, settings: { apiKeyHelper: [{ key: K2 }] }";

    #[test]
    fn a_variable_has_a_row_for_each_place_and_a_column_for_each_way_it_fares() {
        insta::assert_snapshot!(table(&[
            ("precedence.key-over-login", KEY_AND_LOGIN, "prompt", "messages K1 -> 200"),
            ("precedence.key-in-session", KEY_AND_LOGIN, "typed_prompt", "messages K1 -> 200"),
            ("precedence.both", TOKEN_AND_KEY, "prompt", "messages T1+K1 -> 200"),
            ("precedence.helper", TOKEN_AND_HELPER, "prompt", "messages K2 -> 200"),
        ]));
    }

    #[test]
    fn where_nothing_is_sent_neither_beats_the_other() {
        let table = table(&[("bare.token-and-helper", TOKEN_AND_HELPER, "bare_prompt", "")]);
        assert!(!table.contains("[^bare.token-and-helper]"), "{table}");
    }

    #[test]
    fn how_a_variable_fared_in_older_releases_is_no_row() {
        let text = |range: &str| {
            format!(
                "title: It is sent\ngiven: {{ {KEY_AND_LOGIN} }}\nsteps: [prompt]\nexpect: {{ exchanges: [messages A1 -> 200] }}\n\
                 clients: {{ reference: {{ not-modelled: old }}, claude-code: {{ range: \"{range}\", differs_at: exchanges }} }}\n"
            )
        };
        let table = |range: &str| {
            let mut catalog = holding(&[]);
            let older = scenario("storage.older", &text(range));
            catalog.scenarios.insert(older.id.clone(), older);
            let page = page("env-vars", "# Environment variables\n");
            write(Scope { page: &page, checker: &Checker::new(&catalog, std::slice::from_ref(&page)) })
        };
        assert!(!table("<=1.0.11").contains("storage.older"));
        assert!(table(">=1.0.11").contains("storage.older"));
    }

    #[test]
    fn a_variable_that_loses_is_no_longer_said_to_win() {
        let wins = table(&[("precedence.key", KEY_AND_LOGIN, "prompt", "messages K1 -> 200")]);
        let loses = table(&[("precedence.key", KEY_AND_LOGIN, "prompt", "messages A1 -> 200")]);
        assert!(wins.contains("| the stored login[^precedence.key] | – | – |"), "{wins}");
        assert!(loses.contains("| – | – | the stored login[^precedence.key] |"), "{loses}");
    }
}
