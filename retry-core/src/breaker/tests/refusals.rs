//! Values that a breaker does not take, and those at the limits that it does.

use core::time::Duration;

use super::{
    Breaker,
    std::{
        panic::catch_unwind,
        string::{String, ToString},
    },
};
use crate::policy::Backoff;

type Make = fn() -> Breaker;

/// The message of the refusal, or nothing.
fn refusal(make: Make) -> String {
    match catch_unwind(make) {
        Ok(_) => String::new(),
        Err(panic) => match panic.downcast::<String>() {
            Ok(message) => *message,
            Err(other) => other.downcast::<&str>().expect("a message").to_string(),
        },
    }
}

#[test]
fn a_value_that_means_nothing_is_refused_and_the_message_says_what_to_write() {
    const RATE: &str = "`rate` is not from 0.000001 to 1: for half of the calls write 0.5";
    const PROBES: &str = "`probes` is not from 1 to 10000: without a probe it would never close";
    let table: [(Make, &str); 9] = [
        (
            || Breaker::consecutive(0),
            "`consecutive(0)` would open without a failure: write 1 or more",
        ),
        (|| Breaker::rate(0.0), RATE),
        (|| Breaker::rate(1.1), RATE),
        (|| Breaker::rate(f64::NAN), RATE),
        (
            || Breaker::rate(0.5).min_calls(0),
            "`min_calls` is 0: write 1 or more",
        ),
        (
            || Breaker::rate(0.5).window(Duration::ZERO),
            "`window` is 0: it would see no call, write more than 0",
        ),
        (|| Breaker::consecutive(1).probes(0), PROBES),
        (|| Breaker::consecutive(1).probes(10_001), PROBES),
        (
            || Breaker::consecutive(1).backoff(Backoff::constant(Duration::ZERO)),
            "a breaker that opens for no time refuses nothing: write more than 0",
        ),
    ];
    for (make, message) in table {
        assert_eq!(refusal(make), message);
    }
}

#[test]
fn values_at_the_limits_are_taken() {
    let table: [Make; 5] = [
        || Breaker::consecutive(1),
        || Breaker::rate(0.000_001),
        || Breaker::rate(1.0),
        || Breaker::consecutive(1).probes(10_000),
        || Breaker::consecutive(1).open_for(Duration::from_nanos(1)),
    ];
    for make in table {
        assert_eq!(refusal(make), "");
    }
}

#[test]
fn breakers_are_equal_if_they_are_the_same_one() {
    let (one, other) = (Breaker::consecutive(1), Breaker::consecutive(1));
    assert!(one == one, "the same");
    assert!(one != other, "they only look alike");
}
