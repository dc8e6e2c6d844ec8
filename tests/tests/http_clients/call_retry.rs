//! Runs made by `retry` and `retry_checked` of a call.

use http::Method;
use retry_core::{
    http::{HttpError, check},
    testing::ManualClock,
};
use retry_tests::{HTTP, Reply, ScriptedServer, block_on, millis, reqwest_client, ureq_agent};

#[test]
fn retry_of_a_call_brings_the_policy_and_the_judge() {
    let script = [
        Reply::Status(503),
        Reply::DropAfterRequest,
        Reply::Status(200),
    ];
    let clock = ManualClock::new();
    let server = ScriptedServer::start(script);
    let response = HTTP
        .call(Method::GET)
        .retry(|| ureq_agent().get(server.url()).call())
        .timer(&clock)
        .call();
    assert_eq!(response.expect("a response").status(), 200);

    let server = ScriptedServer::start(script);
    let client = reqwest_client();
    let response = block_on(
        HTTP.call(Method::GET)
            .retry(|| client.get(server.url()).send())
            .timer(&clock)
            .into_future(),
    );
    assert_eq!(response.expect("a response").status(), 200);
    assert_eq!(clock.waits(), millis([100; 4]));

    let server = ScriptedServer::start(script);
    let response = HTTP
        .call(Method::POST)
        .retry(|| ureq_agent().post(server.url()).send("order"))
        .call();
    assert_eq!(response.expect("returned").status(), 503);
    assert_eq!(server.requests(), ["POST"]);
}

#[tokio::test]
async fn calls_can_be_spawned() {
    let server = ScriptedServer::start([Reply::Status(200), Reply::Status(200)]);
    let url = server.url();
    let spawned = tokio::spawn(async move {
        let client = reqwest_client();
        let path = url.clone();
        let call = HTTP.call(Method::GET);
        let sent = call.retry(|| client.get(&path).send()).await;
        let body = call
            .retry_checked(|| async {
                let response = check(client.get(&path).send().await?)?;
                Ok::<String, HttpError>(response.text().await?)
            })
            .await;
        (sent.map(|response| response.status().as_u16()), body)
    });
    let (sent, body) = spawned.await.expect("no panic");
    assert_eq!(sent.expect("a response"), 200);
    assert_eq!(body.expect("a body"), "body");
}
