//! One world alone, for a client that believes it talks to the real hosts.

use super::*;
use crate::run::server::{Pace, SideTraffic, Surroundings};

fn alone(given: &Given) -> Bench {
    let servers = Servers::start_alone().unwrap();
    let (tokens, clock) = (TokenBook::default(), VirtualClock::default());
    let side = |path: &str, body: Value| SideTraffic {
        method: None,
        host: None,
        path: path.to_owned(),
        status: 200,
        body,
        xml: None,
    };
    let another = SideTraffic {
        host: Some("another.".to_owned()),
        xml: Some("<known/>".to_owned()),
        ..side("/who", Value::Null)
    };
    let surroundings = Surroundings {
        authorize: vec!["https://signin.example/authorize".to_owned()],
        elsewhere: "https://elsewhere.example".to_owned(),
        settings: Some("/settings".to_owned()),
        side: vec![side("/profile", json!({ "name": "x" })), side("/telemetry/", Value::Null), another],
        headers: [("request-id".to_owned(), "x".to_owned())].into(),
        pace: Pace::Real,
    };
    let world = servers.open_alone(surroundings, given, &tokens, &clock);
    Bench { world, tokens, clock, http: client(), _servers: servers }
}

#[tokio::test]
async fn paths_need_no_prefix() {
    let bench = alone(&logged_in());
    assert!(!bench.world.base_url().contains("/w/"));
    assert_eq!(bench.prompt_status("A1").await, 200);
    assert_eq!(bench.refresh_status("R1").await, 200);
    assert_eq!(bench.journal(), ["messages A1 -> 200", "token R1 -> 200 issues A2 R2"]);
}

#[tokio::test]
async fn side_traffic_is_answered_and_left_out() {
    let bench = alone(&logged_in());
    let get = |path: &str| bench.http.get(format!("{}{path}", bench.world.base_url()));
    let profile = get("/profile").bearer_auth(bench.secret("A1").expose()).send().await.unwrap();
    assert_eq!(profile.headers()["request-id"], "x");
    assert_eq!(body(profile).await, json!({ "name": "x" }));
    assert_eq!(body(get("/telemetry/of/any/kind").send().await.unwrap()).await, json!({}));
    assert_eq!(get("/news").send().await.unwrap().status(), 404);
    assert!(bench.journal().is_empty());
    assert!(bench.world.unexpected().is_empty());
    assert_eq!(bench.world.unknown(), ["GET /news"]);
}

#[tokio::test]
async fn a_credential_posted_to_a_stranger_is_unexpected() {
    let bench = alone(&logged_in());
    let posted = bench.post("/v1/elsewhere").bearer_auth(bench.secret("A1").expose()).send().await.unwrap();
    assert_eq!(posted.status(), 404);
    assert_eq!(bench.world.unexpected(), ["POST /v1/elsewhere with A1"]);
}

#[tokio::test]
async fn an_ambush_keeps_the_answer_to_what_the_server_has_done() {
    let bench = alone(&logged_in());
    let caught = bench.world.ambush();
    let mut request = Box::pin(bench.refresh("R1").send());
    tokio::select! {
        answer = &mut request => panic!("an answer: {answer:?}"),
        caught = caught => caught.unwrap(),
    }
    drop(request);
    assert_eq!(bench.journal(), ["token R1 -> 200 issues A2 R2"]);
    assert_eq!(bench.refresh_status("R1").await, 400, "it was spent");
}

#[tokio::test]
async fn side_traffic_of_one_host_is_answered_there_alone() {
    let bench = alone(&logged_in());
    let who = || bench.http.get(format!("{}/who", bench.world.base_url()));
    assert_eq!(who().send().await.unwrap().status(), 404);
    let known = who().header("Host", "another.example").send().await.unwrap();
    assert_eq!(known.headers()["Content-Type"], "text/xml");
    assert_eq!(known.text().await.unwrap(), "<known/>");
}

#[tokio::test]
async fn where_time_is_real_a_stalled_answer_moves_no_clock() {
    let mut given = logged_in();
    given.authorization_server.answers = vec![answer(AnswerFault::Stalled)];
    let bench = alone(&given);
    let wait = std::time::Duration::from_millis(100);
    assert!(bench.refresh("R1").timeout(wait).send().await.unwrap_err().is_timeout());
    assert_eq!(bench.clock.elapsed(), SignedDuration::ZERO);
    assert_eq!(bench.journal(), ["token R1 -> no answer (stalled)"]);
}

#[tokio::test]
async fn a_redirect_leads_to_the_other_host_that_the_surroundings_name() {
    let mut given = logged_in();
    given.authorization_server.answers = vec![answer(AnswerFault::Redirect)];
    let bench = alone(&given);
    let response = bench.refresh("R1").send().await.unwrap();
    assert_eq!(response.headers()["Location"], "https://elsewhere.example/elsewhere/v1/oauth/token");
}

#[tokio::test]
async fn a_refused_request_for_settings_is_refused_as_often_as_was_given() {
    let mut given = logged_in();
    given.resource_server.settings_refused = vec![401, 503];
    let bench = alone(&given);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let asked = bench.http.get(format!("{}/settings", bench.world.base_url())).send().await.unwrap();
        statuses.push(asked.status().as_u16());
    }
    assert_eq!(statuses, [401, 503, 404]);
    assert!(bench.journal().is_empty());
}
