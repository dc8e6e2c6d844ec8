//! Circuit breakers in runs: who asks them and when, how long runs wait for them, and why runs stop.

mod budgets;
mod drops;
mod floors;
mod forms;
mod play;
mod refused_runs;
mod timeouts;

use core::time::Duration;

use retry_core::{
    Backoff, Breaker, BreakerOpen, Jitter, Policy, breaker::BreakerState, testing::ManualClock,
};

/// Waits of 1 s, without jitter.
const STEADY: Policy = Policy::new()
    .attempts(4)
    .backoff(Backoff::constant(Duration::from_secs(1)))
    .jitter(Jitter::None);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Failure {
    Down,
    Fatal,
    Open(BreakerOpen),
}

impl Failure {
    fn is_transient(&self) -> bool {
        // A refusal is not judged.
        assert!(!matches!(self, Self::Open(_)));
        *self == Self::Down
    }
}

impl From<BreakerOpen> for Failure {
    fn from(open: BreakerOpen) -> Self {
        Self::Open(open)
    }
}

/// Opens the breaker, on a clock that stands still.
fn open(breaker: &Breaker, clock: &ManualClock) {
    let before = clock.waits().len();
    let mut run = STEADY.start().timer(clock.clone()).breaker(breaker);
    while breaker.state() == BreakerState::Closed {
        run.ask().expect("closed");
        let _ = run.pause("down");
    }
    assert_eq!(clock.waits().len(), before);
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
