//! Obey a server that says when to come back.

use std::{cell::Cell, time::Duration};

use retry_core::{Verdict, retry, testing::ManualClock};

/// Whether to try again, and when.
fn verdict(error: &ApiError) -> Verdict {
    match error {
        // Not before the time that the header asks for; without one, after the usual backoff.
        ApiError::TooManyRequests { retry_after } => Verdict::retry_after(*retry_after),
        ApiError::NotFound => Verdict::Stop,
    }
}

// A server that asks for more than two minutes gets no further call: the error comes back at once.
#[retry(attempts = 5, backoff = 100ms, max_retry_after = 2m, on = verdict, timer = clock)]
fn fetch(server: &Server, path: &str, clock: &ManualClock) -> Result<&'static str, ApiError> {
    match server.get(path) {
        (200, _) => Ok("page"),
        (429, header) => Err(ApiError::TooManyRequests {
            retry_after: header
                .and_then(|seconds| seconds.parse().ok())
                .map(Duration::from_secs),
        }),
        _ => Err(ApiError::NotFound),
    }
}

fn main() {
    let server = Server::default();

    let clock = ManualClock::new();
    assert_eq!(fetch(&server, "/busy", &clock), Ok("page"));
    // At least what the server asked for, and up to a tenth more, so that clients that got the same
    // answer do not return together.
    let waits = clock.waits();
    assert_eq!(waits.len(), 1);
    assert!((Duration::from_secs(7)..=Duration::from_millis(7700)).contains(&waits[0]));

    let clock = ManualClock::new();
    assert!(matches!(
        fetch(&server, "/maintenance", &clock),
        Err(ApiError::TooManyRequests { retry_after: Some(asked) }) if asked.as_secs() == 3600
    ));
    assert_eq!(clock.waits(), []);

    let clock = ManualClock::new();
    assert_eq!(fetch(&server, "/gone", &clock), Err(ApiError::NotFound));
    assert_eq!(clock.waits(), []);
}

#[derive(Debug, PartialEq)]
enum ApiError {
    TooManyRequests { retry_after: Option<Duration> },
    NotFound,
}

#[derive(Default)]
struct Server {
    calls: Cell<u32>,
}

impl Server {
    /// A status, and the header `Retry-After`.
    fn get(&self, path: &str) -> (u16, Option<&'static str>) {
        self.calls.set(self.calls.get() + 1);
        match (path, self.calls.get()) {
            ("/busy", 1) => (429, Some("7")),
            ("/busy", _) => (200, None),
            ("/maintenance", _) => (429, Some("3600")),
            _ => (404, None),
        }
    }
}
