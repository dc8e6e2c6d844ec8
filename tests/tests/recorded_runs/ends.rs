//! Why runs end, and what they would have waited.

use std::{
    cell::Cell,
    future::{Future as _, IntoFuture as _, pending, ready},
    pin::pin,
    task::{Context, Poll, Waker},
};

use retry_core::{
    Budget, CancelToken, Jitter, Policy,
    StopReason::{
        Accepted, Attempts, Cancelled, Deadline, HintTooLong, Nested, NotRetryable, ScheduleEnded,
    },
    Verdict, retry,
    testing::{self, ManualClock},
};
use retry_tests::{EXACT, HOUR, MINUTE, PATIENT, SECOND, ZERO, secs};

use super::{failing, lines};

#[test]
fn waits_are_those_with_jitter_and_hints() {
    let runs = testing::no_waits();
    let jittered = EXACT.jitter(Jitter::Full).seed(7);
    let _ = jittered.retry(failing(9)).name("jitter").call();
    let expected: Vec<_> = jittered.delays_with(7).collect();
    assert_eq!(runs.waits("jitter"), expected);
    assert!(expected.iter().all(|wait| !wait.is_zero()));

    let hint = Verdict::RetryAfter(MINUTE);
    let hinted = EXACT.exact_hints().retry(failing(1)).on(|_| hint);
    let _ = hinted.name("hint").call();
    assert_eq!(runs.waits("hint"), [MINUTE]);
}

#[test]
fn each_reason_is_recorded() {
    let runs = testing::no_waits();
    let run = |verdict: Verdict| EXACT.retry(failing(9)).on(move |_| verdict);
    let _ = run(Verdict::Stop).call();
    let _ = run(Verdict::RetryAfter(HOUR)).call();
    let _ = EXACT.retry(failing(9)).schedule([SECOND]).call();
    let _ = PATIENT.deadline(HOUR * 2).retry(failing(9)).call();
    let (asked, limit) = (HOUR, MINUTE);
    assert_eq!(
        lines(runs.ends()),
        [
            (None, 1, vec![], NotRetryable),
            (None, 1, vec![], HintTooLong { asked, limit }),
            (None, 2, secs([1]), ScheduleEnded),
            (None, 2, vec![HOUR], Deadline),
        ]
    );
}

#[test]
fn a_wait_whose_retry_is_not_made_is_none() {
    let runs = testing::no_waits();
    let clock = ManualClock::new();
    let late = EXACT.deadline(MINUTE).retry(failing(9)).timer(&clock);
    let slow = late.on_retry(|event| {
        if event.attempt() == 2 {
            clock.advance(HOUR);
        }
    });
    let report = slow.name("late").report().call();
    assert_eq!((report.attempts, report.waited), (2, SECOND));
    let token = CancelToken::new();
    let cancelled = EXACT.retry(failing(9)).cancel_on(&token);
    let cancelled = cancelled.on_retry(|event| {
        if event.attempt() == 3 {
            token.cancel();
        }
    });
    let _ = cancelled.name("cancelled").call();
    assert_eq!(
        lines(runs.ends()),
        [
            (Some("late"), 2, secs([1]), Deadline),
            (Some("cancelled"), 3, secs([1, 2]), Cancelled),
        ]
    );
}

#[test]
fn a_run_that_a_budget_stops() {
    static BUDGET: Budget = Budget::aws();
    let runs = testing::no_waits();
    let mut stops = 0;
    while stops == 0 {
        let report = EXACT.retry(failing(9)).budget(&BUDGET).report().call();
        let end = runs.ends().pop().expect("recorded");
        assert_eq!((end.attempts, end.reason), (report.attempts, report.stop));
        assert_eq!(end.waits.len() + 1, report.attempts as usize);
        stops += u32::from(report.stop != Attempts);
    }
}

#[tokio::test]
async fn nested_runs_say_so() {
    let runs = testing::no_waits();
    let outer = EXACT.attempts(2).suppress_nested();
    let inner = || EXACT.retry(failing(9)).name("inner").call();
    let _ = outer.retry(inner).name("outer").call();
    let inner = || async { EXACT.retry(|| ready(None::<()>)).name("inner").await };
    let _ = outer.retry(inner).name("outer").await;
    let both = [
        (Some("inner"), 1, vec![], Nested),
        (Some("inner"), 1, vec![], Nested),
        (Some("outer"), 2, secs([1]), Attempts),
    ];
    assert_eq!(lines(runs.ends()), [both.clone(), both].concat());
}

#[test]
fn a_reset_keeps_the_waits_and_counts_attempts_from_there() {
    let runs = testing::no_waits();
    let clock = ManualClock::new();
    let mut run = EXACT.reset_after(MINUTE).start().timer(&clock).name("s");
    for length in [ZERO, ZERO, MINUTE, ZERO] {
        clock.advance(length);
        run.pause("closed").expect("attempts are left").block();
    }
    run.accept(());
    assert_eq!(
        lines(runs.ends()),
        [(Some("s"), 3, secs([1, 2, 1, 2]), Accepted)]
    );
}

#[test]
fn a_run_that_is_dropped_is_not_recorded() {
    let runs = testing::no_waits();
    let mut cx = Context::from_waker(Waker::noop());
    {
        let mut waiting = pin!(EXACT.retry(|| ready(None::<()>)).into_future());
        assert_eq!(waiting.as_mut().poll(&mut cx), Poll::Pending);
    }
    let calls = Cell::new(0);
    {
        let mut hanging = pin!(
            EXACT
                .retry(|| async {
                    calls.set(calls.get() + 1);
                    if calls.get() == 1 {
                        return None;
                    }
                    pending::<Option<()>>().await
                })
                .into_future()
        );
        for _ in 0..3 {
            assert_eq!(hanging.as_mut().poll(&mut cx), Poll::Pending);
        }
    }
    assert_eq!(calls.get(), 2, "dropped in its second attempt");
    let _ = retry(failing(1)).name("after").call();
    assert_eq!(runs.ends().len(), 1);
    assert_eq!(runs.attempts("after"), [2]);
}

/// More runs than the table of recorded runs has room for.
#[test]
fn any_number_of_dropped_runs_leaves_room_for_others() {
    let runs = testing::no_waits();
    let mut cx = Context::from_waker(Waker::noop());
    for _ in 0..70_000 {
        let mut is_first = true;
        let attempt = || {
            let is_first = std::mem::take(&mut is_first);
            async move {
                if is_first {
                    return None;
                }
                pending::<Option<()>>().await
            }
        };
        let mut hanging = pin!(EXACT.retry(attempt).into_future());
        assert_eq!(hanging.as_mut().poll(&mut cx), Poll::Pending);
        assert_eq!(hanging.as_mut().poll(&mut cx), Poll::Pending);
    }
    let _ = retry(failing(1)).name("after").call();
    assert_eq!(runs.attempts("after"), [2]);
}

#[test]
fn a_loop_by_hand_that_leaves_without_a_word_is_not_recorded() {
    let runs = testing::no_waits();
    for _ in 0..3 {
        let mut run = EXACT.start();
        run.pause("busy").expect("attempts are left").block();
    }
    assert_eq!(runs.ends(), []);
}

#[test]
fn a_loop_by_hand_that_goes_on_after_its_end_keeps_its_limit_and_is_recorded_once() {
    let runs = testing::no_waits().attempts(2);
    let mut run = EXACT.start().name("fetch");
    assert!(run.pause("busy").is_ok());
    for _ in 0..3 {
        assert!(run.pause("busy").is_err());
    }
    run.reset();
    assert!(run.pause("busy").is_ok());
    assert!(run.pause("busy").is_err());
    assert_eq!(runs.attempts("fetch"), [2, 2]);
}

#[test]
fn a_run_that_panics_is_not_recorded_and_harms_no_other() {
    let runs = testing::no_waits();
    let mut calls = 0;
    let panics = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        Policy::new()
            .retry(|| {
                calls += 1;
                assert!(calls < 2, "as a test that fails does");
                None::<()>
            })
            .call()
    }));
    assert!(panics.is_err());
    let _ = EXACT.retry(failing(1)).name("after").call();
    assert_eq!(
        lines(runs.ends()),
        [(Some("after"), 2, secs([1]), Accepted)]
    );
}

#[test]
fn an_endless_run_is_recorded_with_its_first_waits() {
    let runs = testing::no_waits();
    let _ = EXACT
        .unlimited()
        .retry(failing(100_500))
        .name("poll")
        .call();
    assert_eq!(runs.attempts("poll"), [100_501]);
    assert_eq!(runs.waits("poll").len(), 100_000);
}
