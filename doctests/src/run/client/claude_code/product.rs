//! What is known of the product, read from `product.yaml` beside this file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::run::client::Command;
use crate::run::error::RunError;
use crate::run::server::{Pace, SideTraffic, Surroundings};

/// The data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Product {
    commands: Vec<Typed>,
    pub(super) environment: BTreeMap<String, String>,
    /// What opens the view of agents.
    pub(super) agents: Vec<String>,
    pub(super) prompt: String,
    pub(super) prompt_signs: Vec<String>,
    busy: Vec<String>,
    signed_in: Vec<String>,
    pub(super) answer: String,
    pub(super) token_host: String,
    /// Where an administrator's settings lie.
    pub(super) managed_settings: PathBuf,
    organization_settings: String,
    pub(super) first_start: FirstStart,
    authorize: Vec<String>,
    elsewhere: String,
    headers: BTreeMap<String, String>,
    side: Vec<SideTraffic>,
    side_of_sign_in: Vec<SideTraffic>,
    speaks_of_authentication: Vec<String>,
    speaks_of_something_else: Vec<String>,
    side_talk: Vec<String>,
}

/// The screens of the first start.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FirstStart {
    asks: Vec<String>,
    asks_for_a_login: Vec<String>,
    /// What is taken of the menus that are no scenario's own.
    pub(super) takes: Vec<String>,
}

impl FirstStart {
    /// Whether a scenario answers what `screen` asks.
    pub(super) fn asks(&self, screen: &str) -> bool {
        has_any(screen, &self.asks)
    }

    /// Whether nobody gets any further than `screen` without a login.
    pub(super) fn asks_for_a_login(&self, screen: &str) -> bool {
        has_any(screen, &self.asks_for_a_login)
    }
}

/// How a command is typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    command: Command,
    pub(super) arguments: Vec<String>,
    /// Whether it needs a terminal.
    #[serde(default)]
    pub(super) terminal: bool,
}

impl Product {
    pub(super) fn read() -> Result<Self, RunError> {
        serde_yaml::from_str(include_str!("product.yaml"))
            .map_err(|error| RunError::Internal(format!("product.yaml: {error}")))
    }

    pub(super) fn typed(&self, command: Command) -> Result<&Typed, RunError> {
        self.commands.iter().find(|typed| typed.command == command).ok_or_else(|| {
            RunError::Internal(format!("product.yaml does not say how to type `{}`", command.as_typed()))
        })
    }

    /// What the client finds around the servers.
    pub(super) fn surroundings(&self, signs_in: bool) -> Surroundings {
        let first = if signs_in { self.side_of_sign_in.as_slice() } else { &[] };
        Surroundings {
            authorize: self.authorize.clone(),
            elsewhere: self.elsewhere.clone(),
            settings: Some(self.organization_settings.clone()),
            side: first.iter().chain(&self.side).cloned().collect(),
            headers: self.headers.clone(),
            pace: Pace::Real,
        }
    }

    /// Whether the client still works on what was typed.
    pub(super) fn is_busy(&self, screen: &str) -> bool {
        has_any(screen, &self.busy)
    }

    /// Whether `text` tells of a sign-in that worked.
    pub(super) fn says_signed_in(&self, text: &str) -> bool {
        has_any(text, &self.signed_in)
    }

    /// `line` without what the client says at its end of something else.
    pub(super) fn without_side_talk<'l>(&self, line: &'l str) -> &'l str {
        let begins = self.side_talk.iter().filter_map(|talk| line.find(talk.as_str())).min();
        begins.map_or(line, |at| line[..at].trim_end())
    }

    /// Whether a line of the screen belongs in a transcript.
    pub(super) fn keeps(&self, line: &str) -> bool {
        has_any(line, &self.speaks_of_authentication) && !has_any(line, &self.speaks_of_something_else)
    }
}

fn has_any(text: &str, signs: &[String]) -> bool {
    signs.iter().any(|sign| text.contains(sign.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_typed_somehow() {
        let product = Product::read().unwrap();
        for command in [
            Command::Prompt,
            Command::BarePrompt,
            Command::AuthStatus,
            Command::AuthStatusText,
            Command::AuthLogout,
            Command::AuthLogin,
            Command::SetupToken,
            Command::SetupTokenWithArgument,
        ] {
            assert!(!product.typed(command).unwrap().arguments.is_empty());
        }
    }
}
