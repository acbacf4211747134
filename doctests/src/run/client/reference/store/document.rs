//! What the credentials file says, read leniently and changed without losing what we do not know.

use serde_json::{Map, Value, json};

use crate::oauth::Secret;

/// The file as a JSON object; its members keep their order. No `Debug`: it holds tokens.
#[derive(Clone, Default)]
pub(in super::super) struct Document {
    root: Map<String, Value>,
}

/// The stored login: section `claudeAiOauth`, as far as it can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct StoredLogin {
    /// `accessToken`; none when missing, blank or no text.
    pub(in super::super) access: Option<Secret>,
    /// `refreshToken`; none when missing, blank or no text.
    pub(in super::super) refresh: Option<Secret>,
    /// `expiresAt` in milliseconds since 1970; none when there is no number: then only the server can tell.
    pub(in super::super) expires_at: Option<i64>,
    /// `scopes`, a list or one text; none when it is neither.
    pub(in super::super) scopes: Option<Vec<String>>,
    /// `subscriptionType`.
    pub(in super::super) subscription: Option<String>,
}

const SECTION: &str = "claudeAiOauth";

/// The scope that a prompt needs.
pub(in super::super) const INFERENCE: &str = "user:inference";

/// Members of the section that survive a refresh; any other is lost with it.
const KNOWN: [&str; 11] = [
    "accessToken",
    "refreshToken",
    "expiresAt",
    "refreshTokenExpiresAt",
    "scopes",
    "subscriptionType",
    "subscriptionTypeSource",
    "subscriptionTypeVerifiedAt",
    "rateLimitTier",
    "accountUuid",
    "organizationUuid",
];

impl StoredLogin {
    /// Whether the login was refused for good and blanked: nothing but a new sign-in helps.
    pub(in super::super) fn is_blanked(&self) -> bool {
        self.access.is_none() && self.refresh.is_none() && self.expires_at == Some(0)
    }

    /// Whether the login reaches as far as a prompt.
    pub(in super::super) fn may_infer(&self) -> bool {
        self.scopes.as_ref().is_some_and(|scopes| scopes.iter().any(|scope| scope == INFERENCE))
    }

    /// The scope of a refresh: what the login has, or the least it needs (RFC 6749 §6).
    pub(in super::super) fn scopes_to_ask_for(&self) -> String {
        match &self.scopes {
            Some(scopes) if self.may_infer() => scopes.join(" "),
            _ => format!("user:profile {INFERENCE}"),
        }
    }
}

impl Document {
    /// Reads the bytes of a file; none when they are no JSON object.
    pub(in super::super) fn parse(bytes: &[u8]) -> Option<Self> {
        match serde_json::from_slice(bytes) {
            Ok(Value::Object(root)) => Some(Self { root }),
            _ => None,
        }
    }

    /// The stored login, if the section is there.
    pub(in super::super) fn login(&self) -> Option<StoredLogin> {
        let section = self.root.get(SECTION)?.as_object()?;
        let token = |name| section.get(name)?.as_str().filter(|text| !text.is_empty()).map(Secret::new);
        Some(StoredLogin {
            access: token("accessToken"),
            refresh: token("refreshToken"),
            expires_at: section.get("expiresAt").and_then(milliseconds),
            scopes: section.get("scopes").and_then(texts),
            subscription: section.get("subscriptionType").and_then(Value::as_str).map(str::to_owned),
        })
    }

    /// Puts `login` in place of the one that was there. Other sections stay; of this one, the members that are known.
    pub(in super::super) fn set_login(&mut self, login: &StoredLogin) {
        let section = self.section();
        section.retain(|name, _| KNOWN.contains(&name.as_str()));
        let text = |token: &Option<Secret>| json!(token.as_ref().map_or("", Secret::expose));
        section.insert("accessToken".to_owned(), text(&login.access));
        section.insert("refreshToken".to_owned(), text(&login.refresh));
        section.insert("expiresAt".to_owned(), json!(login.expires_at));
        if let Some(scopes) = &login.scopes {
            section.insert("scopes".to_owned(), json!(scopes));
        }
        if let Some(subscription) = &login.subscription {
            section.insert("subscriptionType".to_owned(), json!(subscription));
        }
    }

    /// Blanks both tokens and sets the expiry to 0, as a login that was refused for good is kept.
    pub(in super::super) fn blank(&mut self) {
        let section = self.section();
        section.insert("accessToken".to_owned(), json!(""));
        section.insert("refreshToken".to_owned(), json!(""));
        section.insert("expiresAt".to_owned(), json!(0));
    }

    /// The file's text, of all sections or of ours alone.
    pub(in super::super) fn render(&self, only_ours: bool) -> String {
        let mut root = self.root.clone();
        if only_ours {
            root.retain(|name, _| name == SECTION);
        }
        Value::Object(root).to_string()
    }

    fn section(&mut self) -> &mut Map<String, Value> {
        let section = self.root.entry(SECTION).or_insert_with(|| json!({}));
        if !section.is_object() {
            *section = json!({});
        }
        section.as_object_mut().expect("made an object above")
    }
}

/// A number of milliseconds, perhaps as a text; fractions are cut, and what no `i64` can hold stands for the end of time.
fn milliseconds(value: &Value) -> Option<i64> {
    let number = match value {
        Value::Number(number) => return number.as_i64().or_else(|| number.as_f64().map(whole)),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite())?,
        _ => return None,
    };
    Some(whole(number))
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, which is what is wanted here")]
fn whole(number: f64) -> i64 {
    number as i64
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(text.split_whitespace().map(str::to_owned).collect()),
        Value::Array(list) => list.iter().map(|text| text.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::parse(text.as_bytes()).expect("a JSON object")
    }

    #[test]
    fn a_refresh_keeps_other_sections_and_of_its_own_what_it_knows() {
        let mut stored = document(
            r#"{"mcpOAuth":{"x":1},"claudeAiOauth":{"accessToken":"a","refreshToken":"b","expiresAt":1,"rateLimitTier":"t","novelty":2}}"#,
        );
        let mut login = stored.login().unwrap();
        login.access = Some(Secret::new("c"));
        login.expires_at = Some(2);
        stored.set_login(&login);
        assert_eq!(
            stored.render(false),
            r#"{"mcpOAuth":{"x":1},"claudeAiOauth":{"accessToken":"c","refreshToken":"b","expiresAt":2,"rateLimitTier":"t"}}"#
        );
    }

    #[test]
    fn a_blank_token_is_no_token() {
        let login = document(r#"{"claudeAiOauth":{"accessToken":"","refreshToken":null,"expiresAt":0}}"#)
            .login()
            .unwrap();
        assert_eq!((login.access, login.refresh, login.expires_at), (None, None, Some(0)));
    }

    #[test]
    fn an_expiry_of_any_type_is_read_without_a_panic() {
        for (text, expected) in [
            ("1e400", None), // no JSON number at all
            ("1e300", Some(i64::MAX)),
            ("-1e300", Some(i64::MIN)),
            ("9223372036854775807", Some(i64::MAX)),
            ("12.9", Some(12)),
            ("null", None),
            ("\"1700000000000\"", Some(1_700_000_000_000)),
            ("\"2026-01-01T00:00:00Z\"", None),
        ] {
            let parsed = Document::parse(format!(r#"{{"claudeAiOauth":{{"expiresAt":{text}}}}}"#).as_bytes());
            assert_eq!(
                parsed.and_then(|document| document.login()?.expires_at),
                expected,
                "expiresAt: {text}"
            );
        }
    }
}
