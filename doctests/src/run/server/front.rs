//! The raw-TCP door: it truncates, resets and withholds answers, which wiremock cannot.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::http::{Delivery, Reply, Request};
use super::registry::Registry;
use crate::run::error::RunError;

/// The limit on any wait of the front's, in real time: no client of ours may hang a run.
const SAFETY_LIMIT: Duration = Duration::from_secs(5);

/// The same where time is real: a released client waits for an answer as long as it likes, and is ended by its runner.
const PATIENCE: Duration = Duration::from_secs(300);

/// More than any client of ours sends.
const LARGEST_HEAD: usize = 64 * 1024;
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// The door, on a thread and runtime of its own, as wiremock's are: it outlives no [`super::Servers`].
#[derive(Debug)]
pub(super) struct Front {
    address: SocketAddr,
    /// The thread ends when this is dropped.
    _open: oneshot::Sender<()>,
}

impl Front {
    pub(super) fn start(registry: Arc<Registry>) -> Result<Self, RunError> {
        let failed = || RunError::io("starting the server that breaks connections");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(failed())?;
        listener.set_nonblocking(true).map_err(failed())?;
        let address = listener.local_addr().map_err(failed())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed())?;
        let (open, closed) = oneshot::channel::<()>();
        std::thread::Builder::new()
            .name("front".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    tokio::select! {
                        _ = closed => {}
                        _ = accept(listener, registry) => {}
                    }
                });
            })
            .map_err(failed())?;
        Ok(Self { address, _open: open })
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn uri(&self) -> String {
        format!("http://{}", self.address)
    }
}

async fn accept(listener: std::net::TcpListener, registry: Arc<Registry>) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let registry = Arc::clone(&registry);
        // A client that goes away is the client's business.
        tokio::spawn(async move { serve(stream, &registry).await });
    }
}

/// One connection: one exchange, or as many as come where connections are kept.
async fn serve(mut stream: TcpStream, registry: &Registry) -> io::Result<()> {
    let keep = registry.keeps_connections();
    let limit = if keep { PATIENCE } else { SAFETY_LIMIT };
    loop {
        let Ok(whole) = timeout(limit, read(&mut stream)).await else { return Ok(()) };
        let Whole { method, target, headers, body } = whole?;
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target.as_str(), None),
        };
        let request = Request { method: &method, path, query, headers: &headers, body: &body };
        let reply = registry.answer(&request);
        if !reply.after.is_zero() && goes_away(&mut stream, reply.after.min(limit)).await {
            return Ok(());
        }
        match reply.delivery {
            Delivery::Whole => {
                stream.write_all(&head(&reply, keep)).await?;
                if method != "HEAD" {
                    stream.write_all(&reply.body).await?;
                }
                if !keep {
                    return stream.shutdown().await;
                }
            }
            Delivery::Truncated => {
                stream.write_all(&head(&reply, keep)).await?;
                stream.write_all(&reply.body[..reply.body.len() / 2]).await?;
                return stream.shutdown().await;
            }
            Delivery::Reset => return stream.set_zero_linger(),
            Delivery::Held => {
                goes_away(&mut stream, limit).await;
                return Ok(());
            }
            Delivery::Closed => return Ok(()),
        }
    }
}

/// Waits, and says whether the client went away in the meantime.
async fn goes_away(stream: &mut TcpStream, wait: Duration) -> bool {
    timeout(wait, stream.read(&mut [0])).await.is_ok()
}

fn head(reply: &Reply, keep: bool) -> Vec<u8> {
    let Reply { status, headers, content_type, body, .. } = reply;
    let connection = if keep { "keep-alive" } else { "close" };
    let mut head = format!(
        "HTTP/1.1 {status} \r\nConnection: {connection}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.extend([name.as_ref(), ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// A request, wholly read.
struct Whole {
    method: String,
    target: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// Reads one request of HTTP/1.1 with a `Content-Length` (RFC 9112 §6); chunks are not understood.
async fn read(stream: &mut TcpStream) -> io::Result<Whole> {
    let mut bytes = Vec::with_capacity(4096);
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if bytes.len() > LARGEST_HEAD {
            return Err(malformed("the head is too large"));
        }
        receive(stream, &mut bytes).await?;
    };
    let head = String::from_utf8(bytes[..end].to_vec()).map_err(|_| malformed("the head is not UTF-8"))?;
    let mut lines = head.split("\r\n");
    let mut request_line = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target)) = (request_line.next(), request_line.next()) else {
        return Err(malformed("the request line"));
    };
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or_else(|| malformed("a header has no colon"))?;
        let name: HeaderName = name.parse().map_err(|_| malformed("a header's name"))?;
        let value =
            HeaderValue::from_bytes(value.trim().as_bytes()).map_err(|_| malformed("a header's value"))?;
        headers.append(name, value);
    }
    let length = match headers.get(CONTENT_LENGTH) {
        None => 0,
        Some(length) => length
            .to_str()
            .ok()
            .and_then(|length| length.parse().ok())
            .filter(|length| *length <= LARGEST_BODY)
            .ok_or_else(|| malformed("Content-Length"))?,
    };
    let (method, target) = (method.to_owned(), target.to_owned());
    let mut body = bytes.split_off(end + 4);
    while body.len() < length {
        receive(stream, &mut body).await?;
    }
    Ok(Whole { method, target, headers, body })
}

async fn receive(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<()> {
    match stream.read_buf(bytes).await? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

fn malformed(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("a malformed request: {what}"))
}
