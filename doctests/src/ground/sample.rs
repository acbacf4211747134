//! Small scenarios, sources and pages for the tests of grounding.

use std::sync::{Arc, LazyLock, OnceLock};

use crate::catalog::Catalog;
use crate::diagnostic::{Code, Diagnostic};
use crate::gate::Gates;
use crate::id::Id;
use crate::lexicon::Lexicon;
use crate::page::Page;
use crate::scenario::Scenario;
use crate::source_file::SourceFile;
use crate::vocabulary::Vocabulary;

use super::Checker;

pub(super) const EARLY: &str = "\
title: The server revokes an access token before its local expiry
given:
  stored_login: { access: A1, refresh: R1, expires_in: 2h }
  resource_server: { revoked: [A1] }
steps: [prompt]
expect:
  outcome: recovered
  exit: 0
  exchanges: ['messages A1 -> 401', 'token R1 -> 200 issues A2 R2', 'messages A2 -> 200']
clients:
  reference: holds
  claude-code: { range: '>=2.1.118', differs_at: exchanges }
";

pub(super) const AHEAD: &str = "\
title: A token within 5 minutes of its expiry is refreshed first
given:
  stored_login: { access: A1, refresh: R1, expires_in: 290s }
steps: [prompt]
expect: { outcome: recovered, exit: 0 }
boundary:
  of: stored_login.expires_in
  at: 5m
  beyond: 310s
  expect: { outcome: unaffected }
clients: { reference: holds }
";

pub(super) const REFUSED: &str = "\
title: The authorization server refuses the refresh token
given:
  stored_login: { access: A1, refresh: R1, expires_in: -1h }
  authorization_server: { revoked: [R1] }
steps: [prompt]
expect:
  outcome: login-required
  exit: 1
  prints: ['Failed to authenticate: OAuth session expired and could not be refreshed']
  never_prints: ['Try again']
  exchanges: ['token R1 -> 400 invalid_grant']
  stored_login: { access: blank, refresh: blank, mode: '600' }
clients: { reference: holds }
";

pub(super) const HELPER: &str = "\
title: The helper runs again after its TTL
given:
  env: { CLAUDE_CODE_API_KEY_HELPER_TTL_MS: '360000' }
  settings: { apiKeyHelper: [{ key: K1 }, { key: K2 }] }
  authorization_server: { answers: [{ status: 503, retry_after: 30s }] }
steps: [typed_prompt, advance: 10m, typed_prompt]
expect: { outcome: unaffected, helper_calls: 2, counts: { token: 0 } }
clients: { reference: { not-modelled: screens } }
";

pub(super) fn scenario(id: &str, text: &str) -> Scenario {
    let id: Id = id.parse().expect("an id");
    let path = format!("doctests/scenarios/{}/{}.yaml", id.topic(), id.name());
    let (scenario, faults) = crate::parse::scenario(id, &SourceFile::new(path, text));
    assert_eq!(faults, Vec::new());
    scenario.expect("a scenario")
}

/// The catalog of all tests; each may change its own copy.
pub(super) fn catalog() -> Catalog {
    CATALOG.clone()
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(read_catalog);

fn read_catalog() -> Catalog {
    let scenarios = [
        ("refresh.early-revocation", EARLY),
        ("refresh.ahead-of-expiry", AHEAD),
        ("refresh.refused", REFUSED),
        ("helper.ttl", HELPER),
    ];
    let sources = "\
setup-token:
  title: Authentication
  kind: documentation
  url: https://code.claude.com/docs/en/authentication
  date: 2026-08-22
  version: 2.1.240
  facts: [one year, '0600', 10 attempts, 'Your login expires in 3 days', exit code 2, '529']
";
    let (sources, faults) = crate::parse::sources(&SourceFile::new("doctests/sources.yaml", sources));
    assert_eq!(faults, Vec::new());
    let vocabulary = "\
licenses:
  always: ['/login']
  given.stored_login: [.credentials.json]
  given.stored_login.expires_in: [expiresAt]
  exchanges.token: [/v1/oauth/token]
  outcome.recovered: [error.type]
instructions: [Run, Set, See]
";
    Catalog {
        scenarios: scenarios
            .into_iter()
            .map(|(id, text)| (id.parse().expect("an id"), scenario(id, text)))
            .collect(),
        sources,
        vocabulary: Vocabulary {
            file: SourceFile::new("doctests/vocabulary.yaml", vocabulary),
            document: serde_yaml::from_str(vocabulary).expect("vocabulary"),
        },
        gates: Gates::default(),
        lexicon: Arc::new(lexicon()),
        gallery: Vec::new(),
        no_errors: Vec::new(),
        standings: OnceLock::new(),
        printed: OnceLock::new(),
    }
}

/// A few words, so that clauses of the tests' pages are understood in part.
fn lexicon() -> Lexicon {
    let text = "\
verbs: { refresh: [refresh], send: [send], answer: [answer], heal: [recover], print: [print], exit: [end], wait: [wait] }
nouns: { api: [api], client: [client], server: [server], access: [access token, token], next: [next], '401': ['`401`'], yes: [always] }
negators: [not, never, without]
modal: [may]
joints: [and, when, before, after, without]
weights: { every: [each] }
everywhere: []
columns: [b]
neutral: [the, it, with, is, a, on]
";
    let (lexicon, faults) = crate::parse::lexicon(&SourceFile::new("doctests/lexicon.yaml", text));
    assert_eq!(faults, Vec::new());
    lexicon.expect("a lexicon")
}

/// `docs/<name>.md` with `text`, as the parser reads it; what it finds wrong itself is not grounding's matter.
pub(super) fn page(name: &str, text: &str) -> Page {
    let file = SourceFile::new(format!("docs/{name}.md"), text);
    crate::parse::page(&file, &CATALOG.vocabulary.document).0
}

/// Diagnostics as people see them.
pub(super) fn render(diagnostics: &[Diagnostic]) -> String {
    crate::report::human(diagnostics, false)
}

/// The text under the caret of each diagnostic.
pub(super) fn carets(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.place.file.slice(diagnostic.place.span)).collect()
}

/// The facts that `page` is refused for.
pub(super) fn facts(page: &Page, catalog: &Catalog) -> Vec<Diagnostic> {
    let mut found = Checker::new(catalog, &[]).page(page);
    found.retain(|fault| fault.code == Code::FactUngrounded);
    found
}
