//! Attempts that are cut.

use std::{
    future::{pending, ready},
    time::Duration,
};

use crate::{STEADY, seconds};
use futures_lite::future::block_on;
use retry_core::{
    Breaker, Remaining, StopReason, Verdict,
    breaker::BreakerState,
    retry,
    testing::{ManualClock, ManualSleep},
    time::{AsyncTimer, Clock},
};

fn cut(breaker: &Breaker, verdict: Verdict) -> StopReason {
    let clock = ManualClock::new();
    let run = retry(pending::<Option<()>>)
        .policy(STEADY.attempts(1))
        .on_outcome(move |_| verdict)
        .attempt_timeout(seconds(1))
        .breaker(breaker)
        .timer(&clock)
        .report();
    block_on(async { run.await }).stop
}

#[test]
fn a_cut_attempt_is_a_failure_whatever_the_verdict_on_it() {
    for verdict in [Verdict::Retry, Verdict::Stop, Verdict::Accept] {
        let breaker = Breaker::consecutive(1).counts(|_| false);
        let stop = cut(&breaker, verdict);
        assert_ne!(stop.label(), "breaker_open");
        assert_eq!(breaker.state(), BreakerState::Open, "{verdict:?}");
    }
}

/// Sleeps a second longer than it is asked to.
struct Late(ManualClock);

impl Clock for Late {
    fn now(&self) -> Duration {
        self.0.now()
    }
}

impl AsyncTimer for Late {
    type Sleep = ManualSleep;

    fn sleep(&self, delay: Duration) -> ManualSleep {
        self.0.sleep(delay + seconds(1))
    }

    fn timeout(&self, limit: Duration) -> ManualSleep {
        self.0.timeout(limit)
    }
}

/// An attempt that the deadline leaves nothing counts as cut, but it is not made: it neither asks nor reports.
#[test]
fn an_attempt_without_time_is_neither() {
    let breaker = Breaker::consecutive(2);
    let run = retry(|| ready(Err::<(), _>(std::io::Error::other("down"))))
        .policy(STEADY.deadline(seconds(2)))
        .attempt_timeout(Remaining)
        .breaker(&breaker)
        .timer(Late(ManualClock::new()))
        .report();
    let report = block_on(async { run.await });
    let error = report.outcome.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
    assert_eq!(report.attempts, 2);
    assert_eq!(breaker.state(), BreakerState::Closed);
}
