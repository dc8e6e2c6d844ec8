//! `Faults` make an operation fail and take longer, the same way for the same seed.

use std::{
    cell::Cell,
    future::{Future as _, ready},
    pin::pin,
    sync::atomic::{AtomicU32, Ordering},
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use retry_core::{
    StopReason, TimedOut,
    testing::{self, Faults, ManualClock},
    time::Clock as _,
};
use retry_tests::{EXACT, MINUTE, SECOND, ZERO, panic_message};

const CALLS: u32 = 10_000;

/// Which of the next calls fail.
fn failures<const N: usize>(faults: &Faults) -> [bool; N] {
    std::array::from_fn(|_| faults.call(|| Some(()), || ()).is_none())
}

#[test]
fn the_seed_decides_which_calls_fail() {
    // The first outputs of SplitMix64 for this seed are 0.35, 0.17, 0.53, 0.25, 0.89 of its range.
    let seeded = || Faults::new(1_234_567);
    assert_eq!(failures(&seeded().fail(0.1)), [false; 5]);
    let one = [false, true, false, false, false];
    assert_eq!(failures(&seeded().fail(0.2)), one);
    let three = [true, true, false, true, false];
    assert_eq!(failures(&seeded().fail(0.5)), three);
    assert_eq!(failures(&seeded()), [false; 1000]);
    assert_eq!(failures(&seeded().fail(0.0)), [false; 1000]);
    assert_eq!(failures(&seeded().fail(1.0)), [true; 1000]);
}

#[test]
fn another_seed_gives_other_faults_at_the_same_rate() {
    let mut seen = Vec::new();
    for seed in 0..20 {
        let failed: [bool; CALLS as usize] = failures(&Faults::new(seed).fail(0.2));
        // Three standard deviations. Seeds are fixed, so this passes always or never.
        let count = failed.iter().filter(|failed| **failed).count();
        assert!((1880..=2120).contains(&count), "{count} with seed {seed}");
        assert!(!seen.contains(&failed));
        seen.push(failed);
    }
}

#[test]
fn a_call_runs_the_operation_or_makes_one_error() {
    let faults = Faults::new(7).fail(0.3);
    let (ran, made) = (Cell::new(0), Cell::new(0));
    for call in 1..=1000 {
        let operation = || {
            ran.set(ran.get() + 1);
            Ok::<_, &str>("page")
        };
        let error = || {
            made.set(made.get() + 1);
            "refused"
        };
        let before = made.get();
        let result = faults.call(operation, error);
        assert_eq!(result.is_err(), made.get() > before);
        assert_eq!(ran.get() + made.get(), call);
    }
    assert!((250..=350).contains(&made.get()), "{made:?}");
}

#[tokio::test]
async fn an_async_operation_meets_the_same_faults() {
    let (blocking, awaited) = (Faults::new(7).fail(0.3), Faults::new(7).fail(0.3));
    for _ in 0..1000 {
        let expected = blocking.call(|| Ok(1), || "refused");
        let result = awaited.call_async(|| ready(Ok(1)), || "refused").await;
        assert_eq!(result, expected);
    }
}

#[test]
fn a_call_begins_when_its_future_is_polled() {
    let faults = Faults::new(1_234_567).fail(0.2);
    let call = || faults.call_async(|| ready(Some(())), || ());
    let (first, second) = (pin!(call()), pin!(call()));
    let cx = &mut Context::from_waker(Waker::noop());
    assert_eq!(second.poll(cx), Poll::Ready(Some(())));
    assert_eq!(first.poll(cx), Poll::Ready(None), "the second call fails");
}

#[test]
fn delays_are_from_the_range_and_the_same_for_a_seed() {
    let delays = |seed: u64, range| {
        let clock = ManualClock::new();
        let faults = Faults::new(seed).fail(0.5).delay(range).timer(&clock);
        for _ in 0..CALLS {
            let _ = faults.call(|| Some(()), || ());
        }
        clock.waits()
    };
    let range = SECOND..=MINUTE;
    let waits = delays(7, range.clone());
    assert_eq!(waits.len(), CALLS as usize, "those that fail too");
    assert!(waits.iter().all(|wait| range.contains(wait)));
    assert_eq!(waits, delays(7, range.clone()));
    assert_ne!(waits, delays(8, range));
    // Each tenth of the range gets a tenth of the delays, within three standard deviations.
    let mut tenths = [0; 10];
    for wait in waits {
        let part = (wait - SECOND).as_nanos() * 10 / (MINUTE - SECOND).as_nanos();
        tenths[part.min(9) as usize] += 1;
    }
    assert!(
        tenths.iter().all(|count| (910..=1090).contains(count)),
        "{tenths:?}"
    );
    assert_eq!(delays(7, SECOND..=SECOND), vec![SECOND; CALLS as usize]);
}

#[test]
fn a_delay_does_not_change_which_calls_fail() {
    let clock = ManualClock::new();
    let (plain, slow) = (Faults::new(7).fail(0.5), Faults::new(7).fail(0.5));
    let slow = slow.delay(ZERO..=MINUTE).timer(&clock);
    for _ in 0..1000 {
        let expected = plain.call(|| Some(()), || ());
        assert_eq!(slow.call(|| Some(()), || ()), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_timeout_cuts_a_delay() {
    let faults = Faults::new(7).delay(MINUTE..=MINUTE);
    let start = tokio::time::Instant::now();
    let run = EXACT.attempts(1);
    let run = run.retry(|| faults.call_async(|| ready(Ok(())), || unreachable!("it never fails")));
    let cut: Result<(), TimedOut> = run.attempt_timeout(SECOND).await;
    assert_eq!(cut.expect_err("cut").limit(), SECOND);
    assert_eq!(start.elapsed(), SECOND);
}

#[tokio::test]
async fn runs_recover_from_faults() {
    static FAULTS: Faults = Faults::new(7).fail(0.4);
    let runs = testing::no_waits();
    for _ in 0..100 {
        let _ = EXACT.retry(|| FAULTS.call(|| Some(1), || ())).call();
        let _ = EXACT
            .retry(|| FAULTS.call_async(|| ready(Some(1)), || ()))
            .await;
    }
    let gave_up = runs.ends();
    let gave_up = gave_up
        .iter()
        .filter(|end| end.reason != StopReason::Accepted);
    // One in a hundred: 0.4 to the power of 5.
    assert!(gave_up.count() <= 6);
    assert!((50..=110).contains(&runs.ends().len()));
}

#[test]
fn threads_share_the_faults_among_them() {
    let faults = Faults::new(7).fail(0.2);
    let alone = {
        let failed: [bool; CALLS as usize] = failures(&Faults::new(7).fail(0.2));
        failed.iter().filter(|failed| **failed).count()
    };
    let failed = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..CALLS / 4 {
                    if faults.call(|| Some(()), || ()).is_none() {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert_eq!(failed.into_inner() as usize, alone);
}

#[test]
fn what_cannot_be_a_probability_or_a_range_is_refused() {
    for probability in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        let message = panic_message(|| drop(Faults::new(7).fail(probability)));
        assert_eq!(message, "the probability of `fail` is not from 0 to 1");
    }
    let message = panic_message(|| drop(Faults::new(7).delay(MINUTE..=SECOND)));
    assert_eq!(message, "the range of `delay` ends before it starts");
}

#[test]
fn a_delay_may_be_as_long_as_a_duration() {
    let clock = ManualClock::new();
    let longest = Duration::MAX..=Duration::MAX;
    let faults = Faults::new(7).delay(longest).timer(&clock);
    assert_eq!(faults.call(|| Some(()), || ()), Some(()));
    assert!(clock.now() > MINUTE);
}
