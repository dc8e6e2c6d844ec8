//! The attribute on functions that return a future, written by hand or by `#[async_trait]`.

#![deny(warnings)]
#![warn(clippy::pedantic)]
#![allow(clippy::manual_async_fn, reason = "these functions are what is tested")]

use std::{cell::Cell, error::Error, future::Future, pin::Pin, time::Duration};

use async_trait::async_trait;
use retry_core::{Backoff, Policy, retry};

/// Fails twice, then succeeds with the number of the call.
#[derive(Default)]
struct Calls(u32);

impl Calls {
    fn next(&mut self) -> Answer {
        self.0 += 1;
        if self.0 < 3 {
            Err("busy".into())
        } else {
            Ok(self.0)
        }
    }
}

#[derive(Default)]
struct Client {
    calls: Calls,
    policy: Policy,
}

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
type Answer = Result<u32, Box<dyn Error + Send + Sync>>;

#[retry(attempts = 5, backoff = 0)]
fn returns_impl<'a>(
    calls: &'a mut Calls,
    before: &Cell<u32>,
) -> impl Future<Output = Answer> + Send + use<'a> {
    before.set(before.get() + 1);
    async move {
        tokio::task::yield_now().await;
        let call = calls.next()?;
        Ok(call)
    }
}

#[retry(attempts = 5, backoff = 0, on = |error| error.to_string() == "busy")]
fn returns_box<'a>(calls: &'a mut Calls) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
    Box::pin(async move {
        if calls.0 == 0 {
            calls.next()?;
        }
        tokio::task::yield_now().await;
        return calls.next();
    })
}

#[retry(attempts = 5, backoff = 0, on = |error| error.to_string() == "busy")]
fn returns_alias(calls: &mut Calls) -> BoxFuture<'_, Answer> {
    Box::pin(async move { calls.next() })
}

#[rustfmt::skip]
#[retry(attempts = 5, backoff = 0)]
fn ends_in_a_comma(calls: &mut Calls) -> BoxFuture<'_, Answer> {
    Box::pin(
        async move { calls.next() },
    )
}

#[async_trait]
trait Fetch {
    async fn fetch(&mut self, label: &str) -> Answer;

    #[retry(attempts = 5, backoff = 0)]
    async fn provided(&mut self) -> Answer {
        self.fetch("provided").await
    }
}

#[async_trait]
impl Fetch for Client {
    #[retry(attempts = 5, backoff = 0, on = |error| error.to_string() == "busy")]
    async fn fetch(&mut self, label: &str) -> Answer {
        assert!(!label.is_empty());
        let call = self.calls.next()?;
        tokio::task::yield_now().await;
        Ok(call)
    }
}

#[async_trait(?Send)]
trait Local {
    async fn shared(&self, calls: &Cell<u32>) -> Result<u32, Box<dyn Error>>;
}

#[async_trait(?Send)]
impl Local for Client {
    #[retry(policy = self.policy)]
    async fn shared(&self, calls: &Cell<u32>) -> Result<u32, Box<dyn Error>> {
        calls.set(calls.get() + 1);
        tokio::task::yield_now().await;
        if calls.get() < 3 {
            Err("busy")?;
        }
        Ok(calls.get())
    }
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn the_future_is_retried_and_what_comes_before_it_runs_once() {
    let before = Cell::new(0);
    assert_eq!(
        is_send(returns_impl(&mut Calls::default(), &before))
            .await
            .expect("the third"),
        3
    );
    assert_eq!(
        ends_in_a_comma(&mut Calls::default())
            .await
            .expect("the third"),
        3
    );
    assert_eq!(before.get(), 1);
    assert_eq!(
        is_send(returns_box(&mut Calls::default()))
            .await
            .expect("the third"),
        3
    );
    assert_eq!(
        returns_alias(&mut Calls::default())
            .await
            .expect("the third"),
        3
    );
}

#[tokio::test]
async fn async_trait_methods_are_retried() {
    let mut client = Client::default();
    assert_eq!(is_send(client.fetch("label")).await.expect("the third"), 3);
    let mut client = Client::default();
    assert_eq!(client.provided().await.expect("the third"), 3);
    let policy = Policy::new().backoff(Backoff::constant(Duration::ZERO));
    let client = Client {
        policy,
        ..Client::default()
    };
    assert_eq!(client.shared(&Cell::new(0)).await.expect("the third"), 3);
}
