//! The RFCs' own types and words, with no knowledge of scenarios.

mod secret;

pub use secret::Secret;
