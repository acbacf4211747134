//! A transcript as a sequence: who asked whom with what, what came back, what was printed, what is stored after.

use std::fmt::Write as _;

use super::visible;
use crate::exchange::{Answer, Carrier, Endpoint, Exchange};
use crate::transcript::{CommandSeen, Transcript};

/// What was seen, one line each, in the order of the steps; the exchanges are numbered.
pub fn sequence(transcript: &Transcript) -> Vec<String> {
    let mut lines = Vec::new();
    let mut number = 0;
    let steps = transcript.exchanges.iter().map(|exchange| exchange.step);
    let last = steps.chain(transcript.commands.iter().map(|command| command.step)).max().unwrap_or_default();
    for step in 0..=last {
        for exchange in transcript.exchanges.iter().filter(|exchange| exchange.step == step) {
            number += 1;
            lines.push(format!("{number}. {}", asked(exchange)));
        }
        for command in transcript.commands.iter().filter(|command| command.step == step) {
            lines.extend(ended(command));
        }
    }
    if number == 0 {
        lines.insert(0, "no request carried a credential".to_owned());
    }
    match transcript.helper_calls {
        0 => {}
        1 => lines.push("apiKeyHelper ran once".to_owned()),
        calls => lines.push(format!("apiKeyHelper ran {calls} times")),
    }
    lines.push(format!("stored login after: {}", transcript.stored_login));
    if let Some(reason) = &transcript.unreached {
        lines.push(format!("did not come about: {reason}"));
    }
    lines.iter().map(|line| visible(line).into_owned()).collect()
}

/// `client → resource server: A1 as bearer token ← 401 authentication_error`.
fn asked(exchange: &Exchange) -> String {
    let server = match exchange.endpoint {
        Endpoint::Messages => "resource server",
        Endpoint::Token => "token endpoint",
        Endpoint::Revoke => "revocation endpoint",
    };
    let mut line = format!("client → {server}: ");
    // Writing to a String cannot fail.
    let _ = match (exchange.credential, exchange.beside) {
        (Some(one), Some(other)) => write!(line, "{one} and {other} "),
        (Some(one), None) => write!(line, "{one} "),
        (None, _) => Ok(()),
    };
    line.push_str(match exchange.carrier {
        Carrier::Bearer => "as bearer token",
        Carrier::ApiKey => "in X-Api-Key",
        Carrier::BearerAndApiKey => "as bearer token and in X-Api-Key",
        Carrier::RefreshGrant => "with grant_type=refresh_token",
        Carrier::AuthorizationCodeGrant => "a code with grant_type=authorization_code",
        Carrier::RevocationBody => "to be revoked",
        Carrier::Nothing => "no credential",
    });
    let _ = match &exchange.answer {
        Answer::Status { status, error, spoiled } => {
            let error = error.as_deref().map(|error| format!(" {error}")).unwrap_or_default();
            let spoiled = spoiled.as_deref().map(|spoiled| format!(" ({spoiled})")).unwrap_or_default();
            write!(line, " ← {status}{error}{spoiled}")
        }
        Answer::None { fault } => write!(line, " ← no answer ({fault})"),
    };
    if !exchange.issued.is_empty() {
        let issued: Vec<String> = exchange.issued.iter().map(ToString::to_string).collect();
        let _ = write!(line, ", issues {}", issued.join(" and "));
    }
    line
}

/// The command with how it ended, and below it what it printed.
fn ended(command: &CommandSeen) -> Vec<String> {
    let end = match command.exit {
        Some(code) => format!("ended with exit code {code}"),
        None => "goes on".to_owned(),
    };
    let printed = command.stdout.lines().chain(command.stderr.lines());
    let printed = printed.filter(|line| !line.trim().is_empty()).map(|line| format!("   | {line}"));
    [format!("$ {} {end}", command.command)].into_iter().chain(printed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::sample::{refreshed, run};

    #[test]
    fn a_run_reads_from_the_first_request_to_what_is_stored_after() {
        let mut fallen = run(&[], 1);
        fallen.helper_calls = 2;
        fallen.commands[0].stderr = "a\u{1b}[31m\n\nb\n".to_owned();
        fallen.unreached = Some("the lock never came free".to_owned());
        let shown = [refreshed(), fallen].map(|transcript| sequence(&transcript).join("\n"));
        insta::assert_snapshot!(shown.join("\n\n"));
    }
}
