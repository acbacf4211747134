//! How far a long run has come: a bar for a person's terminal, a line for each scenario elsewhere.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Subject;

/// The progress of one matrix.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    lines: bool,
}

impl Progress {
    /// Progress over `runs` runs on standard error.
    pub fn new(runs: usize) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(Some(runs as u64), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} runs, {eta} left  {wide_msg}") {
            bar.set_style(style);
        }
        if terminal {
            bar.enable_steady_tick(Duration::from_millis(500));
        }
        Self { bar, lines: !terminal }
    }

    /// No progress at all.
    pub fn hidden() -> Self {
        Self { bar: ProgressBar::hidden(), lines: false }
    }

    /// One run ended.
    pub fn ran(&self) {
        self.bar.inc(1);
    }

    /// Every run of `subject` ended; a line for those who watch no terminal.
    pub fn done(&self, subject: &Subject<'_>, how: &str) -> Option<String> {
        let line = format!("{subject}: {how}");
        self.bar.set_message(line.clone());
        let (done, all) = (self.bar.position(), self.bar.length().unwrap_or_default());
        self.lines.then(|| format!("[{done}/{all}] {line}"))
    }

    /// Nothing is left to show.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
