//! Released versions on this machine: their archives from the cache, their runs in the sandbox.

use std::time::Duration;

use doctests::job::{Job, Played};
use doctests::release::ReleasedClient;
use doctests::run::RunError;
use doctests::run::package::{Cache, Fetched};
use doctests::run::sandbox::Sandbox;
use doctests::scenario::Case;
use doctests::transcript::Transcript;
use semver::Version;
use tokio::runtime::Runtime;

use super::{CLIENT, Released, Subject};
use crate::project::{CLIENTS, Project};

/// Longer than any case takes, and short enough that one that hangs is noticed.
const LIMIT: Duration = Duration::from_secs(240);

/// Sandbox, cache and what is known of the client.
#[derive(Debug)]
pub struct Machine {
    runtime: Runtime,
    sandbox: Sandbox,
    cache: Cache,
    client: ReleasedClient,
}

impl Machine {
    /// Finds what runs the client that the scenarios of `project` name.
    ///
    /// # Errors
    /// When there is no sandbox, no cache, or no such client.
    pub fn find(project: &Project) -> Result<Self, RunError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(RunError::io("starting the runtime"))?;
        let client = project.client().cloned();
        let client =
            client.ok_or_else(|| RunError::Unsupported(format!("{CLIENTS} does not list {CLIENT}")))?;
        let sandbox = runtime.block_on(Sandbox::find())?;
        Ok(Self { sandbox, cache: Cache::open(None)?, runtime, client })
    }
}

impl Released for Machine {
    type Binary = Fetched;

    fn published(&self) -> Result<Vec<Version>, RunError> {
        let published = self.runtime.block_on(self.cache.published(&self.client.package))?;
        Ok(published.into_iter().map(|published| published.version).collect())
    }

    fn fetch(&self, version: &Version) -> Result<Fetched, RunError> {
        let archive = match self.client.release(version) {
            Some(release) => release.archive.clone(),
            // A version that nobody pinned: what the registry says of it now is all there is.
            None => self.runtime.block_on(self.cache.look_up(self.client.package_of(version), version))?,
        };
        self.runtime.block_on(self.cache.fetch(&archive))
    }

    fn play(&self, binary: &Fetched, subject: &Subject<'_>, case: &Case) -> Result<Transcript, RunError> {
        let name = format!("{CLIENT}@{}", subject.version);
        let internal = |error: serde_json::Error| RunError::Internal(format!("{subject}: {error}"));
        let job = serde_json::to_vec(&Job::new(name, case)).map_err(internal)?;
        let what = subject.to_string();
        let answer = self.runtime.block_on(self.sandbox.run(&what, &binary.binary, &job, LIMIT))?;
        match serde_json::from_slice(&answer).map_err(internal)? {
            Played::Transcript(transcript) => Ok(*transcript),
            Played::Unsupported(why) => Err(RunError::Unsupported(why)),
            Played::Broke(why) => Err(RunError::Internal(format!("{subject}: {why}"))),
        }
    }
}
