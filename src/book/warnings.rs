//! Collects what mdBook would have logged as a warning or an error.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

/// Listens to the log of this thread until [`Warnings::end`].
pub(super) struct Warnings<G> {
    lines: Lines,
    guard: G,
}

impl Warnings<()> {
    /// Starts to listen.
    pub(super) fn collect() -> Warnings<impl Drop> {
        let lines = Lines::default();
        let guard = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::WARN)
            .with_ansi(false)
            .without_time()
            .with_writer(lines.clone())
            .finish()
            .set_default();
        Warnings { lines, guard }
    }
}

impl<G> Warnings<G> {
    /// Stops, and hands over what was heard.
    pub(super) fn end(self) -> String {
        drop(self.guard);
        let bytes = self.lines.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[derive(Debug, Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
