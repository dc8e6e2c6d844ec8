//! The window of a rate.

use crate::{
    SECOND,
    atomic::AtomicU64,
    model,
    window::{Tally, Window},
};

fn window() -> Window {
    Window {
        length: 10 * SECOND,
        slots: std::array::from_fn(|_| AtomicU64::new(0)),
    }
}

#[test]
fn no_call_is_lost_in_a_slot() {
    model(
        window,
        |window| window.count(0, true, 0),
        |window| window.count(0, false, 0),
        |window, (), ()| {
            let (calls, failures) = (2, 1);
            assert_eq!(window.tally(0, 0), Tally { calls, failures });
        },
    );
}

#[test]
fn no_call_is_lost_when_a_slot_begins() {
    model(
        || {
            let window = window();
            window.count(0, true, 0);
            window
        },
        |window| window.count(0, true, 10 * SECOND),
        |window| window.count(0, false, 10 * SECOND),
        |window, (), ()| {
            let (calls, failures) = (2, 1);
            assert_eq!(window.tally(0, 10 * SECOND), Tally { calls, failures });
        },
    );
}

/// Whoever counts last sees both, so one of two failures sees the rate that they make.
#[test]
fn one_of_two_failures_sees_both() {
    model(
        window,
        |window| {
            window.count(0, true, 0);
            window.tally(0, 0)
        },
        |window| {
            window.count(0, true, 0);
            window.tally(0, 0)
        },
        |_, one, two| assert!(one.failures == 2 || two.failures == 2),
    );
}

/// A clock that is behind does not take the slot back.
#[test]
fn a_later_slot_stays() {
    model(
        window,
        |window| window.count(0, true, 10 * SECOND),
        |window| window.count(0, true, 0),
        |window, (), ()| {
            let tally = window.tally(0, 10 * SECOND);
            assert!(tally.failures == 1 || tally.failures == 2);
        },
    );
}
