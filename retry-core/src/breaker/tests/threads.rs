//! Many threads. `tests/loom` has every order of two.

use core::sync::atomic::{AtomicU32, Ordering};

use super::{super::BreakerState, At, Breaker, SECOND, ask, fail, std::thread};
use crate::outcome::Verdict;

/// Of many callers that come when the time is over, as many are admitted as there are probes, round for
/// round.
#[test]
fn of_a_crowd_as_many_are_admitted_as_there_are_probes() {
    let breaker = Breaker::consecutive(1).probes(3);
    for round in 0..200_u64 {
        let now = round * 10 * SECOND;
        fail(&breaker, now);
        let admitted = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..2 {
                        if ask(&breaker, now + 5 * SECOND).is_ok() {
                            admitted.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        assert_eq!(admitted.into_inner(), 3);
        breaker.reset();
    }
}

#[test]
fn no_failure_in_a_row_is_lost() {
    let breaker = Breaker::consecutive(4000);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..999 {
                    fail(&breaker, 0);
                }
            });
        }
    });
    for _ in 0..3 {
        fail(&breaker, 0);
    }
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker, 0);
    assert_eq!(breaker.state(), BreakerState::Open);
}

#[test]
fn no_call_of_a_rate_is_lost() {
    let breaker = Breaker::rate(1.0).min_calls(4000);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for call in 0..999 {
                    let ticket = ask(&breaker, call * SECOND / 999).expect("closed");
                    breaker.report(ticket, &Verdict::Retry, &At(call * SECOND / 999));
                }
            });
        }
    });
    for _ in 0..3 {
        fail(&breaker, SECOND);
    }
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker, SECOND);
    assert_eq!(breaker.state(), BreakerState::Open);
}
