//! Pairs of credentials: what a scenario sets, where its first prompt is typed, and which of them is sent.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::exchange::Endpoint;
use crate::id::Id;
use crate::scenario::given::{Answer, HelperOutput, StoredToken};
use crate::scenario::{ClaudeCodeClaim, Given, Scenario, Settings, Step};
use crate::symbol::Symbol;

/// The credentials, in the order of the documentation.
pub(super) const CREDENTIALS: [&str; 5] = [
    "`ANTHROPIC_AUTH_TOKEN`",
    "`ANTHROPIC_API_KEY`",
    "`apiKeyHelper`",
    "`CLAUDE_CODE_OAUTH_TOKEN`",
    "the stored login",
];

/// Where a prompt is typed.
pub(super) const PLACES: [(&str, Step); 3] = [
    ("`claude -p`", Step::Prompt),
    ("A session", Step::TypedPrompt),
    ("`claude --bare -p`", Step::BarePrompt),
];

/// What one scenario shows of one credential, or of two.
pub(super) struct Pair<'a> {
    /// The scenario.
    pub id: &'a Id,
    /// What is set, as positions among [`CREDENTIALS`], sorted: one or two.
    pub there: Vec<usize>,
    /// Where the prompt is typed, as a position among [`PLACES`].
    pub place: usize,
    /// What is sent of it.
    pub sent: Vec<usize>,
}

/// The pairs that the scenarios of `catalog` show, in the order of their ids; what only older releases do is none.
pub(super) fn pairs(catalog: &Catalog) -> impl Iterator<Item = Pair<'_>> {
    let goes_on = |scenario: &&Scenario| {
        scenario.document.clients.claude_code.as_deref().is_none_or(ClaudeCodeClaim::goes_on)
    };
    catalog.scenarios.values().filter(goes_on).filter_map(|scenario| {
        let (there, place, sent) = shown(scenario)?;
        Some(Pair { id: &scenario.id, there, place, sent })
    })
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
    let is_first = given.onboarding.is_some();
    let has_commands =
        given.settings.iter().flat_map(Settings::helpers).any(|(key, _)| key != "apiKeyHelper");
    if has_env_block
        || is_managed
        || is_first
        || has_commands
        || given.remembered_account.is_some()
        || given.project_settings.is_some()
        || given.certificate.is_some()
    {
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
pub(super) mod sample {
    use crate::catalog::Catalog;
    use crate::ground::sample::{catalog, scenario};

    /// A catalog with these scenarios too: id, what is given, the step, what is exchanged.
    pub(in super::super) fn holding(scenarios: &[(&str, &str, &str, &str)]) -> Catalog {
        let mut catalog = catalog();
        for (id, given, step, exchanges) in scenarios {
            let text = format!(
                "title: It is sent\ngiven: {{ {given} }}\nsteps: [{step}]\nexpect: {{ exchanges: [{exchanges}] }}\nclients: {{ reference: holds }}\n"
            );
            let scenario = scenario(id, &text);
            catalog.scenarios.insert(scenario.id.clone(), scenario);
        }
        catalog
    }
}
