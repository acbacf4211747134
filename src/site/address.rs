//! Where the site will be read, which only its publisher knows: without it nothing is said that needs a whole address.

use mdbook_driver::config::Config;

use super::Unfinished;

/// The setting: `address` under `[preprocessor.oathbook]`, or mdBook's environment variable for it.
const SETTING: &str = "preprocessor.oathbook.address";

/// The address of the site's root, ending in `/`; none when it is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address(Option<String>);

impl Address {
    pub(super) fn of(config: &Config) -> Result<Self, Unfinished> {
        let setting: Option<String> = config
            .get(SETTING)
            .map_err(|error| Unfinished::Setting(format!("`{SETTING}` is no text: {error}")))?;
        match setting {
            Some(address) => Self::parse(&address).ok_or_else(|| {
                Unfinished::Setting(format!(
                    "`{SETTING}` is `{address}`; expected the address of the site's root, such as https://example.org/oathbook/"
                ))
            }),
            None => Ok(Self(None)),
        }
    }

    fn parse(address: &str) -> Option<Self> {
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
        let plain = |character: char| !character.is_whitespace() && !"\"'<>?#".contains(character);
        (!rest.is_empty() && rest.chars().all(plain))
            .then(|| Self(Some(format!("{}/", address.trim_end_matches('/')))))
    }

    /// The whole address of `path`; none when the root's is not known.
    pub(super) fn whole(&self, path: &str) -> Option<String> {
        self.0.as_deref().map(|root| format!("{root}{path}"))
    }

    /// The whole address of `path`, else the path alone.
    pub(super) fn shown(&self, path: &str) -> String {
        self.whole(path).unwrap_or_else(|| path.to_owned())
    }

    /// The path of the root on its host, beginning and ending in `/`.
    pub(super) fn root_path(&self) -> &str {
        let after_host = self.0.as_deref().and_then(|address| address.splitn(3, '/').nth(2));
        after_host.and_then(|rest| rest.find('/').map(|at| &rest[at..])).unwrap_or("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_in_one_slash_and_knows_its_path() {
        let address = Address::parse("https://example.org/oathbook").unwrap();
        assert_eq!(address.whole("a.html").as_deref(), Some("https://example.org/oathbook/a.html"));
        assert_eq!(address.root_path(), "/oathbook/");
        assert_eq!(Address::parse("https://example.org").unwrap().root_path(), "/");
        assert_eq!(Address(None).shown("a.html"), "a.html");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in
            ["example.org", "ftp://example.org", "https://", "https://a b", "https://a\"b", "https://a?b"]
        {
            assert_eq!(Address::parse(wrong), None, "{wrong}");
        }
    }
}
