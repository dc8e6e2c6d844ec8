//! `#[retry]` above `#[instrument]`, on every receiver.

use std::cell::Cell;

use retry_core::retry;
use tracing::instrument;

#[derive(Debug)]
struct Client {
    calls: u32,
}

impl Client {
    #[retry(backoff = 0)]
    #[instrument]
    async fn mutable(&mut self, name: String) -> Result<u32, String> {
        tokio::task::yield_now().await;
        self.calls += 1;
        if self.calls < 3 {
            Err(name.clone())
        } else {
            Ok(self.calls)
        }
    }

    #[retry(backoff = 0)]
    #[instrument(skip(calls))]
    fn shared(&self, calls: &Cell<u32>) -> Option<u32> {
        calls.set(calls.get() + 1);
        if calls.get() < 3 {
            None
        } else {
            Some(calls.get())
        }
    }
}

#[tokio::test]
async fn an_instrumented_function_is_retried() {
    let mut client = Client { calls: 0 };
    assert_eq!(client.mutable("busy".to_owned()).await, Ok(3));
    assert_eq!(client.shared(&Cell::new(0)), Some(3));
}
