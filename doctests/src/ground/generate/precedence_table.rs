//! Which of two credentials is sent, for every pair that a scenario has: in `claude -p`, in a session, and with `--bare`.

use std::collections::BTreeMap;

use crate::exchange::Endpoint;
use crate::id::Id;
use crate::scenario::given::{Answer, HelperOutput, StoredToken};
use crate::scenario::{Given, Scenario, Step};
use crate::symbol::Symbol;

use super::Scope;
use crate::ground::cell;

/// The credentials, in the order of the documentation.
const CREDENTIALS: [&str; 5] = [
    "`ANTHROPIC_AUTH_TOKEN`",
    "`ANTHROPIC_API_KEY`",
    "`apiKeyHelper`",
    "`CLAUDE_CODE_OAUTH_TOKEN`",
    "the stored login",
];

/// Where a prompt is typed: one column each.
const PLACES: [(&str, Step); 3] = [
    ("`claude -p`", Step::Prompt),
    ("A session", Step::TypedPrompt),
    ("`claude --bare -p`", Step::BarePrompt),
];

/// One row for each credential alone and for each two of them, when a scenario shows what is sent.
pub(super) fn write(scope: Scope<'_>) -> String {
    let mut rows: BTreeMap<Vec<usize>, [Option<String>; PLACES.len()]> = BTreeMap::new();
    for scenario in scope.checker.catalog.scenarios.values() {
        let Some((there, place, sent)) = shown(scenario) else { continue };
        let cell = &mut rows.entry(there).or_default()[place];
        cell.get_or_insert_with(|| sent_cell(&sent, &scenario.id));
    }
    let row = |(there, cells): (Vec<usize>, [Option<String>; PLACES.len()])| {
        let names = there.iter().map(|credential| CREDENTIALS[*credential]).collect::<Vec<_>>();
        let first = if let [one] = names[..] { format!("only {one}") } else { names.join(" and ") };
        let cells = cells.map(|cell| cell.unwrap_or_else(|| "not recorded".to_owned()));
        std::iter::once(first).chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = rows.into_iter().map(row).collect();
    let [print, session, bare] = PLACES.map(|(name, _)| name);
    cell::table(&["What is set", print, session, bare], &rows)
}

fn sent_cell(sent: &[usize], id: &Id) -> String {
    let names: Vec<&str> = sent.iter().map(|credential| CREDENTIALS[*credential]).collect();
    let sent = if names.is_empty() { "nothing".to_owned() } else { names.join(" beside ") };
    format!("{sent}[^{id}]")
}

/// What is set in `scenario`, where its first prompt is typed, and what that sends; none for a scenario that is about
/// something else, such as a credential that is refused.
fn shown(scenario: &Scenario) -> Option<(Vec<usize>, usize, Vec<usize>)> {
    let document = &scenario.document;
    let credentials = credentials(&document.given)?;
    let first = &document.steps.first()?.value;
    let place = PLACES.iter().position(|(_, step)| step == first)?;
    let exchanges = document.expect.exchanges.as_ref()?;
    let sent = match exchanges.iter().next() {
        None => Vec::new(),
        Some(exchange) if exchange.endpoint == Endpoint::Messages && exchange.status == Some(200) => {
            let symbols = [exchange.credential, exchange.beside];
            symbols.iter().flatten().map(|symbol| credentials.get(symbol).copied()).collect::<Option<_>>()?
        }
        Some(_) => return None,
    };
    let mut there: Vec<usize> = credentials.into_values().collect();
    there.sort_unstable();
    there.dedup();
    (1..=2).contains(&there.len()).then_some((there, place, sent))
}

/// The credentials that `given` sets, by their symbols; none when anything else is unusual.
fn credentials(given: &Given) -> Option<BTreeMap<Symbol, usize>> {
    let has_env_block = given.settings.as_ref().is_some_and(|settings| !settings.env.is_empty());
    let is_managed = given.managed_settings.is_some();
    if has_env_block || is_managed || given.project_settings.is_some() || given.certificate.is_some() {
        return None;
    }
    let mut found = BTreeMap::new();
    for (name, value) in &given.env {
        let credential = CREDENTIALS.iter().position(|known| known.trim_matches('`') == name)?;
        found.insert(value.parse().ok()?, credential);
    }
    for output in given.settings.iter().flat_map(|settings| &settings.api_key_helper) {
        let HelperOutput::Key(symbol) = output else { return None };
        found.insert(*symbol, 2);
    }
    if let Some(login) = &given.stored_login {
        let (Some(StoredToken::Token(access)), None, None, true) =
            (login.access, &login.fault, &login.scopes, login.others.is_empty())
        else {
            return None;
        };
        found.insert(access, 4);
    }
    let is_healthy = |answer: &Answer| answer.status == Some(200) && answer.fault.is_none();
    let servers = &given.resource_server;
    (servers.revoked.is_empty() && servers.answers.iter().all(is_healthy)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::Checker;
    use crate::ground::sample::{catalog, page, scenario};

    fn table(scenarios: &[(&str, &str, &str, &str)]) -> String {
        let mut catalog = catalog();
        for (id, given, step, expect) in scenarios {
            let text = format!(
                "title: It is sent\ngiven: {{ {given} }}\nsteps: [{step}]\nexpect: {{ exchanges: [{expect}] }}\nclients: {{ reference: holds }}\n"
            );
            let scenario = scenario(id, &text);
            catalog.scenarios.insert(scenario.id.clone(), scenario);
        }
        let page = page("choosing", "# Choosing\n");
        let checker = Checker::new(&catalog, std::slice::from_ref(&page));
        write(Scope { page: &page, checker: &checker })
    }

    const BOTH: &str =
        "env: { ANTHROPIC_API_KEY: K1 }, stored_login: { access: A1, refresh: R1, expires_in: 2h }";

    #[test]
    fn a_pair_is_one_row_and_each_place_a_column() {
        insta::assert_snapshot!(table(&[
            ("precedence.key", BOTH, "prompt", "messages K1 -> 200"),
            ("precedence.key-in-session", BOTH, "typed_prompt", "messages K1 -> 200"),
            ("bare.login", "stored_login: { access: A1, refresh: R1, expires_in: 2h }", "bare_prompt", ""),
            (
                "precedence.beside",
                "env: { ANTHROPIC_AUTH_TOKEN: T1, ANTHROPIC_API_KEY: K1 }",
                "prompt",
                "messages T1+K1 -> 200"
            ),
        ]));
    }

    #[test]
    fn a_policy_that_forbids_a_key_and_a_bad_certificate_show_no_precedence() {
        let forbidden = "env: { ANTHROPIC_API_KEY: K1 }, managed_settings: { forceLoginMethod: claudeai }";
        let unknown =
            "stored_login: { access: A1, refresh: R1, expires_in: 2h }, certificate: unknown-authority";
        let table =
            table(&[("managed.key", forbidden, "prompt", ""), ("faults.certificate", unknown, "prompt", "")]);
        assert!(!table.contains("[^managed.key]") && !table.contains("[^faults.certificate]"), "{table}");
    }

    #[test]
    fn a_refused_credential_and_a_login_that_is_refreshed_show_no_precedence() {
        let refused = format!("{BOTH}, resource_server: {{ revoked: [K1] }}");
        let expired = "stored_login: { access: A1, refresh: R1, expires_in: -1h }";
        let table = table(&[
            ("precedence.refused", &refused, "prompt", "messages K1 -> 401"),
            ("refresh.ended", expired, "prompt", "token R1 -> 200 issues A2 R2, messages A2 -> 200"),
        ]);
        assert!(!table.contains("[^precedence.refused]") && !table.contains("[^refresh.ended]"), "{table}");
    }
}
