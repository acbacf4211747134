//! Runs cases on the reference client, many at once, against servers they share.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use super::client::reference::{Connections, Machine, UnderTest};
use super::clock::{ClientClock, VirtualClock};
use super::error::RunError;
use super::home::{Home, environment};
use super::play::{Stage, play};
use super::role::Role;
use super::server::Servers;
use super::token::TokenBook;
use crate::scenario::{Case, Settings};
use crate::transcript::Transcript;

/// How to start the reference client as a process of its own.
#[derive(Debug, Clone)]
pub struct ReferenceProgram {
    /// The program.
    pub path: PathBuf,
    /// Arguments before the client's own.
    pub first_arguments: Vec<OsString>,
}

impl ReferenceProgram {
    /// This very program: its `main` plays the role that its first argument names.
    pub fn this_program() -> Result<Self, RunError> {
        let path = std::env::current_exe().map_err(RunError::io("looking for this program's own file"))?;
        Ok(Self { path, first_arguments: vec![Role::ReferenceClient.argument().into()] })
    }
}

/// How often a failed request is sent again unless a scenario says otherwise; released clients get the same.
const RETRIES: (&str, &str) = ("CLAUDE_CODE_MAX_RETRIES", "3");

/// The servers, ready for any number of scenarios at once.
pub struct Runner {
    servers: Servers,
    program: ReferenceProgram,
    connections: Connections,
}

impl Runner {
    /// Starts the servers on loopback.
    pub async fn start(program: ReferenceProgram) -> Result<Self, RunError> {
        Ok(Self { servers: Servers::start().await?, program, connections: Connections::default() })
    }

    /// Runs `case` on the reference client, or on the named broken variant of it.
    pub async fn run(&self, case: &Case, variant: Option<&str>) -> Result<Transcript, RunError> {
        if let Some(what) = not_modelled(case) {
            return Err(RunError::Unsupported(format!(
                "the reference client knows no {what}: write `reference: {{ not-modelled: … }}`"
            )));
        }
        let tokens = TokenBook::default();
        let clock = VirtualClock::default();
        let world = Arc::new(self.servers.open(&case.given, &tokens, &clock));
        let home = Home::lay_out(&case.given, &tokens, &clock)?;
        let mut env = environment(&case.given.env, &tokens);
        env.entry(RETRIES.0.to_owned()).or_insert_with(|| RETRIES.1.to_owned());
        let machine = Machine {
            base_url: world.base_url(),
            home: home.path().to_owned(),
            env,
            store_fault: case.given.stored_login.as_ref().and_then(|login| login.fault),
            variant: variant.map(str::to_owned),
        };
        let client_clock = ClientClock::new(clock.clone(), case.given.clock_skew.unwrap_or_default());
        let mut client = UnderTest::new(
            machine,
            client_clock,
            self.program.clone(),
            Arc::clone(&world),
            self.connections.clone(),
        );
        play(case, &Stage { world, home, tokens, clock }, &mut client).await
    }
}

/// What the reference client would not notice, so that a run would prove nothing.
fn not_modelled(case: &Case) -> Option<&'static str> {
    let given = &case.given;
    [
        (given.managed_settings.is_some(), "managed settings"),
        (given.project_settings.is_some(), "settings of a project"),
        (given.onboarding.is_some(), "onboarding"),
        (given.remembered_account.is_some(), "the account of `.claude.json`"),
        (
            given.settings.iter().flat_map(Settings::helpers).any(|(key, _)| key != "apiKeyHelper"),
            "commands for a cloud provider",
        ),
        (given.certificate.is_some(), "certificates"),
        (!given.resource_server.settings_refused.is_empty(), "settings of an organization"),
    ]
    .into_iter()
    .find_map(|(is_given, what)| is_given.then_some(what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::managed::{CertificateFault, ManagedSettings};
    use crate::scenario::onboarding::Onboarding;
    use crate::scenario::project::ProjectSettings;
    use crate::scenario::remembered::RememberedAccount;
    use crate::scenario::{Expect, Given, HelperOutput};

    #[test]
    fn what_the_client_would_not_notice_is_not_run() {
        let case = |given| Case { name: "given", given, steps: Vec::new(), expect: Expect::default() };
        assert_eq!(not_modelled(&case(Given::default())), None);
        let managed = Given { managed_settings: Some(ManagedSettings::default()), ..Given::default() };
        assert_eq!(not_modelled(&case(managed)), Some("managed settings"));
        let project = Given { project_settings: Some(ProjectSettings::default()), ..Given::default() };
        assert_eq!(not_modelled(&case(project)), Some("settings of a project"));
        let first = Given { onboarding: Some(Onboarding::Pending), ..Given::default() };
        assert_eq!(not_modelled(&case(first)), Some("onboarding"));
        let account = RememberedAccount { email: "a@example.com".to_owned(), organization: "A".to_owned() };
        let account = Given { remembered_account: Some(account), ..Given::default() };
        assert_eq!(not_modelled(&case(account)), Some("the account of `.claude.json`"));
        let refresh = Settings { aws_auth_refresh: vec![HelperOutput::Exit(0)], ..Settings::default() };
        let refresh = Given { settings: Some(refresh), ..Given::default() };
        assert_eq!(not_modelled(&case(refresh)), Some("commands for a cloud provider"));
        let untrusted = Given { certificate: Some(CertificateFault::UnknownAuthority), ..Given::default() };
        assert_eq!(not_modelled(&case(untrusted)), Some("certificates"));
    }
}
