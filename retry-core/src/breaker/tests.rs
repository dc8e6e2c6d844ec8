//! The rules of a breaker one by one, beside a plain model, and with threads.

extern crate std;

#[cfg(feature = "std")]
mod keys;
mod model;
mod rates;
mod refusals;
mod rules;
mod threads;

use super::{Breaker, BreakerOpen, ticket::Ticket};
use core::time::Duration;

use crate::{outcome::Verdict, time::Clock};

const SECOND: u64 = 1_000_000_000;

/// A clock that stands still at so many nanoseconds.
struct At(u64);

impl Clock for At {
    fn now(&self) -> Duration {
        Duration::from_nanos(self.0)
    }

    fn entropy(&self) -> u64 {
        0
    }
}

/// Asks for an attempt that fails at once.
fn fail(breaker: &Breaker, now: u64) {
    let ticket = breaker.admit(&At(now)).expect("it lets attempts through");
    breaker.report(ticket, &Verdict::Retry, &At(now));
}

/// Asks for an attempt that is accepted at once.
fn succeed(breaker: &Breaker, now: u64) {
    let ticket = breaker.admit(&At(now)).expect("it lets attempts through");
    accept(breaker, ticket, now);
}

/// Reports that an attempt was accepted, as a run does.
fn accept(breaker: &Breaker, ticket: Ticket, now: u64) {
    if !breaker.ignores_success() {
        breaker.report(ticket, &Verdict::Accept, &At(now));
    }
}

fn ask(breaker: &Breaker, now: u64) -> Result<Ticket, BreakerOpen> {
    let asked = breaker.admit(&At(now));
    asked.map_err(|wait| BreakerOpen::new(wait, breaker.name()))
}

/// In how many nanoseconds a refused attempt is to ask again.
fn refused(breaker: &Breaker, now: u64) -> u64 {
    let open = ask(breaker, now).expect_err("it refuses attempts");
    u64::try_from(open.retry_after().as_nanos()).expect("not isolated")
}
