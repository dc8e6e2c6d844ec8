//! Ten thousand requests at once, through a proxy that disturbs one in five. Whatever happens on the
//! way, the server and the callers agree on which orders were processed.

mod message;
mod order;
mod proxy;
mod proxy_action;
mod shop;

use std::{
    collections::{HashMap, HashSet},
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};
use retry_core::{
    Backoff, Policy, StopReason,
    http::{ClientError, FailureKind, HttpPolicy, HttpReport, HttpRetry, Mounts},
};
use retry_tests::{reqwest_client, runtime_of_two_threads};
use tokio::sync::Semaphore;

use crate::{
    message::number_of,
    order::{End, Kind, Order},
    shop::Shop,
};

/// How many requests are sent at once.
const REQUESTS: u64 = 10_000;
/// How many of them may have a connection at a time, since a process may open only so many.
const CONNECTIONS: usize = 200;
const ATTEMPTS: u32 = 3;

const HTTP: HttpPolicy = HttpPolicy::new().policy(
    Policy::new()
        .attempts(ATTEMPTS)
        .backoff(Backoff::constant(Duration::from_millis(1))),
);

/// The events that the hooks got, by the number of the order.
#[derive(Default)]
struct Reported {
    /// Orders with an attempt that the server may have processed without a response.
    unclear: HashSet<u64>,
    given_up: HashMap<u64, StopReason>,
}

#[test]
fn ten_thousand_callers_behind_a_faulty_proxy_agree_with_the_server() {
    runtime_of_two_threads().block_on(async {
        let shop = Shop::open().await.expect("a shop");
        let proxy = proxy::open(shop.address).await.expect("a proxy");
        let reported = Arc::<Mutex<Reported>>::default();
        let ends = send_all(proxy, &reported).await;
        let reported = reported.lock().expect("no panic");
        let processed = shop.processed();

        assert_eq!(ends.len() as u64, REQUESTS);
        assert_eq!(shop.spoilt(), HashSet::new());
        assert_expected_ends(&ends, &processed);
        assert_failures_were_reported(&ends, &reported);
        assert_callers_and_server_agree(&ends, &processed, &reported);
    });
}

async fn send_all(proxy: SocketAddr, reported: &Arc<Mutex<Reported>>) -> HashMap<u64, End> {
    let client = client(proxy, reported);
    let senders = (0..REQUESTS).map(|number| {
        let client = client.clone();
        tokio::spawn(async move { (number, send(&client, proxy, Order::new(number)).await) })
    });
    let mut ends = HashMap::new();
    for sender in senders.collect::<Vec<_>>() {
        let (number, end) = sender.await.expect("no panic");
        ends.insert(number, end);
    }
    ends
}

/// Middleware that limits how many attempts are sent at a time.
struct ConcurrencyLimit(Semaphore);

#[async_trait]
impl Middleware for ConcurrencyLimit {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let _permit = self.0.acquire().await.expect("never closed");
        next.run(request, extensions).await
    }
}

fn client(proxy: SocketAddr, reported: &Arc<Mutex<Reported>>) -> ClientWithMiddleware {
    let mounts = Mounts::new()
        .mount(&format!("http://{proxy}/keyed/"), HTTP.make_keys(true))
        .mount("http://", HTTP);
    let hook = || {
        let reported = Arc::clone(reported);
        move |event: &retry_core::http::HttpEvent<'_>| {
            let mut reported = reported.lock().expect("no panic");
            let number = number_of(event.url());
            if event.kind() == Some(FailureKind::MaybeSent) {
                reported.unclear.insert(number);
            }
            if let Some(reason) = event.reason() {
                let before = reported.given_up.insert(number, reason);
                assert_eq!(before, None, "order {number} was reported twice");
            }
        }
    };
    // The faults of the proxy are no overload: each order is to get all its attempts.
    let retry = HttpRetry::new(mounts)
        .without_budget()
        .on_retry(hook())
        .on_stop(hook());
    ClientBuilder::new(reqwest_client())
        .with(retry)
        .with(ConcurrencyLimit(Semaphore::new(CONNECTIONS)))
        .build()
}

async fn send(client: &ClientWithMiddleware, proxy: SocketAddr, order: Order) -> End {
    let number = order.number;
    let body = format!("order {number}");
    let request = match order.kind {
        Kind::Keyed => client
            .post(format!("http://{proxy}/keyed/{number}"))
            .body(body),
        Kind::Plain => client
            .post(format!("http://{proxy}/plain/{number}"))
            .body(body),
        Kind::Get => client.get(format!("http://{proxy}/get/{number}")),
    };
    let request = request.build().expect("a request");
    let mut extensions = Extensions::new();
    let sent = client
        .execute_with_extensions(request, &mut extensions)
        .await;
    let report: &HttpReport = extensions.get().expect("a report");
    let response = match sent {
        Ok(response) => response,
        Err(error) => {
            assert_eq!(error.failure_kind(), FailureKind::MaybeSent, "{error:?}");
            return End::Unanswered(report.stop);
        }
    };
    match response.status().as_u16() {
        200 => match response.text().await {
            Ok(body) => {
                assert_eq!(body, "done");
                End::Done
            }
            Err(error) => {
                assert_eq!(error.failure_kind(), FailureKind::ResponseCut, "{error:?}");
                End::Cut
            }
        },
        503 => End::Refused(report.stop),
        status => panic!("order {number} was answered {status}"),
    }
}

fn assert_expected_ends(ends: &HashMap<u64, End>, processed: &HashMap<u64, u32>) {
    for (&number, &end) in ends {
        let expected = Order::new(number).expected();
        assert_eq!(end, expected.end, "order {number}");
        let times = processed.get(&number).copied().unwrap_or(0);
        assert_eq!(times, u32::from(expected.is_processed), "order {number}");
    }
}

fn assert_failures_were_reported(ends: &HashMap<u64, End>, reported: &Reported) {
    for (number, end) in ends {
        let reason = match end {
            End::Done | End::Cut => None,
            End::Refused(reason) | End::Unanswered(reason) => Some(reason),
        };
        assert_eq!(reported.given_up.get(number), reason, "order {number}");
    }
}

/// By what callers and hooks know, without looking at the actions of the proxy.
fn assert_callers_and_server_agree(
    ends: &HashMap<u64, End>,
    processed: &HashMap<u64, u32>,
    reported: &Reported,
) {
    let (mut done, mut unclear_and_done) = (0, 0);
    for (number, end) in ends {
        let was_processed = processed.contains_key(number);
        match end {
            _ if Order::new(*number).kind == Kind::Get => assert!(!was_processed),
            End::Done => {
                assert!(was_processed, "order {number} is lost");
                done += 1;
            }
            End::Cut => {
                assert!(was_processed, "order {number} is lost");
                unclear_and_done += 1;
            }
            End::Refused(_) | End::Unanswered(_) if reported.unclear.contains(number) => {
                unclear_and_done += usize::from(was_processed);
            }
            End::Refused(_) | End::Unanswered(_) => {
                assert!(
                    !was_processed,
                    "order {number} was processed, and nobody knows"
                );
            }
        }
    }
    assert!(processed.values().all(|times| *times == 1), "no duplicates");
    assert_eq!(processed.len(), done + unclear_and_done);
    // Each kind of end has happened.
    for end in [
        End::Refused(StopReason::Attempts),
        End::Refused(StopReason::NotRetryable),
        End::Unanswered(StopReason::Attempts),
        End::Unanswered(StopReason::NotRetryable),
        End::Cut,
    ] {
        assert!(ends.values().any(|other| *other == end), "{end:?}");
    }
}
