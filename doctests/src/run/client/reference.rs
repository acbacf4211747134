//! The reference client: small, faithful to the newest release, with a gallery of broken variants.
//!
//! It does what released 2.1.330 was seen to do, also where that is odd: a refused token is sent once more when no new
//! one is to be had, the token endpoint's `Retry-After` is not waited for, a failing helper sends blank headers.

mod account;
mod behaviour;
mod browser;
mod checkpoint;
mod credential;
mod helper;
mod machine;
mod messages;
pub mod program;
mod renewal;
mod session;
mod sign_in;
mod store;
mod trouble;
mod under_test;
mod wire;

#[cfg(test)]
mod tests;

pub use crate::run::helper::{HELPER_FILE, HelperFile, HelperPrints};
pub use behaviour::{Variant, variants};
pub use browser::{Browser, NoBrowser};
pub use checkpoint::{BoxFuture, Checkpoints, NoCheckpoints, NotAPoint, Point};
pub use session::Session;
pub(crate) use under_test::UnderTest;
pub use wire::Connections;

pub use super::{Command, Output};

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::scenario::given::StoreFault;

/// What a client sees of its machine. Serialisable, so that a client can be a process of its own.
/// `Debug` shows the names of the environment's variables, not their values.
#[derive(Clone, Serialize, Deserialize)]
pub struct Machine {
    /// Where both servers are: `<base_url>/v1/messages`, `<base_url>/v1/oauth/token`,
    /// `<base_url>/v1/oauth/token/revoke`, `<base_url>/oauth/authorize`.
    pub base_url: String,
    /// The throw-away home; the stored login is `.claude/.credentials.json` below it.
    pub home: PathBuf,
    /// The environment, with the tokens of this run in place of symbols.
    pub env: BTreeMap<String, String>,
    /// The fault to inject when the store is read or written (CI runs as root: file modes would not stop it).
    pub store_fault: Option<StoreFault>,
    /// Which client: the plain one, or a broken variant.
    pub variant: Option<String>,
}
