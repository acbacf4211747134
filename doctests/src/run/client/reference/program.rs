//! The reference client as a process of its own, so that concurrency is between real processes and a kill is a real one.
//!
//! Whoever starts it gives a machine file and, to hold it at checkpoints or to play its browser, the address of a
//! listener on loopback: the process writes a line (`about-to-refresh`, `open http://…`) and waits for one.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use super::{
    BoxFuture, Browser, Checkpoints, Command, Machine, NoBrowser, NoCheckpoints, Output, Point, Session,
};
use crate::run::clock::{ClientClock, VirtualClock};

const USAGE: &str = "usage: reference-client --machine FILE [--now MS] [--skew MS] [--control ADDR] COMMAND
  COMMAND  prompt, bare-prompt, auth-status, auth-status-text, auth-logout, auth-login or setup-token";

/// How the program ends when it is called wrongly.
const MISUSE: u8 = 2;

/// Runs one command, as `args` say (without the program's own name), and gives back its exit code; 2 for a wrong call.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    match call(args) {
        Ok(output) => match print(&output) {
            Ok(()) => u8::try_from(output.exit.unwrap_or_default()).unwrap_or(1).into(),
            Err(_) => ExitCode::FAILURE,
        },
        Err(why) => {
            // Nothing is left to tell it to when standard error is gone as well.
            let _ = writeln!(io::stderr(), "reference-client: {why}\n{USAGE}");
            MISUSE.into()
        }
    }
}

fn call(args: impl IntoIterator<Item = OsString>) -> Result<Output, String> {
    let call = Call::parse(args)?;
    let text =
        fs::read_to_string(&call.machine).map_err(|error| format!("{}: {error}", call.machine.display()))?;
    let machine: Machine =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", call.machine.display()))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("no runtime: {error}"))?;
    let output = runtime.block_on(async {
        let clock = VirtualClock::starting_at(call.now.unwrap_or_else(|| VirtualClock::default().now()));
        let clock = ClientClock::new(clock, call.skew);
        let (checkpoints, browser): (Arc<dyn Checkpoints>, Arc<dyn Browser>) = match call.control {
            Some(address) => {
                let control = Arc::new(Control::connect(address).await?);
                (Arc::clone(&control) as _, control)
            }
            None => (Arc::new(NoCheckpoints), Arc::new(NoBrowser)),
        };
        let session =
            Session::new(machine, clock, checkpoints, browser).map_err(|error| error.to_string())?;
        Ok(session.run(call.command).await)
    });
    // A thread may still wait for a lock that another process holds.
    runtime.shutdown_background();
    output
}

fn print(output: &Output) -> io::Result<()> {
    io::stdout().write_all(output.stdout.as_bytes())?;
    io::stderr().write_all(output.stderr.as_bytes())?;
    io::stdout().flush()
}

/// What the arguments say.
struct Call {
    machine: PathBuf,
    now: Option<Timestamp>,
    skew: SignedDuration,
    control: Option<SocketAddr>,
    command: Command,
}

impl Call {
    fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let (mut machine, mut now, mut skew, mut control, mut command) =
            (None, None, SignedDuration::ZERO, None, None);
        let mut args = args.into_iter();
        while let Some(argument) = args.next() {
            let name = argument.to_string_lossy().into_owned();
            let mut value = || args.next().ok_or_else(|| format!("{name} needs a value"));
            match name.as_str() {
                "--machine" => machine = Some(PathBuf::from(value()?)),
                "--now" => now = Some(moment(&value()?)?),
                "--skew" => skew = SignedDuration::from_millis(number(&value()?)?),
                "--control" => control = Some(address(&value()?)?),
                word if command.is_none() => command = Some(named(word)?),
                other => return Err(format!("`{other}` has no meaning here")),
            }
        }
        let machine = machine.ok_or("--machine is missing")?;
        let command = command.ok_or("the command is missing")?;
        Ok(Self { machine, now, skew, control, command })
    }
}

fn named(word: &str) -> Result<Command, String> {
    let word: StrDeserializer<'_, ValueError> = word.into_deserializer();
    Command::deserialize(word).map_err(|error| error.to_string())
}

fn moment(text: &OsString) -> Result<Timestamp, String> {
    Timestamp::from_millisecond(number(text)?).map_err(|error| error.to_string())
}

fn number(text: &OsString) -> Result<i64, String> {
    let text = text.to_string_lossy();
    text.parse().map_err(|_| format!("`{text}` is no whole number of milliseconds"))
}

/// The runner is on this machine, so nothing else is spoken to.
fn address(text: &OsString) -> Result<SocketAddr, String> {
    let text = text.to_string_lossy();
    let address: SocketAddr = text.parse().map_err(|_| format!("`{text}` is no address with a port"))?;
    if address.ip().is_loopback() { Ok(address) } else { Err(format!("`{text}` is no loopback address")) }
}

/// The line to the runner.
struct Control(Mutex<BufReader<TcpStream>>);

impl Control {
    async fn connect(address: SocketAddr) -> Result<Self, String> {
        let stream =
            TcpStream::connect(address).await.map_err(|error| format!("--control {address}: {error}"))?;
        stream.set_nodelay(true).map_err(|error| format!("--control {address}: {error}"))?;
        Ok(Self(Mutex::new(BufReader::new(stream))))
    }

    /// Writes a line and waits for one. A runner that is gone holds nobody.
    async fn say(&self, line: &str) -> Option<String> {
        let mut stream = self.0.lock().await;
        stream.get_mut().write_all(format!("{line}\n").as_bytes()).await.ok()?;
        let mut answer = String::new();
        stream.read_line(&mut answer).await.ok()?;
        let answer = answer.trim_end();
        (!answer.is_empty()).then(|| answer.to_owned())
    }
}

impl Checkpoints for Control {
    fn reach(&self, point: Point) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.say(point.as_str()).await;
        })
    }
}

impl Browser for Control {
    fn open<'a>(&'a self, authorize_url: &'a str) -> BoxFuture<'a, Option<String>> {
        Box::pin(async move { self.say(&format!("open {authorize_url}")).await })
    }
}
