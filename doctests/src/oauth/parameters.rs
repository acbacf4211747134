//! The parameters of a request to the authorization server, from a form, a query or a JSON body.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::{ErrorCode, ErrorResponse};

/// Named parameters in the order they came. An empty one counts as omitted (RFC 6749 §3.2).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    /// The value of `name`; none when it is absent or empty (RFC 6749 §3.2).
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.pairs.iter().find(|(known, _)| known == name)?;
        (!value.is_empty()).then_some(value)
    }

    /// The value of `name`, or `invalid_request` (RFC 6749 §5.2).
    pub fn required(&self, name: &str) -> Result<&str, ErrorResponse> {
        self.get(name)
            .ok_or_else(|| ErrorResponse::new(ErrorCode::InvalidRequest, format!("{name} is missing")))
    }

    /// Refuses a parameter that stands twice: "must not be included more than once" (RFC 6749 §3.2).
    pub fn refuse_repeated(&self) -> Result<(), ErrorResponse> {
        for (position, (name, _)) in self.pairs.iter().enumerate() {
            if self.pairs[..position].iter().any(|(earlier, _)| earlier == name) {
                let description = format!("{name} is repeated");
                return Err(ErrorResponse::new(ErrorCode::InvalidRequest, description));
            }
        }
        Ok(())
    }

    /// The names, in the order they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(name, _)| name.as_str())
    }
}

impl FromIterator<(String, String)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self { pairs: pairs.into_iter().collect() }
    }
}

/// Values may be credentials: only the names show.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// From a JSON object: numbers and booleans as their text, `null` as empty, repeated members kept.
impl<'de> Deserialize<'de> for Parameters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Parameters;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of parameters")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Parameters, M::Error> {
                let mut pairs = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, serde_json::Value>()? {
                    let text = match value {
                        serde_json::Value::String(text) => text,
                        serde_json::Value::Null => String::new(),
                        other => other.to_string(),
                    };
                    pairs.push((name, text));
                }
                Ok(Parameters { pairs })
            }
        }

        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_parameter_counts_as_omitted() {
        let parameters: Parameters = serde_json::from_str(r#"{"scope":"","state":null,"n":3}"#).unwrap();
        assert_eq!((parameters.get("scope"), parameters.get("state")), (None, None));
        assert_eq!(parameters.get("n"), Some("3"));
    }

    #[test]
    fn a_repeated_member_is_seen_in_json_too() {
        let parameters: Parameters = serde_json::from_str(r#"{"a":"1","b":"2","a":"1"}"#).unwrap();
        let refusal = parameters.refuse_repeated().unwrap_err();
        assert_eq!(refusal, ErrorResponse::new(ErrorCode::InvalidRequest, "a is repeated"));
    }

    #[test]
    fn a_value_never_shows_in_debug() {
        let parameters: Parameters = serde_json::from_str(r#"{"refresh_token":"hush"}"#).unwrap();
        assert_eq!(format!("{parameters:?}"), r#"["refresh_token"]"#);
    }
}
