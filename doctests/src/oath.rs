//! The oath: what `claims.lock` holds, so that no word of a claim and nothing it rests on changes silently.

use serde::{Deserialize, Serialize};

/// One sworn claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oath {
    /// The claim's id.
    pub id: String,
    /// Its words, with citations taken out and white space folded.
    pub text: String,
    /// What it cites, each as `<id> <digest>`; the digest is over what the claim rests on there.
    pub cites: Vec<String>,
}

/// The whole file, one entry a claim, in the order of the book.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The sworn claims.
    #[serde(default, rename = "claim")]
    pub claims: Vec<Oath>,
}
