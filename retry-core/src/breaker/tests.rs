//! The rules of a breaker one by one, beside a plain model, and with threads.

extern crate std;

#[cfg(feature = "std")]
mod keys;
mod model;
mod rates;
mod rules;
mod threads;

use super::{Breaker, BreakerOpen, ticket::Ticket};
use crate::outcome::Verdict;

const SECOND: u64 = 1_000_000_000;

/// Asks for an attempt that fails at once.
fn fail(breaker: &Breaker, now: u64) {
    let ticket = breaker.admit(|| now).expect("it lets attempts through");
    breaker.report(ticket, &Verdict::Retry, now);
}

/// Asks for an attempt that is accepted at once.
fn succeed(breaker: &Breaker, now: u64) {
    let ticket = breaker.admit(|| now).expect("it lets attempts through");
    breaker.accepted(ticket, || now);
}

fn ask(breaker: &Breaker, now: u64) -> Result<Ticket, BreakerOpen> {
    breaker.admit(|| now)
}

/// In how many nanoseconds a refused attempt is to ask again.
fn refused(breaker: &Breaker, now: u64) -> u64 {
    let open = ask(breaker, now).expect_err("it refuses attempts");
    u64::try_from(open.retry_after().as_nanos()).expect("not isolated")
}
