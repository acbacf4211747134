//! The browser of a sign-in: sees where the client sends it, does what the scenario says, comes back.

use reqwest::{Client, Url, redirect};

use crate::run::error::RunError;
use crate::run::server::World;
use crate::scenario::step::Browser;

/// Follows `address` as a person would, and calls the client's own address with what the server said.
pub(super) async fn play(world: &World, address: &str, manner: Browser) -> Result<(), RunError> {
    let Some(callback) = world.browse(address, manner)? else { return Ok(()) };
    let callback = Url::parse(&callback)
        .map_err(|error| RunError::Internal(format!("the address to come back to: {error}")))?;
    let client = Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .build()
        .map_err(|error| RunError::Internal(format!("the browser: {error}")))?;
    // There is no file of host names in the sandbox: the name `localhost` is resolved here.
    for host in ["127.0.0.1", "[::1]"] {
        let mut callback = callback.clone();
        if callback.set_host(Some(host)).is_err() {
            continue;
        }
        // What the page then shows is for the person; the client has been told.
        if client.get(callback).send().await.is_ok() {
            return Ok(());
        }
    }
    // The client does not listen any more: it sees that nobody came back, which is what a person would see.
    Ok(())
}

/// What the page for codes shows a person who approved: the code with the state, to be pasted.
pub(super) fn shown_code(world: &World, address: &str) -> Result<Option<String>, RunError> {
    let Some(callback) = world.browse(address, Browser::Paste)? else { return Ok(None) };
    let callback = Url::parse(&callback)
        .map_err(|error| RunError::Internal(format!("the address with the code: {error}")))?;
    let parameter = |name: &str| {
        let mut pairs = callback.query_pairs();
        pairs.find_map(|(known, value)| (known == name).then(|| value.into_owned())).unwrap_or_default()
    };
    Ok(Some(format!("{}#{}", parameter("code"), parameter("state"))))
}
