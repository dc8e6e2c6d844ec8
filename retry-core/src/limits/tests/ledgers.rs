//! Ratio budgets in time: floors, expiry, and clocks that jump.

use core::time::Duration;

use super::{SECOND, granted};
use crate::limits::{Budget, Charge};

const HOUR: u64 = 3600 * SECOND;
const YEAR: u64 = 365 * 24 * HOUR;

fn deposit(budget: &Budget, deposits: u32, now: u64) {
    for _ in 0..deposits {
        budget.deposit(now);
    }
}

#[test]
fn the_floor_begins_with_a_second_and_comes_back_with_time() {
    let budget = Budget::floor(10);
    assert_eq!(budget.available(), 10.0);
    for start in [0, 100 * YEAR] {
        let budget = Budget::floor(10);
        assert_eq!(granted(&budget, 99, start), 10);
        assert_eq!(granted(&budget, 99, start + SECOND / 10), 1);
        assert_eq!(granted(&budget, 99, start + SECOND), 9);
        // After an hour that of the window, and not of the hour.
        assert_eq!(granted(&budget, 999, start + HOUR), 100);
    }
}

#[test]
fn a_window_below_a_second_keeps_the_floor_of_a_second() {
    let budget = Budget::floor(3).window(Duration::from_nanos(1));
    assert_eq!(granted(&budget, 9, 0), 3);
    assert_eq!(granted(&budget, 9, HOUR), 3);
}

#[test]
fn an_idle_night_leaves_reserve_and_floor() {
    let budget = Budget::ratio(0.2).reserve(5).per_second(10);
    deposit(&budget, 100_000, 0);
    assert_eq!(budget.available(), 20_015.0);
    let morning = 8 * HOUR;
    assert_eq!(granted(&budget, 9999, morning), 105);
    assert_eq!(granted(&budget, 9999, morning), 0);
}

#[test]
fn deposits_last_at_least_nine_tenths_of_the_window_and_at_most_the_whole() {
    // In the slot from 3 s to 4 s, since the first time seen is 0.
    for (made, expires) in [(3 * SECOND, 13 * SECOND), (4 * SECOND - 1, 13 * SECOND)] {
        for (asked, expected) in [(expires - 1, 1), (expires, 0)] {
            let budget = Budget::ratio(1.0);
            budget.deposit(0);
            assert_eq!(granted(&budget, 9, 0), 1);
            budget.deposit(made);
            assert_eq!(granted(&budget, 9, asked), expected, "{made} {asked}");
        }
    }
}

#[test]
fn withdrawals_take_the_oldest_tokens_first() {
    let budget = Budget::ratio(1.0);
    deposit(&budget, 3, 0);
    deposit(&budget, 3, 5 * SECOND);
    // Two of the first three.
    assert_eq!(granted(&budget, 2, 5 * SECOND), 2);
    // The third has expired.
    assert_eq!(granted(&budget, 9, 10 * SECOND), 3);
}

#[test]
fn a_spent_reserve_is_filled_up_and_does_not_expire() {
    let budget = Budget::ratio(1.0).reserve(4);
    assert_eq!(granted(&budget, 9, 0), 4);
    deposit(&budget, 3, 0);
    assert_eq!(budget.available(), 3.0);
    assert_eq!(granted(&budget, 0, HOUR), 0);
    deposit(&budget, 3, HOUR);
    // The reserve of four, and of six deposits the two that are not in it.
    assert_eq!(budget.available(), 6.0);
    assert_eq!(granted(&budget, 9, 2 * HOUR), 4);
}

#[test]
fn what_is_given_back_late_has_expired() {
    let budget = Budget::ratio(1.0).reserve(1);
    deposit(&budget, 2, 0);
    assert_eq!(granted(&budget, 2, 0), 2);
    budget.give_back(Charge::Retry);
    assert_eq!(budget.available(), 2.0);
    // At this time all deposits have expired, and the reserve is there.
    assert_eq!(granted(&budget, 1, HOUR), 1);
    budget.give_back(Charge::Retry);
    budget.give_back(Charge::Retry);
    assert_eq!(budget.available(), 1.0);
    assert_eq!(granted(&budget, 9, HOUR), 1);
}

#[test]
fn time_that_steps_back_stands_still() {
    let budget = Budget::ratio(0.5).per_second(2);
    let now = 100 * SECOND;
    assert_eq!(granted(&budget, 9, now), 2);
    assert_eq!(granted(&budget, 9, 0), 0);
    deposit(&budget, 2, 50 * SECOND);
    assert_eq!(granted(&budget, 9, 1), 1);
    assert_eq!(granted(&budget, 9, now + SECOND), 2);
}

#[test]
fn the_last_times_that_there_are_do_not_panic() {
    for budget in [
        Budget::new(),
        Budget::floor(u32::MAX).window(Duration::MAX),
        Budget::ratio(1000.0)
            .reserve(u32::MAX)
            .window(Duration::MAX),
        Budget::ratio(1.0).window(Duration::from_nanos(1)),
    ] {
        for now in [u64::MAX, 0, u64::MAX - 1, 1, u64::MAX] {
            budget.deposit(now);
            budget.withdraw(Charge::Retry, now);
            budget.give_back(Charge::Retry);
            assert!(budget.available() >= 0.0, "{budget:?}");
        }
    }
    let budget = Budget::new();
    assert_eq!(granted(&budget, 99, 0), 10);
    assert_eq!(granted(&budget, 999, u64::MAX), 100);
    assert_eq!(granted(&budget, 999, u64::MAX), 0);
    // The first time that is seen stays the first.
    let budget = Budget::floor(10);
    assert_eq!(granted(&budget, 99, u64::MAX), 10);
    assert_eq!(granted(&budget, 99, 0), 0);
}

/// At the highest of these rates, what was paid in passes 2^64 each 51 hours.
#[test]
fn centuries_and_the_highest_rates_do_not_wear_a_budget_out() {
    for (per_second, cost, in_a_window) in [
        (0, 1000.0, 10),
        (10, 1000.0, 10),
        (1_000_000, 1_000_000.0, 10),
        (100_000_000, 1_000_000.0, 1000),
    ] {
        let budget = Budget::ratio(1000.0)
            .per_second(per_second)
            .retry_cost(cost);
        deposit(&budget, 10, 0);
        // Not a whole number of anything.
        for now in (HOUR..580 * YEAR).step_by(1_201_234_567_890_123_457) {
            deposit(&budget, 10, now);
            assert_eq!(granted(&budget, 1100, now), in_a_window, "{now}");
        }
    }
}

#[test]
fn a_slot_is_not_taken_for_one_of_an_earlier_turn() {
    let budget = Budget::ratio(1.0);
    for turn in 0..100 {
        let now = turn * 10 * SECOND;
        deposit(&budget, 2, now);
        assert_eq!(budget.available(), 2.0);
    }
}
