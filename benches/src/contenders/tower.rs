//! `tower`'s retry: a service around a service, with a policy that users write.

use std::pin::pin;

use tower::{
    Service, ServiceExt,
    retry::{
        Policy, Retry,
        backoff::{Backoff, ExponentialBackoff, ExponentialBackoffMaker, MakeBackoff},
    },
    service_fn,
    util::rng::HasherRng,
};

use crate::{
    case::{ANNOTATED, BLOCKING, Case, RETRIES, SCHEDULES},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, FIRST, LONGEST},
    work::{Fault, repeat, succeed_async},
};

/// What it can do, and what it cannot.
pub const TOWER: Contender = Contender {
    name: "tower",
    cases: &[(Case::Awaited, awaited)],
    lacks: &[
        (BLOCKING, "async only"),
        (ANNOTATED, "no attribute"),
        (RETRIES, "its sleep is always tokio's"),
        (SCHEDULES, "its schedule gives sleeps, not delays"),
        (
            &[Case::Hedged],
            "its hedge starts at a percentile of the times that it measures",
        ),
    ],
};

/// `tower` has a backoff, and leaves the policy to its users.
#[derive(Clone)]
struct Limited {
    retries: u32,
    backoff: ExponentialBackoff,
}

impl Policy<u64, u64, Fault> for Limited {
    type Future = <ExponentialBackoff as Backoff>::Future;

    fn retry(&mut self, _: &mut u64, outcome: &mut Result<u64, Fault>) -> Option<Self::Future> {
        if outcome.is_ok() || self.retries == 0 {
            return None;
        }
        self.retries -= 1;
        Some(self.backoff.next_backoff())
    }

    fn clone_request(&mut self, request: &u64) -> Option<u64> {
        Some(*request)
    }
}

/// A service that retries.
///
/// # Panics
///
/// If the first delay is above the cap. No case has such a delay.
pub fn service() -> impl Service<u64, Response = u64, Error = Fault> + Clone {
    let backoff = ExponentialBackoffMaker::new(FIRST, LONGEST, 0.0, HasherRng::default())
        .expect("a first delay below the cap")
        .make_backoff();
    let policy = Limited {
        retries: ATTEMPTS - 1,
        backoff,
    };
    Retry::new(policy, service_fn(succeed_async))
}

fn awaited(times: u64) -> u64 {
    let service = service();
    repeat(times, |number| {
        finish(pin!(service.clone().oneshot(number)))
    })
}
