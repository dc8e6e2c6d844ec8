//! The published rules, step by step.

use super::std::{format, vec::Vec};
use crate::limits::{Budget, Charge};

use Charge::{Retry, Throttled, TimedOut};

/// What happens to a bucket, and how many tokens are left after it.
#[derive(Clone, Copy, Debug)]
enum Step {
    Granted(Charge, f64),
    Refused(Charge, f64),
    GivenBack(Charge, f64),
    Accepted(Option<Charge>, f64),
}

use Step::{Accepted, GivenBack, Granted, Refused};

#[track_caller]
fn assert_steps(budget: &Budget, steps: &[Step]) {
    for (number, step) in steps.iter().enumerate() {
        let (is_right, left) = match *step {
            Granted(charge, left) => (budget.withdraw(charge, 0), left),
            Refused(charge, left) => (!budget.withdraw(charge, 0), left),
            GivenBack(charge, left) => {
                budget.give_back(charge);
                (true, left)
            }
            Accepted(paid, left) => {
                budget.accepted(paid, || panic!("a bucket needs no time"));
                (true, left)
            }
        };
        assert!(is_right, "step {number}, {step:?}");
        assert_eq!(budget.available(), left, "step {number}, {step:?}");
    }
}

#[test]
fn aws_takes_fourteen_and_gives_it_back() {
    let steps = [
        Granted(Retry, 486.0),
        Granted(Retry, 472.0),
        Accepted(Some(Retry), 486.0),
    ];
    assert_steps(&Budget::aws(), &steps);
}

#[test]
fn aws_keeps_what_three_failed_attempts_took() {
    assert_steps(
        &Budget::aws(),
        &[Granted(Retry, 486.0), Granted(Retry, 472.0)],
    );
}

#[test]
fn aws_refuses_without_taking() {
    let bucket = |capacity| {
        Budget::bucket(capacity)
            .retry_cost(14.0)
            .throttled_cost(5.0)
    };
    assert_steps(&bucket(14), &[Granted(Retry, 0.0), Refused(Retry, 0.0)]);
    assert_steps(
        &bucket(12),
        &[Refused(Retry, 12.0), Granted(Throttled, 7.0)],
    );
}

#[test]
fn aws_takes_five_after_throttling() {
    let steps = [Granted(Throttled, 495.0), Accepted(Some(Throttled), 500.0)];
    assert_steps(&Budget::aws(), &steps);
}

#[test]
fn aws_gains_one_from_a_run_without_retries_up_to_its_capacity() {
    let steps = [
        Accepted(None, 500.0),
        Granted(Throttled, 495.0),
        Accepted(None, 496.0),
        Granted(TimedOut, 482.0),
        GivenBack(TimedOut, 496.0),
        Accepted(Some(Retry), 500.0),
    ];
    assert_steps(&Budget::aws(), &steps);
}

#[test]
fn grpc_grants_the_first_four_of_ten() {
    let steps = [
        Granted(Retry, 9.0),
        Granted(Retry, 8.0),
        Granted(Retry, 7.0),
        Granted(Retry, 6.0),
        Refused(Retry, 5.0),
        Refused(Retry, 4.0),
        Refused(Retry, 3.0),
        Refused(Retry, 2.0),
        Refused(Retry, 1.0),
        Refused(Retry, 0.0),
        Refused(Retry, 0.0),
    ];
    assert_steps(&Budget::grpc(), &steps);
}

#[test]
fn grpc_gains_a_tenth_from_each_success() {
    let budget = Budget::grpc();
    assert_eq!(super::granted(&budget, 10, 0), 4);
    for successes in 1..=60_u32 {
        budget.accepted(Some(Retry), || panic!("a bucket needs no time"));
        assert_eq!(budget.available(), f64::from(successes) / 10.0);
    }
    // 6.0 are left, and after it 5.0, which are not more than half.
    let steps = [
        Refused(Retry, 5.0),
        Accepted(None, 5.1),
        GivenBack(Retry, 6.1),
        Granted(Retry, 5.1),
    ];
    assert_steps(&budget, &steps);
}

#[test]
fn half_of_an_odd_bucket_is_not_rounded() {
    let odd = Budget::bucket(3).success_returns(0.1).above_half();
    assert_steps(&odd, &[Granted(Retry, 2.0), Refused(Retry, 1.0)]);
}

/// The numbers of the requests that are granted a retry, of those that all want one.
fn requests_with_a_retry(budget: &Budget, requests: u64) -> Vec<u64> {
    let numbers = 1..=requests;
    numbers
        .filter(|_| {
            budget.deposit(0);
            budget.withdraw(Retry, 0)
        })
        .collect()
}

#[test]
fn finagle_grants_each_fifth_at_twenty_percent_with_nothing_reserved() {
    let twenty_percent = requests_with_a_retry(&Budget::ratio(0.2), 20);
    assert_eq!(twenty_percent, [5, 10, 15, 20]);
    let half = requests_with_a_retry(&Budget::ratio(0.5), 6);
    assert_eq!(half, [2, 4, 6]);
    // A budget of 60 % grants 60 %, and not 100 %.
    let sixty_percent = requests_with_a_retry(&Budget::ratio(0.6), 10);
    assert_eq!(sixty_percent, [2, 4, 5, 7, 9, 10]);
}

#[test]
fn a_ratio_above_one_pays_for_more_than_one_retry() {
    let budget = Budget::ratio(2.0);
    budget.deposit(0);
    assert_eq!(super::granted(&budget, 9, 0), 2);
}

#[test]
fn each_run_pays_once_into_a_ratio_budget() {
    let budget = Budget::ratio(0.2);
    // Its first attempt was accepted.
    budget.accepted(None, || 0);
    assert_eq!(budget.available(), 0.2);
    // Its first attempt failed, a retry was accepted.
    budget.deposit(0);
    budget.accepted(Some(Retry), || panic!("it has paid already"));
    assert_eq!(budget.available(), 0.4);
}

#[test]
fn classes_have_costs_of_their_own() {
    let budget = Budget::reserved(100).throttled_cost(5.0).timeout_cost(0.5);
    let steps = [
        Granted(Retry, 99.0),
        Granted(Throttled, 94.0),
        Granted(TimedOut, 93.5),
        GivenBack(Throttled, 98.5),
    ];
    assert_steps(&budget, &steps);
    // Without one, that of a retry, whatever the order of the setters.
    let expensive = Budget::reserved(100).throttled_cost(1.0).retry_cost(3.0);
    assert_steps(
        &expensive,
        &[Granted(TimedOut, 97.0), Granted(Throttled, 96.0)],
    );
}

#[test]
fn the_presets_are_those_that_their_docs_name() {
    let same = [
        (Budget::finagle(), Budget::ratio(0.2).per_second(10)),
        (Budget::default(), Budget::new()),
    ];
    for (preset, spelled_out) in same {
        assert_eq!(format!("{preset:?}"), format!("{spelled_out:?}"));
    }
}

#[test]
fn a_success_reads_the_clock_only_where_a_ratio_is_paid_in() {
    for budget in [Budget::reserved(1), Budget::grpc(), Budget::aws()] {
        budget.accepted(None, || panic!("it needs no time"));
    }
}

#[test]
fn debug_shows_the_numbers_and_what_is_left() {
    let budget = Budget::new().reserve(3).named("database");
    let shown = format!("{budget:?}");
    let expected = "Budget { name: \"database\", ratio: 0.2, reserve: 3.0, per_second: 10, \
                    window: 10s, available: 13.0, .. }";
    assert_eq!(shown, expected);
    let shown = format!("{:?}", Budget::aws());
    assert_eq!(shown, "Budget { capacity: 500.0, available: 500.0, .. }");
}

#[test]
fn a_charge_is_one_byte_and_a_budget_can_be_shared() {
    fn is_shareable<T: Send + Sync + core::panic::RefUnwindSafe>() {}
    is_shareable::<Budget>();
    assert_eq!(size_of::<Charge>(), 1);
    assert_eq!(size_of::<Option<Charge>>(), 1);
}
