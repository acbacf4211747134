//! Scenario + client → transcript: the only async code, the only I/O, the only place that knows wiremock and reqwest.

#[cfg(unix)]
mod child;
pub mod client;
pub mod clock;
pub mod error;
pub mod helper;
pub mod home;
#[cfg(unix)]
pub mod inside;
pub mod package;
mod play;
mod processes;
pub mod proxy;
pub mod role;
pub mod runner;
mod said;
pub mod sandbox;
mod search;
pub mod server;
#[cfg(unix)]
mod terminal;
pub mod token;

pub use error::RunError;
pub use runner::{ReferenceProgram, Runner};
