//! What is served right now: the last good site, and what is wrong with the newest text.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Result;
use tempfile::TempDir;
use tokio::sync::watch;

use super::overlay;
use crate::book;
use crate::check::Oaths;
use crate::examination::Examination;
use crate::preprocessor::Faults;
use crate::verify::Verifier;

/// The path of the reload socket, as mdBook's own script asks for it.
pub(super) const LIVE_RELOAD: &str = "__livereload";

/// Shared by the server and the watcher.
#[derive(Debug)]
pub(super) struct Site {
    state: RwLock<State>,
    /// Counts rebuilds; every reader of a page waits for the next one.
    pub(super) version: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    /// The last site that could be rendered.
    folder: Option<Arc<TempDir>>,
    /// A banner for every page, when something is wrong.
    banner: String,
}

impl Site {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self { state: RwLock::default(), version: watch::Sender::new(0) })
    }

    /// Reads, checks, runs and renders the book anew, and tells every open page. Returns the line to print.
    pub(super) fn rebuild(&self, root: &Path, verifier: &mut Verifier, oaths: Oaths) -> String {
        let (line, banner, rendered) = match Examination::of(root, verifier, oaths) {
            Ok(examination) => {
                let (line, banner) = (examination.verdict_line(), overlay::banner(&examination.faults));
                (line, banner, render(Arc::new(examination)))
            }
            Err(error) => ("nothing could be run".to_owned(), String::new(), Err(error.into())),
        };
        let (line, banner, folder) = match rendered {
            Ok(folder) => (line, banner, Some(Arc::new(folder))),
            Err(error) => {
                let why = format!("{error:#}");
                (format!("{line}; the last good site stays: {why}"), banner + &overlay::not_built(&why), None)
            }
        };
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.folder = folder.or_else(|| state.folder.take());
        state.banner = banner;
        drop(state);
        self.version.send_modify(|version| *version += 1);
        line
    }

    /// The folder of the last good site, kept alive by the handle, and the banner.
    pub(super) fn now(&self) -> (Option<(Arc<TempDir>, PathBuf)>, String) {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let folder = state.folder.as_ref().map(|folder| (Arc::clone(folder), site_below(folder)));
        (folder, state.banner.clone())
    }
}

fn render(examination: Arc<Examination>) -> Result<TempDir> {
    let folder = TempDir::with_prefix("oathbook-")?;
    book::render(examination, &site_below(&folder), Faults::Shown, Some(LIVE_RELOAD))?;
    Ok(folder)
}

fn site_below(folder: &TempDir) -> PathBuf {
    folder.path().join("site")
}
