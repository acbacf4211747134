//! Which of two credentials is sent: one row for every pair, one column for every way to ask, each from its scenario.

use std::collections::BTreeMap;

use crate::id::Id;
use crate::scenario::given::{HelperOutput, StoredToken};
use crate::scenario::{Document, Scenario, Step};
use crate::symbol::Symbol;

use super::Scope;
use crate::ground::cell;

/// The credentials, in the order of their rank.
const SOURCES: [&str; 5] = [
    "`ANTHROPIC_AUTH_TOKEN`",
    "`ANTHROPIC_API_KEY`",
    "`apiKeyHelper`",
    "`CLAUDE_CODE_OAUTH_TOKEN`",
    "the stored login",
];
/// Their places among [`SOURCES`].
const HELPER: usize = 2;
const STORED_LOGIN: usize = 4;

/// How a prompt is made, and the head of its column.
const WAYS: [(Step, &str); 3] = [
    (Step::Prompt, "`claude -p`"),
    (Step::TypedPrompt, "Open session"),
    (Step::BarePrompt, "`claude --bare -p`"),
];

/// What no scenario shows.
const UNSHOWN: &str = "–";

/// One row a pair.
pub(super) fn write(scope: Scope<'_>) -> String {
    let shown: BTreeMap<(usize, usize, usize), String> = scope
        .catalog
        .scenarios
        .values()
        .filter_map(|scenario| Some((Duel::of(&scenario.document)?, scenario)))
        .filter_map(|(duel, scenario)| Some(((duel.one, duel.other, duel.way), duel.cell(scenario)?)))
        .collect();
    let pairs = (0..SOURCES.len()).flat_map(|one| (one + 1..SOURCES.len()).map(move |other| (one, other)));
    let rows: Vec<Vec<String>> = pairs
        .map(|(one, other)| {
            let cells = (0..WAYS.len()).map(|way| shown.get(&(one, other, way)).cloned());
            let both = format!("{} and {}", SOURCES[one], SOURCES[other]);
            [both].into_iter().chain(cells.map(|cell| cell.unwrap_or_else(|| UNSHOWN.to_owned()))).collect()
        })
        .collect();
    cell::table(&["Both are there", WAYS[0].1, WAYS[1].1, WAYS[2].1], &rows)
}

/// A scenario in which exactly two credentials are there and one prompt is made.
struct Duel {
    one: usize,
    other: usize,
    way: usize,
    /// Whose credential each symbol is.
    owners: BTreeMap<Symbol, usize>,
}

impl Duel {
    fn of(document: &Document) -> Option<Self> {
        let given = &document.given;
        let [step] = &document.steps[..] else { return None };
        let way = WAYS.iter().position(|(way, _)| *way == step.value)?;
        let mut owners: BTreeMap<Symbol, usize> = BTreeMap::new();
        for (name, value) in &given.env {
            let source = SOURCES.iter().position(|source| source.trim_matches('`') == name)?;
            owners.insert(value.parse().ok()?, source);
        }
        if let Some(settings) = &given.settings {
            let [HelperOutput::Key(key)] = settings.api_key_helper[..] else { return None };
            owners.insert(key, HELPER);
        }
        if let Some(login) = &given.stored_login {
            let Some(StoredToken::Token(access)) = login.access else { return None };
            owners.insert(access, STORED_LOGIN);
        }
        let mut sources: Vec<usize> = owners.values().copied().collect();
        sources.sort_unstable();
        let [one, other] = sources[..] else { return None };
        (one != other).then_some(Self { one, other, way, owners })
    }

    /// What was sent, with the scenario that shows it; none when it does not say, or when something was refused.
    fn cell(&self, scenario: &Scenario) -> Option<String> {
        let exchanges = scenario.document.expect.exchanges.as_ref()?;
        if exchanges.iter().any(|exchange| exchange.status != Some(200)) {
            return None;
        }
        let sent: Vec<usize> = exchanges
            .iter()
            .flat_map(|exchange| [exchange.credential, exchange.beside])
            .flatten()
            .filter_map(|symbol| self.owners.get(&symbol).copied())
            .collect();
        let what = match sent[..] {
            [] => "neither",
            [only] => SOURCES[only],
            _ => "both",
        };
        Some(cite(what, &scenario.id))
    }
}

fn cite(what: &str, id: &Id) -> String {
    format!("{what}[^{id}]")
}
