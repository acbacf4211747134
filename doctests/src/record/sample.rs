//! A scenario and made-up transcripts of it, for the tests of records.

use std::sync::Arc;

use jiff::SignedDuration;

use super::{Entry, Record, Seen, digest, gathered};
use crate::exchange::{Answer, Carrier, Endpoint, Exchange};
use crate::parse;
use crate::scenario::Scenario;
use crate::source_file::SourceFile;
use crate::transcript::{CommandSeen, Probe, StoredLoginSeen, TokenSeen, Transcript};

/// Where the scenario lies.
pub(crate) const PATH: &str = "doctests/scenarios/refresh/early-revocation.yaml";

/// A revoked token is refreshed, on the versions that `claude_code` says.
pub(crate) fn scenario(claude_code: &str) -> Scenario {
    with(&format!(
        "title: The server revokes an access token early\n\
         given:\n  stored_login: {{ access: A1, refresh: R1, expires_in: 2h }}\n  resource_server: {{ revoked: [A1] }}\n\
         steps: [prompt]\n\
         expect:\n  exit: 0\n  exchanges: [messages A1 -> 401, token R1 -> 200 issues A2 R2, messages A2 -> 200]\n\
         clients:\n  reference: holds\n  claude-code: {claude_code}\n"
    ))
}

/// A scenario of this text.
pub(crate) fn with(text: &str) -> Scenario {
    let file: Arc<SourceFile> = SourceFile::new(PATH, text);
    let (scenario, faults) = parse::scenario("refresh.early-revocation".parse().unwrap(), &file);
    assert_eq!(faults, []);
    scenario.unwrap()
}

/// A run that ended with `exit` after `exchanges`, each written as `messages A1 401` or `token R1 200 A2 R2`.
pub(crate) fn run(exchanges: &[&str], exit: i32) -> Transcript {
    Transcript {
        client: "claude-code@2.1.118".to_owned(),
        exchanges: exchanges.iter().enumerate().map(|(at, text)| exchange(at, text)).collect(),
        quota: Vec::new(),
        commands: vec![command(exit)],
        stored_login: StoredLoginSeen::Login {
            access: TokenSeen::Known("A2".parse().unwrap()),
            refresh: TokenSeen::Blank,
            expires_at: "future".to_owned(),
            mode: "600".to_owned(),
            others: Vec::new(),
            unchanged: false,
        },
        helper_calls: 0,
        elapsed_seconds: 3,
        probe: Probe::default(),
        unreached: None,
    }
}

/// One prompt.
pub(crate) fn command(exit: i32) -> CommandSeen {
    CommandSeen {
        step: 0,
        command: "claude -p".to_owned(),
        ok: exit == 0,
        exit: Some(exit),
        stdout: if exit == 0 { "pong\n" } else { "Failed to authenticate\n" }.to_owned(),
        stderr: String::new(),
    }
}

fn exchange(at: usize, text: &str) -> Exchange {
    let mut words = text.split(' ');
    let mut word = || words.next().unwrap();
    let (endpoint, carrier) = match word() {
        "messages" => (Endpoint::Messages, Carrier::Bearer),
        _ => (Endpoint::Token, Carrier::RefreshGrant),
    };
    let credential = Some(word().parse().unwrap());
    let status: u16 = word().parse().unwrap();
    Exchange {
        step: 0,
        at: SignedDuration::from_secs(i64::try_from(at).unwrap()),
        endpoint,
        credential,
        beside: None,
        carrier,
        answer: Answer::Status {
            status,
            error: (status == 401).then(|| "authentication_error".to_owned()),
            spoiled: None,
        },
        issued: words.map(|symbol| symbol.parse().unwrap()).collect(),
        details: Vec::new(),
    }
}

/// What a client with the fix does.
pub(crate) fn refreshed() -> Transcript {
    run(&["messages A1 401", "token R1 200 A2 R2", "messages A2 200"], 0)
}

/// What a client without it does.
pub(crate) fn repeated() -> Transcript {
    run(&["messages A1 401", "messages A1 401"], 1)
}

/// A record of `version` on which `scenario` went as `runs`.
pub(crate) fn record(version: &str, scenario: &Scenario, runs: Vec<Transcript>) -> Record {
    let mut record = Record::new("claude-code", version.parse().unwrap(), "linux-x64");
    let runs = gathered(scenario, runs.into_iter().map(|run| vec![run]).collect());
    record.entries.insert(scenario.id.clone(), Entry::Seen(Seen { digest: digest(scenario), runs }));
    record
}
