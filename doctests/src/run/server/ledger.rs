//! Which credentials are good: logins, rotation, reuse, grace, expiry, revocation (RFC 6749 §6, RFC 9700 §4.14.2).

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::oauth::{ErrorCode, ErrorResponse};
use crate::run::clock::later;
use crate::scenario::given::{AuthorizationServer, ReuseDetection};
use crate::symbol::Symbol;

/// What the resource server thinks of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Good,
    Expired,
    Revoked,
    Unknown,
}

/// All tokens that come from one sign-in; RFC 9700 speaks of the tokens of one grant.
pub(super) type Family = usize;

/// The credentials the servers know.
#[derive(Debug)]
pub(super) struct Ledger {
    rotation: bool,
    reuse_detection: ReuseDetection,
    grace: SignedDuration,
    credentials: BTreeMap<Symbol, Credential>,
    refresh_tokens: BTreeMap<Symbol, RefreshToken>,
    /// The scope of each family; none where the sign-in was before the run.
    families: Vec<Option<String>>,
    revoked: BTreeSet<Symbol>,
    revoked_families: BTreeSet<Family>,
}

/// Something the resource server lets in.
#[derive(Debug)]
struct Credential {
    family: Option<Family>,
    expires: Option<Timestamp>,
}

#[derive(Debug)]
struct RefreshToken {
    family: Family,
    /// The refresh token that was presented for this one.
    predecessor: Option<Symbol>,
    retired: Option<Timestamp>,
}

impl Ledger {
    pub(super) fn new(rules: &AuthorizationServer, revoked: impl IntoIterator<Item = Symbol>) -> Self {
        Self {
            rotation: rules.rotation,
            reuse_detection: rules.reuse_detection,
            grace: rules.grace,
            credentials: BTreeMap::new(),
            refresh_tokens: BTreeMap::new(),
            families: Vec::new(),
            revoked: revoked.into_iter().collect(),
            revoked_families: BTreeSet::new(),
        }
    }

    /// A new sign-in, with its scope where it is known.
    pub(super) fn open_family(&mut self, scope: Option<String>) -> Family {
        self.families.push(scope);
        self.families.len() - 1
    }

    /// Lets a credential in from now on; one that is known stays as it is.
    pub(super) fn admit(&mut self, symbol: Symbol, family: Option<Family>, expires: Option<Timestamp>) {
        self.credentials.entry(symbol).or_insert(Credential { family, expires });
    }

    /// Takes a refresh token from now on; one that is known stays as it is.
    pub(super) fn admit_refresh(&mut self, symbol: Symbol, family: Family, predecessor: Option<Symbol>) {
        let token = RefreshToken { family, predecessor, retired: None };
        self.refresh_tokens.entry(symbol).or_insert(token);
    }

    /// Whether the resource server lets `symbol` in. A token is good *before* its expiry, not at it.
    pub(super) fn standing(&self, symbol: Symbol, now: Timestamp) -> Standing {
        let Some(credential) = self.credentials.get(&symbol) else { return Standing::Unknown };
        if self.is_revoked(symbol, credential.family) {
            Standing::Revoked
        } else if credential.expires.is_some_and(|expires| now >= expires) {
            Standing::Expired
        } else {
            Standing::Good
        }
    }

    /// Whether a refresh token is honoured now, and for which family (RFC 6749 §6).
    /// Presenting a retired one may revoke its family (RFC 9700 §4.14.2).
    pub(super) fn present(
        &mut self,
        symbol: Option<Symbol>,
        now: Timestamp,
    ) -> Result<Family, ErrorResponse> {
        let refuse = |what: &str| Err(ErrorResponse::new(ErrorCode::InvalidGrant, what));
        let known = symbol.and_then(|symbol| Some((symbol, self.refresh_tokens.get(&symbol)?)));
        let Some((symbol, token)) = known else {
            return refuse("Refresh token not found or invalid");
        };
        let family = token.family;
        if self.is_revoked(symbol, Some(family)) {
            return refuse("Refresh token has been revoked");
        }
        match token.retired {
            None => Ok(family),
            Some(retired) if self.is_in_grace(symbol, retired, now) => Ok(family),
            Some(_) => match self.reuse_detection {
                ReuseDetection::None => Ok(family),
                ReuseDetection::Reject => refuse("Refresh token has been used already"),
                ReuseDetection::RevokeFamily => {
                    self.revoked_families.insert(family);
                    refuse("Refresh token has been used already; the login is revoked")
                }
            },
        }
    }

    /// Whether a refresh issues a new refresh token.
    pub(super) const fn rotates(&self) -> bool {
        self.rotation
    }

    /// Retires a refresh token that a new one takes the place of. The first time counts.
    pub(super) fn retire(&mut self, symbol: Symbol, now: Timestamp) {
        if let Some(token) = self.refresh_tokens.get_mut(&symbol) {
            token.retired.get_or_insert(now);
        }
    }

    /// The scope of a family, where it is known.
    pub(super) fn scope(&self, family: Family) -> Option<&str> {
        self.families.get(family)?.as_deref()
    }

    /// Revokes these and no others.
    pub(super) fn revoke(&mut self, symbols: &[Symbol]) {
        self.revoked.extend(symbols);
    }

    /// Revokes as the revocation endpoint does: a refresh token takes the access tokens of its login
    /// with it, an access token goes alone (RFC 7009 §2.1).
    pub(super) fn revoke_as_asked(&mut self, symbol: Symbol) {
        match self.refresh_tokens.get(&symbol) {
            Some(token) => {
                self.revoked_families.insert(token.family);
            }
            None => {
                self.revoked.insert(symbol);
            }
        }
    }

    /// Revokes every token of a sign-in.
    pub(super) fn revoke_family(&mut self, family: Family) {
        self.revoked_families.insert(family);
    }

    /// Whether `symbol` is refused before it was ever issued.
    pub(super) fn is_doomed(&self, symbol: Symbol) -> bool {
        self.revoked.contains(&symbol)
    }

    fn is_revoked(&self, symbol: Symbol, family: Option<Family>) -> bool {
        self.revoked.contains(&symbol) || family.is_some_and(|family| self.revoked_families.contains(&family))
    }

    /// Within grace only the immediate predecessor still works: once a successor is spent too, the
    /// client has evidently received it.
    fn is_in_grace(&self, symbol: Symbol, retired: Timestamp, now: Timestamp) -> bool {
        let mut successors = self.refresh_tokens.values().filter(|token| token.predecessor == Some(symbol));
        now < later(retired, self.grace) && successors.all(|successor| successor.retired.is_none())
    }
}
