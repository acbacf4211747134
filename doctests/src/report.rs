//! Diagnostics and runs → text for people, for GitHub and for machines.

mod agreement;
pub mod coverage;
mod drift;
mod failures;
mod github;
mod human;
pub mod json;
mod scenario;
mod sequence;
mod standing;
#[cfg(test)]
mod tests;
mod visible;

pub use agreement::agreement_diagnostics;
pub use drift::drift;
pub use failures::{claim_diagnostics, mismatch_diagnostics};
pub use github::github;
pub use human::human;
pub use scenario::{scenario, transcript};
pub use sequence::sequence;
pub use standing::{claim_standing_diagnostics, gone_diagnostics, standing_diagnostics};
pub use visible::visible;
