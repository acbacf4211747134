//! A CONNECT proxy that ends TLS with certificates made in memory and hands the plain bytes to one upstream.
//!
//! A released client talks to several hosts over TLS. Told of this proxy and of its certificate authority, it talks to
//! the mock server in their place, and never notices. The proxy keeps which host each connection was meant for.

mod authority;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use self::authority::Authority;
use super::error::RunError;

/// The longest request head that is read.
const HEAD_LIMIT: usize = 16 * 1024;

/// A running proxy on loopback; ends with its runtime.
pub struct Proxy {
    address: SocketAddr,
    authority: Arc<Authority>,
    hosts: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Listens on loopback and hands everything to `upstream`, which speaks plain HTTP/1.1.
    pub async fn start(upstream: SocketAddr) -> Result<Self, RunError> {
        let authority = Arc::new(Authority::new()?);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(RunError::io("opening the proxy"))?;
        let address = listener.local_addr().map_err(RunError::io("asking for the proxy's address"))?;
        let hosts: Arc<Mutex<Vec<String>>> = Arc::default();
        let (issuer, seen) = (Arc::clone(&authority), Arc::clone(&hosts));
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let (issuer, seen) = (Arc::clone(&issuer), Arc::clone(&seen));
                // A connection that breaks is the client's to notice; the next one is served all the same.
                tokio::spawn(async move { tunnel(connection, upstream, &issuer, &seen).await.ok() });
            }
        });
        Ok(Self { address, authority, hosts })
    }

    /// Where it listens, as `HTTPS_PROXY` wants it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The certificate authority's certificate in PEM, as `NODE_EXTRA_CA_CERTS` wants it.
    pub fn certificate(&self) -> &str {
        self.authority.certificate()
    }

    /// The hosts that were asked for, in order, each once.
    pub fn hosts(&self) -> Vec<String> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn tunnel(
    mut connection: TcpStream,
    upstream: SocketAddr,
    authority: &Authority,
    hosts: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let head = read_head(&mut connection).await?;
    let Some(host) = connect_target(&head) else {
        let refusal = b"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return connection.write_all(refusal).await;
    };
    {
        let mut hosts = hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if !hosts.contains(&host) {
            hosts.push(host.clone());
        }
    }
    connection.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    let acceptor = TlsAcceptor::from(authority.for_host(&host).map_err(std::io::Error::other)?);
    let mut plain = acceptor.accept(connection).await?;
    let mut server = TcpStream::connect(upstream).await?;
    copy_bidirectional(&mut plain, &mut server).await?;
    Ok(())
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
