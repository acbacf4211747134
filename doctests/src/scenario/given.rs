//! The world before the first step: environment, settings, stored login, clock, both servers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::SignedDuration;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;

use super::managed::{CertificateFault, ManagedSettings};
use super::onboarding::Onboarding;
use super::project::ProjectSettings;
use super::remembered::RememberedAccount;
use super::written::{DurationText, FileMode};
use crate::located::Located;
use crate::symbol::Symbol;

/// The world before the first step. What is left out is healthy, empty or absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Given {
    /// Environment variables, from the list that env-vars.md documents. A value that is a symbol
    /// becomes that credential's token.
    #[schemars(schema_with = "variables")]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub env: BTreeMap<String, Located<String>>,
    /// Keys of `settings.json`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<Settings>,
    /// Keys of the `managed-settings.json` that an administrator lays on the machine; no such file when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed_settings: Option<ManagedSettings>,
    /// Keys of the settings that the folder holds in which the client is started; no such file when left out
    /// (released clients only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_settings: Option<ProjectSettings>,
    /// How far a person had come with the questions of the first start; all are answered when left out, and an API key
    /// of the environment is approved (released clients only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding: Option<Onboarding>,
    /// The account that `.claude.json` names as the one that signed in last; none when left out (released clients only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remembered_account: Option<RememberedAccount>,
    /// What the credentials file holds; absent when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored_login: Option<StoredLogin>,
    /// How far the client's clock runs ahead of the servers' (negative: behind).
    #[schemars(with = "Option<DurationText>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_skew: Option<SignedDuration>,
    /// What is wrong with the certificate of every server; nothing when left out (released clients only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateFault>,
    /// The authorization server.
    pub authorization_server: AuthorizationServer,
    /// The resource server.
    pub resource_server: ResourceServer,
}

fn variables(_: &mut SchemaGenerator) -> Schema {
    let variables = super::variable::VARIABLES
        .iter()
        .map(|variable| (variable.name, json!({ "type": ["string", "number", "boolean"] })));
    let properties = variables.collect::<BTreeMap<_, _>>();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// The settings keys a scenario may set.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The outputs of the `apiKeyHelper` command, one a call; the last one repeats.
    #[serde(rename = "apiKeyHelper", skip_serializing_if = "Vec::is_empty")]
    pub api_key_helper: Vec<HelperOutput>,
    /// The same of the `awsAuthRefresh` command (released clients only).
    #[serde(rename = "awsAuthRefresh", skip_serializing_if = "Vec::is_empty")]
    pub aws_auth_refresh: Vec<HelperOutput>,
    /// The same of the `awsCredentialExport` command (released clients only).
    #[serde(rename = "awsCredentialExport", skip_serializing_if = "Vec::is_empty")]
    pub aws_credential_export: Vec<HelperOutput>,
    /// The `env` block: variables that the client sets itself, from the same list as those of the environment.
    #[schemars(schema_with = "variables")]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub env: BTreeMap<String, Located<String>>,
}

impl Settings {
    /// The commands that are set, each by its key. There is one program for all of them, which counts its calls: a
    /// scenario sets one.
    pub fn helpers(&self) -> impl Iterator<Item = (&'static str, &[HelperOutput])> {
        [
            ("apiKeyHelper", self.api_key_helper.as_slice()),
            ("awsAuthRefresh", self.aws_auth_refresh.as_slice()),
            ("awsCredentialExport", self.aws_credential_export.as_slice()),
        ]
        .into_iter()
        .filter(|(_, outputs)| !outputs.is_empty())
    }
}

impl Given {
    /// Every variable that is set, the environment's and those of the settings, each with its path in the scenario.
    pub fn variables(&self) -> impl Iterator<Item = (String, &str, &Located<String>)> {
        let shell = self.env.iter().map(|set| ("given.env", set));
        let settings = self.settings.iter().flat_map(|settings| &settings.env);
        shell
            .chain(settings.map(|set| ("given.settings.env", set)))
            .map(|(path, (name, value))| (format!("{path}.{name}"), name.as_str(), value))
    }
}

/// What one call of the helper does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum HelperOutput {
    /// Prints the token of this symbol and a newline, and exits with 0.
    Key(Symbol),
    /// Prints this text as it stands, and exits with 0.
    Text(String),
    /// Prints nothing and exits with this code.
    Exit(i32),
}

/// The stored login. Symbols become invented tokens; a field left out is not written.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StoredLogin {
    /// `accessToken`: a symbol, or `blank` for an empty text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<StoredToken>,
    /// `refreshToken`: a symbol, or `blank`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh: Option<StoredToken>,
    /// `expiresAt`, this far after the start by the servers' clock (negative: already past).
    #[schemars(with = "Option<DurationText>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<SignedDuration>,
    /// `refreshTokenExpiresAt`, the end of the login, this far after the start; not written when left out.
    #[schemars(with = "Option<DurationText>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_expires_in: Option<SignedDuration>,
    /// `expiresAt` as raw JSON (`null`, `0`, a text), in place of `expires_in`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "written")]
    pub expires_at: Option<serde_json::Value>,
    /// `scopes`; the usual ones when left out.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "written")]
    pub scopes: Option<serde_json::Value>,
    /// Further members of the file, beside and inside `claudeAiOauth`, that a save must keep.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub others: BTreeMap<String, serde_json::Value>,
    /// The whole file as this text, in place of everything above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// File mode as octal digits, `600` when left out.
    #[schemars(with = "FileMode")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// A fault of the file or its directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<StoreFault>,
}

/// What is written there, a `null` too.
fn written<'de, D: Deserializer<'de>>(value: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(value).map(Some)
}

/// A token field of the stored login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum StoredToken {
    /// An empty text.
    Blank,
    /// The token of this symbol.
    Token(Symbol),
}

impl JsonSchema for StoredToken {
    fn schema_name() -> Cow<'static, str> {
        "StoredToken".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A symbol such as `A1` or `R1`, or `blank` for an empty text.",
            "type": "string",
            "pattern": "^(blank|[AEKRT][1-9][0-9]*)$"
        })
    }
}

impl From<StoredToken> for String {
    fn from(token: StoredToken) -> Self {
        match token {
            StoredToken::Blank => "blank".to_owned(),
            StoredToken::Token(symbol) => symbol.to_string(),
        }
    }
}

impl TryFrom<String> for StoredToken {
    type Error = crate::symbol::NotASymbol;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text == "blank" { Ok(Self::Blank) } else { text.parse().map(Self::Token) }
    }
}

/// What is wrong with the credentials file or its directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StoreFault {
    /// Reading is refused.
    Unreadable,
    /// Writing is refused (a read-only mount).
    ReadOnly,
    /// Writing fails half-way: no space left.
    Full,
    /// The file is a symbolic link to another file of the home.
    Symlink,
}

/// The authorization server (RFC 6749 §1.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AuthorizationServer {
    /// Whether a refresh issues a new refresh token and retires the old one (RFC 9700 §4.14.2).
    pub rotation: bool,
    /// What presenting a retired refresh token does.
    pub reuse_detection: ReuseDetection,
    /// How long a just-retired refresh token still works.
    #[schemars(with = "DurationText")]
    pub grace: SignedDuration,
    /// Lifetime of the access tokens it issues, `expires_in` (RFC 6749 §5.1).
    #[schemars(with = "DurationText")]
    pub access_lifetime: SignedDuration,
    /// The scopes it grants: a request for any other one is refused with `invalid_scope`. Every scope when left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// Refresh tokens that are refused with `invalid_grant` from the start.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<Symbol>,
    /// How the first calls of the token endpoint are answered; after these, by the rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// How the first calls of the revocation endpoint are answered; after these, by the rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub revoke_answers: Vec<Answer>,
}

impl Default for AuthorizationServer {
    fn default() -> Self {
        Self {
            rotation: true,
            reuse_detection: ReuseDetection::Reject,
            grace: SignedDuration::ZERO,
            access_lifetime: SignedDuration::from_hours(8),
            scopes: Vec::new(),
            revoked: Vec::new(),
            answers: Vec::new(),
            revoke_answers: Vec::new(),
        }
    }
}

/// What presenting a retired refresh token does (RFC 9700 §4.14.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReuseDetection {
    /// It still works.
    None,
    /// It is refused with `invalid_grant`.
    Reject,
    /// It is refused, and every token of the same login is revoked.
    RevokeFamily,
}

/// The resource server: who is let in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ResourceServer {
    /// Credentials it refuses from the start, with 401 `authentication_error`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<Symbol>,
    /// How the first calls are answered; after these, by the rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// With which statuses the first requests for the organization's settings are refused; after these, it has none
    /// (released clients only).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settings_refused: Vec<u16>,
}

/// How one call is answered in place of the rules. With nothing but `times`, by the rules.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Answer {
    /// For how many calls, 1 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Status of the answer; the rules are then not asked, and nothing is issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// `error.type` (resource server) or `error` (token endpoint, RFC 6749 §5.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// `error.message` or `error_description`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `Retry-After`, in whole seconds (RFC 9110 §10.2.3).
    #[schemars(with = "Option<DurationText>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<SignedDuration>,
    /// The answer is held back this long (virtual time).
    #[schemars(with = "Option<DurationText>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<SignedDuration>,
    /// Members left out of an otherwise good token response.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// What is wrong with the body or the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<AnswerFault>,
}

/// What is wrong with a body or a connection. Unless it says otherwise the server has done its part:
/// a token request was honoured, and the old refresh token is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerFault {
    /// The body is not JSON.
    Garbage,
    /// The body is an HTML page, as a captive portal sends it.
    Html,
    /// The body is empty.
    Empty,
    /// The body is larger than any client should read.
    Oversized,
    /// The body is JSON under another content type.
    WrongContentType,
    /// The connection ends in the middle of the body.
    Truncated,
    /// The connection is reset after the server did its part.
    ResetAfterCommit,
    /// The connection is reset and the server did nothing.
    ResetBeforeCommit,
    /// No answer ever comes, and the server did nothing.
    Stalled,
    /// The answer redirects to another host of the mock, and the server did nothing.
    Redirect,
}
