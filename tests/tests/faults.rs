//! Faults that other retry libraries have had, one test each. Other tests have the details.

#![deny(unfulfilled_lint_expectations)]

use std::{
    cell::{Cell, RefCell},
    future::pending,
    io,
    time::Duration,
};

use futures_lite::future::block_on;
use retry_core::{Backoff, Jitter, StopReason, Verdict, retry, testing::ManualClock};
use retry_tests::{EXACT, SECOND, secs};

const KINDS: [Jitter; 4] = [
    Jitter::Full,
    Jitter::Equal,
    Jitter::Ratio(1.0),
    Jitter::Decorrelated,
];

fn at_cap(jitter: Jitter, seed: u64) -> Duration {
    let backoff = Backoff::exponential(SECOND).max_delay(SECOND * 3);
    EXACT
        .attempts(20)
        .backoff(backoff)
        .jitter(jitter)
        .delays_with(seed)
        .last()
        .expect("19 delays")
}

#[test]
fn jitter_stays_inside_the_cap() {
    for jitter in KINDS {
        assert!(
            (0..500).all(|seed| at_cap(jitter, seed) <= SECOND * 3),
            "{jitter:?}"
        );
    }
}

#[test]
fn jitter_still_spreads_at_the_cap() {
    for jitter in KINDS {
        let mut delays: Vec<_> = (0..500).map(|seed| at_cap(jitter, seed)).collect();
        delays.sort();
        delays.dedup();
        assert!(delays.len() > 490, "{jitter:?}");
    }
}

#[test]
fn clones_of_a_policy_draw_different_jitter() {
    let policy = EXACT.jitter(Jitter::Full);
    #[allow(clippy::clone_on_copy, reason = "the test is about clones")]
    let (one, other) = (policy, policy.clone());
    assert!(one.delays().ne(other.delays()));
}

#[test]
fn each_run_draws_its_own_seed() {
    let wait = || {
        let clock = ManualClock::new();
        let result = EXACT
            .jitter(Jitter::Full)
            .retry(|| None::<()>)
            .timer(&clock)
            .call();
        assert_eq!(result, None);
        clock.waits()
    };
    assert_ne!(wait(), wait());
}

#[test]
fn high_attempts_and_long_delays_do_not_overflow() {
    for backoff in [
        Backoff::linear(Duration::MAX),
        Backoff::exponential(Duration::MAX).factor(f64::MAX),
    ] {
        assert!(
            EXACT
                .unlimited()
                .backoff(backoff)
                .delays_with(1)
                .nth(100_000)
                .is_some()
        );
    }
}

#[test]
fn fibonacci_obeys_its_cap_at_high_attempts() {
    let backoff = Backoff::fibonacci(SECOND).max_delay(SECOND * 4);
    assert_eq!(backoff.into_iter().nth(200), Some(SECOND * 4));
}

#[test]
fn a_factor_that_is_not_a_number_does_not_become_a_sleep_of_centuries() {
    let clock = ManualClock::new();
    let result = EXACT
        .retry(|| None::<()>)
        .factor(f64::NAN)
        .timer(&clock)
        .call();
    assert_eq!(result, None);
    assert_eq!(clock.waits(), secs([1, 2, 4, 8]));
}

#[test]
fn exponential_means_powers_of_the_factor_and_not_of_the_delay() {
    let backoff = Backoff::exponential(SECOND * 3).max_delay(SECOND * 100);
    assert!(backoff.into_iter().take(4).eq(secs([3, 6, 12, 24])));
}

#[test]
fn a_deadline_counts_sleeps_and_attempts() {
    let clock = ManualClock::new();
    let report = EXACT
        .retry(|| {
            clock.advance(SECOND * 3);
            None::<()>
        })
        .deadline(SECOND * 9)
        .timer(&clock)
        .report()
        .call();
    // After 3 + 1 + 3 s a wait of 2 s would end at the deadline. Sleeps alone or attempts alone would
    // fit.
    assert_eq!((report.attempts, report.stop), (2, StopReason::Deadline));
}

#[test]
fn a_deadline_is_not_slept_out_before_failing() {
    let clock = ManualClock::new();
    let report = EXACT
        .retry(|| None::<()>)
        .deadline(SECOND * 6)
        .timer(&clock)
        .report()
        .call();
    assert_eq!(clock.waits(), secs([1, 2]));
    assert_eq!(report.elapsed, SECOND * 3);
}

#[tokio::test(start_paused = true)]
async fn a_paused_test_clock_controls_waits_timeouts_and_deadline() {
    let start = tokio::time::Instant::now();
    let report = EXACT
        .retry(pending::<io::Result<()>>)
        .attempt_timeout(SECOND * 10)
        .deadline(SECOND * 25)
        .report()
        .await;
    // 10 + 1 + 10 + 2 s, and the third attempt has only 2 s left.
    assert_eq!((report.attempts, report.elapsed), (3, SECOND * 25));
    assert_eq!(start.elapsed(), SECOND * 25);
}

#[test]
fn hints_are_obeyed_neither_shortened_nor_unbounded() {
    let wait = |hint| {
        let clock = ManualClock::new();
        let report = EXACT
            .jitter(Jitter::Full)
            .retry(|| None::<()>)
            .attempts(2)
            .on(move |()| Verdict::RetryAfter(hint))
            .timer(&clock)
            .report()
            .call();
        (clock.waits().first().copied(), report.stop)
    };
    for _ in 0..100 {
        let (waited, _) = wait(SECOND * 45);
        assert!(waited.expect("a retry") >= SECOND * 45);
    }
    let (waited, stop) = wait(SECOND * 86_400);
    assert_eq!(waited, None);
    assert_eq!(
        stop,
        StopReason::HintTooLong {
            asked: SECOND * 86_400,
            limit: SECOND * 60
        }
    );
}

#[test]
fn the_last_error_is_never_lost() {
    let numbered = || {
        let calls = Cell::new(0);
        move || {
            calls.set(calls.get() + 1);
            Err::<(), _>(calls.get())
        }
    };
    let clock = ManualClock::new();
    assert_eq!(EXACT.retry(numbered()).timer(&clock).call(), Err(5));
    assert_eq!(
        EXACT
            .retry(numbered())
            .deadline(SECOND * 2)
            .timer(&clock)
            .call(),
        Err(2)
    );
    assert_eq!(
        EXACT
            .retry(numbered())
            .schedule(secs([1, 1]))
            .timer(&clock)
            .call(),
        Err(3)
    );
    let timed_out = block_on(async {
        EXACT
            .retry(pending::<Result<(), i32>>)
            .attempt_timeout_or(SECOND, |_| 7)
            .timer(&clock)
            .await
    });
    assert_eq!(timed_out, Err(7));
}

#[test]
fn the_sleep_comes_before_the_next_call_and_never_after_the_last() {
    let trace = RefCell::new(String::new());
    let result = block_on(async {
        EXACT
            .retry(|| {
                trace.borrow_mut().push('c');
                async { None::<()> }
            })
            .attempts(3)
            .sleep_with(|_| async { trace.borrow_mut().push('w') })
            .await
    });
    assert_eq!(result, None);
    assert_eq!(*trace.borrow(), "cwcwc");
}

#[test]
fn the_first_linear_delay_is_one_step() {
    assert_eq!(Backoff::linear(SECOND).into_iter().next(), Some(SECOND));
}

#[test]
fn hooks_get_the_right_delay_and_attempt_before_the_sleep() {
    let clock = ManualClock::new();
    let mut events = Vec::new();
    let result = EXACT
        .retry(|| None::<()>)
        .attempts(3)
        .on_retry(|event| events.push((event.attempt(), event.delay(), clock.waits().len())))
        .timer(&clock)
        .call();
    assert_eq!(result, None);
    assert_eq!(events, [(1, Some(SECOND), 0), (2, Some(SECOND * 2), 1)]);
}

#[test]
fn a_question_mark_in_an_annotated_body_does_not_skip_the_retry() {
    #[retry(attempts = 3, backoff = 0)]
    fn parse(calls: &Cell<u32>) -> Result<u8, Box<dyn std::error::Error>> {
        calls.set(calls.get() + 1);
        Ok("x".parse::<u8>()?)
    }
    let calls = Cell::new(0);
    assert!(parse(&calls).is_err());
    assert_eq!(calls.get(), 3);
}

#[test]
fn the_macro_keeps_visibility_attributes_and_generics() {
    mod inner {
        #[must_use]
        #[retry_core::retry(attempts = 2, backoff = 0)]
        pub(super) fn kept<'a, T, const N: usize>(
            items: &'a [T; N],
            calls: &std::cell::Cell<u32>,
        ) -> Option<&'a T>
        where
            T: PartialEq,
        {
            calls.set(calls.get() + 1);
            items.get(N)
        }
    }
    let calls = Cell::new(0);
    assert_eq!(inner::kept(&[1, 2], &calls), None);
    assert_eq!(calls.get(), 2);
    #[expect(unused_must_use, reason = "the attribute is still there")]
    inner::kept(&[1, 2], &calls);
}

#[test]
fn futures_are_send_and_not_boxed() {
    fn assert_send_and_unboxed<F: Send>(future: &F) {
        assert!(size_of_val(future) > BUFFER, "{}", size_of_val(future));
    }
    const BUFFER: usize = 4096;

    #[retry(attempts = 2)]
    async fn annotated(words: &mut Vec<String>) -> Result<(), Box<dyn std::error::Error>> {
        let buffer = [0; BUFFER];
        words.push(String::new());
        tokio::task::yield_now().await;
        Err(format!("{} bytes", buffer.len()).into())
    }
    assert_send_and_unboxed(&annotated(&mut Vec::new()));

    let word = String::new();
    let run = async {
        retry(|| async {
            let buffer = [0; BUFFER];
            tokio::task::yield_now().await;
            if word.is_empty() { Err(buffer) } else { Ok(()) }
        })
        .await
    };
    assert_send_and_unboxed(&run);
}
