//! A source: what a claim rests on when no client can show it.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::source_file::SourceFile;
use crate::span::Span;

/// One entry of `doctests/sources.yaml`, cited as `source.<name>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// What it is, as a link text: "Changelog of 2.1.118".
    pub title: String,
    /// What kind of statement it is.
    pub kind: SourceKind,
    /// Where it can be read.
    pub url: String,
    /// When it was published or last read, `YYYY-MM-DD`.
    pub date: String,
    /// The newest version it speaks of, or the version it is about: its horizon. A changelog and a page of the
    /// documentation have one; a standard has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Its facts as data: names, statuses, durations and texts that a claim citing it may name.
    pub facts: Vec<String>,
    /// What it says, in sentences of our own: what the clauses of a claim that cites it are held to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<String>,
    /// Why no scenario shows it, as a table may say it: "Not driven: it needs macOS".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undriven: Option<String>,
}

/// What kind of statement a source is; shown beside the mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A line of the product's changelog.
    Changelog,
    /// A page of the official documentation.
    Documentation,
    /// A page of the vendor's support site.
    Support,
    /// A clause of an RFC.
    Standard,
    /// An issue: what a user reported, never more than that.
    Report,
}

impl SourceKind {
    /// How the mark names it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Changelog => "changelog",
            Self::Documentation => "official documentation",
            Self::Support => "support article",
            Self::Standard => "standard",
            Self::Report => "user report",
        }
    }
}

/// A source with its id and place.
#[derive(Debug, Clone)]
pub struct Source {
    /// `source.<name>`.
    pub id: Id,
    /// `doctests/sources.yaml`.
    pub file: Arc<SourceFile>,
    /// Its entry there.
    pub span: Span,
    /// What it says.
    pub entry: SourceEntry,
}
