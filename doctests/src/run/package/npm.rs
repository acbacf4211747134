//! npm: asked for archives and for what the registry knows, with none of the user's configuration.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use std::{env, fs};

use semver::Version;
use serde_json::Value;
use tokio::process::Command;

use super::Published;
use super::error::PackageError;
use super::scratch::Scratch;
use crate::release::{Archive, Integrity, Package};
use crate::run::search::executable;

/// A slow line needs a few minutes for an archive.
const LIMIT: Duration = Duration::from_secs(600);

/// How a machine says where its registry is and how to get there; nothing here is a login.
const PASSED: [&str; 14] = [
    "npm_config_registry",
    "NPM_CONFIG_REGISTRY",
    "npm_config_cafile",
    "NPM_CONFIG_CAFILE",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "NO_PROXY",
    "no_proxy",
    "NODE_EXTRA_CA_CERTS",
    "NODE_USE_SYSTEM_CA",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

/// Where programs are looked for, and what npm is told of the machine.
#[derive(Debug, Clone)]
pub(super) struct Npm {
    path: OsString,
    passed: Vec<(&'static str, OsString)>,
}

impl Npm {
    pub(super) fn from_environment() -> Self {
        let passed = PASSED.into_iter().filter_map(|name| Some((name, env::var_os(name)?))).collect();
        Self { path: env::var_os("PATH").unwrap_or_default(), passed }
    }

    #[cfg(test)]
    pub(super) fn on(path: OsString) -> Self {
        Self { path, passed: Vec::new() }
    }

    pub(super) fn path(&self) -> &OsStr {
        &self.path
    }

    pub(super) fn program(&self, name: &str) -> Option<PathBuf> {
        executable(name, &self.path)
    }

    /// Fetches the archive into `scratch`, and runs nothing of it.
    pub(super) async fn pack(&self, archive: &Archive, scratch: &Scratch) -> Result<PathBuf, PackageError> {
        let Archive { package, version, .. } = archive;
        let what = format!("fetching {}@{version}", package.name);
        let asked = [OsStr::new("pack"), OsStr::new("--ignore-scripts")];
        let wanted = Wanted { what: &what, package, version: Some(version) };
        self.run(&asked, &[], &wanted, scratch).await?;
        let files =
            fs::read_dir(scratch.path().join("work")).map_err(PackageError::io("reading", scratch.path()))?;
        let packed =
            files.flatten().map(|file| file.path()).find(|file| file.extension() == Some("tgz".as_ref()));
        packed.ok_or_else(|| PackageError::Npm { what, said: "it left no archive behind".to_owned() })
    }

    /// Every version that the registry has, oldest version first.
    pub(super) async fn published(
        &self,
        package: &Package,
        scratch: &Scratch,
    ) -> Result<Vec<Published>, PackageError> {
        let what = format!("asking for the versions of {}", package.name);
        let wanted = Wanted { what: &what, package, version: None };
        let answer = self.view(&["versions", "time"], &wanted, scratch).await?;
        // A package with one version has a text here, not a list.
        let versions = match &answer["versions"] {
            Value::Array(versions) => versions.iter().filter_map(Value::as_str).collect(),
            Value::String(version) => vec![version.as_str()],
            _ => Vec::new(),
        };
        let mut published: Vec<Published> = versions
            .iter()
            .filter_map(|text| {
                let time = answer["time"][text].as_str();
                let released = time.and_then(|time| time.get(..10)?.parse().ok());
                Some(Published { version: text.parse().ok()?, released })
            })
            .collect();
        published.sort_by(|a, b| a.version.cmp(&b.version));
        if published.is_empty() {
            return Err(PackageError::Npm { what, said: "its answer names no version".to_owned() });
        }
        Ok(published)
    }

    /// What the registry says the archive of a version must be.
    pub(super) async fn look_up(
        &self,
        package: &Package,
        version: &Version,
        scratch: &Scratch,
    ) -> Result<Archive, PackageError> {
        let what = format!("asking for the integrity of {}@{version}", package.name);
        let wanted = Wanted { what: &what, package, version: Some(version) };
        let answer = self.view(&["dist.integrity"], &wanted, scratch).await?;
        let integrity =
            answer.as_str().unwrap_or_default().split_whitespace().find_map(|one| one.parse().ok());
        let integrity: Option<Integrity> = integrity;
        let said = || format!("its answer holds no SHA-512 integrity: {answer}");
        let integrity = integrity.ok_or_else(|| PackageError::Npm { what: what.clone(), said: said() })?;
        Ok(Archive { package: package.clone(), version: version.clone(), integrity })
    }

    async fn view(
        &self,
        fields: &[&str],
        wanted: &Wanted<'_>,
        scratch: &Scratch,
    ) -> Result<Value, PackageError> {
        let asked = [OsStr::new("view"), OsStr::new("--json")];
        let printed = self.run(&asked, fields, wanted, scratch).await?;
        serde_json::from_slice(&printed).map_err(|error| PackageError::Npm {
            what: wanted.what.to_owned(),
            said: format!("its answer is no JSON: {error}"),
        })
    }

    async fn run(
        &self,
        asked: &[&OsStr],
        fields: &[&str],
        wanted: &Wanted<'_>,
        scratch: &Scratch,
    ) -> Result<Vec<u8>, PackageError> {
        let what = wanted.what.to_owned();
        let npm = self.program("npm").ok_or_else(|| PackageError::NoNpm { what: what.clone() })?;
        // Two empty folders: npm finds no project, no user configuration, no login and no cache of its own.
        let (work, home) = (scratch.path().join("work"), scratch.path().join("home"));
        for folder in [&work, &home] {
            fs::create_dir_all(folder).map_err(PackageError::io("making", folder))?;
        }
        let spec = match wanted.version {
            Some(version) => format!("{}@{version}", wanted.package.name),
            None => wanted.package.name.clone(),
        };
        let output = Command::new(&npm)
            .args(asked)
            .args(["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--", &spec])
            .args(fields)
            .current_dir(&work)
            .env_clear()
            .env("PATH", &self.path)
            .env("HOME", &home)
            .env("NPM_CONFIG_USERCONFIG", home.join(".npmrc"))
            .env("NPM_CONFIG_UPDATE_NOTIFIER", "false")
            .envs(self.passed.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let ended = tokio::time::timeout(LIMIT, output)
            .await
            .map_err(|_| PackageError::TimeLimit { what: what.clone(), seconds: LIMIT.as_secs() })?
            .map_err(PackageError::io("starting", &npm))?;
        if ended.status.success() {
            return Ok(ended.stdout);
        }
        Err(PackageError::of_npm(what, &wanted.package.name, wanted.version, scratch.cache(), &ended))
    }
}

/// What npm is asked for, as errors name it.
struct Wanted<'a> {
    what: &'a str,
    package: &'a Package,
    version: Option<&'a Version>,
}
