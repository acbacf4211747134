//! The four that take part, and where their lifelines stand.

use doctests::exchange::Endpoint;

/// The width of the picture, in units of its own; a telephone shows one of them as about one pixel.
pub(super) const WIDTH: usize = 340;

/// Who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lifeline {
    Store,
    Client,
    AuthorizationServer,
    ResourceServer,
}

impl Lifeline {
    pub(super) const ALL: [Self; 4] =
        [Self::Store, Self::Client, Self::AuthorizationServer, Self::ResourceServer];

    /// Who answers at `endpoint`.
    pub(super) const fn serving(endpoint: Endpoint) -> Self {
        match endpoint {
            Endpoint::Messages => Self::ResourceServer,
            Endpoint::Token | Endpoint::Revoke => Self::AuthorizationServer,
        }
    }

    /// Where its line stands.
    pub(super) const fn x(self) -> usize {
        match self {
            Self::Store => 32,
            Self::Client => 112,
            Self::AuthorizationServer => 208,
            Self::ResourceServer => 304,
        }
    }

    /// What is written above its line.
    pub(super) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Store => &["store"],
            Self::Client => &["client"],
            Self::AuthorizationServer => &["authorization", "server"],
            Self::ResourceServer => &["resource", "server"],
        }
    }
}
