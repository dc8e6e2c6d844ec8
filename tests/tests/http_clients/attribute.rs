//! The attribute, with error types of the user.

use http::Method;
use retry_core::{http::check, retry};
use retry_tests::{HTTP, Reply, ScriptedServer, reqwest_client, ureq_agent};

use crate::own_error::OwnError;

#[retry(on = HTTP.call(Method::GET).errors())]
async fn number(client: &reqwest::Client, url: &str) -> Result<u32, OwnError> {
    Ok(check(client.get(url).send().await?)?
        .text()
        .await?
        .parse()?)
}

#[retry(on_outcome = HTTP.call(Method::GET).judge())]
async fn page(client: &reqwest::Client, url: &str) -> Result<reqwest::Response, reqwest::Error> {
    client.get(url).send().await
}

#[retry(on = HTTP.call(Method::GET).errors())]
fn body(agent: &ureq::Agent, url: &str) -> anyhow::Result<String> {
    Ok(check(agent.get(url).call()?)?.body_mut().read_to_string()?)
}

#[tokio::test]
async fn the_attribute_takes_a_judge_of_errors_or_of_outcomes() {
    let _guard = retry_core::testing::no_waits();
    let client = reqwest_client();
    let script = [Reply::ResetInBody, Reply::Status(503), Reply::Status(200)];
    let server = ScriptedServer::start(script);
    let error = number(&client, &server.url())
        .await
        .expect_err("`body` is not a number");
    assert!(matches!(error, OwnError::Number(_)), "{error:?}");
    assert_eq!(
        server.requests(),
        ["GET"; 3],
        "the body was read in the third attempt"
    );

    let server = ScriptedServer::start(script[1..].iter().copied());
    let response = page(&client, &server.url()).await.expect("a response");
    assert_eq!(
        (response.status().as_u16(), server.requests().len()),
        (200, 2)
    );

    let server = ScriptedServer::start(script);
    let agent = ureq_agent();
    assert_eq!(body(&agent, &server.url()).expect("a body"), "body");
    assert_eq!(server.requests(), ["GET"; 3]);
}
