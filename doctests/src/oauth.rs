//! The RFCs' own types and words, with no knowledge of scenarios.

mod authorization_request;
mod challenge;
mod error_response;
mod parameters;
mod pkce;
mod revocation_request;
mod secret;
mod token_request;
mod token_response;

pub use authorization_request::AuthorizationRequest;
pub use challenge::{Challenge, NotAChallenge};
pub use error_response::{ErrorCode, ErrorResponse};
pub use parameters::Parameters;
pub use pkce::{is_code_verifier, s256_challenge};
pub use revocation_request::{RevocationRequest, TokenTypeHint};
pub use secret::Secret;
pub use token_request::TokenRequest;
pub use token_response::TokenResponse;
