//! Reference clients as processes of their own: several at once, or one that is killed at a named point.

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};

use super::client::reference::{Machine, Point};
use super::client::{Killed, Output};
use super::clock::ClientClock;
use super::error::RunError;
use super::runner::ReferenceProgram;
use crate::scenario::step::KillPoint;

/// Real time after which processes that do not end are our own fault.
const REAL_TIME_LIMIT: Duration = Duration::from_secs(20);

/// Runs that many prompts at once. None begins to refresh before all that will refresh have decided to:
/// what follows is decided by lock and store, not by who was started first.
///
/// Clients without a lock are held at every point until all have come as far: their race is arranged, not left to chance.
pub(super) async fn at_once(
    number: u8,
    program: &ReferenceProgram,
    machine: &Machine,
    clock: &ClientClock,
    without_lock: bool,
) -> Result<Vec<Output>, RunError> {
    let number = usize::from(number);
    let (control, mut arrivals) = Control::listen().await?;
    let machine_file = machine_file(machine)?;
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..number {
        let child = start(program, machine_file.path(), clock, control)?;
        running.spawn(finish(child));
    }
    let mut outputs = Vec::new();
    let mut gates: Vec<Gate> = [Point::AboutToRefresh, Point::HoldingLock, Point::BeforeSave]
        .into_iter()
        .map(|point| Gate {
            point,
            open: point != Point::AboutToRefresh && !without_lock,
            waiting: Vec::new(),
        })
        .collect();
    let everybody = async {
        while outputs.len() < number {
            tokio::select! {
                Some(arrival) = arrivals.recv() => {
                    if let Some(gate) = gates.iter_mut().find(|gate| gate.point == arrival.point) {
                        gate.waiting.push(arrival.go_on);
                    }
                }
                Some(ended) = running.join_next() => {
                    outputs.push(ended.map_err(|error| RunError::Internal(error.to_string()))??);
                }
            }
            for gate in &mut gates {
                gate.open |= gate.waiting.len() + outputs.len() >= number;
                if gate.open {
                    for go_on in gate.waiting.drain(..) {
                        // A process that went away in the meantime needs no word from us.
                        let _ = go_on.send(());
                    }
                }
            }
        }
        Ok::<(), RunError>(())
    };
    tokio::time::timeout(REAL_TIME_LIMIT, everybody).await.map_err(|_| RunError::TimeLimit {
        command: format!("{number} prompts at once"),
        seconds: REAL_TIME_LIMIT.as_secs(),
    })??;
    // They end in any order: what is kept does not depend on it.
    outputs.sort_by(|a, b| (a.exit, &a.stdout, &a.stderr).cmp(&(b.exit, &b.stdout, &b.stderr)));
    Ok(outputs)
}

/// A point at which processes wait for each other.
struct Gate {
    point: Point,
    open: bool,
    waiting: Vec<oneshot::Sender<()>>,
}

/// Runs one prompt and kills it at `point`.
pub(super) async fn killed_at(
    point: KillPoint,
    program: &ReferenceProgram,
    machine: &Machine,
    clock: &ClientClock,
) -> Result<Killed, RunError> {
    let point = match point {
        KillPoint::BeforeSave => Point::BeforeSave,
        KillPoint::HoldingLock => Point::HoldingLock,
    };
    let (control, mut arrivals) = Control::listen().await?;
    let machine_file = machine_file(machine)?;
    let mut child = start(program, machine_file.path(), clock, control)?;
    let until_point = async {
        loop {
            tokio::select! {
                Some(arrival) = arrivals.recv() => {
                    if arrival.point == point {
                        child.kill().await.map_err(RunError::io("killing the client"))?;
                        return Ok(true);
                    }
                    let _ = arrival.go_on.send(());
                }
                ended = child.wait() => {
                    ended.map_err(RunError::io("waiting for the client"))?;
                    return Ok::<bool, RunError>(false);
                }
            }
        }
    };
    let reached = tokio::time::timeout(REAL_TIME_LIMIT, until_point).await.map_err(|_| {
        RunError::TimeLimit { command: "claude -p".to_owned(), seconds: REAL_TIME_LIMIT.as_secs() }
    })??;
    Ok(Killed { reached, output: finish(child).await? })
}

fn machine_file(machine: &Machine) -> Result<tempfile::NamedTempFile, RunError> {
    let file =
        tempfile::NamedTempFile::with_prefix("oathbook-").map_err(RunError::io("making the machine file"))?;
    serde_json::to_writer(file.as_file(), machine).map_err(|error| RunError::Internal(error.to_string()))?;
    Ok(file)
}

fn start(
    program: &ReferenceProgram,
    machine_file: &std::path::Path,
    clock: &ClientClock,
    control: SocketAddr,
) -> Result<Child, RunError> {
    Command::new(&program.path)
        .args(&program.first_arguments)
        .arg("--machine")
        .arg(machine_file)
        // The client's clock starts where the scenario's stands, skew included.
        .args(["--now", &clock.now().as_millisecond().to_string()])
        .args(["--control", &control.to_string()])
        .arg("prompt")
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(RunError::io(format!("starting {}", program.path.display())))
}

async fn finish(child: Child) -> Result<Output, RunError> {
    let ended = child.wait_with_output().await.map_err(RunError::io("waiting for the client"))?;
    Ok(Output {
        ok: ended.status.success(),
        exit: ended.status.code(),
        stdout: String::from_utf8_lossy(&ended.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&ended.stderr).into_owned(),
    })
}

/// A client process came to a point and waits there.
struct Arrival {
    point: Point,
    go_on: oneshot::Sender<()>,
}

/// The loopback listener that client processes report to.
struct Control;

impl Control {
    async fn listen() -> Result<(SocketAddr, mpsc::UnboundedReceiver<Arrival>), RunError> {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .map_err(RunError::io("opening the control listener"))?;
        let address =
            listener.local_addr().map_err(RunError::io("asking for the control listener's address"))?;
        let (sender, arrivals) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            // Ends with the receiver: then nobody is interested in arrivals any more.
            loop {
                let connection = tokio::select! {
                    accepted = listener.accept() => accepted,
                    () = sender.closed() => break,
                };
                if let Ok((connection, _)) = connection {
                    tokio::spawn(attend(connection, sender.clone()));
                }
            }
        });
        Ok((address, arrivals))
    }
}

async fn attend(connection: TcpStream, arrivals: mpsc::UnboundedSender<Arrival>) {
    let (reader, mut writer) = connection.into_split();
    let mut lines = BufReader::new(reader.take(1024)).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let Ok(point) = line.parse() else { break };
        let (go_on, word) = oneshot::channel();
        if arrivals.send(Arrival { point, go_on }).is_err() || word.await.is_err() {
            break;
        }
        if writer.write_all(b"go on\n").await.is_err() {
            break;
        }
    }
}
