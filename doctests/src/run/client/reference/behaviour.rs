//! The gallery: every way the client can be told to do something wrong, one at a time.

use crate::run::RunError;

/// How a client behaves: as it should, or with one fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Behaviour(Option<Fault>);

/// A broken client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    /// Its name, as a scenario or a machine file gives it.
    pub name: &'static str,
    /// What it does wrong, as the end of "a client that …".
    pub does_wrong: &'static str,
    fault: Fault,
}

/// All broken clients.
pub fn variants() -> &'static [Variant] {
    VARIANTS
}

impl Behaviour {
    /// The behaviour of the plain client, or of the variant of that name.
    pub(super) fn of(name: Option<&str>) -> Result<Self, RunError> {
        let Some(name) = name else { return Ok(Self::default()) };
        match VARIANTS.iter().find(|variant| variant.name == name) {
            Some(variant) => Ok(Self(Some(variant.fault))),
            None => Err(unknown(name)),
        }
    }

    /// Whether the client has this fault.
    pub(super) fn has(self, fault: Fault) -> bool {
        self.0 == Some(fault)
    }
}

fn unknown(name: &str) -> RunError {
    let likeness = |variant: &&Variant| strsim::jaro_winkler(variant.name, name);
    let nearest = VARIANTS.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let nearest = nearest.map_or("", |variant| variant.name);
    RunError::Unsupported(format!(
        "no variant of the reference client is called `{name}`; the nearest is `{nearest}`"
    ))
}

macro_rules! gallery {
    ($($fault:ident, $name:literal, $does_wrong:literal;)*) => {
        /// What a variant does wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Fault {
            $(#[doc = concat!("A client that ", $does_wrong, ".")] $fault),*
        }

        const VARIANTS: &[Variant] =
            &[$(Variant { name: $name, does_wrong: $does_wrong, fault: Fault::$fault }),*];
    };
}

// Which releases were seen to do the same is in `doctests/gallery.yaml`.
gallery! {
    NeverRefreshesOn401, "never-refreshes-on-401", "sends a refused access token again";
    NeverRefreshesAhead, "never-refreshes-ahead", "waits for the server to refuse an expired access token";
    AlwaysRefreshes, "always-refreshes", "refreshes before every request, whatever the expiry says";
    MissingExpiryIsExpired, "missing-expiry-is-expired", "takes a login without an expiry for an expired one";
    IgnoresRotation, "ignores-rotation", "keeps the old refresh token when a new one was issued";
    ForgetsToSave, "forgets-to-save", "uses the new tokens and never writes them down";
    RefreshesTwice, "refreshes-twice", "refreshes again as soon as it has refreshed";
    NoLock, "no-lock", "refreshes without the lock between processes, and without reading the store again";
    TakesOverDeadLocks, "takes-over-dead-locks", "does not wait a minute for a process that died mid-refresh";
    TreatsServerErrorAsFinalRejection, "treats-server-error-as-final-rejection",
        "wipes the stored login on any failure of the token endpoint";
    KeepsRefusedTokens, "keeps-refused-tokens", "keeps tokens that were refused for good";
    SaysNotLoggedIn, "says-not-logged-in", "says that nobody is logged in when the login has ended";
    ReplaysForever, "replays-forever", "refreshes and sends again each time it is refused";
    RefreshesOnAny403, "refreshes-on-any-403", "takes every 403 for a revoked token";
    EnvTokenFallsBackToStoredLogin, "env-token-falls-back-to-stored-login",
        "turns to the stored login when `CLAUDE_CODE_OAUTH_TOKEN` is refused";
    EnvTokenBeatsKeys, "env-token-beats-keys", "prefers `CLAUDE_CODE_OAUTH_TOKEN` to keys and to the helper";
    LoginBeatsEnvToken, "login-beats-env-token", "prefers the stored login to `CLAUDE_CODE_OAUTH_TOKEN`";
    IgnoresEnvToken, "ignores-env-token", "does not read `CLAUDE_CODE_OAUTH_TOKEN`";
    ApiKeyLosesToLogin, "api-key-loses-to-login", "prefers the stored login to keys and to the helper";
    IgnoresApiKey, "ignores-api-key", "does not read `ANTHROPIC_API_KEY`";
    IgnoresAuthToken, "ignores-auth-token", "does not read `ANTHROPIC_AUTH_TOKEN`";
    BlankCountsAsSet, "blank-counts-as-set", "takes a blank variable for a credential";
    BareReadsTheLogin, "bare-reads-the-login", "reads OAuth logins in bare mode";
    HelperCacheNeverExpires, "helper-cache-never-expires", "runs `apiKeyHelper` once a session";
    HelperNeverCached, "helper-never-cached", "runs `apiKeyHelper` for every request";
    HelperSharedBetweenProcesses, "helper-shared-between-processes",
        "runs `apiKeyHelper` once and hands its output to later processes";
    HelperNotRerunOn401, "helper-not-rerun-on-401", "gives up when the helper's key is refused";
    HelperFailureIsFinal, "helper-failure-is-final", "gives up at the first failure of `apiKeyHelper`";
    HelperFillsOneHeader, "helper-fills-one-header", "sends the helper's output as a bearer token only";
    HelperOutputUnchecked, "helper-output-unchecked", "sends the last word of whatever `apiKeyHelper` prints";
    DropsUnknownFields, "drops-unknown-fields", "saves only the members it knows";
    SavesWorldReadable, "saves-world-readable", "saves the login with mode 0644";
    RefreshesWithoutAccessToken, "refreshes-without-access-token", "refreshes a login whose access token is blank";
    NeedsRefreshToken, "needs-refresh-token", "takes a login without a refresh token for none";
    AsksWithoutLogin, "asks-without-login", "sends a request without any credential";
    NeverRetries, "never-retries", "gives up at the first failure of the resource server";
    IgnoresRetryAfter, "ignores-retry-after", "waits its own time when the resource server names one";
    StatusAsksTheServer, "status-asks-the-server", "sends the credential to report on the login";
    StatusIsAlwaysGood, "status-is-always-good", "reports a login where there is none";
    LogoutKeepsFile, "logout-keeps-file", "says it logged out and leaves the stored login";
    LogoutNeedsLogin, "logout-needs-login", "fails to log out when nobody is logged in";
    SignInAlwaysSucceeds, "sign-in-always-succeeds", "says that a failed sign-in was successful";
    SignInNeedsNoScopes, "sign-in-needs-no-scopes", "exchanges a refresh token without its scopes";
    IgnoresState, "ignores-state", "accepts a sign-in redirect with a foreign `state`";
    SetupTokenStores, "setup-token-stores", "stores the token that `setup-token` only prints";
    SetupTokenIgnoresArgument, "setup-token-ignores-argument",
        "makes a token although `setup-token` was given an argument, as 2.1.233 did";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_variants_have_the_same_name_or_description() {
        let names: BTreeSet<_> = variants().iter().map(|variant| variant.name).collect();
        let wrongs: BTreeSet<_> = variants().iter().map(|variant| variant.does_wrong).collect();
        assert_eq!((names.len(), wrongs.len()), (variants().len(), variants().len()));
    }

    #[test]
    fn a_variant_with_a_typing_error_is_told_the_nearest() {
        let error = Behaviour::of(Some("no-look")).expect_err("no such variant").to_string();
        assert!(error.ends_with("the nearest is `no-lock`"), "{error}");
    }
}
