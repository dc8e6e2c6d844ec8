//! An HTTP call as one operation: sending, checking the status and reading the body; and a POST that the
//! server does not carry out twice.

use std::{error::Error, io, time::Duration};

use reqwest::{Client, Method};
use retry_core::{
    http::{HttpError, HttpPolicy, IdempotencyKey, check},
    testing,
};
use retry_examples::{Answer, LocalServer};
use serde::{Deserialize, Serialize};

const HTTP: HttpPolicy = HttpPolicy::new();

async fn page(client: &Client, url: &str) -> Result<String, HttpError> {
    HTTP.call(Method::GET)
        .retry_checked(async || Ok(check(client.get(url).send().await?)?.text().await?))
        .await
}

// The caller makes the key once, so each attempt sends the same one.
async fn place(
    client: &Client,
    url: &str,
    order: &Order,
    key: &IdempotencyKey,
) -> Result<Receipt, HttpError> {
    HTTP.call(Method::POST)
        .key(key)
        .retry_checked(async || {
            let request = client.post(url).header(IdempotencyKey::HEADER, key);
            Ok(check(request.json(order).send().await?)?.json().await?)
        })
        .await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Takes the waits out, as in a test, so that the example ends at once.
    let _guard = testing::no_waits();
    let server = start()?;
    // Without a timeout, reqwest waits for an answer for ever, and a deadline does not cut an attempt.
    let client = Client::builder().timeout(Duration::from_secs(10)).build()?;

    let key = IdempotencyKey::random();
    let tea = Order {
        item: "tea".to_owned(),
    };
    let receipt = place(&client, &server.url("/orders"), &tea, &key).await?;
    println!("placed as number {}", receipt.number);
    assert_eq!(receipt.number, 1);

    let found = page(&client, &server.url("/orders/1")).await?;
    println!("found {found}");
    assert_eq!(serde_json::from_str::<Order>(&found)?, tea);

    let url = server.url("/orders/2");
    let missing = page(&client, &url).await.unwrap_err();
    println!("the other: {missing}");
    let expected = format!("the server answered 404 Not Found: {url}");
    assert_eq!(missing.to_string(), expected);
    Ok(())
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Order {
    item: String,
}

#[derive(Deserialize)]
struct Receipt {
    number: u32,
}

/// A server that hangs up on the first request and then answers every second one with a 503.
fn start() -> io::Result<LocalServer> {
    let mut requests = 0;
    LocalServer::start(move |request| {
        requests += 1;
        match request.line.as_str() {
            _ if requests == 1 => Answer::HangUp,
            _ if requests % 2 == 1 => Answer::Reply(503, String::new()),
            "POST /orders" => Answer::Reply(200, r#"{"number":1}"#.to_owned()),
            "GET /orders/1" => Answer::Reply(200, r#"{"item":"tea"}"#.to_owned()),
            _ => Answer::Reply(404, String::new()),
        }
    })
}
