//! `retry_block!`: the attribute for a block, with the same keys.

#![deny(warnings)]
#![warn(clippy::pedantic)]

use std::{cell::Cell, error::Error};

use retry_core::{Jitter, Policy, retry_block, testing::ManualClock};
use retry_tests::secs;

/// Fails twice, then succeeds.
struct Connection {
    queries: u32,
}

impl Connection {
    fn query(&mut self) -> Result<u32, String> {
        self.queries += 1;
        if self.queries < 3 {
            Err("busy".to_owned())
        } else {
            Ok(self.queries)
        }
    }

    async fn query_async(&mut self) -> Result<u32, String> {
        tokio::task::yield_now().await;
        self.query()
    }
}

#[test]
fn a_block_is_retried_in_place() {
    let clock = ManualClock::new();
    let mut conn = Connection { queries: 0 };
    let rows = retry_block!(attempts = 5, backoff = 1s, jitter = none, on = |error| error == "busy", timer = &clock; {
        conn.query()
    });
    assert_eq!(rows, Ok(3));
    assert_eq!(clock.waits(), secs([1, 2]));
}

#[test]
fn with_a_type_question_mark_and_return_end_the_attempt() {
    fn run(conn: &mut Connection) -> Result<u32, Box<dyn Error>> {
        let rows = retry_block!(backoff = 0; -> Result<u32, Box<dyn Error>> {
            if conn.queries == 0 {
                conn.queries += 1;
                return Err("first".into());
            }
            Ok(conn.query()?)
        })?;
        Ok(rows + 1)
    }
    assert_eq!(run(&mut Connection { queries: 0 }).expect("the third"), 4);
}

#[test]
fn a_block_needs_no_keys() {
    assert_eq!(retry_block!({ Some(1) }), Some(1));
    assert_eq!(retry_block!(; { Some(1) }), Some(1));
}

#[tokio::test]
async fn an_async_block_is_a_future() {
    let mut conn = Connection { queries: 0 };
    let rows = retry_block!(attempts = 5, backoff = 0; async { conn.query_async().await }).await;
    assert_eq!(rows, Ok(3));
    assert_eq!(conn.queries, 3);

    let mut conn = Connection { queries: 0 };
    let rows = retry_block!(attempts = 5, backoff = 0, context = cx; async -> Result<u32, Box<dyn Error>> {
        if cx.number() == 1 {
            return Err("first".into());
        }
        Ok(conn.query_async().await?)
    });
    let joined = tokio::join!(rows, async { 7 });
    assert_eq!(joined.0.expect("the third"), 3);

    let (mut one, mut other) = (Connection { queries: 0 }, Connection { queries: 1 });
    let both = tokio::join!(
        retry_block!(backoff = 0; async { one.query_async().await }),
        retry_block!(backoff = 0; async { other.query_async().await }),
    );
    assert_eq!(both, (Ok(3), Ok(3)));
}

#[tokio::test]
async fn an_async_block_can_be_spawned() {
    let mut conn = Connection { queries: 0 };
    let spawned = tokio::spawn(
        retry_block!(backoff = 0; async move -> Result<u32, String> {
            conn.query_async().await
        }),
    );
    assert_eq!(spawned.await.expect("no panic"), Ok(3));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_of_an_async_block_times_out() {
    let clock = ManualClock::new();
    let error = retry_block!(attempts = 2, backoff = 1s, jitter = none, attempt_timeout = 5s, timer = &clock;
        async -> std::io::Result<()> { std::future::pending().await })
    .await
    .expect_err("a timeout");
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
    assert_eq!(clock.waits(), secs([1]));
}

#[test]
fn each_attempt_gets_its_own_clone() {
    let mut calls = 0;
    let body = String::from("body");
    let sent = retry_block!(backoff = 0, clone(body); {
        calls += 1;
        let bytes = body.into_bytes();
        if calls < 3 { Err(bytes) } else { Ok(bytes.len()) }
    });
    assert_eq!(sent, Ok(4));
}

/// A block that a macro passes on comes in an invisible group.
macro_rules! retried {
    ($block:block) => {
        retry_block!(backoff = 0; $block)
    };
}

#[test]
fn a_macro_can_pass_its_block_on() {
    let mut conn = Connection { queries: 0 };
    assert_eq!(retried!({ conn.query() }), Ok(3));
}

#[tokio::test]
async fn a_block_takes_the_keys_of_the_attribute() {
    const POLICY: Policy = Policy::new().jitter(Jitter::Full);
    let (clock, seen) = (ManualClock::new(), Cell::new(0));
    let (tag, mut conn) = (String::from("tag"), Connection { queries: 0 });
    let rows = retry_block!(
        policy = POLICY,
        attempts = 9,
        backoff = 1s,
        factor = 3,
        max_delay = 2s,
        jitter = none,
        on = |error| error == "busy",
        on_ok = 3,
        exhausted = |rows| Err(format!("{rows} rows")),
        deadline = 1m,
        max_retry_after = 1s,
        attempt_timeout = remaining,
        timed_out = |cut| cut.to_string(),
        on_retry = |event| assert_eq!(event.name(), Some("rows")),
        on_stop = |event| seen.set(event.attempt()),
        timer = &clock,
        clone(tag),
        context = attempt,
        name = "rows",
        crate = ::retry_core;
        async -> Result<u32, String> {
            assert_eq!(tag.into_bytes(), b"tag");
            assert_eq!(attempt.number(), conn.queries + 1);
            conn.query()
        }
    )
    .await;
    assert_eq!((rows, seen.get()), (Ok(4), 0));
    assert_eq!(clock.waits(), secs([1, 2, 2]));
    let rows = retry_block!(
        schedule = secs([1, 1]), reset_after = 1h, on_outcome = Ok(2), jitter = none, timer = &clock;
        { Ok::<u32, String>(2) }
    );
    assert_eq!((rows, clock.waits().len()), (Ok(2), 5));
}
