//! The time that one async attempt may take.

#![allow(
    clippy::await_holding_lock,
    reason = "the test is about a lock that an attempt holds"
)]

use std::{
    future::{Future, pending},
    io,
    time::Duration,
};

use futures_lite::future::block_on;
use retry_core::{Attempt, Policy, Remaining, StopReason, TimedOut, testing::ManualClock};
use retry_tests::{EXACT, SECOND, secs};

/// Waits of exactly 1 and 2 s.
const THREE_ATTEMPTS: Policy = EXACT.attempts(3);

#[derive(Debug, PartialEq)]
enum ApiError {
    Timeout(Duration),
    Fatal,
}

impl From<TimedOut> for ApiError {
    fn from(timed_out: TimedOut) -> Self {
        Self::Timeout(timed_out.limit())
    }
}

fn hang() -> impl Future<Output = Result<(), ApiError>> {
    pending()
}

#[test]
fn an_attempt_that_hangs_times_out_and_is_judged_like_any_other() {
    let clock = ManualClock::new();
    let report = block_on(async {
        THREE_ATTEMPTS
            .retry(hang)
            .attempt_timeout(SECOND * 5)
            .timer(&clock)
            .report()
            .await
    });
    assert_eq!(report.outcome, Err(ApiError::Timeout(SECOND * 5)));
    assert_eq!((report.attempts, report.stop), (3, StopReason::Attempts));
    // Timeouts are not waits, but they count as elapsed.
    assert_eq!(clock.waits(), secs([1, 2]));
    assert_eq!(report.elapsed, SECOND * 18);

    let report = block_on(async {
        THREE_ATTEMPTS
            .retry(hang)
            .attempt_timeout(SECOND)
            .on(|error| *error == ApiError::Fatal)
            .timer(&clock)
            .report()
            .await
    });
    assert_eq!(
        (report.attempts, report.stop),
        (1, StopReason::NotRetryable)
    );
}

#[test]
fn the_deadline_shortens_the_attempt_timeout() {
    let clock = ManualClock::new();
    let mut remaining = Vec::new();
    let report = block_on(async {
        THREE_ATTEMPTS
            .retry(|attempt: Attempt| {
                remaining.push(attempt.remaining());
                hang()
            })
            .deadline(SECOND * 8)
            .attempt_timeout(SECOND * 5)
            .timer(&clock)
            .report()
            .await
    });
    // 5 s, a wait of 1 s, and the 2 s that are left.
    assert_eq!(report.outcome, Err(ApiError::Timeout(SECOND * 2)));
    assert_eq!((report.attempts, report.stop), (2, StopReason::Deadline));
    assert_eq!(remaining, [Some(SECOND * 5), Some(SECOND * 2)]);
}

#[test]
fn remaining_limits_an_attempt_to_the_time_before_the_deadline() {
    let clock = ManualClock::new();
    let report = block_on(async {
        THREE_ATTEMPTS
            .retry(hang)
            .deadline(SECOND * 8)
            .attempt_timeout(Remaining)
            .timer(&clock)
            .report()
            .await
    });
    assert_eq!(report.outcome, Err(ApiError::Timeout(SECOND * 8)));
    assert_eq!(report.attempts, 1);
}

#[test]
fn without_a_limit_an_attempt_never_times_out() {
    let clock = ManualClock::new();
    let yields = || async {
        futures_lite::future::yield_now().await;
        Ok::<_, ApiError>(1)
    };
    let result = block_on(async {
        THREE_ATTEMPTS
            .retry(yields)
            .attempt_timeout(None)
            .timer(&clock)
            .await
    });
    assert_eq!(result, Ok(1));
    let result = block_on(async {
        THREE_ATTEMPTS
            .retry(yields)
            .attempt_timeout(Remaining)
            .timer(&clock)
            .await
    });
    assert_eq!(result, Ok(1));
}

#[test]
fn an_operation_that_is_ready_does_not_time_out() {
    let clock = ManualClock::new();
    let ready = || {
        clock.advance(SECOND * 10);
        async { Ok::<_, ApiError>(1) }
    };
    let result = block_on(async {
        THREE_ATTEMPTS
            .retry(ready)
            .attempt_timeout(SECOND)
            .timer(&clock)
            .await
    });
    assert_eq!(result, Ok(1));
}

#[test]
fn a_timeout_becomes_the_error_of_the_operation_or_none() {
    let clock = ManualClock::new();
    let result = block_on(async {
        THREE_ATTEMPTS
            .retry(pending::<Result<(), String>>)
            .attempt_timeout_or(SECOND, |timed_out| timed_out.to_string())
            .timer(&clock)
            .await
    });
    assert_eq!(result, Err("attempt timed out after 1s".to_owned()));
    let result = block_on(async {
        THREE_ATTEMPTS
            .retry(pending::<Option<()>>)
            .attempt_timeout(SECOND)
            .timer(&clock)
            .await
    });
    assert_eq!(result, None);
    let result = block_on(async {
        THREE_ATTEMPTS
            .retry(pending::<io::Result<()>>)
            .attempt_timeout(SECOND)
            .timer(&clock)
            .await
    });
    assert_eq!(
        result.expect_err("a timeout").kind(),
        io::ErrorKind::TimedOut
    );
    let result = block_on(async {
        THREE_ATTEMPTS
            .retry(pending::<Result<(), Box<dyn std::error::Error>>>)
            .attempt_timeout(SECOND)
            .timer(&clock)
            .await
    });
    assert!(result.expect_err("a timeout").is::<TimedOut>());
}

#[test]
fn a_future_that_timed_out_is_dropped_before_the_wait() {
    struct Held<'a>(&'a ManualClock, &'a std::cell::Cell<Option<Duration>>);
    impl Drop for Held<'_> {
        fn drop(&mut self) {
            use retry_core::time::Clock as _;
            self.1.set(Some(self.0.now()));
        }
    }
    let clock = ManualClock::new();
    let dropped = std::cell::Cell::new(None);
    let mut dropped_before_wait = None;
    let result = block_on(async {
        THREE_ATTEMPTS
            .retry(|| async {
                let _held = Held(&clock, &dropped);
                if dropped.get().is_some() {
                    return Ok(());
                }
                hang().await
            })
            .attempt_timeout(SECOND * 5)
            .on_retry(|_| dropped_before_wait = dropped.get())
            .timer(&clock)
            .await
    });
    assert_eq!(result, Ok(()));
    assert_eq!(dropped_before_wait, Some(SECOND * 5));
    assert_eq!(clock.waits(), secs([1]));
}

#[test]
fn a_future_that_timed_out_is_dropped_before_its_error_is_made() {
    let lock = std::sync::Mutex::new(());
    let clock = ManualClock::new();
    let result = block_on(async {
        THREE_ATTEMPTS
            .retry(|| async {
                let _held = lock.try_lock().expect("free in each attempt");
                pending::<Result<(), bool>>().await
            })
            .attempt_timeout_or(SECOND, |_| lock.try_lock().is_ok())
            .timer(&clock)
            .await
    });
    assert_eq!(result, Err(true));
}
