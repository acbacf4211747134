//! What kind of thing a name is, what may stand beside it, and what else a sentence speaks of that names it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// What kind of thing a code span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A host, or an address of the web.
    Address,
    /// A name in small letters joined by `_`: an error code, a member of a request.
    Code,
    /// What is run in a shell.
    Command,
    /// A path of a request.
    Endpoint,
    /// A file or a folder.
    File,
    /// An option of a command.
    Flag,
    /// A header of a request or an answer.
    Header,
    /// A name such as `apiKeyHelper`.
    Key,
    /// A member of the stored login.
    Member,
    /// A bare number.
    Number,
    /// A member of printed JSON with its value.
    Quote,
    /// What a token may be used for.
    Scope,
    /// Words.
    Text,
    /// What says when something ends.
    Time,
    /// One of the two tokens of a login.
    Token,
    /// A command of a session.
    Typed,
    /// A JSON string, or the id of an organization.
    Value,
    /// A variable, perhaps with its value.
    Variable,
    /// A version.
    Version,
    /// One word in small letters.
    Word,
}

/// What the lexicon knows of names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Names whose kind their spelling does not tell.
    pub kinds: BTreeMap<Kind, Vec<String>>,
    /// With what a command of a shell begins.
    pub programs: Vec<String>,
    /// What may stand beside which words.
    pub beside: Vec<Beside>,
    /// What a sentence speaks of that names one of these.
    pub homes: Vec<Home>,
    /// The unit that a variable with this ending has, and no other one.
    #[serde(default)]
    pub units: BTreeMap<String, String>,
    /// Words before a number that is a name.
    #[serde(default)]
    pub numbered: Vec<String>,
    /// Words behind a number that are not counted.
    #[serde(default)]
    pub uncounted: Vec<String>,
}

/// Words, and the kinds of what may stand beside them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Beside {
    /// The name stands right after one of these.
    pub before: Vec<String>,
    /// The name stands right before one of these.
    pub after: Vec<String>,
    /// The name opens a cell of a column with one of these headers.
    pub column: Vec<String>,
    /// It is of one of these kinds.
    pub only: BTreeSet<Kind>,
    /// It is of none of these kinds.
    pub never: BTreeSet<Kind>,
}

/// Names, and the words of which one stands in each sentence that has one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// The names.
    pub names: Vec<String>,
    /// The beginnings of words.
    pub words: Vec<String>,
}

impl Kind {
    /// As the lexicon writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Code => "code",
            Self::Command => "command",
            Self::Endpoint => "endpoint",
            Self::File => "file",
            Self::Flag => "flag",
            Self::Header => "header",
            Self::Key => "key",
            Self::Member => "member",
            Self::Number => "number",
            Self::Quote => "quote",
            Self::Scope => "scope",
            Self::Text => "text",
            Self::Time => "time",
            Self::Token => "token",
            Self::Typed => "typed",
            Self::Value => "value",
            Self::Variable => "variable",
            Self::Version => "version",
            Self::Word => "word",
        }
    }
}

impl Names {
    /// The kinds of `code`: what is listed, and what its spelling tells.
    pub fn kinds_of(&self, code: &str) -> BTreeSet<Kind> {
        let listed = self.kinds.iter().filter(|(_, names)| names.iter().any(|name| name == code));
        let mut kinds: BTreeSet<Kind> = listed.map(|(kind, _)| *kind).collect();
        if !kinds.contains(&Kind::Header) {
            kinds.insert(self.spelt(code));
        }
        kinds
    }

    fn spelt(&self, code: &str) -> Kind {
        let words: Vec<&str> = code.split(' ').collect();
        let [first, rest @ ..] = words.as_slice() else { return Kind::Text };
        if self.programs.iter().any(|program| program == first) && (!rest.is_empty() || *first == "claude") {
            return Kind::Command;
        }
        if is_variable(code.split('=').next().unwrap_or_default()) {
            return Kind::Variable;
        }
        if first.strip_prefix('/').is_some_and(is_small)
            && rest.len() < 3
            && rest.iter().all(|word| is_argument(word))
        {
            return Kind::Typed;
        }
        if code.starts_with('"') {
            return if code.contains("\":") { Kind::Quote } else { Kind::Value };
        }
        if rest.is_empty() { of_word(code) } else { Kind::Text }
    }
}

impl Beside {
    /// Whether this says anything of a name between `before` and `after`, in a column under `header`.
    pub fn is_about(&self, before: &[String], after: &[String], header: Option<&str>) -> bool {
        let phrase = |phrase: &String| phrase.split(' ').map(ToOwned::to_owned).collect::<Vec<_>>();
        self.before.iter().any(|words| before.ends_with(&phrase(words)))
            || self.after.iter().any(|words| after.starts_with(&phrase(words)))
            || header.is_some_and(|header| self.column.iter().any(|column| column == header))
    }

    /// Whether a name of these `kinds` may stand there.
    pub fn admits(&self, kinds: &BTreeSet<Kind>) -> bool {
        (self.only.is_empty() || !self.only.is_disjoint(kinds)) && self.never.is_disjoint(kinds)
    }
}

/// The kind of one word.
fn of_word(word: &str) -> Kind {
    let numbers: Vec<&str> = word.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let dashes: Vec<&str> = word.split('-').collect();
    let is_capital = |part: &&str| part.starts_with(|c: char| c.is_ascii_uppercase());
    if numbers.iter().all(is_number) {
        return if numbers.len() == 3 { Kind::Version } else { Kind::Number };
    }
    if word.starts_with('-') {
        Kind::Flag
    } else if word.starts_with("/v") {
        Kind::Endpoint
    } else if word.starts_with("https:") || word.starts_with("http:") {
        Kind::Address
    } else if word.starts_with(['~', '.', '/', '%'])
        || Path::new(word).extension().is_some_and(|extension| extension == "json")
    {
        Kind::File
    } else if word.contains('.') && word.split('/').next().is_some_and(|host| host.split('.').all(is_small)) {
        Kind::Address
    } else if dashes.len() == 5 && word.len() == 36 {
        Kind::Value
    } else if dashes.len() > 1 && dashes.iter().all(is_capital) {
        Kind::Header
    } else if word.split_once(':').is_some_and(|(one, other)| is_small(one) && !other.is_empty()) {
        Kind::Scope
    } else if word.contains('_') && word.split('_').all(is_small) {
        Kind::Code
    } else if !word.is_empty() && word.chars().all(small) {
        Kind::Word
    } else if word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(char::is_alphanumeric) {
        Kind::Key
    } else {
        Kind::Text
    }
}

fn is_small(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_argument(word: &str) -> bool {
    word.starts_with('<') || is_small(word)
}

fn is_variable(word: &str) -> bool {
    let capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    word.len() > 1 && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_of_the_kind_that_it_is_spelt_as_and_of_those_it_is_listed_under() {
        let kinds = BTreeMap::from([(Kind::Time, vec!["expiresAt".to_owned()])]);
        let names = Names { kinds, programs: vec!["claude".to_owned()], ..Names::default() };
        let one = |code: &str| {
            let kinds = names.kinds_of(code);
            assert_eq!(kinds.len(), 1, "{code}: {kinds:?}");
            kinds.into_iter().next().unwrap()
        };
        for (code, kind) in [
            ("ANTHROPIC_API_KEY", Kind::Variable),
            ("CLAUDE_CODE_SIMPLE=1", Kind::Variable),
            ("claude auth login", Kind::Command),
            ("/login", Kind::Typed),
            ("/mcp reconnect <server>", Kind::Typed),
            ("/login isn't available in this environment.", Kind::Text),
            ("/v1/oauth/token", Kind::Endpoint),
            ("--bare", Kind::Flag),
            ("https://claude.ai/restricted", Kind::Address),
            ("platform.claude.com", Kind::Address),
            ("~/.claude/.credentials.json", Kind::File),
            ("settings.json", Kind::File),
            ("X-Api-Key", Kind::Header),
            ("\"loggedIn\": true", Kind::Quote),
            ("\"console\"", Kind::Value),
            ("22222222-2222-4222-8222-222222222222", Kind::Value),
            ("user:inference", Kind::Scope),
            ("invalid_grant", Kind::Code),
            ("apiKeyHelper", Kind::Key),
            ("scopes", Kind::Word),
            ("300000", Kind::Number),
            ("2.1.118", Kind::Version),
            ("Not logged in · Please run /login", Kind::Text),
        ] {
            assert_eq!(one(code), kind, "{code}");
        }
        assert_eq!(names.kinds_of("expiresAt"), BTreeSet::from([Kind::Key, Kind::Time]));
    }
}
