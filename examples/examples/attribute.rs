//! The attribute, on an async and on a blocking function.

use std::{cell::Cell, future};

use retry_core::{retry, testing};

// Five calls at most, the first included. `backoff = 1.0` is exponential from one second: with the
// default jitter each wait is random from zero up to 1, 2, 4 and 8 s; `jitter = none` waits exactly that.
#[retry(attempts = 5, backoff = 1.0, on = is_transient)]
async fn quote(api: &Api, item: &Item) -> Result<Quote, ApiError> {
    api.get(&item.path()).await
}

fn is_transient(error: &ApiError) -> bool {
    matches!(error, ApiError::Timeout | ApiError::Status(500..=599))
}

// What to retry can also be a pattern, and a duration can have a unit.
#[retry(attempts = 5, backoff = 100ms, deadline = 30s, on = ApiError::Timeout | ApiError::Status(500..=599))]
fn quote_blocking(api: &Api, item: &Item) -> Result<Quote, ApiError> {
    api.answer(&item.path())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Takes the waits out, as in a test, so that the example ends at once.
    let _guard = testing::no_waits();

    let api = Api::default();
    assert_eq!(quote(&api, &Item("tea")).await, Ok(Quote(7)));
    assert_eq!(api.calls.get(), 3);

    let api = Api::default();
    assert_eq!(quote_blocking(&api, &Item("tea")), Ok(Quote(7)));
    assert_eq!(api.calls.get(), 3);

    // A 404 is not transient, so it is not retried.
    let api = Api::default();
    let unknown = quote(&api, &Item("unobtainium")).await;
    assert_eq!(unknown, Err(ApiError::Status(404)));
    assert_eq!(api.calls.get(), 1);
}

struct Item(&'static str);

impl Item {
    fn path(&self) -> String {
        format!("/items/{}", self.0)
    }
}

#[derive(Debug, PartialEq)]
struct Quote(u32);

#[derive(Debug, PartialEq)]
enum ApiError {
    Timeout,
    Status(u16),
}

/// An API that answers at its third call.
#[derive(Default)]
struct Api {
    calls: Cell<u32>,
}

impl Api {
    async fn get(&self, path: &str) -> Result<Quote, ApiError> {
        future::ready(self.answer(path)).await
    }

    fn answer(&self, path: &str) -> Result<Quote, ApiError> {
        self.calls.set(self.calls.get() + 1);
        match (path, self.calls.get()) {
            ("/items/unobtainium", _) => Err(ApiError::Status(404)),
            (_, 1) => Err(ApiError::Timeout),
            (_, 2) => Err(ApiError::Status(503)),
            _ => Ok(Quote(7)),
        }
    }
}
