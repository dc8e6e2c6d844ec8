//! Attempts that are not made.

use std::{cell::Cell, error::Error, sync::Arc, time::Duration};

use crate::{Failure, STEADY, open, seconds};
use retry_core::{
    Breaker, BreakerOpen, Event, StopReason, breaker::BreakerState, retry, testing::ManualClock,
};

#[test]
fn a_refused_attempt_counts_and_is_neither_made_nor_reported() {
    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    open(&breaker, &clock);
    let mut probe = STEADY.start().timer(clock.clone()).breaker(&breaker);
    clock.advance(seconds(5));
    probe.ask().expect("the probe");
    // It is out, so all attempts of another run are refused, each with a tenth of 5 s.
    let mut events = Vec::new();
    let report = STEADY
        .retry(|| -> Result<(), Failure> { panic!("not made") })
        .breaker(&breaker)
        .on_retry(|event| events.push((event.attempt(), event.delay(), event.hint())))
        .timer(&clock)
        .report()
        .call();
    let wait = Duration::from_millis(1000);
    let hint = Duration::from_millis(500);
    let expected = [1, 2, 3].map(|attempt| (attempt, Some(wait), Some(hint)));
    assert_eq!(events, expected);
    let retry_after = hint;
    assert_eq!(report.stop, StopReason::BreakerOpen { retry_after });
    assert_eq!(report.attempts, 4);
    assert!(matches!(report.outcome, Err(Failure::Open(open)) if open.retry_after() == hint));
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    probe.accept(());
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn an_outcome_is_replaced_by_a_refusal_only_if_it_is_closed_to_us_after_the_wait() {
    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    let other = STEADY.start().timer(clock.clone()).breaker(&breaker);
    let other = Cell::new(Some(other));
    let report = STEADY
        .retry(|| Err::<(), _>(Failure::Down))
        .attempts(2)
        .breaker(&breaker)
        .on_retry(|_: &Event<'_, _>| {
            // Somebody else becomes the probe while this run waits.
            clock.advance(seconds(5));
            let mut run = other.take().expect("once");
            run.ask().expect("the probe");
            other.set(Some(run));
        })
        .timer(&clock)
        .report()
        .call();
    assert!(matches!(report.outcome, Err(Failure::Open(_))));
    assert_eq!(report.stop.label(), "breaker_open");
}

#[test]
fn options_get_none_and_io_errors_the_refusal() {
    let breaker = Arc::new(Breaker::consecutive(1));
    breaker.isolate();
    let report = retry(|| Some(1))
        .breaker(Arc::clone(&breaker))
        .report()
        .call();
    assert_eq!((report.outcome, report.attempts), (None, 1));
    let error = retry(|| Ok::<_, std::io::Error>(1))
        .breaker(breaker)
        .call()
        .unwrap_err();
    assert!(
        error
            .get_ref()
            .is_some_and(<dyn Error + Send + Sync>::is::<BreakerOpen>)
    );
}

#[test]
fn marked_errors_are_made_from_the_refusal_too() {
    use retry_core::Marked;

    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    open(&breaker, &clock);
    let result = STEADY
        .retry(|| Ok::<_, Marked<std::io::Error>>(1))
        .unmarked()
        .breaker(&breaker)
        .timer(&clock)
        .call();
    assert_eq!(result.expect("after a wait"), 1);
    assert_eq!(clock.waits(), [seconds(5)]);
}

#[test]
fn a_nested_run_that_is_refused_does_not_wait() {
    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    open(&breaker, &clock);
    let outer = STEADY.attempts(1).suppress_nested();
    let _ = outer
        .retry(|| {
            let inner = STEADY
                .retry(|| Ok::<_, Failure>(1))
                .breaker(&breaker)
                .timer(&clock)
                .report()
                .call();
            assert_eq!(inner.stop.label(), "breaker_open");
            assert_eq!(inner.attempts, 1);
            Some(())
        })
        .timer(&clock)
        .call();
    assert_eq!(clock.waits(), []);
}

#[test]
fn a_reason_has_a_label_and_a_text() {
    let retry_after = seconds(5);
    let open = StopReason::BreakerOpen { retry_after };
    assert_eq!(
        (open.label(), &*open.to_string()),
        ("breaker_open", "circuit breaker open")
    );
    let retry_after = std::time::Duration::MAX;
    let isolated = StopReason::BreakerOpen { retry_after };
    assert_eq!(isolated.to_string(), "circuit breaker isolated");
}

#[test]
fn a_clone_of_a_loop_has_no_place_of_its_own() {
    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    open(&breaker, &clock);
    clock.advance(seconds(5));
    let mut run = STEADY.start().timer(clock.clone()).breaker(&breaker);
    run.ask().expect("the probe");
    let mut clone = run.clone();
    clone.accept(());
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    assert!(clone.ask().is_err());
    drop(clone);
    assert!(
        STEADY
            .start()
            .timer(clock.clone())
            .breaker(&breaker)
            .ask()
            .is_err()
    );
    // Asking again gives the place back first.
    run.ask().expect("the same probe");
    run.accept(());
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[test]
fn a_loop_that_does_not_ask_reports_nothing_but_waits() {
    let breaker = Breaker::consecutive(1);
    let clock = ManualClock::new();
    let mut run = STEADY.start().timer(clock.clone()).breaker(&breaker);
    run.pause("down").expect("an attempt is left").block();
    assert_eq!(breaker.state(), BreakerState::Closed);
    open(&breaker, &clock);
    run.pause("down").expect("an attempt is left").block();
    assert_eq!(clock.waits(), [1, 5].map(seconds));
}
