//! An HTTP call as one operation: sending, checking the status and reading the body; and a POST that is
//! not done twice.

use std::{error::Error, io, time::Duration};

use reqwest::{Client, Method, RequestBuilder};
use retry_core::http::{HttpError, HttpPolicy, IdempotencyKey, check};
use retry_core::{retry, testing};
use retry_examples::{Answer, LocalServer};
use serde::{Deserialize, Serialize};

const HTTP: HttpPolicy = HttpPolicy::new();

async fn order(shop: &Shop, path: &str) -> Result<Order, HttpError> {
    HTTP.call(Method::GET)
        .retry_checked(async || Ok(check(shop.get(path).send().await?)?.json().await?))
        .await
}

// The key is the caller's: made once, the same in each attempt.
#[retry(policy = HTTP.as_policy(), on = HTTP.call(Method::POST).key(key).errors())]
async fn place(shop: &Shop, order: &Order, key: &IdempotencyKey) -> Result<Receipt, HttpError> {
    let request = shop.post("/orders").header(IdempotencyKey::HEADER, key);
    Ok(check(request.json(order).send().await?)?.json().await?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Takes the waits out, as in a test, so that the example is done at once.
    let _guard = testing::no_waits();
    let server = start()?;
    // Without a timeout, reqwest waits for an answer for ever, and a deadline cuts no attempt.
    let client = Client::builder().timeout(Duration::from_secs(10)).build()?;
    let shop = Shop { client, server };

    let key = IdempotencyKey::random();
    let tea = Order {
        item: "tea".to_owned(),
    };
    let receipt = place(&shop, &tea, &key).await?;
    println!("placed as number {}", receipt.number);
    assert_eq!(receipt.number, 1);

    let found = order(&shop, "/orders/1").await?;
    println!("found {found:?}");
    assert_eq!(found, tea);

    let missing = order(&shop, "/orders/2").await.unwrap_err();
    println!("the other: {missing}");
    assert_eq!(missing.to_string(), "the server answered 404 Not Found");
    Ok(())
}

struct Shop {
    client: Client,
    server: LocalServer,
}

impl Shop {
    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.server.url(path))
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(self.server.url(path))
    }
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Order {
    item: String,
}

#[derive(Deserialize)]
struct Receipt {
    number: u32,
}

/// A server that hangs up on the first request and is busy with every other one.
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
