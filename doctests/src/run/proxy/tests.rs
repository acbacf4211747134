//! The proxy, as a client behind it sees it.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::Proxy;

/// An upstream that answers every request with the first line it got.
async fn echo() -> std::net::SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut buffer = vec![0; 1024];
                while let Ok(length @ 1..) = connection.read(&mut buffer).await {
                    let line = String::from_utf8_lossy(&buffer[..length]);
                    let line = line.lines().next().unwrap_or_default().to_owned();
                    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{line}", line.len());
                    connection.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    address
}

async fn connect(proxy: &Proxy, request: &str) -> (TcpStream, String) {
    let mut connection = TcpStream::connect(proxy.address).await.unwrap();
    connection.write_all(request.as_bytes()).await.unwrap();
    let head = super::read_head(&mut connection).await.unwrap();
    (connection, head)
}

fn trusting(certificate: &str) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()).unwrap();
    TlsConnector::from(Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()))
}

#[tokio::test]
async fn a_client_that_trusts_the_authority_reaches_the_upstream_as_any_host() {
    let proxy = Proxy::start(echo().await).await.unwrap();
    for host in ["api.example.com", "platform.example.com", "api.example.com"] {
        let (connection, head) = connect(&proxy, &format!("CONNECT {host}:443 HTTP/1.1\r\n\r\n")).await;
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let name = ServerName::try_from(host).unwrap();
        let mut tls = trusting(proxy.certificate()).connect(name, connection).await.unwrap();
        // Two requests on one connection: it is kept alive.
        for path in ["/one", "/two"] {
            tls.write_all(format!("GET {path} HTTP/1.1\r\n\r\n").as_bytes()).await.unwrap();
            let mut answer = vec![0; 1024];
            let length = tls.read(&mut answer).await.unwrap();
            assert!(String::from_utf8_lossy(&answer[..length]).ends_with(&format!("GET {path} HTTP/1.1")));
        }
    }
    assert_eq!(proxy.hosts(), ["api.example.com", "platform.example.com"]);
}

#[tokio::test]
async fn a_client_that_does_not_trust_the_authority_gets_nowhere() {
    let proxy = Proxy::start(echo().await).await.unwrap();
    let other = Proxy::start(echo().await).await.unwrap();
    let (connection, _) = connect(&proxy, "CONNECT api.example.com:443 HTTP/1.1\r\n\r\n").await;
    let name = ServerName::try_from("api.example.com").unwrap();
    assert!(trusting(other.certificate()).connect(name, connection).await.is_err());
}

#[tokio::test]
async fn anything_but_connect_is_refused() {
    let proxy = Proxy::start(echo().await).await.unwrap();
    let (_, head) = connect(&proxy, "GET http://api.example.com/ HTTP/1.1\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 405"), "{head}");
}

#[tokio::test]
async fn it_is_settled_once_every_connection_has_ended() {
    let proxy = Proxy::start(echo().await).await.unwrap();
    proxy.settled().await;
    let (connection, _) = connect(&proxy, "CONNECT api.example.com:443 HTTP/1.1\r\n\r\n").await;
    let settled = proxy.settled();
    tokio::pin!(settled);
    tokio::select! {
        biased;
        () = &mut settled => panic!("a connection is open"),
        () = tokio::task::yield_now() => {}
    }
    drop(connection);
    settled.await;
}

#[tokio::test]
async fn a_host_that_is_lain_in_wait_for_is_never_reached() {
    let proxy = Proxy::start(echo().await).await.unwrap();
    let asked = proxy.ambush("platform.example.com");
    let (_other, head) = connect(&proxy, "CONNECT api.example.com:443 HTTP/1.1\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let mut connection = TcpStream::connect(proxy.address).await.unwrap();
    connection.write_all(b"CONNECT platform.example.com:443 HTTP/1.1\r\n\r\n").await.unwrap();
    asked.await.expect("it was asked for");
    let (_next, head) = connect(&proxy, "CONNECT platform.example.com:443 HTTP/1.1\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200"), "only the next one is caught: {head}");
}

#[tokio::test]
async fn a_reset_is_handed_on_as_a_reset() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let upstream = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        connection.read_u8().await.unwrap();
        connection.set_zero_linger().unwrap();
    });
    let proxy = Proxy::start(upstream).await.unwrap();
    let (connection, _) = connect(&proxy, "CONNECT api.example.com:443 HTTP/1.1\r\n\r\n").await;
    let name = ServerName::try_from("api.example.com").unwrap();
    let mut tls = trusting(proxy.certificate()).connect(name, connection).await.unwrap();
    tls.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let error = tls.read_u8().await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}
