//! One process of a client under test: started in an emptied environment, listened to, ended at its time limit.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::error::RunError;

/// The most that is kept of what a process prints.
const OUTPUT_LIMIT: usize = 256 * 1024;

/// How long the output may stay open after the process has ended: a grandchild may hold it.
const LINGER: Duration = Duration::from_millis(300);

/// How often a process is looked after.
const TICK: Duration = Duration::from_millis(20);

/// Lets a released client go on for a moment: its time is real.
#[expect(clippy::disallowed_methods, reason = "no virtual clock moves a released client")]
pub(super) async fn tick() {
    tokio::time::sleep(TICK).await;
}

/// What to start.
pub(super) struct Start<'a> {
    pub(super) program: &'a Path,
    pub(super) arguments: &'a [String],
    pub(super) environment: &'a BTreeMap<String, String>,
    pub(super) folder: &'a Path,
}

/// A running process.
pub(super) struct Running {
    child: Child,
    stdout: Stream,
    stderr: Stream,
}

/// How a process ended, and what it printed.
pub(super) struct Ended {
    /// Exit code; none when it was killed, by us at its limit or by anybody else.
    pub(super) exit: Option<i32>,
    /// Whether it was still running at the limit.
    pub(super) at_limit: bool,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Running {
    /// Starts it, its input closed.
    pub(super) fn start(start: &Start<'_>) -> Result<Self, RunError> {
        let mut child = Command::new(start.program)
            .args(start.arguments)
            .env_clear()
            .envs(start.environment)
            .current_dir(start.folder)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(RunError::io(format!("starting {}", start.program.display())))?;
        let gone = || RunError::Internal("a process was started without its outputs".to_owned());
        let stdout = Stream::listen(child.stdout.take().ok_or_else(gone)?);
        let stderr = Stream::listen(child.stderr.take().ok_or_else(gone)?);
        Ok(Self { child, stdout, stderr })
    }

    /// Waits for its end, `limit` at the most.
    pub(super) async fn end(mut self, limit: Duration) -> Result<Ended, RunError> {
        let Ok(ended) = timeout(limit, self.child.wait()).await else {
            return Ok(Ended { at_limit: true, ..self.kill().await? });
        };
        let exit = ended.map_err(RunError::io("waiting for the client"))?.code();
        self.told(exit).await
    }

    /// Kills it.
    pub(super) async fn kill(mut self) -> Result<Ended, RunError> {
        self.child.kill().await.map_err(RunError::io("killing the client"))?;
        self.told(None).await
    }

    /// Whether it has ended by itself.
    pub(super) fn has_ended(&mut self) -> Result<bool, RunError> {
        self.child.try_wait().map(|ended| ended.is_some()).map_err(RunError::io("looking after the client"))
    }

    async fn told(self, exit: Option<i32>) -> Result<Ended, RunError> {
        Ok(Ended {
            exit,
            at_limit: false,
            stdout: self.stdout.text().await,
            stderr: self.stderr.text().await,
        })
    }
}

/// What comes out of a process, kept up to a limit and read to the end all the same.
struct Stream {
    kept: watch::Receiver<Vec<u8>>,
    reader: JoinHandle<()>,
}

impl Stream {
    fn listen(mut from: impl AsyncRead + Unpin + Send + 'static) -> Self {
        let (sender, kept) = watch::channel(Vec::new());
        let reader = tokio::spawn(async move {
            let mut part = vec![0; 8192];
            while let Ok(length @ 1..) = from.read(&mut part).await {
                sender.send_modify(|kept| {
                    let room = OUTPUT_LIMIT.saturating_sub(kept.len()).min(length);
                    kept.extend_from_slice(&part[..room]);
                });
            }
        });
        Self { kept, reader }
    }

    async fn text(mut self) -> String {
        if timeout(LINGER, &mut self.reader).await.is_err() {
            self.reader.abort();
        }
        let kept = self.kept.borrow();
        let mut text = String::from_utf8_lossy(&kept).into_owned();
        if kept.len() == OUTPUT_LIMIT {
            text.push_str("\n[more was printed than is kept]\n");
        }
        text
    }
}
