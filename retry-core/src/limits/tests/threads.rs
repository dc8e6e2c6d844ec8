//! Threads that contend, and get exactly what there is.

use super::std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};
use crate::limits::{Budget, Charge};

const THREADS: usize = 4;
/// Fewer under Miri, and still more than there is.
const ASKED: usize = if cfg!(miri) { 300 } else { 1000 };

/// How many retries threads are granted that all do the same.
fn granted(budget: &Budget, before_each: impl Fn() + Sync) -> usize {
    let granted = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..ASKED {
                    before_each();
                    if budget.withdraw(Charge::Retry, 0) {
                        granted.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    granted.into_inner() + super::granted(budget, THREADS * ASKED, 0)
}

#[test]
fn a_reserve_grants_what_it_holds() {
    assert_eq!(granted(&Budget::reserved(1000), || {}), 1000);
    assert_eq!(granted(&Budget::bucket(1000), || {}), 1000);
}

#[test]
fn deposits_grant_what_they_pay_for() {
    let budget = Budget::ratio(0.2).reserve(7);
    let expected = 7 + THREADS * ASKED / 5;
    assert_eq!(granted(&budget, || budget.deposit(0)), expected);
    assert_eq!(budget.available(), 0.0);
}

#[test]
fn what_is_given_back_is_granted_to_another() {
    for budget in [Budget::reserved(1000), Budget::bucket(1000)] {
        let is_lent = || budget.withdraw(Charge::Throttled, 0);
        let lend = || {
            if is_lent() {
                budget.give_back(Charge::Throttled);
            }
        };
        assert_eq!(granted(&budget, lend), 1000);
    }
}
