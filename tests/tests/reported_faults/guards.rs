//! What holds is what the guards of `no_waits` that live say together.

use std::time::Duration;

use retry_core::testing::{self, ManualClock};
use retry_tests::{HOUR, PATIENT};

fn attempts() -> u32 {
    let clock = ManualClock::new();
    let report = PATIENT.retry(|| None::<()>).timer(&clock).report().call();
    assert!(clock.waits().iter().all(Duration::is_zero), "a guard lives");
    report.attempts
}

fn waits_as_usual() -> bool {
    let clock = ManualClock::new();
    let _ = PATIENT.retry(|| None::<()>).timer(&clock).call();
    clock.waits() == [HOUR; 4]
}

#[test]
fn guards_hold_in_any_order_of_drops() {
    let guard = testing::no_waits();
    // Replaces the variable, and drops the first guard after the second was made.
    let guard = {
        let second = testing::no_waits().attempts(1);
        drop(guard);
        second
    };
    assert_eq!(attempts(), 1);
    drop(guard);
    assert!(waits_as_usual());

    let [first, second, third] = [5, 2, 3].map(|limit| testing::no_waits().attempts(limit));
    assert_eq!(attempts(), 2);
    drop(second);
    assert_eq!(attempts(), 3);
    drop(first);
    assert_eq!(attempts(), 3);
    drop(third);
    assert!(waits_as_usual());
}
