//! Which words a scenario's keys license on a page: `stored_login` lets a claim name `.credentials.json`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::source_file::SourceFile;

/// `doctests/vocabulary.yaml`: from a key of a scenario or a kind of exchange to words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VocabularyDocument {
    /// From a key path (`given.stored_login`, `steps.prompt`, `exchanges.token`) to the names that a claim
    /// citing a scenario with that key may use.
    pub licenses: BTreeMap<String, Vec<String>>,
    /// The imperative openings that make a unit an instruction: `Run`, `Set`, `Unset`, …
    pub instructions: Vec<String>,
}

/// The vocabulary with its file.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// `doctests/vocabulary.yaml`.
    pub file: Arc<SourceFile>,
    /// What it says.
    pub document: VocabularyDocument,
}
