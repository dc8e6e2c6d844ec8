//! The attribute, by the calls and the results of annotated functions.

#![deny(warnings)]
#![warn(clippy::pedantic)]
#![allow(
    clippy::await_holding_lock,
    reason = "a test is about a lock that an attempt holds"
)]

mod drops;
mod early_exits;
mod events;
mod hygiene;
mod keys;
mod macro_rules;
mod methods;
mod parameters;
mod patterns;
mod time_limits;
mod waits;

use std::{cell::Cell, time::Duration};

use futures_lite::future::block_on;
use retry_core::{Backoff, Jitter, Policy, Verdict, retry, testing::ManualClock};
use retry_tests::{SECOND, millis, secs};

#[derive(Debug, Clone, PartialEq)]
enum ApiError {
    Timeout,
    Status(u16),
    Message(String),
}

/// Fails with these errors in turn, then succeeds with the number of the call.
struct Api {
    errors: Vec<ApiError>,
    calls: Cell<usize>,
    clock: ManualClock,
}

impl Api {
    fn new(errors: &[ApiError]) -> Self {
        Self {
            errors: errors.to_vec(),
            calls: Cell::new(0),
            clock: ManualClock::new(),
        }
    }

    fn get(&self) -> Result<usize, ApiError> {
        let call = self.calls.get();
        self.calls.set(call + 1);
        self.errors
            .get(call)
            .map_or(Ok(call + 1), |error| Err(error.clone()))
    }
}

fn is_transient(error: &ApiError) -> bool {
    !matches!(error, ApiError::Message(_))
}
