//! Who is let in, what a refresh does, and what ends a login.

use super::*;
use crate::exchange::Carrier;
use crate::located::Located;
use crate::scenario::given::{HelperOutput, ReuseDetection, Settings};

fn grace(given: &mut Given) {
    given.authorization_server.grace = SignedDuration::from_secs(60);
}

#[tokio::test]
async fn a_refresh_rotates_and_the_old_refresh_token_is_refused() {
    let bench = Bench::new(logged_in()).await;
    let response = granted(bench.refresh("R1")).await;
    assert_eq!(response.access_token, bench.secret("A2"));
    assert_eq!(response.refresh_token, Some(bench.secret("R2")));
    assert_eq!(response.expires_in, Some(8 * 3600));
    assert_eq!(bench.refresh_status("R1").await, 400);
    assert_eq!(bench.prompt_status("A2").await, 200);
    assert_eq!(bench.prompt_status("A1").await, 200, "a refresh revokes no access token");
    assert_eq!(bench.refresh_status("R2").await, 200, "a refused reuse leaves the login alone");
    assert_eq!(
        bench.journal(),
        [
            "token R1 -> 200 issues A2 R2",
            "token R1 -> 400 invalid_grant",
            "messages A2 -> 200",
            "messages A1 -> 200",
            "token R2 -> 200 issues A3 R3"
        ]
    );
}

#[tokio::test]
async fn a_request_for_the_quota_is_answered_as_the_next_prompt_and_takes_nothing_from_it() {
    let mut given = logged_in();
    given.resource_server.answers = vec![Answer { status: Some(503), ..Answer::default() }];
    let bench = Bench::new(given).await;
    let quota = |content: &str| {
        let asked = json!({ "max_tokens": 1, "messages": [{ "role": "user", "content": content }] });
        bench.prompt("A1").json(&asked).send()
    };
    assert_eq!(quota("quota").await.unwrap().status(), 503);
    assert_eq!(bench.prompt_status("A1").await, 503);
    assert_eq!(quota("quota").await.unwrap().status(), 200);
    assert_eq!(quota("test").await.unwrap().status(), 200, "a short prompt is a prompt");
    assert_eq!(bench.journal(), ["messages A1 -> 503 api_error", "messages A1 -> 200"]);
    let for_quota: Vec<String> = bench.world.quota().iter().map(ToString::to_string).collect();
    assert_eq!(for_quota, ["messages A1 -> 503 api_error", "messages A1 -> 200"]);
}

#[tokio::test]
async fn without_rotation_the_refresh_token_stays() {
    let mut given = logged_in();
    given.authorization_server.rotation = false;
    let bench = Bench::new(given).await;
    assert_eq!(granted(bench.refresh("R1")).await.refresh_token, None);
    assert_eq!(bench.refresh_status("R1").await, 200);
    assert_eq!(bench.journal(), ["token R1 -> 200 issues A2", "token R1 -> 200 issues A3"]);
}

#[tokio::test]
async fn without_reuse_detection_a_retired_refresh_token_still_works() {
    let mut given = logged_in();
    given.authorization_server.reuse_detection = ReuseDetection::None;
    let bench = Bench::new(given).await;
    assert_eq!(bench.refresh_status("R1").await, 200);
    assert_eq!(bench.refresh_status("R1").await, 200);
}

#[tokio::test]
async fn a_reuse_may_revoke_the_whole_login_and_no_other() {
    let mut given = logged_in();
    given.authorization_server.reuse_detection = ReuseDetection::RevokeFamily;
    let bench = Bench::new(given).await;
    let (other, _) = bench.world.fresh_login();
    assert_eq!(bench.refresh_status("R1").await, 200);
    assert_eq!(bench.refresh_status("R1").await, 400);
    assert_eq!(bench.prompt_status("A3").await, 401);
    assert_eq!(bench.prompt_status("A1").await, 401);
    assert_eq!(bench.refresh_status("R3").await, 400);
    assert_eq!(bench.prompt_status(&other.to_string()).await, 200);
}

#[tokio::test]
async fn within_grace_only_the_immediate_predecessor_still_works() {
    let mut given = logged_in();
    grace(&mut given);
    let bench = Bench::new(given).await;
    assert_eq!(bench.refresh_status("R1").await, 200);
    assert_eq!(bench.refresh_status("R1").await, 200, "a new pair for a lost answer");
    assert_eq!(bench.refresh_status("R2").await, 200);
    assert_eq!(bench.refresh_status("R1").await, 400, "a successor has been used");
}

#[tokio::test]
async fn grace_ends_at_its_very_millisecond() {
    let mut given = logged_in();
    grace(&mut given);
    let bench = Bench::new(given).await;
    assert_eq!(bench.refresh_status("R1").await, 200);
    bench.clock.advance(SignedDuration::from_millis(59_999));
    assert_eq!(bench.refresh_status("R1").await, 200);
    bench.clock.advance(SignedDuration::from_millis(1));
    assert_eq!(bench.refresh_status("R1").await, 400);
}

#[tokio::test]
async fn an_access_token_is_good_before_its_expiry_and_not_at_it() {
    let bench = Bench::new(logged_in()).await;
    bench.clock.advance(SignedDuration::from_millis(2 * 3_600_000 - 1));
    assert_eq!(bench.prompt_status("A1").await, 200);
    bench.clock.advance(SignedDuration::from_millis(1));
    let refused = bench.prompt("A1").send().await.unwrap();
    assert_eq!(refused.status(), 401);
    let challenge = refused.headers()["WWW-Authenticate"].to_str().unwrap().to_owned();
    assert!(challenge.contains(r#"error="invalid_token""#), "{challenge}");
    assert_eq!(body(refused).await["error"]["message"], "OAuth token has expired.");
    assert_eq!(bench.world.journal()[0].at, SignedDuration::from_millis(2 * 3_600_000 - 1));
}

#[tokio::test]
async fn what_is_revoked_is_refused_whatever_its_expiry_says() {
    let mut given = logged_in();
    given.resource_server.revoked = vec![named("A1"), named("A2")];
    let bench = Bench::new(given).await;
    let refused = bench.prompt("A1").send().await.unwrap();
    assert_eq!(body(refused).await["error"]["message"], "OAuth token has been revoked.");
    assert_eq!(bench.refresh_status("R1").await, 200);
    assert_eq!(bench.prompt_status("A2").await, 401, "revoked before it was issued");
    assert_eq!(bench.world.fresh_login(), (named("A3"), named("R3")));
    bench.world.revoke(&[named("A3")]);
    assert_eq!(bench.prompt_status("A3").await, 401);
    assert_eq!(bench.refresh_status("R3").await, 200, "only what is named is revoked");
}

#[tokio::test]
async fn a_fresh_login_is_never_one_that_is_revoked_beforehand() {
    let mut given = logged_in();
    given.resource_server.revoked = vec![named("A2")];
    let bench = Bench::new(given).await;
    let (access, _) = bench.world.fresh_login();
    assert_eq!(bench.prompt_status(&access.to_string()).await, 200);
}

#[tokio::test]
async fn each_kind_of_credential_has_its_carrier() {
    let key = |symbol| HelperOutput::Key(named(symbol));
    let mut given = logged_in();
    given.settings = Some(Settings { api_key_helper: vec![key("K1"), key("K2")], ..Settings::default() });
    given.env.insert("ANTHROPIC_AUTH_TOKEN".to_owned(), Located::nowhere("T1".to_owned()));
    given.env.insert("CLAUDE_CODE_OAUTH_TOKEN".to_owned(), Located::nowhere("E1".to_owned()));
    let bench = Bench::new(given).await;
    let send = async |bearer: Option<&str>, key: Option<&str>| {
        let mut request = bench.post("/v1/messages").json(&json!({}));
        if let Some(symbol) = bearer {
            request = request.bearer_auth(bench.secret(symbol).expose());
        }
        if let Some(symbol) = key {
            request = request.header("X-Api-Key", bench.secret(symbol).expose());
        }
        request.send().await.unwrap().status().as_u16()
    };
    for (bearer, key) in [("E1", ""), ("T1", ""), ("", "K1"), ("", "T1"), ("K1", "K1"), ("T1", "K2")] {
        let some = |symbol: &'static str| (!symbol.is_empty()).then_some(symbol);
        assert_eq!(send(some(bearer), some(key)).await, 200, "{bearer} {key}");
    }
    for (bearer, key) in [("R1", ""), ("K1", ""), ("", "A1"), ("R1", "K1"), ("A9", ""), ("", "")] {
        let some = |symbol: &'static str| (!symbol.is_empty()).then_some(symbol);
        assert_eq!(send(some(bearer), some(key)).await, 401, "{bearer} {key}");
    }
    let carriers: Vec<Carrier> = bench.world.journal().iter().map(|exchange| exchange.carrier).collect();
    assert_eq!(
        carriers[..5],
        [Carrier::Bearer, Carrier::Bearer, Carrier::ApiKey, Carrier::ApiKey, Carrier::BearerAndApiKey]
    );
    assert_eq!(carriers[11], Carrier::Nothing);
}

#[tokio::test]
async fn a_foreign_token_has_no_name_in_the_journal() {
    let bench = Bench::new(logged_in()).await;
    let request = bench.post("/v1/messages").bearer_auth("sk-ant-oat01-of-somebody").json(&json!({}));
    assert_eq!(request.send().await.unwrap().status(), 401);
    assert_eq!(bench.journal(), ["messages -> 401 authentication_error"]);
}

#[tokio::test]
async fn a_request_without_a_credential_gets_a_challenge_without_an_error() {
    let bench = Bench::new(Given::default()).await;
    let refused = bench.post("/v1/messages").json(&json!({})).send().await.unwrap();
    assert_eq!(refused.headers()["WWW-Authenticate"], r#"Bearer realm="messages""#);
}

#[tokio::test]
async fn the_answer_comes_as_json_or_as_a_stream() {
    let bench = Bench::new(logged_in()).await;
    let whole = bench.prompt("A1").send().await.unwrap();
    assert_eq!(body(whole).await["content"][0]["text"], "pong");
    let stream = bench.prompt("A1").json(&json!({ "stream": true })).send().await.unwrap();
    assert_eq!(stream.headers()["Content-Type"], "text/event-stream; charset=utf-8");
    let text = stream.text().await.unwrap();
    assert!(
        text.contains("\"text\":\"pong\"") && text.ends_with("{\"type\":\"message_stop\"}\n\n"),
        "{text}"
    );
}

#[tokio::test]
async fn the_token_endpoint_takes_a_form_and_forbids_caching() {
    let bench = Bench::new(logged_in()).await;
    let form = format!("grant_type=refresh_token&refresh_token={}", bench.secret("R1").expose());
    let request = bench.post("/v1/oauth/token").header("Content-Type", "application/x-www-form-urlencoded");
    let response = request.body(form).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["Cache-Control"], "no-store");
}

#[tokio::test]
async fn a_faulty_token_request_is_refused_by_name() {
    let bench = Bench::new(logged_in()).await;
    let cases = [
        (r#"{"refresh_token":"x"}"#, "invalid_request"),
        (r#"{"grant_type":"refresh_token"}"#, "invalid_request"),
        (
            r#"{"grant_type":"refresh_token","grant_type":"refresh_token","refresh_token":"x"}"#,
            "invalid_request",
        ),
        ("[]", "invalid_request"),
        (r#"{"grant_type":"password","username":"x"}"#, "unsupported_grant_type"),
        (r#"{"grant_type":"refresh_token","refresh_token":"x"}"#, "invalid_grant"),
    ];
    for (request, error) in cases {
        let request = bench.post("/v1/oauth/token").header("Content-Type", "application/json").body(request);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 400);
        assert_eq!(body(response).await["error"], error);
    }
    let details = |position: usize| bench.world.journal()[position].details.join(" ");
    assert_eq!(details(4), "grant_type username Cache-Control Pragma");
}

#[tokio::test]
async fn giving_up_a_refresh_token_ends_the_login_and_an_unknown_one_is_no_error() {
    let bench = Bench::new(logged_in()).await;
    let revoke = |token: Secret| bench.post("/v1/oauth/token/revoke").json(&json!({ "token": token }));
    assert_eq!(revoke(Secret::new("nobody's")).send().await.unwrap().status(), 200);
    assert_eq!(revoke(bench.secret("R1")).send().await.unwrap().status(), 200);
    assert_eq!(bench.prompt_status("A1").await, 401);
    assert_eq!(bench.refresh_status("R1").await, 400);
    let (access, refresh) = bench.world.fresh_login();
    assert_eq!(revoke(bench.tokens.token(access)).send().await.unwrap().status(), 200);
    assert_eq!(bench.prompt_status(&access.to_string()).await, 401);
    assert_eq!(bench.refresh_status(&refresh.to_string()).await, 200);
    assert_eq!(bench.journal()[..2], ["revoke -> 200", "revoke R1 -> 200"]);
}

#[tokio::test]
async fn a_refresh_token_of_the_environment_is_good() {
    let mut given = Given::default();
    given.env.insert("CLAUDE_CODE_OAUTH_REFRESH_TOKEN".to_owned(), Located::nowhere("R1".to_owned()));
    let bench = Bench::new(given).await;
    assert_eq!(bench.refresh_status("R1").await, 200);
    assert_eq!(bench.journal(), ["token R1 -> 200 issues A1 R2"]);
}
