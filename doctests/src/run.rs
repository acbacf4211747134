//! Scenario + client → transcript: the only async code, the only I/O, the only place that knows wiremock and reqwest.

pub mod client;
pub mod clock;
pub mod error;
pub mod home;
pub mod package;
mod play;
mod processes;
pub mod runner;
mod said;
pub mod sandbox;
mod search;
pub mod server;
pub mod token;

pub use error::RunError;
pub use runner::{ReferenceProgram, Runner};
