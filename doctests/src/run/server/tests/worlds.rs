//! Worlds that share the servers do not share anything else.

use super::*;

#[test]
fn the_servers_and_a_world_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Servers>();
    shared::<World>();
}

#[tokio::test]
async fn parallel_worlds_do_not_see_each_other() {
    let servers = Servers::start().await.unwrap();
    let clock = VirtualClock::default();
    let http = client();
    let mut runs = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let tokens = TokenBook::default();
        let world = servers.open(&logged_in(), &tokens, &clock);
        let http = http.clone();
        runs.spawn(async move {
            for refresh in ["R1", "R2", "R3"] {
                let token = tokens.token(named(refresh));
                let request = http.post(format!("{}/v1/oauth/token", world.base_url()));
                granted(request.json(&json!({ "grant_type": "refresh_token", "refresh_token": token })))
                    .await;
            }
            world.journal().iter().map(ToString::to_string).collect::<Vec<_>>()
        });
    }
    for journal in runs.join_all().await {
        assert_eq!(
            journal,
            ["token R1 -> 200 issues A2 R2", "token R2 -> 200 issues A3 R3", "token R3 -> 200 issues A4 R4"]
        );
    }
}

#[tokio::test]
async fn a_token_of_one_world_opens_no_other() {
    let servers = Servers::start().await.unwrap();
    let clock = VirtualClock::default();
    let (mine, yours) = (TokenBook::default(), TokenBook::default());
    let _mine = servers.open(&logged_in(), &mine, &clock);
    let other = servers.open(&logged_in(), &yours, &clock);
    let request = client().post(format!("{}/v1/messages", other.base_url()));
    let refused =
        request.bearer_auth(mine.token(named("A1")).expose()).json(&json!({})).send().await.unwrap();
    assert_eq!(refused.status(), 401);
    assert_eq!(other.journal()[0].credential, None);
}

#[tokio::test]
async fn a_late_request_to_a_closed_world_is_in_nobody_s_journal() {
    for fault in [None, Some(AnswerFault::Stalled)] {
        let servers = Servers::start().await.unwrap();
        let (tokens, clock) = (TokenBook::default(), VirtualClock::default());
        let mut given = logged_in();
        given.authorization_server.answers = fault.map(answer).into_iter().collect();
        let closed = servers.open(&given, &tokens, &clock);
        let late = closed.base_url();
        drop(closed);
        let next = servers.open(&given, &tokens, &clock);
        assert_ne!(next.base_url(), late);
        let request =
            client().post(format!("{late}/v1/messages")).bearer_auth(tokens.token(named("A1")).expose());
        assert_eq!(request.json(&json!({})).send().await.unwrap().status(), 404);
        assert!(next.journal().is_empty() && next.unexpected().is_empty());
    }
}

#[tokio::test]
async fn what_no_endpoint_takes_is_kept_apart() {
    let bench = Bench::new(logged_in()).await;
    let token = bench.secret("A1");
    let base = bench.world.base_url();
    let get = |path: &str| bench.http.get(format!("{base}{path}"));
    assert_eq!(get("/v1/messages").send().await.unwrap().status(), 404);
    let leak = format!("/x?token={}", token.expose());
    assert_eq!(get(&leak).bearer_auth(token.expose()).send().await.unwrap().status(), 404);
    assert!(bench.journal().is_empty());
    assert_eq!(bench.world.unexpected(), ["GET /v1/messages", "GET /x?token=A1 with A1"]);
}

#[tokio::test]
async fn a_sign_in_elsewhere_adds_a_login() {
    let bench = Bench::new(logged_in()).await;
    let login = StoredLogin {
        access: Some(token("A7")),
        refresh: Some(token("R7")),
        expires_in: Some(SignedDuration::from_secs(5)),
        ..StoredLogin::default()
    };
    bench.clock.advance(SignedDuration::from_hours(1));
    bench.world.sign_in(&login);
    assert_eq!(bench.prompt_status("A7").await, 200);
    bench.clock.advance(SignedDuration::from_secs(5));
    assert_eq!(bench.prompt_status("A7").await, 401);
    assert_eq!(bench.refresh_status("R7").await, 200);
    assert_eq!(bench.refresh_status("R1").await, 200);
}
