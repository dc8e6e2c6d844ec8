//! A POST whose answer is lost: the server takes the order and then drops the connection.
//!
//! With an idempotency key it is sent again, and the order exists once. Without a key it is not sent
//! again, because nobody knows whether the server has acted, and the caller learns why.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use reqwest::Method;
use retry_core::{
    Backoff, Policy, Report, StopReason,
    http::{FailureKind, HttpError, HttpPolicy, IdempotencyKey, check},
};
use retry_examples::{Answer, LocalServer};
use ureq::Agent;

/// The delays suit a server in the same process.
const HTTP: HttpPolicy = HttpPolicy::new()
    .policy(Policy::new().backoff(Backoff::exponential(Duration::from_millis(20))));

type Placed = Report<Result<String, HttpError>>;

/// The key is made outside of the operation, so each attempt sends the same one.
fn place_once(agent: &Agent, url: &str, item: &str, key: &IdempotencyKey) -> Placed {
    HTTP.call(Method::POST)
        .key(key)
        .retry_checked(|| -> Result<String, HttpError> {
            let request = agent.post(url).header(IdempotencyKey::HEADER, key);
            Ok(check(request.send(item)?)?.body_mut().read_to_string()?)
        })
        .report()
        .call()
}

fn place(agent: &Agent, url: &str, item: &str) -> Placed {
    HTTP.call(Method::POST)
        .retry_checked(|| -> Result<String, HttpError> {
            Ok(check(agent.post(url).send(item)?)?
                .body_mut()
                .read_to_string()?)
        })
        .report()
        .call()
}

fn main() -> io::Result<()> {
    let agent = Agent::config_builder()
        // ureq's error for a status has no headers, so `Retry-After` would be lost.
        .http_status_as_error(false)
        .build()
        .new_agent();

    let shop = Shop::open()?;
    let report = place_once(&agent, &shop.url, "tea", &IdempotencyKey::random());
    println!("with a key: {} attempts, {}", report.attempts, report.stop);
    shop.tell();
    assert_eq!(report.attempts, 2);
    assert_eq!(report.outcome.expect("it is placed"), r#"{"number":1}"#);
    assert_eq!(shop.state(), (2, 1));

    let shop = Shop::open()?;
    let report = place(&agent, &shop.url, "tea");
    let error = report.outcome.expect_err("it is not placed again");
    println!(
        "without: {} attempt, {}: {error}",
        report.attempts, report.stop
    );
    shop.tell();
    // The server may have acted, and it has: a second request would have been a second order.
    assert_eq!(error.kind(), FailureKind::MaybeSent);
    assert_eq!(report.stop, StopReason::NotRetryable);
    assert_eq!(shop.state(), (1, 1));
    Ok(())
}

/// A shop that takes the first order and drops the connection. An order with a known key gets the
/// number that it already has.
struct Shop {
    url: String,
    books: Arc<Mutex<Books>>,
}

#[derive(Default)]
struct Books {
    requests: usize,
    orders: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Shop {
    fn open() -> io::Result<Self> {
        let books = Arc::<Mutex<Books>>::default();
        let of_server = Arc::clone(&books);
        let server = LocalServer::start(move |request| {
            let mut books = of_server.lock().unwrap_or_else(PoisonError::into_inner);
            books.answer(request.key.clone(), &request.body)
        })?;
        let url = server.url("/orders");
        Ok(Self { url, books })
    }

    fn tell(&self) {
        let (requests, orders) = self.state();
        println!("  the shop: {requests} requests, {orders} order");
    }

    /// How many requests came in, and how many orders there are.
    fn state(&self) -> (usize, usize) {
        let books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        (books.requests, books.orders.len())
    }
}

impl Books {
    fn answer(&mut self, key: Option<String>, item: &str) -> Answer {
        self.requests += 1;
        let known = key.as_ref().and_then(|key| self.numbers.get(key)).copied();
        let number = known.unwrap_or_else(|| {
            self.orders.push(item.to_owned());
            self.orders.len()
        });
        self.numbers.extend(key.map(|key| (key, number)));
        if self.requests == 1 {
            Answer::HangUp
        } else {
            Answer::Reply(200, format!(r#"{{"number":{number}}}"#))
        }
    }
}
