//! What is served right now: the last good site, and what is wrong with the newest text.

use std::collections::BTreeMap;
use std::path::Path;
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

/// What every request is answered from.
#[derive(Debug, Default, Clone)]
pub(super) struct State {
    /// The last site that could be rendered.
    pub(super) files: Option<Arc<Files>>,
    /// A banner for every page, when something is wrong.
    pub(super) banner: String,
}

/// A whole site, by path. It is kept in memory, so that nothing is left behind when the server is stopped,
/// and nothing but it can be asked for.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

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
        let (line, banner, files) = match rendered {
            Ok(files) => (line, banner, Some(Arc::new(files))),
            Err(error) => {
                let why = format!("{error:#}");
                (format!("{line}; the last good site stays: {why}"), banner + &overlay::not_built(&why), None)
            }
        };
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.files = files.or_else(|| state.files.take());
        state.banner = banner;
        drop(state);
        self.version.send_modify(|version| *version += 1);
        line
    }

    /// What requests are answered from right now.
    pub(super) fn now(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn render(examination: Arc<Examination>) -> Result<Files> {
    let folder = TempDir::with_prefix("oathbook-")?;
    book::render(examination, folder.path(), Faults::Shown, Some(LIVE_RELOAD))?;
    let mut files = Files::new();
    collect(folder.path(), "", &mut files)?;
    Ok(files)
}

fn collect(folder: &Path, below: &str, files: &mut Files) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{below}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &path, files)?;
        } else {
            files.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}
