//! The authorization code grant with PKCE, and the browser that is played.

use super::*;
use crate::oauth::{AuthorizationRequest, Parameters, s256_challenge};
use crate::scenario::step::Browser;

const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters-";
const REDIRECT: &str = "http://localhost:4711/callback";

fn authorize_url(bench: &Bench, change: impl FnOnce(&mut Vec<(&'static str, String)>)) -> String {
    let request = AuthorizationRequest {
        client_id: "c".to_owned(),
        redirect_uri: REDIRECT.to_owned(),
        scope: Some("user:inference user:profile".to_owned()),
        state: Some("s 1".to_owned()),
        code_challenge: s256_challenge(VERIFIER),
    };
    let mut pairs: Vec<(&'static str, String)> =
        request.parameters().into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    change(&mut pairs);
    let url = format!("{}/oauth/authorize", bench.world.base_url());
    reqwest::Url::parse_with_params(&url, pairs).unwrap().into()
}

fn callback(url: &str) -> Parameters {
    assert!(url.starts_with(&format!("{REDIRECT}?")), "{url}");
    super::super::http::form(url.split_once('?').unwrap().1)
}

fn exchange(bench: &Bench, code: &str, change: impl FnOnce(&mut Value)) -> RequestBuilder {
    let mut request = json!({
        "grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "client_id": "c",
        "code_verifier": VERIFIER, "state": "s 1",
    });
    change(&mut request);
    bench.post("/v1/oauth/token").json(&request)
}

#[tokio::test]
async fn an_approved_sign_in_gets_tokens_for_its_code_once() {
    let bench = Bench::new(Given::default()).await;
    let approved = callback(&bench.world.authorize(&authorize_url(&bench, |_| {})).unwrap());
    assert_eq!(approved.get("state"), Some("s 1"));
    let code = approved.get("code").unwrap();
    let tokens = granted(exchange(&bench, code, |_| {})).await;
    assert_eq!(tokens.scope.as_deref(), Some("user:inference user:profile"));
    assert_eq!(bench.prompt_status("A1").await, 200);
    let again = exchange(&bench, code, |_| {}).send().await.unwrap();
    assert_eq!(body(again).await["error"], "invalid_grant");
    assert_eq!(bench.prompt_status("A1").await, 401, "a code used twice takes its tokens with it");
    assert_eq!(bench.journal()[0], "token -> 200 issues A1 R1");
    assert_eq!(bench.tokens.redact(code), "CODE");
}

#[tokio::test]
async fn a_code_is_bound_to_verifier_address_and_client() {
    let bench = Bench::new(Given::default()).await;
    let approved = callback(&bench.world.authorize(&authorize_url(&bench, |_| {})).unwrap());
    let code = approved.get("code").unwrap();
    let other = "another-verifier-of-at-least-forty-three-characters";
    for (member, value) in
        [("code_verifier", other), ("redirect_uri", "http://localhost:1/"), ("client_id", "d"), ("code", "x")]
    {
        let refused = exchange(&bench, code, |request| request[member] = json!(value)).send().await.unwrap();
        assert_eq!(body(refused).await["error"], "invalid_grant", "{member}");
    }
    bench.clock.advance(SignedDuration::from_mins(10));
    let late = exchange(&bench, code, |_| {}).send().await.unwrap();
    assert_eq!(body(late).await["error_description"], "the code has expired");
}

#[tokio::test]
async fn a_refresh_may_not_widen_the_scope_of_its_sign_in() {
    let bench = Bench::new(Given::default()).await;
    let approved = callback(&bench.world.authorize(&authorize_url(&bench, |_| {})).unwrap());
    granted(exchange(&bench, approved.get("code").unwrap(), |_| {})).await;
    let refresh = |scope: &str| {
        let token = bench.secret("R1");
        let request = json!({ "grant_type": "refresh_token", "refresh_token": token, "scope": scope });
        bench.post("/v1/oauth/token").json(&request)
    };
    let refused = refresh("user:inference org:admin").send().await.unwrap();
    assert_eq!(body(refused).await["error"], "invalid_scope");
    assert_eq!(granted(refresh("user:inference")).await.scope.as_deref(), Some("user:inference"));
}

#[tokio::test]
async fn a_scope_that_is_not_granted_is_refused_at_both_endpoints() {
    let mut given = Given::default();
    given.authorization_server.scopes = vec!["user:profile".to_owned()];
    let bench = Bench::new(given).await;
    let refused = callback(&bench.world.authorize(&authorize_url(&bench, |_| {})).unwrap());
    assert_eq!((refused.get("error"), refused.get("code")), (Some("invalid_scope"), None));
    let request = json!({ "grant_type": "refresh_token", "refresh_token": "R1", "scope": "user:inference" });
    let refused = bench.post("/v1/oauth/token").json(&request).send().await.unwrap();
    assert_eq!(body(refused).await["error"], "invalid_scope");
}

#[tokio::test]
async fn a_lifetime_asked_for_gives_a_setup_token_without_refresh_token() {
    let bench = Bench::new(Given::default()).await;
    let approved = callback(&bench.world.authorize(&authorize_url(&bench, |_| {})).unwrap());
    let year = 365 * 24 * 3600;
    let code = approved.get("code").unwrap();
    let tokens = granted(exchange(&bench, code, |request| request["expires_in"] = json!(year))).await;
    assert_eq!((tokens.expires_in, tokens.refresh_token), (Some(year), None));
    assert_eq!(bench.journal(), ["token -> 200 issues E1"]);
}

#[tokio::test]
async fn the_browser_is_played_as_told() {
    let bench = Bench::new(Given::default()).await;
    let url = authorize_url(&bench, |_| {});
    let browse = |browser| bench.world.browse(&url, browser).unwrap();
    assert!(callback(&browse(Browser::Approve).unwrap()).get("code").is_some());
    let denied = callback(&browse(Browser::Deny).unwrap());
    assert_eq!((denied.get("error"), denied.get("state")), (Some("access_denied"), Some("s 1")));
    let foreign = callback(&browse(Browser::WrongState).unwrap());
    assert!(foreign.get("code").is_some() && foreign.get("state") != Some("s 1"));
    let pasted = callback(&browse(Browser::Paste).unwrap());
    let by_hand = exchange(&bench, pasted.get("code").unwrap(), |request| {
        request["redirect_uri"] = json!("https://codes.example/show");
    });
    granted(by_hand).await;
    assert_eq!(browse(Browser::Never), None);
    assert!(bench.world.browse(&url, Browser::Unused).is_err());
}

#[tokio::test]
async fn a_faulty_authorization_request_is_told_where_it_can_be_trusted() {
    let bench = Bench::new(Given::default()).await;
    let change = |name: &'static str, value: &'static str| {
        authorize_url(&bench, |pairs| {
            pairs.iter_mut().filter(|pair| pair.0 == name).for_each(|pair| value.clone_into(&mut pair.1));
        })
    };
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
    ] {
        let told = callback(&bench.world.authorize(&change(name, value)).unwrap());
        assert_eq!(told.get("error"), Some(error), "{name}");
        assert_eq!(told.get("state"), Some("s 1"));
    }
    for (name, value) in
        [("redirect_uri", "https://localhost/"), ("redirect_uri", "http://example.com/"), ("client_id", "")]
    {
        assert!(bench.world.authorize(&change(name, value)).is_err(), "{name} {value}");
    }
    assert!(bench.world.authorize("http://127.0.0.1:1/oauth/authorize?client_id=c").is_err());
}
