//! The gallery: what the plain client does right, one switch for each way of doing it wrong.

use crate::run::RunError;

/// How a client behaves: the plain one has every switch off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one switch for each broken variant is what a gallery is")]
pub(super) struct Behaviour {
    /// Answers a refused access token by sending the same one again.
    pub(super) never_refreshes_on_401: bool,
    /// Sends an access token until the server refuses it, whatever its expiry says.
    pub(super) never_refreshes_ahead: bool,
    /// Keeps the old refresh token when the server issued a new one.
    pub(super) ignores_rotation: bool,
    /// Uses the new pair and never writes it down.
    pub(super) forgets_to_save: bool,
    /// Refreshes again as soon as it has refreshed.
    pub(super) refreshes_twice: bool,
    /// Neither takes the lock nor reads the store again before it refreshes.
    pub(super) no_lock: bool,
    /// Takes any failure of the token endpoint for the end of the login.
    pub(super) treats_server_error_as_final_rejection: bool,
    /// Takes the lock of a dead process at once.
    pub(super) takes_over_dead_locks: bool,
    /// Leaves tokens in the store that the server refused for good, and tries them again.
    pub(super) keeps_refused_tokens: bool,
    /// Turns to the stored login when the token of the environment is refused.
    pub(super) env_token_falls_back_to_stored_login: bool,
    /// Takes every 403 for a revoked token.
    pub(super) refreshes_on_any_403: bool,
    /// Runs the helper once a session.
    pub(super) helper_cache_never_expires: bool,
    /// Gives up when the helper's key is refused.
    pub(super) helper_not_rerun_on_401: bool,
    /// Writes only the members it knows.
    pub(super) drops_unknown_fields: bool,
    /// Saves with mode 0644.
    pub(super) saves_world_readable: bool,
    /// Refreshes and sends again each time it is refused (five times, so that a run ends).
    pub(super) replays_forever: bool,
    /// Prefers the stored login to an API key.
    pub(super) api_key_loses_to_login: bool,
    /// Logs out in words only.
    pub(super) logout_keeps_file: bool,
    /// Asks the resource server before it reports on the login.
    pub(super) status_asks_the_server: bool,
    /// Reads the stored login and the environment's OAuth token in bare mode too.
    pub(super) bare_reads_the_login: bool,
    /// Gives up at the first failure of a server.
    pub(super) never_retries: bool,
    /// Does not wait as long as `Retry-After` asks.
    pub(super) ignores_retry_after: bool,
    /// Accepts a redirect whose `state` is not its own.
    pub(super) ignores_state: bool,
    /// Stores the token that `setup-token` only prints.
    pub(super) setup_token_stores: bool,
    /// Writes to the link's place instead of the file it leads to.
    pub(super) replaces_symlinks: bool,
}

/// A broken client.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// Its name, as a scenario or a machine file gives it.
    pub name: &'static str,
    /// What it does wrong, as the end of "a client that …".
    pub does_wrong: &'static str,
    switch: fn(&mut Behaviour),
}

/// All broken clients.
pub fn variants() -> &'static [Variant] {
    &VARIANTS
}

impl Behaviour {
    /// The behaviour of the plain client, or of the variant of that name.
    pub(super) fn of(name: Option<&str>) -> Result<Self, RunError> {
        let mut behaviour = Self::default();
        if let Some(name) = name {
            let variant =
                VARIANTS.iter().find(|variant| variant.name == name).ok_or_else(|| unknown(name))?;
            (variant.switch)(&mut behaviour);
        }
        Ok(behaviour)
    }
}

fn unknown(name: &str) -> RunError {
    let near = VARIANTS
        .iter()
        .max_by(|a, b| strsim::jaro_winkler(a.name, name).total_cmp(&strsim::jaro_winkler(b.name, name)))
        .map_or("", |variant| variant.name);
    RunError::Unsupported(format!(
        "no variant of the reference client is called `{name}`; the nearest is `{near}`"
    ))
}

macro_rules! gallery {
    ($($name:literal, $switch:ident, $does_wrong:literal;)*) => {
        [$(Variant { name: $name, does_wrong: $does_wrong, switch: |behaviour| behaviour.$switch = true }),*]
    };
}

static VARIANTS: [Variant; 25] = gallery! {
    "never-refreshes-on-401", never_refreshes_on_401, "sends a refused access token again, as 2.1.117 did";
    "never-refreshes-ahead", never_refreshes_ahead, "waits for the server to refuse an expired access token";
    "ignores-rotation", ignores_rotation, "keeps the old refresh token when a new one was issued";
    "forgets-to-save", forgets_to_save, "uses the new tokens and never writes them down";
    "refreshes-twice", refreshes_twice, "refreshes again as soon as it has refreshed";
    "no-lock", no_lock, "refreshes without the lock between processes, and without reading the store again";
    "takes-over-dead-locks", takes_over_dead_locks, "does not wait a minute for a process that died mid-refresh";
    "treats-server-error-as-final-rejection", treats_server_error_as_final_rejection,
        "wipes the stored login on any failure of the token endpoint";
    "keeps-refused-tokens", keeps_refused_tokens, "keeps tokens that were refused for good, as 2.1.118 did";
    "env-token-falls-back-to-stored-login", env_token_falls_back_to_stored_login,
        "turns to the stored login when `CLAUDE_CODE_OAUTH_TOKEN` is refused";
    "refreshes-on-any-403", refreshes_on_any_403, "takes every 403 for a revoked token";
    "helper-cache-never-expires", helper_cache_never_expires, "runs `apiKeyHelper` once a session";
    "helper-not-rerun-on-401", helper_not_rerun_on_401, "gives up when the helper's key is refused";
    "drops-unknown-fields", drops_unknown_fields, "saves only the members it knows";
    "saves-world-readable", saves_world_readable, "saves the login with mode 0644";
    "replays-forever", replays_forever, "refreshes and sends again each time it is refused";
    "api-key-loses-to-login", api_key_loses_to_login, "prefers the stored login to `ANTHROPIC_API_KEY`";
    "logout-keeps-file", logout_keeps_file, "says it logged out and leaves the stored login";
    "status-asks-the-server", status_asks_the_server, "sends the credential to report on the login";
    "bare-reads-the-login", bare_reads_the_login, "reads OAuth logins in bare mode";
    "never-retries", never_retries, "gives up at the first failure of a server";
    "ignores-retry-after", ignores_retry_after, "waits its own time when the server names one";
    "ignores-state", ignores_state, "accepts a sign-in redirect with a foreign `state`";
    "setup-token-stores", setup_token_stores, "stores the token that `setup-token` only prints";
    "replaces-symlinks", replaces_symlinks, "replaces a symbolic link by a file when it saves";
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_variant_turns_its_own_switch() {
        let mut seen = BTreeSet::new();
        for variant in variants() {
            let behaviour = Behaviour::of(Some(variant.name)).expect("a variant of the gallery");
            assert_ne!(behaviour, Behaviour::default(), "{} is the plain client", variant.name);
            assert!(seen.insert(format!("{behaviour:?}")), "{} is another variant's twin", variant.name);
        }
    }

    #[test]
    fn a_variant_with_a_typing_error_is_told_the_nearest() {
        let error = Behaviour::of(Some("no-look")).expect_err("no such variant").to_string();
        assert!(error.ends_with("the nearest is `no-lock`"), "{error}");
    }
}
