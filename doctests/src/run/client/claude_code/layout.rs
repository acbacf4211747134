//! What the client finds in its home besides the stored login: settings, first-run answers, a browser that only notes.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::run::error::RunError;
use crate::run::home::{Home, environment};
use crate::run::role::Role;
use crate::run::token::TokenBook;
use crate::scenario::managed::ManagedSettings;
use crate::scenario::onboarding::Onboarding;
use crate::scenario::project::{OtherFolder, ProjectSettings};
use crate::scenario::remembered::RememberedAccount;
use crate::scenario::{Given, Settings};

/// The variable that names a certificate authority to trust.
pub(super) const AUTHORITY: &str = "NODE_EXTRA_CA_CERTS";

/// Where things are.
pub(super) struct Layout {
    pub(super) home: PathBuf,
    /// Where the client is started.
    pub(super) work: PathBuf,
    /// The certificate authority to trust.
    certificate: PathBuf,
    /// The program that takes the browser's place.
    browser: PathBuf,
}

impl Layout {
    /// Lays everything out.
    pub(super) fn make(
        home: &Home,
        work: PathBuf,
        certificate: &str,
        environment: &BTreeMap<String, String>,
        given: &Given,
    ) -> Result<Self, RunError> {
        let layout = Self {
            home: home.path().to_owned(),
            work,
            certificate: home.path().join("authority.pem"),
            browser: home.path().join("browser"),
        };
        fs::create_dir_all(&layout.work).map_err(RunError::io("making the working folder"))?;
        write(&layout.certificate, certificate)?;
        let answers = match given.onboarding {
            None => Some(layout.first_run_answered(environment)),
            Some(Onboarding::Marked) => Some(json!({ "hasCompletedOnboarding": true })),
            Some(Onboarding::Pending) => None,
        };
        if let Some(mut answers) = answers {
            if let Some(account) = &given.remembered_account {
                answers["oauthAccount"] = remembered(account);
            }
            write(&layout.home.join(".claude.json"), &answers.to_string())?;
        }
        write(&layout.browser, &layout.browser_script())?;
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&layout.browser, executable).map_err(RunError::io("making the browser"))?;
        Ok(layout)
    }

    /// Lays `settings` where the project has them.
    pub(super) fn set_up_project(&self, settings: &ProjectSettings) -> Result<(), RunError> {
        let mut variables = BTreeMap::new();
        if let Some(OtherFolder::Empty) = settings.env.config_folder {
            let empty = self.home.join("empty");
            fs::create_dir(&empty).map_err(RunError::io("making an empty folder"))?;
            variables.insert("CLAUDE_CONFIG_DIR", empty.display().to_string());
        }
        lay(&self.work.join(".claude/settings.json"), &json!({ "env": variables }))
    }

    /// The variables that name a place.
    pub(super) fn variables(&self) -> BTreeMap<String, String> {
        let text = |path: &Path| path.display().to_string();
        [
            ("HOME", text(&self.home)),
            ("PATH", "/usr/bin:/bin".to_owned()),
            (AUTHORITY, text(&self.certificate)),
            ("BROWSER", text(&self.browser)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// The address the browser was sent to since the last call, if it was.
    pub(super) fn browsed(&self) -> Option<String> {
        let note = self.note();
        let text = fs::read_to_string(&note).ok()?;
        // Only a whole line is a whole address.
        let address = text.strip_suffix('\n')?.to_owned();
        let _ = fs::remove_file(note);
        Some(address)
    }

    fn note(&self) -> PathBuf {
        self.home.join("browsed")
    }

    fn browser_script(&self) -> String {
        format!("#!/bin/sh\nprintf '%s\\n' \"$1\" > {}\n", self.note().display())
    }

    /// The questions of the first start, answered: theme, trust in the working folder, use of the API key.
    fn first_run_answered(&self, environment: &BTreeMap<String, String>) -> Value {
        // It remembers a key by its last twenty characters.
        let tail = |key: &String| key.get(key.len().saturating_sub(20)..).map(str::to_owned);
        let approved: Vec<String> = environment.get("ANTHROPIC_API_KEY").and_then(tail).into_iter().collect();
        json!({
            "hasCompletedOnboarding": true,
            "theme": "dark",
            // The releases of 1.0 do not start where a project has no list of tools.
            "projects": { self.work.display().to_string(): { "hasTrustDialogAccepted": true, "allowedTools": [] } },
            "customApiKeyResponses": { "approved": approved, "rejected": [] },
        })
    }
}

/// Writes `settings` as the person's own, the helper being this program in another role.
pub(super) fn settings(home: &Home, settings: &Settings, tokens: &TokenBook) -> Result<(), RunError> {
    let mut file = Map::new();
    for (key, _) in settings.helpers() {
        let (program, role) = (this_program()?, Role::Helper.argument());
        let helper = format!("{} {role} {}", program.display(), home.helper().display());
        file.insert(key.to_owned(), helper.into());
    }
    if !settings.env.is_empty() {
        file.insert("env".to_owned(), json!(environment(&settings.env, tokens)));
    }
    home.write_beside_store("settings.json", &Value::Object(file).to_string())
}

/// Lays `settings` where an administrator would.
pub(super) fn manage(path: &Path, settings: &ManagedSettings) -> Result<(), RunError> {
    lay(path, &json!(settings))
}

/// The account as a sign-in leaves it, another one than that of a sign-in here.
fn remembered(account: &RememberedAccount) -> Value {
    json!({
        "accountUuid": "33333333-3333-4333-8333-333333333333",
        "emailAddress": account.email,
        "organizationUuid": "44444444-4444-4444-8444-444444444444",
        "organizationName": account.organization,
    })
}

fn lay(path: &Path, settings: &Value) -> Result<(), RunError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(RunError::io("making the folder of the settings"))?;
    }
    write(path, &settings.to_string())
}

fn write(path: &Path, text: &str) -> Result<(), RunError> {
    fs::write(path, text).map_err(RunError::io(format!("writing {}", path.display())))
}

fn this_program() -> Result<PathBuf, RunError> {
    std::env::current_exe().map_err(RunError::io("looking for this program's own file"))
}
