//! The sandbox: this program runs itself again inside bubblewrap, with a released client and nothing of the machine.

mod arguments;
mod error;
mod obstacle;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, Command};

use self::arguments::Hardening;
pub use self::error::SandboxError;
use super::error::RunError;
use super::said::last_words;
use super::search::executable;

/// Where the client stands inside.
pub const CLIENT: &str = "/client";
/// Where our own program stands inside.
pub const PROGRAM: &str = "/oathbook";
/// A disk inside that has little room, where bubblewrap can make one.
pub const SMALL_DISK: &str = "/small";
/// The hidden first argument with which it is started there.
pub const SANDBOXED_RUN: &str = "sandboxed-run";
/// More than this on standard output or standard error ends the run.
pub const MOST_OUTPUT: usize = 1024 * 1024;

/// After a kill, the time in which the kernel must have cleared everything away.
const CLEARING: Duration = Duration::from_secs(5);

/// Bubblewrap, found and tried.
///
/// Everything inside dies with the thread that called [`Sandbox::run`]: call it from a runtime that outlives the run,
/// not from a pool of short-lived threads.
#[derive(Debug, Clone)]
pub struct Sandbox {
    bubblewrap: PathBuf,
    program: PathBuf,
    hardening: Hardening,
}

impl Sandbox {
    /// Looks for bubblewrap on `PATH` and makes one sandbox to see that the kernel allows it. The program that will run
    /// inside is this one.
    pub async fn find() -> Result<Self, RunError> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let program = std::env::current_exe().map_err(RunError::io("asking where this program is"))?;
        Self::find_on(&path, &program).await
    }

    /// As [`Sandbox::find`], with a search path and the program that will run inside.
    pub async fn find_on(path: &OsStr, program: &Path) -> Result<Self, RunError> {
        let bubblewrap = executable("bwrap", path).ok_or(SandboxError::NoBubblewrap)?;
        let mut said = String::new();
        for hardening in [Hardening::Full, Hardening::Plain] {
            let ended = Command::new(&bubblewrap)
                .env_clear()
                .args(arguments::of_an_empty_sandbox(hardening))
                .stdin(Stdio::null())
                .output()
                .await
                .map_err(RunError::io(format!("starting {}", bubblewrap.display())))?;
            if ended.status.success() {
                return Ok(Self { bubblewrap, program: program.to_owned(), hardening });
            }
            said = last_words(&ended.stderr);
        }
        let obstacle = obstacle::named(Path::new("/proc/sys"));
        Err(SandboxError::NoNamespaces { said, obstacle }.into())
    }

    /// Runs our program inside, beside `client`; hands it `job` on standard input and gives back its standard output.
    /// `subject` names client and scenario in every error. However it ends, nothing of it is left.
    pub async fn run(
        &self,
        subject: &str,
        client: &Path,
        job: &[u8],
        limit: Duration,
    ) -> Result<Vec<u8>, RunError> {
        for file in [client, &self.program] {
            if !file.is_file() {
                return Err(
                    SandboxError::NoProgram { subject: subject.to_owned(), file: file.to_owned() }.into()
                );
            }
        }
        let mut inner = Inner::start(self, client)?;
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let played = tokio::time::timeout(limit, inner.play(job, &mut stdout, &mut stderr)).await;
        let said = last_words(&stderr);
        let subject = subject.to_owned();
        let fault = match played {
            Ok(Ok(status)) if status.success() => return Ok(stdout),
            Ok(Ok(status)) => SandboxError::Crashed { subject, status: error::ending(status), said },
            Ok(Err(Stopped::TooMuch(stream))) => SandboxError::TooMuchOutput { subject, stream, said },
            Ok(Err(Stopped::Io(source))) => SandboxError::Io { subject, source },
            Err(_) => SandboxError::TimeLimit { subject, limit, said },
        };
        inner.clear().await;
        Err(fault.into())
    }

    fn start(&self, client: &Path) -> Result<Child, RunError> {
        Command::new(&self.bubblewrap)
            .env_clear()
            .args(arguments::of_a_run(self.hardening, &self.program, client))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(RunError::io(format!("starting {}", self.bubblewrap.display())))
    }
}

/// Bubblewrap while it runs, and what it prints.
struct Inner {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Box<dyn AsyncRead + Send + Unpin>,
    stderr: Box<dyn AsyncRead + Send + Unpin>,
}

/// Why playing ended before the program did.
enum Stopped {
    TooMuch(&'static str),
    Io(std::io::Error),
}

impl Inner {
    fn start(sandbox: &Sandbox, client: &Path) -> Result<Self, RunError> {
        let mut child = sandbox.start(client)?;
        let missing = || RunError::Internal("bubblewrap was started without its pipes".to_owned());
        Ok(Self {
            stdin: child.stdin.take(),
            stdout: Box::new(child.stdout.take().ok_or_else(missing)?),
            stderr: Box::new(child.stderr.take().ok_or_else(missing)?),
            child,
        })
    }

    /// Ends when every process that could still print has closed its end, the sandbox's own first process included.
    async fn play(
        &mut self,
        job: &[u8],
        stdout: &mut Vec<u8>,
        stderr: &mut Vec<u8>,
    ) -> Result<ExitStatus, Stopped> {
        let stdin = self.stdin.take();
        let hand_over = async {
            if let Some(mut stdin) = stdin {
                // A program that ends before it has read its job says why on standard error.
                let _ = stdin.write_all(job).await;
            }
            Ok(())
        };
        tokio::try_join!(
            hand_over,
            capture(&mut self.stdout, stdout, "standard output"),
            capture(&mut self.stderr, stderr, "standard error"),
        )?;
        self.child.wait().await.map_err(Stopped::Io)
    }

    /// Kills everything and waits until it is gone: with bubblewrap's parent process goes its first process inside, and
    /// with that the whole process namespace.
    async fn clear(mut self) {
        let gone = async {
            // Fails when it has ended already.
            let _ = self.child.kill().await;
            let (mut out, mut err) = (tokio::io::sink(), tokio::io::sink());
            let _ = tokio::join!(
                tokio::io::copy(&mut self.stdout, &mut out),
                tokio::io::copy(&mut self.stderr, &mut err)
            );
        };
        // The fault that led here is what the person must read, not that the kernel is slow.
        let _ = tokio::time::timeout(CLEARING, gone).await;
    }
}

async fn capture(
    from: &mut (dyn AsyncRead + Send + Unpin),
    to: &mut Vec<u8>,
    stream: &'static str,
) -> Result<(), Stopped> {
    let mut from = from.take(MOST_OUTPUT as u64 + 1);
    from.read_to_end(to).await.map_err(Stopped::Io)?;
    if to.len() > MOST_OUTPUT { Err(Stopped::TooMuch(stream)) } else { Ok(()) }
}
