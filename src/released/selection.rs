//! Which versions a person asks for: `claude-code@2.1.118`, `@latest`, `2.1.117..2.1.118`, `all`, or a list of these.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use semver::Version;

use super::CLIENT;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    All,
    Latest,
    One(Version),
    Between(Version, Version),
}

/// A version that is asked for and not in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What was asked for.
    pub asked: String,
    /// The listed version nearest to it.
    pub nearest: Option<Version>,
}

impl FromStr for Selection {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let versions = match text.split_once('@') {
            Some((CLIENT, versions)) => versions,
            Some((other, _)) => {
                return Err(format!("no released client is called `{other}`: write `{CLIENT}@VERSION`"));
            }
            None if text == CLIENT => return Err(format!("which version? write `{CLIENT}@latest`")),
            None => {
                return Err(format!("`{text}` names no version: write `{CLIENT}@2.1.118` or `reference`"));
            }
        };
        let parts = versions.split(',').map(|part| part.trim().parse());
        Ok(Self { parts: parts.collect::<Result<_, _>>()? })
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let version = |text: &str| {
            text.parse::<Version>().map_err(|_| {
                format!(
                    "`{text}` is no version: write three numbers (`2.1.118`), `latest`, `all` or `2.1.117..2.1.118`"
                )
            })
        };
        match (text, text.split_once("..")) {
            ("all", _) => Ok(Self::All),
            ("latest", _) => Ok(Self::Latest),
            (_, Some((first, last))) => {
                let (first, last) = (version(first)?, version(last.trim_start_matches('='))?);
                if first > last {
                    return Err(format!("{first} is newer than {last}: write the older version first"));
                }
                Ok(Self::Between(first, last))
            }
            (text, None) => version(text).map(Self::One),
        }
    }
}

impl Selection {
    /// Whether the newest version of all is asked for, which only the registry knows.
    pub fn asks_for_the_latest(&self) -> bool {
        self.parts.contains(&Part::Latest)
    }

    /// Those of `listed` (oldest first) that were asked for, oldest first.
    pub fn of(&self, listed: &[Version]) -> Result<Vec<Version>, Unknown> {
        let mut chosen = BTreeSet::new();
        for part in &self.parts {
            let before = chosen.len();
            match part {
                Part::All => chosen.extend(listed),
                Part::Latest => chosen.extend(listed.last()),
                Part::One(version) => chosen.extend(listed.iter().filter(|listed| *listed == version)),
                Part::Between(first, last) => {
                    chosen.extend(listed.iter().filter(|listed| first <= *listed && *listed <= last));
                }
            }
            let found = chosen.len() > before
                || matches!(part, Part::One(version) if chosen.contains(version))
                || !matches!(part, Part::One(_)) && !chosen.is_empty();
            if !found {
                return Err(Unknown { asked: part.to_string(), nearest: part.nearest(listed).cloned() });
            }
        }
        Ok(chosen.into_iter().cloned().collect())
    }
}

impl Part {
    fn nearest<'a>(&self, listed: &'a [Version]) -> Option<&'a Version> {
        let (Self::One(asked) | Self::Between(asked, _)) = self else { return None };
        listed.iter().find(|listed| *listed >= asked).or(listed.last())
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Latest => f.write_str("latest"),
            Self::One(version) => write!(f, "{version}"),
            Self::Between(first, last) => write!(f, "{first}..{last}"),
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "doctests/clients.yaml lists no version `{}` of {CLIENT}", self.asked)?;
        match &self.nearest {
            Some(nearest) => write!(f, ": the nearest is {nearest}; `all` is every one of them"),
            None => write!(f, ": it lists none at all"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(asked: &str) -> Result<String, String> {
        let listed = ["2.1.117", "2.1.118", "2.1.205", "2.1.330"].map(|version| version.parse().unwrap());
        let selection: Selection = asked.parse()?;
        let versions = selection.of(&listed).map_err(|unknown| unknown.to_string())?;
        Ok(versions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn versions_are_asked_for_one_by_one_in_ranges_and_by_word() {
        assert_eq!(chosen("claude-code@2.1.118").unwrap(), "2.1.118");
        assert_eq!(chosen("claude-code@latest").unwrap(), "2.1.330");
        assert_eq!(chosen("claude-code@2.1.117..2.1.300").unwrap(), "2.1.117 2.1.118 2.1.205");
        assert_eq!(chosen("claude-code@latest,2.1.117, 2.1.117").unwrap(), "2.1.117 2.1.330");
        assert_eq!(chosen("claude-code@all").unwrap(), "2.1.117 2.1.118 2.1.205 2.1.330");
    }

    #[test]
    fn what_is_not_there_is_named_with_what_is() {
        for asked in [
            "claude-code@2.1.119",
            "claude-code@2.1.331",
            "claude-code@2.1.118..2.1.117",
            "claude-code@3.0.0..3.1.0",
            "claude-code@two",
            "claude-code@",
            "claude-code",
            "codex@1.0.0",
            "2.1.118",
        ] {
            let said = chosen(asked).unwrap_err();
            assert!(said.contains('`') || said.contains("newer"), "{asked}: {said}");
        }
        assert!(chosen("claude-code@2.1.119").unwrap_err().contains("the nearest is 2.1.205"));
    }
}
