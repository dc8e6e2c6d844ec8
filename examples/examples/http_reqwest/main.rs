//! A reqwest client with policies mounted by URL prefix, against a server in this process: what it
//! retries, what it does not, and how a response reports it. The hooks print each step.

mod server;

use std::{error::Error, time::Duration};

use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use retry_core::{
    Backoff, Policy, StopReason,
    http::{HttpEvent, HttpPolicy, HttpReport, HttpRetry, Mounts, PerRequest},
};

use crate::server::Server;

/// Two attempts for paths without a policy of their own.
const USUAL: HttpPolicy = HttpPolicy::new().policy(
    Policy::new()
        .attempts(2)
        .backoff(Backoff::constant(Duration::from_millis(50))),
);

/// The orders' server knows `Idempotency-Key`, so a POST gets a key and may be sent again.
const ORDERS: HttpPolicy = USUAL.attempts(5).make_keys(true);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start()?;
    let url = |path: &str| format!("{}{path}", server.origin());

    // Once for the whole program. The longest prefix counts; a request that matches none is not retried.
    let mounts = Mounts::new()
        .mount(&url("/shop/"), USUAL)
        .mount(&url("/shop/orders"), ORDERS);
    let retry = HttpRetry::new(mounts)
        .on_retry(|event| {
            let delay = event.delay().unwrap_or_default().as_millis();
            println!("{}, again in {delay} ms", line(event));
        })
        .on_stop(|event| println!("{}, given up", line(event)));
    let client = ClientBuilder::new(reqwest::Client::builder().no_proxy().build()?)
        .with(retry)
        .build();

    title("a page that is busy once");
    let (status, report) = get(&client, &url("/shop/busy-once")).await?;
    assert_eq!((status, attempts(report)), (200, Some(2)));

    title("a page that is busy for good: the last response comes back");
    let (status, report) = get(&client, &url("/shop/busy")).await?;
    assert_eq!((status, attempts(report)), (503, Some(2)));

    title("a page that asks for an hour: too long, so it comes back at once");
    let (status, report) = get(&client, &url("/shop/in-an-hour")).await?;
    assert_eq!((status, attempts(report)), (503, Some(1)));
    assert!(matches!(
        report.map(|report| report.stop),
        Some(StopReason::HintTooLong { asked, .. }) if asked.as_secs() == 3600
    ));

    title("an order whose first answer is lost");
    let response = client
        .post(url("/shop/orders"))
        .body("a lamp")
        .send()
        .await?;
    show(response.status().as_u16(), response.extensions().get());
    assert_eq!(response.status(), 201);
    assert_eq!(server.orders(), ["a lamp"], "it is there once");

    title("a page that no prefix matches");
    let (status, report) = get(&client, &url("/elsewhere/busy")).await?;
    assert_eq!((status, attempts(report)), (503, None));

    title("a request that is not retried");
    let request = client.get(url("/shop/busy"));
    let response = request.with_extension(PerRequest::never()).send().await?;
    show(response.status().as_u16(), None);
    assert_eq!(response.status(), 503);

    Ok(())
}

async fn get(
    client: &ClientWithMiddleware,
    url: &str,
) -> reqwest_middleware::Result<(u16, Option<HttpReport>)> {
    let response = client.get(url).send().await?;
    let status = response.status().as_u16();
    let report = response.extensions().get().copied();
    show(status, report.as_ref());
    Ok((status, report))
}

fn attempts(report: Option<HttpReport>) -> Option<u32> {
    report.map(|report| report.attempts)
}

fn title(text: &str) {
    println!("{text}");
}

/// One line of the timeline.
fn line(event: &HttpEvent<'_>) -> String {
    let (method, attempt) = (event.method(), event.attempt());
    let path = event.url().splitn(4, '/').last().unwrap_or_default();
    let came = match (event.status(), event.error()) {
        (Some(status), _) => status.as_u16().to_string(),
        (None, Some(_)) => "no answer".to_owned(),
        (None, None) => String::new(),
    };
    let millis = event.elapsed().as_millis();
    format!("  {millis:>4} ms  {method} /{path} #{attempt}: {came}")
}

fn show(status: u16, report: Option<&HttpReport>) {
    match report {
        Some(report) => println!(
            "  {:>4} ms  {status} after {} attempts: {}",
            report.elapsed.as_millis(),
            report.attempts,
            report.stop
        ),
        None => println!("           {status}, not retried"),
    }
}
