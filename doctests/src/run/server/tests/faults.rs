//! Scripted answers, and each fault as a client sees it.

use super::*;

/// A logged-in world whose token endpoint answers so first.
async fn token_answers(answers: Vec<Answer>) -> Bench {
    let mut given = logged_in();
    given.authorization_server.answers = answers;
    Bench::new(given).await
}

#[tokio::test]
async fn scripted_answers_come_first_and_then_the_rules() {
    let mut given = logged_in();
    given.resource_server.answers = vec![
        Answer {
            times: Some(2),
            status: Some(503),
            retry_after: Some(SignedDuration::from_secs(7)),
            ..Answer::default()
        },
        Answer::default(),
        Answer { status: Some(403), message: Some("No.".to_owned()), ..Answer::default() },
    ];
    let bench = Bench::new(given).await;
    let first = bench.prompt("A1").send().await.unwrap();
    assert_eq!(first.headers()["Retry-After"], "7");
    for expected in [503, 200, 403, 200] {
        assert_eq!(bench.prompt_status("A1").await, expected);
    }
    assert_eq!(bench.journal()[3], "messages A1 -> 403 permission_error");
    assert!(bench.world.journal()[0].details.contains(&"Retry-After".to_owned()));
}

#[tokio::test]
async fn a_scripted_status_spends_no_refresh_token() {
    let scripted = |status, error: Option<&str>| Answer {
        status: Some(status),
        error: error.map(str::to_owned),
        ..Answer::default()
    };
    let bench = token_answers(vec![scripted(503, None), scripted(400, Some("invalid_grant"))]).await;
    assert_eq!(bench.refresh_status("R1").await, 503);
    assert_eq!(bench.refresh_status("R1").await, 400);
    assert_eq!(bench.refresh_status("R1").await, 200);
    assert_eq!(
        bench.journal(),
        ["token R1 -> 503", "token R1 -> 400 invalid_grant", "token R1 -> 200 issues A2 R2"]
    );
}

#[tokio::test]
async fn a_healthy_world_keeps_its_revocations_and_drops_its_script() {
    let mut given = logged_in();
    given.resource_server.revoked = vec![named("A1")];
    given.resource_server.answers = vec![Answer { times: Some(9), status: Some(500), ..Answer::default() }];
    let bench = Bench::new(given).await;
    assert_eq!(bench.prompt_status("A1").await, 500);
    bench.world.make_healthy();
    assert_eq!(bench.prompt_status("A1").await, 401);
}

#[tokio::test]
async fn a_member_left_out_was_not_issued() {
    let without = |member: &str| Answer { without: vec![member.to_owned()], ..Answer::default() };
    let bench =
        token_answers(vec![without("refresh_token"), without("access_token"), without("expires_in")]).await;
    assert_eq!(granted(bench.refresh("R1")).await.refresh_token, None);
    assert!(bench.refresh("R1").send().await.unwrap().json::<TokenResponse>().await.is_err());
    assert_eq!(granted(bench.refresh("R2")).await.expires_in, None);
    assert_eq!(
        bench.journal(),
        ["token R1 -> 200 issues A2", "token R1 -> 200 issues R2", "token R2 -> 200 issues A3 R3"]
    );
}

#[tokio::test]
async fn a_spoiled_body_comes_after_the_refresh_token_is_spent() {
    let faults = [
        (AnswerFault::Garbage, "garbage"),
        (AnswerFault::Html, "html"),
        (AnswerFault::Empty, "empty"),
        (AnswerFault::Oversized, "oversized"),
        (AnswerFault::WrongContentType, "wrong-content-type"),
    ];
    for (fault, name) in faults {
        let bench = token_answers(vec![answer(fault)]).await;
        let response = bench.refresh("R1").send().await.unwrap();
        assert_eq!(response.status(), 200);
        let content_type = response.headers()["Content-Type"].to_str().unwrap().to_owned();
        let text = response.text().await.unwrap();
        let parsed = serde_json::from_str::<TokenResponse>(&text);
        match fault {
            AnswerFault::Oversized => assert!(parsed.is_ok() && text.len() == 2 * 1024 * 1024),
            AnswerFault::WrongContentType => assert!(parsed.is_ok() && content_type == "text/plain"),
            AnswerFault::Html => assert!(parsed.is_err() && content_type.starts_with("text/html")),
            _ => assert!(parsed.is_err(), "{text}"),
        }
        assert_eq!(bench.refresh_status("R1").await, 400, "{name}: spent");
        assert_eq!(bench.journal()[0], format!("token R1 -> 200 ({name}) issues A2 R2"));
    }
}

#[tokio::test]
async fn a_redirect_leads_to_another_host_and_whoever_follows_it_is_seen() {
    let bench = token_answers(vec![answer(AnswerFault::Redirect)]).await;
    let response = bench.refresh("R1").send().await.unwrap();
    assert_eq!(response.status(), 307);
    let location = response.headers()["Location"].to_str().unwrap().to_owned();
    assert!(location.starts_with("http://localhost:"), "{location}");
    let token = bench.secret("R1");
    let request = json!({ "grant_type": "refresh_token", "refresh_token": token });
    let followed = bench.http.post(location).json(&request).send().await.unwrap();
    assert_eq!(followed.status(), 404);
    assert_eq!(bench.refresh_status("R1").await, 200, "nothing was spent");
    assert_eq!(
        bench.journal(),
        ["token R1 -> 307 (redirect)", "token R1 -> 404", "token R1 -> 200 issues A2 R2"]
    );
    assert!(bench.world.unexpected().is_empty());
}

#[tokio::test]
async fn a_truncated_answer_breaks_off_in_the_body() {
    let bench = token_answers(vec![answer(AnswerFault::Truncated)]).await;
    let response = bench.refresh("R1").send().await.unwrap();
    assert_eq!(response.status(), 200);
    let error = response.bytes().await.unwrap_err();
    assert!(error.is_decode() || error.is_body(), "{error:?}");
    assert_eq!(bench.refresh_status("R1").await, 400, "spent");
    assert_eq!(bench.journal()[0], "token R1 -> 200 (truncated) issues A2 R2");
}

#[tokio::test]
async fn a_reset_comes_before_or_after_the_server_did_its_part() {
    for (fault, journal, afterwards) in [
        (AnswerFault::ResetBeforeCommit, "token R1 -> no answer (reset)", 200),
        (AnswerFault::ResetAfterCommit, "token R1 -> no answer (reset after the grant)", 400),
    ] {
        let bench = token_answers(vec![answer(fault)]).await;
        let error = bench.refresh("R1").send().await.unwrap_err();
        assert!(error.is_request() && !error.is_timeout(), "{error:?}");
        assert!(format!("{error:?}").contains("ConnectionReset"), "{error:?}");
        assert_eq!(bench.journal()[0], journal);
        assert_eq!(bench.refresh_status("R1").await, afterwards);
    }
}

#[tokio::test]
async fn a_stalled_answer_moves_the_clock_to_the_client_s_own_limit() {
    let bench = token_answers(vec![answer(AnswerFault::Stalled)]).await;
    let limit = bench.clock.timer(SignedDuration::from_secs(30));
    tokio::select! {
        answer = bench.refresh("R1").send() => panic!("an answer: {answer:?}"),
        () = limit => {}
    }
    assert_eq!(bench.clock.elapsed(), SignedDuration::from_secs(30));
    assert_eq!(bench.journal(), ["token R1 -> no answer (stalled)"]);
    assert_eq!(bench.refresh_status("R1").await, 200, "nothing was spent");
}

#[tokio::test]
async fn a_client_without_a_limit_is_let_go_after_ten_minutes() {
    let bench = token_answers(vec![answer(AnswerFault::Stalled)]).await;
    assert!(bench.refresh("R1").send().await.unwrap_err().is_request());
    assert_eq!(bench.clock.elapsed(), SignedDuration::from_mins(10));
    assert_eq!(bench.journal(), ["token R1 -> no answer (closed)"]);
}

#[tokio::test]
async fn a_delay_passes_in_virtual_time_and_may_be_longer_than_the_client_waits() {
    let slow = |seconds| Answer { delay: Some(SignedDuration::from_secs(seconds)), ..Answer::default() };
    let bench = token_answers(vec![slow(20), slow(60)]).await;
    assert_eq!(bench.refresh_status("R1").await, 200);
    assert_eq!(bench.clock.elapsed(), SignedDuration::from_secs(20));
    let limit = bench.clock.timer(SignedDuration::from_secs(30));
    tokio::select! {
        answer = bench.refresh("R2").send() => panic!("an answer: {answer:?}"),
        () = limit => {}
    }
    assert_eq!(bench.clock.elapsed(), SignedDuration::from_secs(50));
    assert_eq!(
        bench.journal(),
        ["token R1 -> 200 issues A2 R2", "token R2 -> no answer (stalled after the grant)"]
    );
}

#[tokio::test]
async fn a_page_of_a_firewall_names_no_error() {
    let mut given = logged_in();
    given.resource_server.answers = vec![Answer { status: Some(403), ..answer(AnswerFault::Html) }];
    let bench = Bench::new(given).await;
    assert_eq!(bench.prompt_status("A1").await, 403);
    assert_eq!(bench.journal(), ["messages A1 -> 403 (html)"]);
}

#[tokio::test]
async fn what_the_front_cannot_read_is_dropped_and_it_goes_on() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let bench = token_answers(vec![Answer { times: Some(0), ..answer(AnswerFault::Stalled) }]).await;
    let host = bench.world.base_url().replace("http://", "");
    let host = host.split('/').next().unwrap();
    for nonsense in
        ["\r\n\r\n", "POST / HTTP/1.1\r\nno colon\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"]
    {
        let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
        stream.write_all(nonsense.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        assert_eq!(stream.read_to_end(&mut answer).await.unwrap_or(0), 0, "{nonsense:?}");
    }
    assert_eq!(bench.refresh_status("R1").await, 200);
    assert_eq!(bench.journal(), ["token R1 -> 200 issues A2 R2"]);
}
