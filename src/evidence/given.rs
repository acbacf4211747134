//! The world before the first step, in words; what is healthy or absent goes without saying.

mod answer;

use doctests::scenario::given::{ReuseDetection, StoreFault, StoredToken};
use doctests::scenario::managed::{CertificateFault, ManagedSettings};
use doctests::scenario::onboarding::Onboarding;
use doctests::scenario::project::{OtherFolder, ProjectSettings};
use doctests::scenario::remembered::RememberedAccount;
use doctests::scenario::{AuthorizationServer, Given, HelperOutput, ResourceServer, Settings, StoredLogin};
use jiff::SignedDuration;

use super::escape::code;
use super::words;

/// Each thing that was given, as HTML.
pub(super) fn words(given: &Given) -> Vec<String> {
    let mut items: Vec<String> =
        given.env.iter().map(|(name, value)| code(&format!("{name}={}", value.value))).collect();
    items.extend(given.settings.iter().flat_map(settings));
    items.extend(given.managed_settings.as_ref().map(managed_settings));
    items.extend(given.project_settings.as_ref().and_then(project_settings));
    items.extend(given.onboarding.map(onboarding));
    items.extend(given.remembered_account.as_ref().map(remembered));
    items.push(given.stored_login.as_ref().map_or_else(|| "no stored login".to_owned(), stored_login));
    items.extend(given.clock_skew.map(skew));
    items.extend(given.certificate.map(|fault| certificate(fault).to_owned()));
    items.extend(authorization_server(&given.authorization_server));
    items.extend(resource_server(&given.resource_server));
    items
}

/// A stored login as HTML.
pub(super) fn stored_login(login: &StoredLogin) -> String {
    let mut parts = Vec::new();
    if let Some(text) = &login.text {
        parts.push(format!("the text {}", code(text)));
    } else {
        parts.push(format!("access token {}", token(login.access)));
        parts.push(format!("refresh token {}", token(login.refresh)));
        parts.push(expiry(login));
        parts.extend(
            login.refresh_expires_in.map(|left| format!("the login ends in {}", words::duration(left))),
        );
        parts.extend(login.scopes.as_ref().map(|scopes| format!("scopes {}", words::json(scopes))));
        parts.extend(
            login.others.iter().map(|(name, value)| format!("{} {}", code(name), words::json(value))),
        );
    }
    parts.extend(login.mode.as_deref().map(|mode| format!("mode {}", code(mode))));
    parts.extend(login.fault.map(|fault| store_fault(fault).to_owned()));
    format!("stored login: {}", parts.join(", "))
}

fn token(token: Option<StoredToken>) -> String {
    match token {
        None => "missing".to_owned(),
        Some(StoredToken::Blank) => "blank".to_owned(),
        Some(StoredToken::Token(symbol)) => code(&symbol.to_string()),
    }
}

fn expiry(login: &StoredLogin) -> String {
    match (&login.expires_at, login.expires_in) {
        (Some(raw), _) => format!("{} {}", code("expiresAt"), words::json(raw)),
        (None, Some(left)) if left.is_negative() => format!("expired {} ago", words::duration(left)),
        (None, Some(left)) if left == SignedDuration::ZERO => "expires now".to_owned(),
        (None, Some(left)) => format!("expires in {}", words::duration(left)),
        (None, None) => format!("no {}", code("expiresAt")),
    }
}

const fn store_fault(fault: StoreFault) -> &'static str {
    match fault {
        StoreFault::Unreadable => "reading it is refused",
        StoreFault::ReadOnly => "writing it is refused",
        StoreFault::Full => "writing it fails half-way, no space is left",
        StoreFault::Symlink => "it is a symbolic link to another file of the home",
    }
}

fn skew(skew: SignedDuration) -> String {
    let direction = if skew.is_negative() { "behind" } else { "ahead of" };
    format!("the client's clock runs {} {direction} the servers'", words::duration(skew))
}

fn settings(settings: &Settings) -> Vec<String> {
    let helpers = settings.helpers().map(|(key, outputs)| {
        let outputs: Vec<String> = outputs.iter().map(output).collect();
        format!("{} {}", code(key), outputs.join(", then "))
    });
    let variables = settings.env.iter().map(|(name, value)| {
        format!("{} in {}", code(&format!("{name}={}", value.value)), code("settings.json"))
    });
    helpers.chain(variables).collect()
}

fn output(output: &HelperOutput) -> String {
    match output {
        HelperOutput::Key(symbol) => format!("prints {}", code(&symbol.to_string())),
        HelperOutput::Text(text) => format!("prints {}", code(text)),
        HelperOutput::Exit(exit) => format!("exits with {}", code(&exit.to_string())),
    }
}

fn remembered(account: &RememberedAccount) -> String {
    let RememberedAccount { email, organization } = account;
    format!(
        "{} of {} names {} of {}",
        code("oauthAccount"),
        code("~/.claude.json"),
        code(email),
        code(organization)
    )
}

fn managed_settings(settings: &ManagedSettings) -> String {
    let keys = serde_json::to_value(settings).unwrap_or_default();
    let words = keys
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| format!("{} {}", code(name), words::json(value)));
    format!("managed settings: {}", words.collect::<Vec<_>>().join(", "))
}

fn project_settings(settings: &ProjectSettings) -> Option<String> {
    let OtherFolder::Empty = settings.env.config_folder?;
    Some(format!("the project's settings set {} to an empty folder", code("CLAUDE_CONFIG_DIR")))
}

fn onboarding(onboarding: Onboarding) -> String {
    let file = code("~/.claude.json");
    match onboarding {
        Onboarding::Pending => format!("a first start: there is no {file}"),
        Onboarding::Marked => format!("{file} holds {} only", code("\"hasCompletedOnboarding\": true")),
    }
}

const fn certificate(fault: CertificateFault) -> &'static str {
    match fault {
        CertificateFault::UnknownAuthority => {
            "the certificates are of an authority that the client does not know"
        }
    }
}

fn authorization_server(server: &AuthorizationServer) -> Vec<String> {
    let usual = AuthorizationServer::default();
    let mut items = Vec::new();
    if !server.rotation {
        items.push("refresh tokens are not rotated".to_owned());
    }
    if server.reuse_detection != usual.reuse_detection {
        items.push(match server.reuse_detection {
            ReuseDetection::None => "a spent refresh token still works".to_owned(),
            ReuseDetection::Reject => "a spent refresh token is refused".to_owned(),
            ReuseDetection::RevokeFamily => {
                "a spent refresh token revokes every token of its login".to_owned()
            }
        });
    }
    if server.grace != usual.grace {
        items.push(format!("a spent refresh token works for another {}", words::duration(server.grace)));
    }
    if server.access_lifetime != usual.access_lifetime {
        items.push(format!("access tokens are issued for {}", words::duration(server.access_lifetime)));
    }
    if !server.scopes.is_empty() {
        let scopes: Vec<String> = server.scopes.iter().map(|scope| code(scope)).collect();
        items.push(format!("no other scopes are granted than {}", scopes.join(", ")));
    }
    if !server.revoked.is_empty() {
        items.push(format!("the authorization server refuses {}", words::symbols(&server.revoked)));
    }
    items.extend(answer::words("token requests", &server.answers));
    items.extend(answer::words("revocation requests", &server.revoke_answers));
    items
}

fn resource_server(server: &ResourceServer) -> Vec<String> {
    let mut items = Vec::new();
    if !server.revoked.is_empty() {
        items.push(format!("the resource server refuses {}", words::symbols(&server.revoked)));
    }
    items.extend(answer::words("API requests", &server.answers));
    if !server.settings_refused.is_empty() {
        let statuses: Vec<String> =
            server.settings_refused.iter().map(|status| code(&status.to_string())).collect();
        items.push(format!("requests for the organization's settings answer {}", statuses.join(", then ")));
    }
    items
}
