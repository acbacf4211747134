//! Builds the site with mdBook as a library: whole, without a warning, or not at all.

mod warnings;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use mdbook_driver::MDBook;
use tempfile::TempDir;

use self::warnings::Warnings;
use crate::examination::Examination;
use crate::preprocessor::{Faults, Oathbook};
use crate::site;

/// What mdBook would only have warned about.
#[derive(Debug)]
pub struct NotBuilt {
    /// The warnings and errors, line by line.
    pub text: String,
}

impl std::fmt::Display for NotBuilt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "mdBook does not build the book without a warning:\n{}", self.text.trim_end())
    }
}

impl std::error::Error for NotBuilt {}

/// Where the site goes: `--dest`, else what `book.toml` says.
pub fn destination(examination: &Examination, dest: Option<&Path>) -> PathBuf {
    let project = &examination.project;
    dest.map_or_else(|| project.root.join(&project.config.build.build_dir), Path::to_owned)
}

/// Builds the site of `examination`, which has no faults, at `destination`: beside it first, and moved there
/// only once everything is written.
pub fn build(examination: &Arc<Examination>, destination: &Path) -> Result<()> {
    let absolute = std::path::absolute(destination)?;
    let folder = absolute.parent().context("the site cannot be the root of the file system")?;
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let beside = TempDir::with_prefix_in(".oathbook-", folder)
        .with_context(|| format!("{} cannot be written to", folder.display()))?;
    let fresh = beside.path().join("site");
    render(Arc::clone(examination), &fresh, Faults::None, None)?;
    site::finish_folder(examination, &fresh)?;
    replace(&fresh, &absolute, &beside.path().join("old"))
        .with_context(|| format!("{} cannot be replaced", absolute.display()))
}

/// Renders the site into `folder`. Warnings fail it, unless faults are to be shown anyway.
pub fn render(
    examination: Arc<Examination>,
    folder: &Path,
    faults: Faults,
    live_reload: Option<&str>,
) -> Result<()> {
    let root = examination.project.root.clone();
    let mut config = examination.project.config.clone();
    folder.clone_into(&mut config.build.build_dir);
    config.build.create_missing = false;
    if let Some(endpoint) = live_reload {
        config.set("output.html.live-reload-endpoint", endpoint)?;
    }
    let warnings = Warnings::collect();
    let built = MDBook::load_with_config(root, config).and_then(|mut book| {
        book.with_preprocessor(Oathbook::new(examination, faults));
        book.build()
    });
    let mut text = warnings.end();
    if let Err(error) = built {
        text.extend(error.chain().map(|cause| format!("{cause}\n")));
    } else if faults == Faults::Shown {
        return Ok(());
    }
    if text.is_empty() { Ok(()) } else { Err(NotBuilt { text }.into()) }
}

/// Moves `fresh` to `destination`; what stood there goes to `old`, and comes back when the move fails.
fn replace(fresh: &Path, destination: &Path, old: &Path) -> std::io::Result<()> {
    let stood = destination.symlink_metadata().is_ok();
    if stood {
        std::fs::rename(destination, old)?;
    }
    std::fs::rename(fresh, destination).inspect_err(|_| {
        if stood {
            // The first error is the one to report; this is the best that can be done about it.
            let _ = std::fs::rename(old, destination);
        }
    })
}
