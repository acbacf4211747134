//! What trying to reach something comes to, in a word.

use std::collections::BTreeMap;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _, UdpSocket};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr as UnixAddress, UnixStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// `ok`, or what kind of error.
pub(crate) fn word<T>(result: io::Result<T>) -> String {
    result.map_or_else(|error| error.kind().to_string(), |_| "ok".to_owned())
}

/// Addresses inside and outside, by what they are.
pub(crate) fn connections(sockets: &[PathBuf], abstract_name: &str, port: u16) -> BTreeMap<String, String> {
    // An answer that takes longer was waited for: then something may have left.
    let at_once = Duration::from_secs(1);
    let mut tries = BTreeMap::new();
    for address in ["192.0.2.1:443", "1.1.1.1:53", "10.0.0.1:80", "[2001:db8::1]:443"] {
        let address: SocketAddr = address.parse().unwrap();
        let begun = Instant::now();
        let outcome = word(TcpStream::connect_timeout(&address, 10 * at_once));
        let late = if begun.elapsed() < at_once { "" } else { ", late" };
        tries.insert(format!("tcp {address}"), outcome + late);
        let any = if address.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
        let outcome = UdpSocket::bind(any).and_then(|socket| socket.send_to(b"x", address));
        tries.insert(format!("udp {address}"), word(outcome));
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    tries.insert("our own loopback".to_owned(), word(TcpStream::connect(listener.local_addr().unwrap())));
    tries.insert("the host's loopback".to_owned(), word(TcpStream::connect(("127.0.0.1", port))));
    for socket in sockets {
        tries.insert(format!("socket {}", socket.display()), word(UnixStream::connect(socket)));
    }
    let address = UnixAddress::from_abstract_name(abstract_name).unwrap();
    tries.insert("abstract socket".to_owned(), word(UnixStream::connect_addr(&address)));
    tries
}

/// Whether names lead anywhere.
pub(crate) fn names() -> BTreeMap<String, String> {
    ["example.com", "one.one.one.one", "example.org"]
        .into_iter()
        .map(|name| {
            let addresses = (name, 443).to_socket_addrs();
            let outcome = addresses.map_or_else(|_| "unknown".to_owned(), |_| "ok".to_owned());
            (format!("name {name}"), outcome)
        })
        .collect()
}
