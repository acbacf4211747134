//! One state of the site as it is shown: mdBook's pages at once, what the last step makes of them when it is asked for.
//!
//! An author waits for the verdict on each save, and then looks at one page of many. The last step takes several times
//! as long as the verdict; for one page it takes none to speak of.

use std::sync::{Arc, OnceLock};

use anyhow::Result;
use tempfile::TempDir;

use super::overlay;
use super::site::LIVE_RELOAD;
use crate::book;
use crate::examination::Examination;
use crate::preprocessor::Faults;
use crate::site::{self, Built, Files, Unfinished};

/// A site, by path. It is kept in memory, so that nothing is left behind when the server is stopped, and nothing but
/// it can be asked for.
#[derive(Debug)]
pub(super) struct Shown {
    examination: Arc<Examination>,
    plain: Files,
    built: OnceLock<Result<Built, Unfinished>>,
    beside: OnceLock<Result<Files, Unfinished>>,
}

impl Shown {
    /// Has mdBook write the pages of `examination`.
    pub(super) fn render(examination: Arc<Examination>) -> Result<Self> {
        let folder = TempDir::with_prefix("oathbook-")?;
        book::render(Arc::clone(&examination), folder.path(), Faults::Shown, Some(LIVE_RELOAD))?;
        let plain = site::read_folder(folder.path())?;
        Ok(Self { examination, plain, built: OnceLock::new(), beside: OnceLock::new() })
    }

    /// The page at `path` with `banner` at its top, as readers get it. One that cannot be finished says why, and is
    /// shown as mdBook wrote it.
    pub(super) fn page(&self, path: &str, banner: &str) -> Option<String> {
        let plain = String::from_utf8_lossy(self.plain.get(path)?);
        let html = overlay::with_banner(&plain, banner);
        let finished = self.built().and_then(|built| {
            let finished = built.page(&self.examination, path, &html);
            finished.map_err(|error| error.to_string())
        });
        Some(match finished {
            Ok(finished) => finished.unwrap_or(html),
            Err(why) => overlay::with_banner(&html, &overlay::not_finished(&why)),
        })
    }

    /// Any other file at `path`.
    pub(super) fn file(&self, path: &str) -> Option<&[u8]> {
        let asset = self.built().ok().and_then(|built| built.asset(path));
        let plain = || self.plain.get(path).map(Vec::as_slice);
        asset.or_else(plain).or_else(|| {
            let beside = self.beside.get_or_init(|| site::beside(&self.examination));
            beside.as_ref().ok()?.get(path).map(Vec::as_slice)
        })
    }

    fn built(&self) -> Result<&Built, String> {
        let built = self.built.get_or_init(|| Built::of(&self.examination, self.plain.clone()));
        built.as_ref().map_err(ToString::to_string)
    }
}
