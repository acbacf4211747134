//! What runs inside the sandbox: this program again, with servers, proxy and client on the sandbox's own loopback.
//!
//! A [`Job`] comes in on standard input, what was [`Played`] goes out on standard output. Released clients are
//! started here and nowhere else, and only after a look around says that this is a sandbox.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::client::claude_code::{self, ClaudeCode, Place};
use super::clock::{VirtualClock, later};
use super::error::RunError;
use super::home::{Home, environment};
use super::play::{Stage, play};
use super::proxy::Proxy;
use super::sandbox::{CLIENT, SMALL_DISK};
use super::server::Servers;
use super::token::TokenBook;
use crate::job::{Job, Played};
use crate::scenario::Given;
use crate::scenario::given::StoreFault;
use crate::transcript::Transcript;

/// The throw-away home, made here and gone with the sandbox.
const HOME: &str = "/home/u";

/// The same on a disk that is small enough to be filled.
const HOME_ON_SMALL_DISK: &str = "/small/u";

/// Where the client is started.
const WORK: &str = "/tmp/w";

/// Plays the job on standard input. Exit code 0 says that an answer was written, whatever it is.
pub(super) fn main() -> ExitCode {
    let mut text = String::new();
    let played = match io::stdin().read_to_string(&mut text) {
        Ok(_) => run(&text),
        Err(error) => Played::Broke(format!("reading the job: {error}")),
    };
    let written = serde_json::to_string(&played)
        .map_err(io::Error::other)
        .and_then(|text| io::stdout().write_all(text.as_bytes()));
    if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(3) }
}

fn run(text: &str) -> Played {
    let job: Job = match serde_json::from_str(text) {
        Ok(job) => job,
        Err(error) => return Played::Broke(format!("the job: {error}")),
    };
    if let Err(why) = sealed() {
        return Played::Broke(format!("this is no sandbox, so nothing is started: {why}"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let transcript = runtime
        .map_err(RunError::io("starting a runtime"))
        .and_then(|runtime| runtime.block_on(transcript(&job)));
    match transcript {
        Ok(transcript) => Played::Transcript(Box::new(transcript)),
        Err(RunError::Unsupported(why)) => Played::Unsupported(why),
        Err(error) => Played::Broke(error.to_string()),
    }
}

async fn transcript(job: &Job) -> Result<Transcript, RunError> {
    let case = job.case();
    let steps = || job.steps.iter().map(|step| &step.value);
    if let Some(why) = claude_code::unsupported(steps()) {
        return Err(RunError::Unsupported(why));
    }
    let tokens = TokenBook::default();
    // The servers' clock stands still from here on. A client whose clock is to run ahead meets servers that are behind.
    let skew = job.given.clock_skew.unwrap_or_default();
    let clock = VirtualClock::starting_at(later(now(), -skew));
    let servers = Servers::start_alone()?;
    let surroundings = claude_code::surroundings(steps())?;
    let world = Arc::new(servers.open_alone(surroundings, &job.given, &tokens, &clock));
    let proxy = Proxy::start(servers.address()).await?;
    // Older releases listen on `localhost` by its name.
    std::fs::write("/etc/hosts", "127.0.0.1 localhost\n").map_err(RunError::io("naming localhost"))?;
    let folder = PathBuf::from(home_of(&job.given));
    std::fs::create_dir(&folder).map_err(RunError::io("making the home"))?;
    let home = Home::lay_out_real(folder, &job.given, &tokens, &clock)?;
    let variables = environment(&job.given.env, &tokens);
    let place = Place {
        program: PathBuf::from(CLIENT),
        work: PathBuf::from(WORK),
        home: &home,
        tokens: &tokens,
        proxy,
        world: Arc::clone(&world),
    };
    let mut client = ClaudeCode::new(&job.client, &job.given, variables, place)?;
    home.break_store()?;
    let stage = Stage { world, home, tokens, clock };
    let mut transcript = play(&case, &stage, &mut client).await?;
    // What time a scenario took is said of virtual time only.
    transcript.elapsed_seconds = 0;
    for exchange in transcript.exchanges.iter_mut().chain(&mut transcript.quota) {
        exchange.at = SignedDuration::ZERO;
    }
    let unknown = stage.world.unknown();
    if !unknown.is_empty() {
        // For whoever adds to the list of side traffic; it is no part of what was seen of credentials.
        let _ = writeln!(io::stderr(), "requests that nobody knows: {}", unknown.join(", "));
    }
    Ok(transcript)
}

/// Where the home is made: on a disk that can be filled, when it is to be full.
fn home_of(given: &Given) -> &'static str {
    let fault = given.stored_login.as_ref().and_then(|login| login.fault);
    if fault == Some(StoreFault::Full) && Path::new(SMALL_DISK).is_dir() { HOME_ON_SMALL_DISK } else { HOME }
}

/// The time by the released client's own clock: what it stores and compares begins here.
#[expect(clippy::disallowed_methods, reason = "the only look at a real clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// Whether this is the sandbox: no network but loopback, nothing of the host's, nobody's home.
fn sealed() -> Result<(), String> {
    let interfaces =
        std::fs::read_to_string("/proc/net/dev").map_err(|error| format!("no /proc: {error}"))?;
    let mut names = interfaces.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name.trim());
    if let Some(name) = names.find(|name| *name != "lo") {
        return Err(format!("there is a network interface `{name}`"));
    }
    for path in ["/etc/passwd", "/root", "/var"] {
        if Path::new(path).exists() {
            return Err(format!("there is {path}"));
        }
    }
    match std::fs::read_dir("/home").map(|mut homes| homes.next()) {
        Ok(None) => Ok(()),
        Ok(Some(_)) => Err("somebody lives in /home".to_owned()),
        Err(error) => Err(format!("/home: {error}")),
    }
}
