//! Keeps what is seen: each version's record, written after every scenario, whole or not at all.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use doctests::catalog::Catalog;
use doctests::id::Id;
use doctests::record::{Entry, PROTOCOL, Record, digest};
use doctests::scenario::Scenario;
use semver::Version;

use super::CLIENT;
use crate::project::{Project, RECORDS};

/// The record of one version on its way to disk.
#[derive(Debug, Clone)]
pub struct Recorder {
    path: PathBuf,
    /// The record as it stands.
    pub record: Record,
}

impl Recorder {
    /// The recorder of `version`: goes on with the record that is there, without what belongs to no scenario any more.
    ///
    /// # Errors
    /// When there is a record that cannot be read: it is not overwritten.
    pub fn of(project: &Project, version: &Version) -> Result<Self> {
        let path = format!("{RECORDS}/{CLIENT}/{version}.json");
        let known = project.releases().records.iter().find(|record| record.version == *version);
        let there = project.records.iter().any(|file| file.path == path);
        let mut record = match known {
            Some(record) => record.clone(),
            None if there => bail!("{path} cannot be read, and is not overwritten: see `cargo run -- check`"),
            None => Record::new(CLIENT, version.clone(), platform()),
        };
        record.entries.retain(|id, _| names_releases(&project.catalog, id));
        Ok(Self { path: project.root.join(path), record })
    }

    /// Whether `scenario` was seen as it stands, in at least that many runs.
    pub fn has(&self, scenario: &Scenario, runs: u32) -> bool {
        matches!(self.record.entries.get(&scenario.id),
            Some(Entry::Seen(seen)) if seen.digest == digest(scenario) && seen.count() >= runs)
    }

    /// `entry` beside the ways in which the same scenario went on the same platform before.
    pub fn beside_known(&self, id: &Id, entry: Entry) -> Entry {
        match (self.record.entries.get(id), entry) {
            (Some(Entry::Seen(known)), Entry::Seen(now))
                if known.digest == now.digest && self.record.platform == platform() =>
            {
                Entry::Seen(known.clone().beside(now))
            }
            (_, entry) => entry,
        }
    }

    /// Keeps `entry`.
    pub fn keep(&mut self, id: &Id, entry: Entry) -> Result<()> {
        self.record.protocol = PROTOCOL;
        self.record.entries.insert(id.clone(), entry);
        self.write().with_context(|| format!("{id} was seen on {}, and is not recorded", self.record.name()))
    }

    /// Writes the record as it stands.
    pub fn write(&self) -> Result<()> {
        let folder = self.path.parent().unwrap_or_else(|| Path::new("."));
        let name = self.record.name();
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        crate::write::replace(&self.path, &self.record.render())
            .with_context(|| format!("the record of {name} cannot be written; the old one still stands"))
    }
}

fn names_releases(catalog: &Catalog, id: &Id) -> bool {
    catalog.scenarios.get(id).is_some_and(|scenario| scenario.document.clients.claude_code.is_some())
}

/// As npm names it: `linux-x64`.
fn platform() -> String {
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{}-{architecture}", std::env::consts::OS)
}
