//! The site on loopback while its author is at work: checked, run and reloaded on every save.

mod overlay;
mod server;
mod shown;
mod site;
mod watch;

pub use self::server::serve;
