//! A terminal that nobody sits at: a process on a pseudo-terminal, its bytes turned into a screen.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::child::tick;
use super::error::RunError;

/// As large as a window somebody would use.
const COLUMNS: NonZeroU16 = NonZeroU16::new(140).unwrap();
const ROWS: NonZeroU16 = NonZeroU16::new(40).unwrap();

/// How often a screen that does not change is looked at.
const TICK: Duration = Duration::from_millis(50);

/// A process that has closed its terminal is about to end; this much later it has.
const ENDING: Duration = Duration::from_secs(2);

/// A process and its screen. It is killed when this is dropped.
pub(super) struct Terminal {
    screen: vt100::Parser<Beside>,
    output: mpsc::UnboundedReceiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// The terminal lives as long as this.
    _master: Box<dyn MasterPty + Send>,
    changed: Instant,
    closed: bool,
}

impl Terminal {
    /// Starts `program` on a terminal of its own.
    pub(super) fn start(
        program: &Path,
        arguments: &[String],
        environment: &BTreeMap<String, String>,
        folder: &Path,
    ) -> Result<Self, RunError> {
        let size = PtySize { rows: ROWS.get(), cols: COLUMNS.get(), pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).map_err(broken("opening a pseudo-terminal"))?;
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        for (name, value) in environment {
            command.env(name, value);
        }
        command.cwd(folder);
        let child = pair.slave.spawn_command(command).map_err(broken("starting on a pseudo-terminal"))?;
        // The client's end is the client's alone: reading ends with it.
        drop(pair.slave);
        let reader = pair.master.try_clone_reader().map_err(broken("reading a pseudo-terminal"))?;
        let input = pair.master.take_writer().map_err(broken("writing to a pseudo-terminal"))?;
        Ok(Self {
            screen: vt100::Parser::new_with_callbacks(ROWS, COLUMNS, 0, Beside::default()),
            output: listen(reader)?,
            input,
            child,
            _master: pair.master,
            changed: Instant::now(),
            closed: false,
        })
    }

    /// Types `text`; `\r` is the Enter key.
    pub(super) fn type_text(&mut self, text: &str) -> Result<(), RunError> {
        self.write(text.as_bytes())
    }

    /// What stands on the screen, line by line, without the spaces at the ends.
    pub(super) fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Where the links lead that were printed, each once.
    pub(super) fn links(&self) -> &[String] {
        &self.screen.callbacks().links
    }

    /// Watches until `done` says so of the screen and of how long it has not changed. Whether that came about
    /// within `limit`, and before the process was gone.
    pub(super) async fn watch(
        &mut self,
        limit: Duration,
        mut done: impl FnMut(&str, Duration) -> bool,
    ) -> Result<bool, RunError> {
        let begun = Instant::now();
        loop {
            if done(&self.text(), self.changed.elapsed()) {
                return Ok(true);
            }
            if self.closed || begun.elapsed() >= limit {
                return Ok(false);
            }
            self.take().await?;
        }
    }

    /// Watches until the process has ended: its exit code; none when it still runs after `limit`, or was killed.
    pub(super) async fn end(&mut self, limit: Duration) -> Result<Option<i32>, RunError> {
        let begun = Instant::now();
        loop {
            let ended = self.child.try_wait().map_err(RunError::io("looking after the client"))?;
            if let Some(status) = ended {
                while !self.closed && begun.elapsed() < limit {
                    self.take().await?;
                }
                let code = i32::try_from(status.exit_code()).ok();
                return Ok(code.filter(|_| status.signal().is_none()));
            }
            let limit = if self.closed { limit.max(ENDING) } else { limit };
            if begun.elapsed() >= limit {
                return Ok(None);
            }
            self.take().await?;
        }
    }

    /// Takes what has been printed, or waits a little for it.
    async fn take(&mut self) -> Result<(), RunError> {
        match timeout(TICK, self.output.recv()).await {
            Ok(Some(bytes)) => {
                self.screen.process(&bytes);
                self.changed = Instant::now();
                let answers = std::mem::take(&mut self.screen.callbacks_mut().answers);
                if answers.is_empty() { Ok(()) } else { self.write(&answers) }
            }
            Ok(None) => {
                self.closed = true;
                // Nothing comes any more, but the process may still be there.
                tick().await;
                Ok(())
            }
            Err(_) => Ok(()),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), RunError> {
        let written = self.input.write_all(bytes).and_then(|()| self.input.flush());
        written.map_err(RunError::io("typing into the terminal"))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn broken<E: std::fmt::Display>(what: &str) -> impl FnOnce(E) -> RunError {
    move |error| RunError::Internal(format!("{what}: {error}"))
}

/// Reads on a thread of its own, since a pseudo-terminal knows no other way.
fn listen(mut reader: Box<dyn Read + Send>) -> Result<mpsc::UnboundedReceiver<Vec<u8>>, RunError> {
    let (sender, receiver) = mpsc::unbounded_channel();
    std::thread::Builder::new()
        .name("terminal".to_owned())
        .spawn(move || {
            let mut part = vec![0; 8192];
            while let Ok(length @ 1..) = reader.read(&mut part) {
                if sender.send(part[..length].to_vec()).is_err() {
                    break;
                }
            }
        })
        .map_err(RunError::io("starting to read a terminal"))?;
    Ok(receiver)
}

/// What a program says to its terminal beside the text: questions, whose answers it waits for, and links.
#[derive(Default)]
struct Beside {
    answers: Vec<u8>,
    links: Vec<String>,
}

impl vt100::Callbacks for Beside {
    /// `OSC 8 ; parameters ; address`: what comes next is a link, up to the one without an address.
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, parts: &[&[u8]]) {
        let [b"8", _, address @ ..] = parts else { return };
        let address = String::from_utf8_lossy(&address.join(&b';')).into_owned();
        if !address.is_empty() && !self.links.contains(&address) {
            self.links.push(address);
        }
    }

    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        intermediate: Option<u8>,
        _: Option<u8>,
        parameters: &[&[u16]],
        character: char,
    ) {
        match (intermediate, character, parameters) {
            (None, 'n', [[6]]) => {
                let (row, column) = screen.cursor_position();
                self.answers.extend(format!("\x1b[{};{}R", row + 1, column + 1).bytes());
            }
            (None, 'c', _) => self.answers.extend(b"\x1b[?62;c"),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Terminal {
        let arguments = ["-c".to_owned(), script.to_owned()];
        Terminal::start(Path::new("/bin/sh"), &arguments, &BTreeMap::new(), Path::new("/")).unwrap()
    }

    #[tokio::test]
    async fn what_is_drawn_over_is_gone_from_the_screen() {
        let mut terminal = shell(r"printf 'first\r\033[2Ksecond\n'; exit 3");
        assert_eq!(terminal.end(Duration::from_secs(10)).await.unwrap(), Some(3));
        assert_eq!(terminal.text().trim(), "second");
    }

    #[tokio::test]
    async fn a_link_is_told_beside_the_text_that_it_is_behind() {
        let mut terminal =
            shell(r"printf '\033]8;;https://a.example/?b;c\033\\here\033]8;;\033\\ and there\n'");
        terminal.end(Duration::from_secs(10)).await.unwrap();
        assert_eq!(terminal.links(), ["https://a.example/?b;c"]);
        assert_eq!(terminal.text().trim(), "here and there");
    }

    #[tokio::test]
    async fn what_is_typed_arrives() {
        let mut terminal = shell("read line; echo \"got $line\"; sleep 60");
        terminal.type_text("hello\r").unwrap();
        let seen = |screen: &str, _: Duration| screen.contains("got hello");
        assert!(terminal.watch(Duration::from_secs(10), seen).await.unwrap());
        assert_eq!(terminal.end(Duration::ZERO).await.unwrap(), None, "it still runs");
    }
}
