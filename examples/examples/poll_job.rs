//! Poll a job over HTTP until it is done, or until the time is up.

use std::error::Error;

use reqwest::{Client, Method};
use retry_core::{
    Event,
    http::{HttpPolicy, check},
    retry,
};
use retry_examples::{Answer, LocalServer, Request};
use serde::Deserialize;

type BoxError = Box<dyn Error + Send + Sync>;

const HTTP: HttpPolicy = HttpPolicy::new();

// `http` judges a poll that fails, `on_ok` a poll that finds the job still running. The deadline ends both.
// Without `exhausted`, a job that is still running by then would come back as `Ok`.
#[retry(
    attempts = unlimited,
    backoff = 20ms,
    factor = 1.5,
    max_delay = 100ms,
    jitter = 0.1,
    deadline = 400ms,
        http = HTTP.call(Method::GET),
    on_ok = Job::Running { .. },
    exhausted = |job| Err(format!("not done in time: {job:?}").into()),
    on_retry = tell
)]
async fn finished(client: &Client, url: &str) -> Result<Job, BoxError> {
    Ok(check(client.get(url).send().await?)?.json().await?)
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
enum Job {
    Running { percent: u32 },
    Done { rows: u32 },
}

fn tell(event: &Event<'_, Result<Job, BoxError>>) {
    let delay = event.delay().unwrap_or_default();
    match event.outcome() {
        Some(Ok(job)) => println!("  {job:?}, next poll in {delay:.0?}"),
        Some(Err(error)) => println!("  {error}, next poll in {delay:.0?}"),
        None => {} // only before a hedge
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let server = LocalServer::start(job_server())?;
    let client = Client::new();

    println!("an export:");
    let export = finished(&client, &server.url("/jobs/export")).await?;
    println!("  {export:?}");
    assert_eq!(export, Job::Done { rows: 4711 });

    println!("an import that never ends:");
    let late = finished(&client, &server.url("/jobs/import")).await;
    let late = late.expect_err("it never ends").to_string();
    println!("  {late}");
    assert_eq!(late, "not done in time: Running { percent: 1 }");

    println!("a job that nobody started:");
    let url = server.url("/jobs/nothing");
    let missing = finished(&client, &url).await;
    let missing = missing.expect_err("there is none").to_string();
    println!("  {missing}");
    assert_eq!(missing, format!("the server answered 404 Not Found: {url}"));
    Ok(())
}

/// The export is done at the fifth poll; the third poll gets a 503.
fn job_server() -> impl FnMut(&Request) -> Answer + Send {
    let mut polls = 0;
    move |request| match request.line.as_str() {
        "GET /jobs/export" => {
            polls += 1;
            match polls {
                3 => Answer::Reply(503, String::new()),
                5.. => Answer::Reply(200, r#"{"state":"done","rows":4711}"#.to_owned()),
                _ => running(polls * 20),
            }
        }
        "GET /jobs/import" => running(1),
        _ => Answer::Reply(404, String::new()),
    }
}

fn running(percent: u32) -> Answer {
    Answer::Reply(200, format!(r#"{{"state":"running","percent":{percent}}}"#))
}
