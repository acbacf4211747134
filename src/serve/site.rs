//! What is served right now: the last good site, and what is wrong with the newest text.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use super::overlay;
use super::shown::Shown;
use crate::check::Oaths;
use crate::examination::Examination;
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
    pub(super) shown: Option<Arc<Shown>>,
    /// A banner for every page, when something is wrong.
    pub(super) banner: String,
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
                (line, banner, Shown::render(Arc::new(examination)))
            }
            Err(error) => ("nothing could be run".to_owned(), String::new(), Err(error.into())),
        };
        let (line, banner, shown) = match rendered {
            Ok(shown) => (line, banner, Some(Arc::new(shown))),
            Err(error) => {
                let why = format!("{error:#}");
                (format!("{line}; the last good site stays: {why}"), banner + &overlay::not_built(&why), None)
            }
        };
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.shown = shown.or_else(|| state.shown.take());
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
