//! Hand-made pages and scenarios for the tests of grounding.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::catalog::Catalog;
use crate::citation::{Citation, Definition};
use crate::diagnostic::Diagnostic;
use crate::fact::{Fact, FactKind};
use crate::page::{GeneratedBlock, Heading, Link, Page};
use crate::scenario::Scenario;
use crate::source::Source;
use crate::source_file::SourceFile;
use crate::span::Span;
use crate::unit::{Unit, UnitKind};
use crate::vocabulary::Vocabulary;

use super::duration;

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
    let id: crate::id::Id = id.parse().expect("an id");
    let path = format!("doctests/scenarios/{}/{}.yaml", id.topic(), id.name());
    let document = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{id}: {error}"));
    Scenario { id, file: SourceFile::new(path, text), document }
}

/// The catalog of all tests; each may change its own copy.
pub(super) fn catalog() -> Catalog {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(read_catalog);
    CATALOG.clone()
}

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
    let entries: BTreeMap<String, crate::source::SourceEntry> =
        serde_yaml::from_str(sources).expect("sources");
    let file = SourceFile::new("doctests/sources.yaml", sources);
    let source = |(name, entry): (String, crate::source::SourceEntry)| {
        let id: crate::id::Id = format!("source.{name}").parse().expect("an id");
        let span = Span::new(0, sources.len());
        (id.clone(), Source { id, file: Arc::clone(&file), span, entry })
    };
    let vocabulary = "\
licenses:
  always: ['/login']
  given.stored_login: [.credentials.json]
  given.stored_login.expires_in: [expiresAt]
  exchanges.token: [/v1/oauth/token]
  outcome.recovered: [error.type]
instructions: [Run, Set]
";
    Catalog {
        scenarios: scenarios
            .into_iter()
            .map(|(id, text)| (id.parse().expect("an id"), scenario(id, text)))
            .collect(),
        sources: entries.into_iter().map(source).collect(),
        vocabulary: Vocabulary {
            file: SourceFile::new("doctests/vocabulary.yaml", vocabulary),
            document: serde_yaml::from_str(vocabulary).expect("vocabulary"),
        },
    }
}

/// A page whose units are its lines; what the real parser finds in a line is found by the plainest means.
pub(super) fn page(name: &str, text: &str) -> Page {
    let file = SourceFile::new(format!("docs/{name}.md"), text);
    let mut page = Page {
        file: Arc::clone(&file),
        name: name.to_owned(),
        prose: text.starts_with("<!-- prose:").then(|| "prose".to_owned()),
        units: Vec::new(),
        citations: Vec::new(),
        definitions: Vec::new(),
        headings: Vec::new(),
        links: Vec::new(),
        generated: Vec::new(),
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        read_line(&mut page, line.trim_end(), span, start);
    }
    page
}

fn read_line(page: &mut Page, line: &str, span: Span, next: usize) {
    let heading = page.headings.len().checked_sub(1);
    if let Some(rest) = line.strip_prefix("[^") {
        let id = rest.split(']').next().unwrap_or_default().parse().expect("an id");
        page.definitions.push(Definition { id, span });
    } else if line.starts_with('#') {
        let level = u8::try_from(line.bytes().take_while(|byte| *byte == b'#').count()).expect("a level");
        let text = line.trim_start_matches('#').replace('`', "").trim().to_owned();
        let anchor = text.to_lowercase().replace(' ', "-");
        page.headings.push(Heading { level, text, anchor, span });
    } else if let Some(name) = line.strip_prefix("<!-- generated: ") {
        let name = name.trim_end_matches(" -->").to_owned();
        let close = page.file.text[next..].find("<!-- /generated -->").expect("closed") + next;
        let end = close + "<!-- /generated -->".len();
        // The inner text begins right after the opening comment, with its line break.
        page.generated.push(GeneratedBlock {
            name,
            span: Span::new(span.start, end),
            inner: Span::new(span.end, close),
        });
    } else if !line.is_empty() && !line.starts_with("<!--") && !line.starts_with("| ---") {
        let unit = unit(page, line, span, heading);
        page.citations.extend(unit.own.iter().cloned());
        page.units.push(unit);
    }
}

fn unit(page: &mut Page, line: &str, span: Span, heading: Option<usize>) -> Unit {
    let mut own = Vec::new();
    for (at, _) in line.match_indices("[^") {
        let end = at + line[at..].find(']').expect("closed") + 1;
        let id = line[at + 2..end - 1].parse().expect("an id");
        own.push(Citation { id, span: Span::new(span.start + at, span.start + end) });
    }
    for (at, _) in line.match_indices("](") {
        let open = line[..at].rfind('[').expect("open");
        let end = at + line[at..].find(')').expect("closed") + 1;
        let target = line[at + 2..end - 1].to_owned();
        page.links.push(Link { target, span: Span::new(span.start + open, span.start + end) });
    }
    let mut text = line.to_owned();
    for citation in own.iter().rev() {
        text.replace_range(citation.span.start - span.start..citation.span.end - span.start, "");
    }
    let kind = match line {
        _ if line.starts_with("Run ") || line.starts_with("Set ") => UnitKind::Instruction,
        _ if line.starts_with("Exempt") => UnitKind::Exempt { reason: "so".to_owned() },
        _ => UnitKind::Claim,
    };
    Unit { span, text, kind, binding: own.clone(), own, facts: facts(line, span.start), heading }
}

fn facts(line: &str, start: usize) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut push = |kind, at: usize, length: usize| {
        facts.push(Fact { kind, span: Span::new(start + at, start + at + length) });
    };
    let mut parts = line.split('`');
    let mut at = 0;
    while let Some(outside) = parts.next() {
        let words: Vec<&str> = outside.split(' ').collect();
        let mut offset = at;
        for (index, word) in words.iter().enumerate() {
            let bare = |word: &'_ str| {
                word.split(['[', ']']).next().unwrap_or_default().trim_end_matches(['.', ',']).len()
            };
            let next = words.get(index + 1).map_or("", |next| &next[..bare(next)]);
            let bare = &word[..bare(word)];
            let pair = format!("{bare} {next}");
            if let Some(duration) = duration::parse(&pair) {
                push(FactKind::Duration(duration), offset, pair.len());
            } else if let Ok(version) = bare.parse() {
                push(FactKind::Version(version), offset, bare.len());
            } else if let (Ok(code), Some(&"code")) =
                (bare.parse(), index.checked_sub(1).and_then(|at| words.get(at)))
            {
                push(FactKind::ExitCode(code), offset, bare.len());
            } else if let (Ok(number), "attempts" | "calls" | "prompts") = (bare.parse(), next) {
                let noun = next.trim_end_matches('s').to_owned();
                push(FactKind::Count { number, noun }, offset, pair.len());
            }
            offset += word.len() + 1;
        }
        at += outside.len() + 1;
        let Some(code) = parts.next() else { break };
        let kind = match super::license::source::status(code) {
            Some(status) => FactKind::Status(status),
            None => FactKind::Code(code.to_owned()),
        };
        push(kind, at, code.len());
        at += code.len() + 1;
    }
    facts
}

/// Diagnostics as people see them.
pub(super) fn render(diagnostics: &[Diagnostic]) -> String {
    crate::report::human(diagnostics, false)
}

/// The text under the caret of each diagnostic.
pub(super) fn carets(diagnostics: &[Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.place.file.slice(diagnostic.place.span)).collect()
}
