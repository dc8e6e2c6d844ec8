//! `recloser`: a breaker around a call or a future. It does not retry.

use std::pin::pin;

use recloser::{AsyncRecloser, Error, Recloser};

use crate::{
    case::{Case, OF_RETRIES},
    contender::Contender,
    executor::finish,
    policy::FAILURES_TO_OPEN,
    work::{Fault, repeat, succeed, succeed_async},
};

/// What it can do, and what it cannot.
pub const RECLOSER: Contender = Contender {
    name: "recloser",
    cases: &[
        (Case::BreakerBlocking, blocking),
        (Case::BreakerAwaited, awaited),
    ],
    lacks: &[
        (OF_RETRIES, "a breaker only"),
        (
            &[Case::BreakerRate],
            "its rate is over calls, not over time",
        ),
    ],
};

/// It knows only rates over the last calls. This many of as many calls are failures in a row.
fn breaker() -> Recloser {
    Recloser::custom()
        .closed_len(FAILURES_TO_OPEN as usize)
        .error_rate_closed(1.0)
        .build()
}

#[allow(clippy::needless_pass_by_value, reason = "`map_err` gives it by value")]
fn error(failed: Error<Fault>) -> Fault {
    match failed {
        Error::Inner(fault) => fault,
        Error::Rejected => Fault(0),
    }
}

fn blocking(times: u64) -> u64 {
    let breaker = breaker();
    repeat(times, |number| {
        breaker.call(|| succeed(number)).map_err(error)
    })
}

fn awaited(times: u64) -> u64 {
    let breaker = AsyncRecloser::from(breaker());
    repeat(times, |number| {
        finish(pin!(breaker.call(succeed_async(number)))).map_err(error)
    })
}
