//! A CONNECT proxy that ends TLS with certificates made in memory and hands the plain bytes to one upstream.
//!
//! A released client talks to several hosts over TLS. Told of this proxy and of its certificate authority, it talks to
//! the mock server in their place, and never notices. The proxy keeps which host each connection was meant for, and
//! knows when the last of them has ended.

mod authority;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio_rustls::TlsAcceptor;

use self::authority::Authority;
use super::error::RunError;

/// The longest request head that is read.
const HEAD_LIMIT: usize = 16 * 1024;

/// A running proxy on loopback; ends with its runtime.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// What all connections of a proxy share.
struct Shared {
    authority: Authority,
    upstream: SocketAddr,
    hosts: Mutex<Vec<String>>,
    /// A host whose next connection is never made, and whoever waits for it to be asked for.
    ambush: Mutex<Option<(String, oneshot::Sender<()>)>>,
    open: watch::Sender<usize>,
}

impl Proxy {
    /// Listens on loopback and hands everything to `upstream`, which speaks plain HTTP/1.1.
    pub async fn start(upstream: SocketAddr) -> Result<Self, RunError> {
        let listener =
            TcpListener::bind(("127.0.0.1", 0)).await.map_err(RunError::io("opening the proxy"))?;
        let address = listener.local_addr().map_err(RunError::io("asking for the proxy's address"))?;
        let shared = Arc::new(Shared {
            authority: Authority::new()?,
            upstream,
            hosts: Mutex::default(),
            ambush: Mutex::default(),
            open: watch::Sender::new(0),
        });
        let serving = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let shared = Arc::clone(&serving);
                shared.open.send_modify(|open| *open += 1);
                tokio::spawn(async move {
                    // A connection that breaks is the client's to notice; the next one is served all the same.
                    let _ = shared.tunnel(connection).await;
                    shared.open.send_modify(|open| *open -= 1);
                });
            }
        });
        Ok(Self { address, shared })
    }

    /// Where it listens, as `HTTPS_PROXY` wants it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The certificate authority's certificate in PEM, as `NODE_EXTRA_CA_CERTS` wants it.
    pub fn certificate(&self) -> &str {
        self.shared.authority.certificate()
    }

    /// The hosts that were asked for, in order, each once.
    pub fn hosts(&self) -> Vec<String> {
        self.shared.hosts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Comes back once no connection is open: whatever a client sent before it ended has then arrived.
    pub async fn settled(&self) {
        // The sender lives in `self`, so the wait cannot fail.
        let _ = self.shared.open.subscribe().wait_for(|open| *open == 0).await;
    }

    /// Lies in wait for the next connection to `host`, which is then never made.
    pub fn ambush(&self, host: &str) -> oneshot::Receiver<()> {
        let (sender, receiver) = oneshot::channel();
        let waiting = Some((host.to_owned(), sender));
        *self.shared.ambush.lock().unwrap_or_else(PoisonError::into_inner) = waiting;
        receiver
    }
}

impl Shared {
    async fn tunnel(&self, mut connection: TcpStream) -> std::io::Result<()> {
        let head = read_head(&mut connection).await?;
        let Some(host) = connect_target(&head) else {
            let refusal =
                b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            return connection.write_all(refusal).await;
        };
        if let Some(waiting) = self.asked_for(&host) {
            let _ = waiting.send(());
            // Nobody answers; the client is the one to go.
            let _ = connection.read_u8().await;
            return Ok(());
        }
        connection.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
        let acceptor = TlsAcceptor::from(self.authority.for_host(&host).map_err(std::io::Error::other)?);
        let mut plain = acceptor.accept(connection).await?;
        let mut server = TcpStream::connect(self.upstream).await?;
        let copied = copy_bidirectional(&mut plain, &mut server).await;
        if copied.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset) {
            // A reset is handed on as a reset.
            plain.get_ref().0.set_zero_linger()?;
        }
        copied.map(|_| ())
    }

    /// Keeps the host, and tells who lies in wait for it.
    fn asked_for(&self, host: &str) -> Option<oneshot::Sender<()>> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if !hosts.iter().any(|known| known == host) {
            hosts.push(host.to_owned());
        }
        let mut ambush = self.ambush.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, waiting) = ambush.take_if(|(awaited, _)| awaited == host)?;
        Some(waiting)
    }
}

/// Reads up to the blank line that ends a request head (RFC 9112 §2.1), and not a byte further.
async fn read_head(connection: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() == HEAD_LIMIT {
            return Err(std::io::Error::other("the request head is too long"));
        }
        head.push(connection.read_u8().await?);
    }
    String::from_utf8(head).map_err(std::io::Error::other)
}

/// The host of a CONNECT request (RFC 9110 §9.3.6).
fn connect_target(head: &str) -> Option<String> {
    let target = head.strip_prefix("CONNECT ")?.split(' ').next()?;
    let (host, port) = target.rsplit_once(':')?;
    port.parse::<u16>().ok()?;
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
