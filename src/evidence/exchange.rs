//! One exchange in words: who asked whom, with what, and what came back.

use doctests::exchange::{Answer, Carrier, Endpoint, Exchange};

use super::escape::{code, text};
use super::words;

/// `client → resource server: POST /v1/messages with access token A1 → 401 authentication_error`.
pub(super) fn words(exchange: &Exchange) -> String {
    let (server, request) = match exchange.endpoint {
        Endpoint::Messages => ("resource server", "POST /v1/messages"),
        Endpoint::Token => ("authorization server", "POST /v1/oauth/token"),
        Endpoint::Revoke => ("authorization server", "POST /v1/oauth/token/revoke"),
    };
    let after = match exchange.at.as_secs() {
        0 => String::new(),
        _ => format!(" after {}", words::duration(exchange.at)),
    };
    format!(
        "client → {server}{after}: {} {} → {}{}",
        code(request),
        carried(exchange),
        answer(&exchange.answer),
        issued(exchange)
    )
}

fn carried(exchange: &Exchange) -> String {
    let Some(symbol) = exchange.credential else {
        return match exchange.carrier {
            Carrier::Nothing => "without a credential".to_owned(),
            _ => format!("with a foreign credential {}", how(exchange.carrier)).trim_end().to_owned(),
        };
    };
    format!("with {} {}", words::credential(symbol), how(exchange.carrier)).trim_end().to_owned()
}

fn how(carrier: Carrier) -> String {
    match carrier {
        Carrier::Bearer => format!("in {}", code("Authorization: Bearer")),
        Carrier::ApiKey => format!("in {}", code("X-Api-Key")),
        Carrier::BearerAndApiKey => format!("in {} and {}", code("Authorization: Bearer"), code("X-Api-Key")),
        Carrier::RefreshGrant => format!("as {}", code("grant_type=refresh_token")),
        Carrier::AuthorizationCodeGrant => format!("as {}", code("grant_type=authorization_code")),
        Carrier::RevocationBody | Carrier::Nothing => String::new(),
    }
}

fn answer(answer: &Answer) -> String {
    match answer {
        Answer::Status { status, error, spoiled } => {
            let error = error.as_deref().map(|error| format!(" {}", code(error))).unwrap_or_default();
            let spoiled =
                spoiled.as_deref().map(|fault| format!(" (body: {})", text(fault))).unwrap_or_default();
            format!("{}{error}{spoiled}", code(&status.to_string()))
        }
        Answer::None { fault } => format!("no answer ({})", text(fault)),
    }
}

fn issued(exchange: &Exchange) -> String {
    if exchange.issued.is_empty() {
        String::new()
    } else {
        format!(", issues {}", words::symbols(&exchange.issued))
    }
}
