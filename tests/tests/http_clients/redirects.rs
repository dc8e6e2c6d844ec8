//! A request that was answered with a redirect has been received.

use http::Method;
use retry_core::{
    StopReason, Verdict,
    http::{FailureKind, HttpPolicy, IdempotencyKey, check, ureq_agent as keeping_agent},
    retry,
    testing::ManualClock,
};
use retry_tests::{
    HTTP, RefusingPort, Reply, ScriptedServer, block_on, reqwest_client, ureq_agent,
};

const STAYS: HttpPolicy = HTTP.no_redirects();

/// "See Other", to this URL.
fn see_other(url: &str) -> Reply {
    let location = format!("location: {url}").leak();
    Reply::With(303, vec![&*location].leak())
}

/// A POST under this policy whose redirect leads to a refusing port, through reqwest and ureq: what the
/// server saw.
fn refused_after_redirect(policy: &HttpPolicy, key: Option<&IdempotencyKey>) -> [Vec<String>; 4] {
    let port = RefusingPort::take();
    let to_port = see_other(&port.url());
    let call = key.map_or(policy.call(Method::POST), |key| {
        policy.call(Method::POST).key(key)
    });
    let reqwest = || {
        let server = ScriptedServer::start([to_port; 3]);
        let client = reqwest_client();
        let run = call.retry(|| client.post(server.url()).body("order").send());
        block_on(run.timer(ManualClock::new()).into_future()).expect_err("refused");
        server.requests()
    };
    let converted = || {
        let server = ScriptedServer::start([to_port; 3]);
        let client = reqwest_client();
        let run = call.retry_checked(|| async {
            let response = client.post(server.url()).body("order").send().await?;
            check(response)
        });
        block_on(run.timer(ManualClock::new()).into_future()).expect_err("refused");
        server.requests()
    };
    let ureq = || {
        let server = ScriptedServer::start([to_port; 3]);
        let agent = ureq_agent();
        let run = call.retry(|| agent.post(server.url()).send("order"));
        run.timer(ManualClock::new()).call().expect_err("refused");
        server.requests()
    };
    let boxed = || {
        let server = ScriptedServer::start([to_port; 3]);
        let agent = ureq_agent();
        let run = retry(|| Ok::<_, anyhow::Error>(agent.post(server.url()).send("order")?));
        let run = run.on(call.errors());
        run.timer(ManualClock::new()).call().expect_err("refused");
        server.requests()
    };
    [reqwest(), converted(), ureq(), boxed()]
}

#[test]
fn a_post_answered_with_a_redirect_is_not_sent_again_when_that_is_refused() {
    for requests in refused_after_redirect(&HTTP, None) {
        assert_eq!(requests, ["POST"]);
    }
}

#[test]
fn a_post_with_a_key_is_sent_again_when_its_redirect_is_refused() {
    let key = IdempotencyKey::random();
    for requests in refused_after_redirect(&HTTP, Some(&key)) {
        assert_eq!(requests, ["POST"; 3]);
    }
}

#[test]
fn a_get_is_sent_again_when_its_redirect_is_refused() {
    let port = RefusingPort::take();
    let server = ScriptedServer::start([see_other(&port.url()); 3]);
    let client = reqwest_client();
    let run = HTTP
        .call(Method::GET)
        .retry(|| client.get(server.url()).send());
    block_on(run.timer(ManualClock::new()).into_future()).expect_err("refused");
    assert_eq!(server.requests(), ["GET"; 3]);
}

#[test]
fn a_get_is_sent_again_when_its_redirect_leads_to_an_answer_that_is_retried() {
    let agent = keeping_agent();
    let target = ScriptedServer::start([Reply::Status(503), Reply::Status(200)]);
    let server = ScriptedServer::start([see_other(&target.url()); 2]);
    let run = HTTP
        .call(Method::GET)
        .retry(|| agent.get(server.url()).call());
    let response = run.timer(ManualClock::new()).call().expect("an answer");
    assert_eq!(response.status(), 200);
    assert_eq!(server.requests(), ["GET"; 2]);
}

#[test]
fn where_the_policy_knows_that_no_redirect_is_followed_a_refused_post_is_sent_again() {
    let port = RefusingPort::take();
    let builder = reqwest::Client::builder().no_proxy();
    let client = builder.redirect(reqwest::redirect::Policy::none()).build();
    let client = client.expect("a client");
    let attempts = |policy: &HttpPolicy| {
        let run = policy
            .call(Method::POST)
            .retry(|| client.post(port.url()).send());
        let report = block_on(run.timer(ManualClock::new()).report().into_future());
        assert_eq!(
            FailureKind::of(&report.outcome.expect_err("refused")),
            FailureKind::NeverSent
        );
        (report.attempts, report.stop)
    };
    assert_eq!(attempts(&HTTP), (1, StopReason::NotRetryable));
    assert_eq!(attempts(&STAYS), (3, StopReason::Attempts));
}

#[test]
fn a_status_in_an_error_of_a_client_may_be_that_of_a_redirect() {
    const ANY: HttpPolicy = HTTP.any_method_statuses([429]);
    let verdict =
        |policy: &HttpPolicy, error: &ureq::Error| policy.call(Method::POST).failed_by(error);
    let busy = ureq::Error::StatusCode(429);
    assert_eq!(verdict(&ANY, &busy), Verdict::Stop);
    assert_eq!(
        verdict(&ANY.no_redirects(), &busy),
        Verdict::Throttled(None)
    );
}

#[test]
fn a_response_behind_a_redirect_is_no_answer_to_the_post() {
    const ANY: HttpPolicy = HTTP.any_method_statuses([429]);
    let server = ScriptedServer::start([see_other("/other"), Reply::Status(429)]);
    let agent = keeping_agent();
    let response = ANY
        .call(Method::POST)
        .retry(|| agent.post(server.url()).send("order"))
        .timer(ManualClock::new())
        .call();
    assert_eq!(response.expect("handed back").status(), 429);
    assert_eq!(server.requests(), ["POST", "GET"]);

    let server = ScriptedServer::start([Reply::Status(429), Reply::Status(200)]);
    let response = ANY
        .call(Method::POST)
        .retry(|| agent.post(server.url()).send("order"))
        .timer(ManualClock::new())
        .call();
    assert_eq!(response.expect("a response").status(), 200);
    assert_eq!(server.requests(), ["POST"; 2], "this one was the answer");
}
